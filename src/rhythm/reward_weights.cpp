#include "rhythm/reward_weights.h"

#include <algorithm>
#include <cmath>

namespace rhythm {
namespace {

// From here on a target pulls with less than its weight: one toggle of a density of 16 steps moves 0.0625.
constexpr float kReach = 0.06F;

float weight_near(float value, const TermSetting& setting) {
  switch (setting.mode) {
    case TermMode::minimise:
      return -setting.weight;
    case TermMode::target:
      return setting.weight * std::clamp((setting.level - value) / kReach, -1.0F, 1.0F) /
             std::max(setting.level, 1.0F - setting.level);
    case TermMode::maximise:
      break;
  }
  return setting.weight;
}

}  // namespace

float term_reward(float value, const TermSetting& setting) {
  switch (setting.mode) {
    case TermMode::minimise:
      return 1.0F - value;
    case TermMode::target:
      return 1.0F - std::abs(value - setting.level) / std::max(setting.level, 1.0F - setting.level);
    case TermMode::maximise:
      break;
  }
  return value;
}

float reward(const TermValues& values, const RewardSettings& settings) {
  float sum = 0.0F;
  for (std::size_t t = 0; t < kTermCount; ++t) {
    const TermSetting& setting = settings.terms[t];
    if (setting.weight != 0.0F) sum += setting.weight * term_reward(values[t], setting);
  }
  return sum;
}

float largest_weight(const RewardSettings& settings) {
  float largest = 0.0F;
  for (const TermSetting& setting : settings.terms) largest = std::max(largest, std::abs(setting.weight));
  return largest;
}

TermValues linear_weights(const RewardSettings& settings, const TermValues& values) {
  TermValues weights{};
  const float largest = largest_weight(settings);
  if (largest == 0.0F) return weights;
  for (std::size_t t = 0; t < kTermCount; ++t) weights[t] = weight_near(values[t], settings.terms[t]) / largest;
  return weights;
}

}  // namespace rhythm
