#include "agent/exploration.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace agent {
namespace {

// 0 at the start of a schedule, 1 from its end on. length >= 1.
double schedule_progress(std::uint64_t env_steps, int length) {
  return std::min(1.0, static_cast<double>(env_steps) / static_cast<double>(length));
}

// Both ends above 0: what counts is the ratio, so equal times change the value by equal factors.
float geometric(double start, double end, double progress) {
  return static_cast<float>(start * std::pow(end / start, progress));
}

}  // namespace

int greedy_action(std::span<const float> q, std::span<const std::uint8_t> locked) {
  int best = -1;
  for (std::size_t action = 0; action < q.size(); ++action) {
    if (action < locked.size() && locked[action] != 0) continue;
    if (best < 0 || q[action] > q[static_cast<std::size_t>(best)]) best = static_cast<int>(action);
  }
  return best;
}

void softmax(std::span<const float> q, float temperature, std::span<float> probabilities) {
  assert(!q.empty() && q.size() == probabilities.size() && temperature > 0.0F);
  const float highest = *std::ranges::max_element(q);
  float sum = 0.0F;
  for (std::size_t action = 0; action < q.size(); ++action) {
    probabilities[action] = std::exp((q[action] - highest) / temperature);
    sum += probabilities[action];
  }
  for (float& probability : probabilities) probability /= sum;
}

int sample_softmax(std::span<const float> q, float temperature, core::Rng& rng, std::span<float> scratch) {
  softmax(q, temperature, scratch);
  float rest = rng.uniform();
  for (std::size_t action = 0; action + 1 < q.size(); ++action) {
    rest -= scratch[action];
    if (rest < 0.0F) return static_cast<int>(action);
  }
  return static_cast<int>(q.size()) - 1;
}

int sample_epsilon_greedy(std::span<const float> q, float epsilon, core::Rng& rng) {
  if (rng.uniform() < epsilon) return static_cast<int>(rng.below(static_cast<std::uint32_t>(q.size())));
  return greedy_action(q);
}

float exploration_value(const core::Config& config, std::uint64_t env_steps) {
  const double progress = schedule_progress(env_steps, config.exploration_steps);
  if (config.exploration == core::Exploration::softmax) {
    return geometric(config.temperature_start, config.temperature_end, progress);
  }
  return static_cast<float>(std::lerp(config.epsilon_start, config.epsilon_end, progress));
}

float learning_rate(const core::Config& config, std::uint64_t env_steps) {
  return geometric(config.learning_rate, config.learning_rate_end,
                   schedule_progress(env_steps, config.learning_rate_steps));
}

}  // namespace agent
