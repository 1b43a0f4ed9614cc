#include "agent/dynamics.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <vector>

namespace agent {

void apply_dynamics(std::span<const float> gains, std::span<const std::uint8_t> locked, std::span<std::uint8_t> snare) {
  assert(gains.size() == snare.size() && (locked.empty() || locked.size() == snare.size()));
  std::vector<std::size_t> onsets;
  float mean = 0.0F;
  for (std::size_t step = 0; step < snare.size(); ++step) {
    if (snare[step] == 0 || (!locked.empty() && locked[step] != 0)) continue;
    onsets.push_back(step);
    mean -= gains[step];
  }
  if (onsets.empty()) return;
  mean /= static_cast<float>(onsets.size());
  float above = kLeastSpread;
  float below = kLeastSpread;
  for (const std::size_t step : onsets) {
    above = std::max(above, -gains[step] - mean);
    below = std::max(below, mean + gains[step]);
  }
  constexpr auto kToAccent = static_cast<float>(rhythm::kAccentVelocity - rhythm::kPlainVelocity);
  constexpr auto kToGhost = static_cast<float>(rhythm::kPlainVelocity - kGhostVelocity);
  for (const std::size_t step : onsets) {
    const float margin = -gains[step] - mean;
    const float change = margin >= 0.0F ? kToAccent * margin / above : kToGhost * margin / below;
    snare[step] = static_cast<std::uint8_t>(std::lround(static_cast<float>(rhythm::kPlainVelocity) + change));
  }
}

}  // namespace agent
