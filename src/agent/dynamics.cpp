#include "agent/dynamics.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <vector>

namespace agent {

void apply_dynamics(std::span<const float> gains, std::span<const std::uint8_t> locked, std::span<std::uint8_t> snare) {
  assert(gains.size() == snare.size() && (locked.empty() || locked.size() == snare.size()));
  const auto margin = [&](std::size_t step) { return -gains[step]; };
  std::vector<std::size_t> onsets;
  float strongest = 0.0F;
  for (std::size_t step = 0; step < snare.size(); ++step) {
    if (snare[step] == 0 || (!locked.empty() && locked[step] != 0)) continue;
    strongest = onsets.empty() ? margin(step) : std::max(strongest, margin(step));
    onsets.push_back(step);
  }
  const auto is_ghost = [&](std::size_t step) {
    return margin(step) < strongest / 2.0F && margin(step) <= strongest - kLeastSpread;
  };
  float mean = 0.0F;
  int strong = 0;
  for (const std::size_t step : onsets) {
    if (is_ghost(step)) continue;
    mean += margin(step);
    ++strong;
  }
  if (strong == 0) return;  // there is no onset
  mean /= static_cast<float>(strong);
  const float above = std::max(kLeastSpread, strongest - mean);
  const auto between = [](std::uint8_t low, std::uint8_t high, float share) {
    const float way = std::clamp(share, 0.0F, 1.0F) * static_cast<float>(high - low);
    return static_cast<std::uint8_t>(std::lround(static_cast<float>(low) + way));
  };
  for (const std::size_t step : onsets) {
    const float of_half = strongest > 0.0F ? 2.0F * margin(step) / strongest : 0.0F;
    snare[step] = is_ghost(step)
                      ? between(kGhostVelocity, kLoudestGhost, of_half)
                      : between(rhythm::kPlainVelocity, rhythm::kAccentVelocity, (margin(step) - mean) / above);
  }
}

}  // namespace agent
