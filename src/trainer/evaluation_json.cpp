#include "trainer/evaluation_json.h"

#include <algorithm>

#include "trainer/report.h"

namespace trainer {

using Json = nlohmann::ordered_json;

Json rollout_to_json(const Rollout& rollout) {
  Json sequences = Json::array();
  for (const rhythm::Row& snare : rollout.snares) sequences.push_back(rhythm::format_row(snare));
  return {
      {"rewards", rollout.rewards}, {"sequences", std::move(sequences)}, {"kick", rhythm::format_row(rollout.kick)}};
}

Json evaluation_to_json(agent::QNetwork& network, const EvaluationOptions& options) {
  Json json = {{"steps", network.steps()}, {"iterations", options.iterations}, {"best_reward", kBestReward}};
  for (const Scenario scenario : {Scenario::best, Scenario::worst, Scenario::random}) {
    json[std::string(scenario_name(scenario))] =
        rollout_to_json(run_scenario(network, scenario, options.iterations, options.seed));
  }
  const StartsResult result = run_starts(network, options.starts, options.iterations, options.seed);
  json["random"]["mean_rewards"] = result.mean_rewards;
  json["starts"] = result.starts;
  json["reached"] = static_cast<double>(result.reached) / result.starts;
  json["fewest"] = static_cast<double>(result.fewest) / result.starts;
  return json;
}

int report_kicks(const Judge& judge, int kicks) {
  if (judge.method() == Method::exact) return kicks;
  return std::min(kicks, std::clamp(12000 / (judge.steps() * judge.steps()), 4, 40));
}

Json agent_report_to_json(agent::QNetwork& network, const Judge& judge, const ReportOptions& options) {
  const Report report = judge_held_out(judge, report_kicks(judge, options.kicks), options.seed,
                                       for_any_length(walking(network), network, judge.steps()));
  Json json = report_to_json(report);
  const Report unaided = judge_again(judge, report, for_any_length(alone(network), network, judge.steps()));
  json["regret_network_alone"] = unaided.agent.regret;
  json["optimal_share_network_alone"] = unaided.agent.optimal_share;
  json["think_regret"] = nullptr;
  json["think_optimal_share"] = nullptr;
  if (options.think) {
    const Report thought = judge_again(judge, report, for_any_length(thinking(network), network, judge.steps()));
    json["think_regret"] = thought.agent.regret;
    json["think_optimal_share"] = thought.agent.optimal_share;
  }
  return json;
}

}  // namespace trainer
