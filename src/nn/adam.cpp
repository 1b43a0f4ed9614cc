#include "nn/adam.h"

#include <cassert>
#include <cmath>

#include "nn/simd.h"

namespace nn {
namespace {

using Index = Eigen::Index;

// Moments below this are nothing beside epsilon. Left alone they shrink into denormal numbers when a ReLU dies, and
// arithmetic on those is many times slower.
constexpr float kNegligible = 1e-20F;

struct Factors {
  float scale, beta1, beta2, step_size, second_correction, epsilon, target_rate;
};

Float4 all(float number) { return Float4{number, number, number, number}; }

// Entered once per gradient_step, so that a browser's compiler sees it often enough to optimise it.
void adam_pass(Index count, const float* gradient, float* first, float* second, float* parameters, float* target,
               const Factors& factors) {
  const Float4 scale = all(factors.scale);
  const Float4 beta1 = all(factors.beta1);
  const Float4 beta2 = all(factors.beta2);
  const Float4 rest1 = all(1.0F - factors.beta1);
  const Float4 rest2 = all(1.0F - factors.beta2);
  const Float4 step_size = all(factors.step_size);
  const Float4 correction = all(factors.second_correction);
  const Float4 epsilon = all(factors.epsilon);
  const Float4 target_rate = all(factors.target_rate);
  const Float4 negligible = all(kNegligible);
  const Float4 zero{};
  for (Index i = 0; i < count; i += 4) {
    const Float4 g = load4(gradient + i) * scale;
    const Float4 m = beta1 * load4(first + i) + rest1 * g;
    const Float4 v = beta2 * load4(second + i) + rest2 * g * g;
    store4(first + i, ((m < negligible) & (m > -negligible)) ? zero : m);
    store4(second + i, v < negligible ? zero : v);
    const Float4 parameter = load4(parameters + i) - step_size * m / (square_root4(v) * correction + epsilon);
    store4(parameters + i, parameter);
    const Float4 followed = load4(target + i);
    store4(target + i, followed + target_rate * (parameter - followed));
  }
}

}  // namespace

Adam::Adam(Eigen::Index parameter_count)
    : first_moment_(Eigen::VectorXf::Zero(parameter_count)), second_moment_(Eigen::VectorXf::Zero(parameter_count)) {}

void Adam::step(const AdamSettings& settings, float gradient_scale, const Eigen::VectorXf& gradient,
                Eigen::VectorXf& parameters, float target_rate, Eigen::VectorXf& target) {
  assert(gradient.size() == first_moment_.size() && parameters.size() == first_moment_.size());
  assert(target.size() == parameters.size() && parameters.size() % 4 == 0);
  beta1_power_ *= static_cast<double>(settings.beta1);
  beta2_power_ *= static_cast<double>(settings.beta2);
  const auto step_size = static_cast<float>(static_cast<double>(settings.learning_rate) / (1.0 - beta1_power_));
  const auto second_correction = static_cast<float>(1.0 / std::sqrt(1.0 - beta2_power_));
  adam_pass(parameters.size(), gradient.data(), first_moment_.data(), second_moment_.data(), parameters.data(),
            target.data(),
            {.scale = gradient_scale,
             .beta1 = settings.beta1,
             .beta2 = settings.beta2,
             .step_size = step_size,
             .second_correction = second_correction,
             .epsilon = settings.epsilon,
             .target_rate = target_rate});
}

float clip_scale(const Eigen::VectorXf& gradient, float max_norm) {
  const float norm = gradient.norm();
  return norm > max_norm ? max_norm / norm : 1.0F;
}

}  // namespace nn
