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

// The report of the agent's answers to held-out kicks (report_to_json) with "regret_network_alone" and
// "optimal_share_network_alone" of its answers without a scorer, and with "think_regret" and "think_optimal_share",
// null without options.think. The kicks have the judge's steps.
nlohmann::ordered_json agent_report_to_json(agent::QNetwork& network, const Judge& judge, const ReportOptions& options);

// How many of `kicks` a report takes: above env::kMaxTableSteps steps fewer, since annealing is slow (some four
// seconds).
int report_kicks(const Judge& judge, int kicks);

}  // namespace trainer
