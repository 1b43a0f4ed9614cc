// How a pattern, and what is asked of its snare, become the numbers that an agent reads.
//
// n steps, T terms. A pattern takes 3n: [kick 0..n-1, snare 0..n-1, product 0..n-1], +1 onset, -1 rest; the product of
// kick and snare is +1 where they agree. +-1 instead of 0/1 because the network then sees onsets and rests as equally
// strong; the products because most terms listen to where the two coincide, which a layer of sums finds slowly
// (docs/learning.md has what both bring). A reward-conditioned agent reads T + n more: [weights T, liked 0..n-1], the
// weights as rhythm/reward_weights.h makes them, liked as +1 and -1, or 0 without a liked pattern.
#pragma once

#include <cstdint>
#include <span>

#include "rhythm/reward_weights.h"
#include "rhythm/step_set.h"

namespace rhythm {

inline constexpr float kOnsetInput = 1.0F;
inline constexpr float kRestInput = -1.0F;

// Names of the layouts in agent files.
inline constexpr const char* kPatternLayout = "kick,snare,kick*snare:+1/-1";
inline constexpr const char* kConditionedLayout = "kick,snare,kick*snare:+1/-1;weights;liked:+1/-1/0";

constexpr int pattern_size(int steps) { return 3 * steps; }
constexpr int observation_size(int steps, bool conditioned) {
  return pattern_size(steps) + (conditioned ? static_cast<int>(kTermCount) + steps : 0);
}

// Where things sit in the observation. step in [0, steps).
constexpr int snare_index(int steps, int step) { return steps + step; }
constexpr int product_index(int steps, int step) { return 2 * steps + step; }
constexpr int weight_index(int steps) { return pattern_size(steps); }  // of the first term

// Writes the pattern of two rows of n velocities each; `inputs` has exactly 3n floats.
void write_pattern(std::span<const std::uint8_t> kick, std::span<const std::uint8_t> snare, std::span<float> inputs);

// The same of two sets of n steps.
void write_pattern(const StepSet& kick, const StepSet& snare, std::span<float> inputs);

// Onset to rest or back, in a pattern written before.
void toggle_snare(std::span<float> inputs, int steps, int step);

// Writes what is asked of the snare; `liked` has n velocities or is empty, `inputs` exactly T + n floats.
void write_wishes(const TermValues& weights, std::span<const std::uint8_t> liked, std::span<float> inputs);

}  // namespace rhythm
