// Kicks that no training draws, so that an evaluation asks for what the agent has never heard.
//
// A fixed hash of the onsets picks 1 kick in 16, the same ones in every program and every version. Patterns below 8
// steps are too few to hold any back. A musician's own kick and kick list are trained on whatever they are.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "rhythm/step_set.h"

namespace env {

inline constexpr int kFewestHeldOutSteps = 8;
inline constexpr int kMaxHeldOutKicks = 4096;

// The silent kick is never held out: there is nothing to answer.
bool is_held_out(const rhythm::StepSet& kick);
bool is_held_out(std::span<const std::uint8_t> kick);  // velocities do not matter

// Up to `count` <= kMaxHeldOutKicks different held-out kicks in random order; all there are where they are fewer (8
// steps have 14). Each step is an onset with chance 1/2. Below kFewestHeldOutSteps any kicks that are not silent. The
// same seed gives the same kicks.
std::vector<rhythm::Row> held_out_kicks(int steps, int count, std::uint64_t seed);

}  // namespace env
