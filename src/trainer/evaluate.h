// What an agent is worth: the original's two scenarios, and how many random starts it brings to the best possible
// reward, and how directly.
//
// Everything here is greedy and leaves the agent as it is. n steps, T iterations.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "agent/agent.h"
#include "core/status.h"
#include "rhythm/pattern.h"

namespace trainer {

enum class Scenario : std::uint8_t {
  best,    // four-on-the-floor kick, the snare its complement: can it leave well alone?
  worst,   // the snare equals the four-on-the-floor kick: does it correct it?
  random,  // kick and snare drawn at random
};

// Errors: any other name than best, worst or random.
core::Result<Scenario> parse_scenario(std::string_view name);
std::string_view scenario_name(Scenario scenario);

inline constexpr double kBestReward = 1.0;  // of the difference metric, reached by the complement of any kick

struct Rollout {
  rhythm::Row kick;
  std::vector<rhythm::Row> snares;  // T + 1: the start's first
  std::vector<double> rewards;      // T + 1: level of the pattern, whatever reward mode it was trained with
};

// T greedy iterations; an agent that leaves the pattern as it is repeats itself. `seed` is for Scenario::random.
Rollout run_scenario(agent::QNetwork& network, Scenario scenario, int iterations, std::uint64_t seed);

struct StartsResult {
  int starts = 0;
  int reached = 0;  // starts whose best pattern was found within 2n iterations
  int fewest = 0;   // of those, the ones that took no toggle more than needed: the Hamming distance to the complement
  std::vector<double> mean_rewards;  // T + 1
};

// Greedy from `starts` random starts (each step of kick and snare an onset with chance 1/2), in batches.
StartsResult run_starts(const agent::QNetwork& network, int starts, int iterations, std::uint64_t seed);

}  // namespace trainer
