// Reward terms: the named measures of a pattern that an agent is taught by, and their sum.
//
// A term looks at a kick and a snare row of the same length and gives a number. The reward of an env_step is the
// weighted sum of the terms' values, or of their changes.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace env {

struct RewardTerm {
  std::string_view name;
  double (*score)(std::span<const std::uint8_t> kick, std::span<const std::uint8_t> snare);
};

inline constexpr std::size_t kTermCount = 1;

using TermValues = std::array<float, kTermCount>;
using TermWeights = std::array<float, kTermCount>;

const std::array<RewardTerm, kTermCount>& reward_terms();

inline constexpr TermWeights kDefaultWeights = {1.0F};

// Score of each term for two rows of the same length.
TermValues score_terms(std::span<const std::uint8_t> kick, std::span<const std::uint8_t> snare);

constexpr float weighted_sum(const TermValues& values, const TermWeights& weights) {
  float sum = 0.0F;
  for (std::size_t term = 0; term < kTermCount; ++term) sum += weights[term] * values[term];
  return sum;
}

// What one well-chosen toggle can earn with the difference metric of n steps: the natural unit of rewards.
constexpr float reward_per_toggle(int steps) { return 2.0F / static_cast<float>(steps); }

}  // namespace env
