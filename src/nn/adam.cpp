#include "nn/adam.h"

#include <cassert>
#include <cmath>

namespace nn {
namespace {

// Moments below this are nothing beside epsilon. Left alone they shrink into denormal numbers when a ReLU dies, and
// arithmetic on those is many times slower.
constexpr float kNegligible = 1e-20F;

// Entered once per gradient_step, so that a browser's compiler sees it often enough to optimise it.
void adam_pass(Eigen::Index count, const float* __restrict gradient, float* __restrict first, float* __restrict second,
               float* __restrict parameters, float scale, float beta1, float beta2, float step_size,
               float second_correction, float epsilon) {
  for (Eigen::Index i = 0; i < count; ++i) {
    const float g = gradient[i] * scale;
    const float m = beta1 * first[i] + (1.0F - beta1) * g;
    const float v = beta2 * second[i] + (1.0F - beta2) * g * g;
    first[i] = std::fabs(m) < kNegligible ? 0.0F : m;
    second[i] = v < kNegligible ? 0.0F : v;
    parameters[i] -= step_size * m / (std::sqrt(v) * second_correction + epsilon);
  }
}

}  // namespace

Adam::Adam(Eigen::Index parameter_count)
    : first_moment_(Eigen::VectorXf::Zero(parameter_count)), second_moment_(Eigen::VectorXf::Zero(parameter_count)) {}

void Adam::step(const AdamSettings& settings, float gradient_scale, const Eigen::VectorXf& gradient,
                Eigen::VectorXf& parameters) {
  assert(gradient.size() == first_moment_.size() && parameters.size() == first_moment_.size());
  beta1_power_ *= static_cast<double>(settings.beta1);
  beta2_power_ *= static_cast<double>(settings.beta2);
  const auto step_size = static_cast<float>(static_cast<double>(settings.learning_rate) / (1.0 - beta1_power_));
  const auto second_correction = static_cast<float>(1.0 / std::sqrt(1.0 - beta2_power_));
  adam_pass(parameters.size(), gradient.data(), first_moment_.data(), second_moment_.data(), parameters.data(),
            gradient_scale, settings.beta1, settings.beta2, step_size, second_correction, settings.epsilon);
}

float clip_scale(const Eigen::VectorXf& gradient, float max_norm) {
  const float norm = gradient.norm();
  return norm > max_norm ? max_norm / norm : 1.0F;
}

}  // namespace nn
