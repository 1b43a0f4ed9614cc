#include "nn/adam.h"

#include <cassert>
#include <cmath>

#include "nn/kernels.h"

namespace nn {

Adam::Adam(std::size_t parameter_count) : first_moment_(parameter_count), second_moment_(parameter_count) {}

void Adam::step(const AdamSettings& settings, float gradient_scale, const Floats& gradient, Floats& parameters,
                float target_rate, Floats& target) {
  assert(gradient.size() == first_moment_.size() && parameters.size() == first_moment_.size());
  assert(target.size() == parameters.size() && parameters.size() % 4 == 0);
  beta1_power_ *= static_cast<double>(settings.beta1);
  beta2_power_ *= static_cast<double>(settings.beta2);
  const auto step_size = static_cast<float>(static_cast<double>(settings.learning_rate) / (1.0 - beta1_power_));
  const auto second_correction = static_cast<float>(1.0 / std::sqrt(1.0 - beta2_power_));
  adam_pass(std::ssize(parameters), gradient.data(), first_moment_.data(), second_moment_.data(), parameters.data(),
            target.data(),
            {.scale = gradient_scale,
             .beta1 = settings.beta1,
             .beta2 = settings.beta2,
             .step_size = step_size,
             .second_correction = second_correction,
             .epsilon = settings.epsilon,
             .target_rate = target_rate});
}

float clip_scale(const Floats& gradient, float max_norm) {
  const float norm = std::sqrt(squared_norm(std::ssize(gradient), gradient.data()));
  return norm > max_norm ? max_norm / norm : 1.0F;
}

}  // namespace nn
