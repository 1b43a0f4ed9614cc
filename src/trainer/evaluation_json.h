// The results of evaluate.h as JSON, for the page and for the command line's --json.
#pragma once

#include <nlohmann/json.hpp>

#include "trainer/evaluate.h"

namespace trainer {

struct EvaluationOptions {
  int iterations = 16;
  int starts = 2000;
  std::uint64_t seed = 1;
};

// {"rewards": [T + 1], "sequences": ["x..." per reward], "kick": "x..."}
nlohmann::ordered_json rollout_to_json(const Rollout& rollout);

// {"steps", "iterations", "best_reward", "best", "worst", "random" (a rollout each, random with "mean_rewards"),
// "starts", "reached" and "fewest" as shares from 0 to 1}
nlohmann::ordered_json evaluation_to_json(agent::QNetwork& network, const EvaluationOptions& options);

}  // namespace trainer
