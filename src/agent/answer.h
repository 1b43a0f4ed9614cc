// What a trained agent plays: a greedy rollout from the snare that is there, and why.
//
// Rewards play no part: the agent toggles what it values most until it leaves the pattern as it is.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "agent/q_network.h"
#include "rhythm/pattern.h"

namespace agent {

enum class StopReason : std::uint8_t {
  leave_it,  // the agent chose to leave it
  cycle,     // it came back to a snare it had been at
  limit,     // it toggled as often as it was allowed to
  locked,    // every step is locked, so there was nothing to choose
};

struct Answer {
  rhythm::Row snare;                 // what to play
  std::vector<rhythm::Row> visited;  // the start first, then the snare after each toggle
  std::vector<int> toggled;          // the step toggled each time; one fewer than visited
  StopReason stop;
};

// Greedy from `snare` (velocities; a new onset gets rhythm::kPlainVelocity). `kick` and `snare` have network.steps()
// cells; `locked` is empty or has a nonzero byte for each step that the agent must not touch. max_toggles >= 0;
// 2 * steps is plenty. Of a cycle, the snare is the one that the agent valued most as a goal: an agent without
// "leave it" must go on toggling around its favourite.
Answer answer(QNetwork& network, std::span<const std::uint8_t> kick, std::span<const std::uint8_t> snare,
              std::span<const std::uint8_t> locked, int max_toggles);

// Why here? Per step, what toggling it is worth to the agent more than leaving the pattern as it is, in toggles
// (agent/q_network.h); without "leave it", more than the average toggle. steps values.
std::vector<float> toggle_gains(QNetwork& network, std::span<const std::uint8_t> kick,
                                std::span<const std::uint8_t> snare);

// The softmax policy's probability of toggling each step (with "leave it" they sum to less than 1).
// temperature > 0, in toggles. steps values.
std::vector<float> toggle_probabilities(QNetwork& network, std::span<const std::uint8_t> kick,
                                        std::span<const std::uint8_t> snare, float temperature);

}  // namespace agent
