// The results of evaluate.h and of report.h for an agent as JSON, for the page and for the command line's --json.
#pragma once

#include <nlohmann/json.hpp>

#include "trainer/evaluate.h"
#include "trainer/truth.h"

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

struct ReportOptions {
  int kicks = 200;
  std::uint64_t seed = 1;
  bool think = false;  // judge the searched answers too
};

// The report of the agent's greedy answers to held-out kicks (report_to_json) with "think_regret" and
// "think_optimal_share", null without options.think. `judge` has the network's steps; above 16 of them there are fewer
// kicks (most_annealed_kicks), since annealing is slow.
nlohmann::ordered_json agent_report_to_json(agent::QNetwork& network, const Judge& judge, const ReportOptions& options);

// How many kicks of this length are annealed in some four seconds. steps above env::kMaxTableSteps.
int most_annealed_kicks(int steps);

}  // namespace trainer
