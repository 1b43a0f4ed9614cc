#include "session/wire/evaluation_json.h"

#include <cmath>
#include <optional>
#include <utility>

namespace session {
namespace {

core::Result<std::vector<double>> read_numbers(const Json& object, const char* key, std::size_t count) {
  const Json* list = object.find(key);
  const auto wrong = [&] { return core::fail("\"" + std::string(key) + "\" should be a list of numbers."); };
  if (list == nullptr || !list->is_array() || list->size() != count) return wrong();
  std::vector<double> numbers;
  for (const Json& value : *list) {
    if (!value.is_number()) return wrong();
    numbers.push_back(value.number());
  }
  return numbers;
}

core::Result<EvaluationRun> read_run(const Json& root, const char* scenario, std::size_t count) {
  const Json* object = root.find(scenario);
  if (object == nullptr) return core::fail("\"" + std::string(scenario) + "\" is missing.");
  const auto kick = read_text(*object, "kick");
  if (!kick) return core::fail(kick.error().message);
  const auto rewards = read_numbers(*object, "rewards", count);
  if (!rewards) return core::fail(rewards.error().message);
  const Json* sequences = object->find("sequences");
  if (sequences == nullptr || !sequences->is_array() || sequences->size() != count) {
    return core::fail("\"sequences\" should be a list of patterns.");
  }
  EvaluationRun run{.kick = *kick, .rewards = *rewards, .sequences = {}};
  for (const Json& sequence : *sequences) {
    if (!sequence.is_string()) return core::fail("\"sequences\" should be a list of patterns.");
    run.sequences.push_back(sequence.text());
  }
  return run;
}

core::Status read_shares(const Json& root, Scenarios& scenarios) {
  const auto best_reward = read_number(root, "best_reward");
  if (!best_reward) return core::fail(best_reward.error().message);
  const auto starts = read_int(root, "starts");
  if (!starts) return core::fail(starts.error().message);
  const auto reached = read_number(root, "reached");
  if (!reached) return core::fail(reached.error().message);
  const auto fewest = read_number(root, "fewest");
  if (!fewest) return core::fail(fewest.error().message);
  if (*starts < 1 || !(*reached >= 0.0 && *reached <= 1.0 && *fewest >= 0.0 && *fewest <= *reached)) {
    return core::fail("Its shares are not between 0 and 1.");
  }
  scenarios.best_reward = *best_reward;
  scenarios.starts = *starts;
  scenarios.reached = *reached;
  scenarios.fewest = *fewest;
  return {};
}

core::Status read_runs(const Json& root, Scenarios& scenarios) {
  const auto count = static_cast<std::size_t>(scenarios.iterations) + 1;
  auto best = read_run(root, "best", count);
  if (!best) return core::fail(best.error().message);
  auto worst = read_run(root, "worst", count);
  if (!worst) return core::fail(worst.error().message);
  auto random = read_run(root, "random", count);
  if (!random) return core::fail(random.error().message);
  scenarios.best = std::move(*best);
  scenarios.worst = std::move(*worst);
  scenarios.random = std::move(*random);
  if (!root.at("random").contains("mean_rewards")) return {};
  auto mean_rewards = read_numbers(root.at("random"), "mean_rewards", count);
  if (!mean_rewards) return core::fail(mean_rewards.error().message);
  scenarios.mean_rewards = std::move(*mean_rewards);
  return {};
}

core::Result<Scenarios> read_scenarios(const Json& root) {
  const auto iterations = read_int(root, "iterations");
  if (!iterations) return core::fail(iterations.error().message);
  if (*iterations < 1) return core::fail("It has no iterations.");
  Scenarios scenarios;
  scenarios.iterations = *iterations;
  if (auto status = read_runs(root, scenarios); !status) return core::fail(status.error().message);
  if (auto status = read_shares(root, scenarios); !status) return core::fail(status.error().message);
  return scenarios;
}

struct ReportNumber {
  const char* key;
  double RegretReport::* member;
  bool share;  // from 0 to 1
};

constexpr ReportNumber kReportNumbers[] = {
    {"regret", &RegretReport::regret, false},
    {"regret_network_alone", &RegretReport::regret_network_alone, false},
    {"regret_tabu", &RegretReport::regret_tabu, false},
    {"regret_annealing", &RegretReport::regret_annealing, false},
    {"regret_hill_climb", &RegretReport::regret_hill_climb, false},
    {"regret_euclid", &RegretReport::regret_euclid, false},
    {"optimal_share", &RegretReport::optimal_share, true},
    {"optimal_share_network_alone", &RegretReport::optimal_share_network_alone, true},
    {"optimal_share_tabu", &RegretReport::optimal_share_tabu, true},
    {"optimal_share_annealing", &RegretReport::optimal_share_annealing, true},
    {"optimal_share_hill_climb", &RegretReport::optimal_share_hill_climb, true},
    {"optimal_share_euclid", &RegretReport::optimal_share_euclid, true},
    {"beats_tabu", &RegretReport::beats_tabu, true},
    {"beats_hill_climb", &RegretReport::beats_hill_climb, true},
    {"scorings", &RegretReport::scorings, false},
    {"scorings_search", &RegretReport::scorings_search, false},
    {"mean_reward", &RegretReport::mean_reward, false},
    {"mean_optimum", &RegretReport::mean_optimum, false},
    {"mean_tabu", &RegretReport::mean_tabu, false},
    {"mean_annealing", &RegretReport::mean_annealing, false},
    {"mean_hill_climb", &RegretReport::mean_hill_climb, false},
    {"mean_euclid", &RegretReport::mean_euclid, false},
    {"mean_random", &RegretReport::mean_random, false},
};

constexpr std::pair<const char*, std::optional<double> RegretReport::*> kThinkNumbers[] = {
    {"think_regret", &RegretReport::think_regret},
    {"think_optimal_share", &RegretReport::think_optimal_share},
};

core::Result<RegretReport> read_report(const Json& object) {
  RegretReport report;
  const auto kicks = read_int(object, "kicks");
  if (!kicks) return core::fail(kicks.error().message);
  if (*kicks < 1) return core::fail("It has no kicks.");
  report.kicks = *kicks;
  const auto steps = read_int(object, "steps");
  if (!steps) return core::fail(steps.error().message);
  report.steps = *steps;
  const auto held_out = read_bool(object, "held_out");
  if (!held_out) return core::fail(held_out.error().message);
  report.held_out = *held_out;
  const auto method = read_text(object, "method");
  if (!method) return core::fail(method.error().message);
  report.exact = *method == "exact";
  for (const ReportNumber& entry : kReportNumbers) {
    const auto number = read_number(object, entry.key);
    if (!number) return core::fail(number.error().message);
    if (entry.share && !(*number >= 0.0 && *number <= 1.0)) return core::fail("Its shares are not between 0 and 1.");
    report.*entry.member = *number;
  }
  for (const auto& [key, member] : kThinkNumbers) {
    const Json* value = object.find(key);
    if (value == nullptr || value->is_null()) continue;
    const auto number = read_number(object, key);
    if (!number) return core::fail(number.error().message);
    report.*member = *number;
  }
  return report;
}

Json report_json(const RegretReport& report) {
  Json json = {{"kicks", report.kicks},
               {"steps", report.steps},
               {"held_out", report.held_out},
               {"method", report.exact ? "exact" : "annealing"}};
  for (const ReportNumber& entry : kReportNumbers) json[entry.key] = report.*entry.member;
  for (const auto& [key, member] : kThinkNumbers) {
    const std::optional<double>& number = report.*member;
    json[key] = number ? Json(*number) : Json();
  }
  return json;
}

Json run_json(const EvaluationRun& run) {
  return {{"kick", run.kick}, {"rewards", run.rewards}, {"sequences", run.sequences}};
}

}  // namespace

core::Result<Evaluation> evaluation_from_json(const Json& root) {
  if (!root.is_object()) return core::fail("The evaluation's result is not readable.");
  const auto damaged = [](const core::Error& error) {
    return core::fail("The evaluation's result is damaged: " + error.message);
  };
  Evaluation evaluation;
  const auto steps = read_int(root, "steps");
  if (!steps) return damaged(steps.error());
  evaluation.steps = *steps;
  if (root.find("iterations") != nullptr) {
    auto scenarios = read_scenarios(root);
    if (!scenarios) return damaged(scenarios.error());
    evaluation.scenarios = std::move(*scenarios);
  }
  if (const Json* object = root.find("report"); object != nullptr && !object->is_null()) {
    const auto report = read_report(*object);
    if (!report) return damaged(report.error());
    evaluation.report = *report;
  }
  if (!evaluation.scenarios && !evaluation.report) return damaged({"It says nothing."});
  return evaluation;
}

Json to_json(const Evaluation& evaluation) {
  Json json = {{"agent_name", evaluation.agent_name},
               {"reward_name", evaluation.reward_name},
               {"steps", evaluation.steps},
               {"report", evaluation.report ? report_json(*evaluation.report) : Json()}};
  if (!evaluation.scenarios) return json;
  const Scenarios& scenarios = *evaluation.scenarios;
  json["iterations"] = scenarios.iterations;
  json["best_reward"] = scenarios.best_reward;
  json["best"] = run_json(scenarios.best);
  json["worst"] = run_json(scenarios.worst);
  json["random"] = run_json(scenarios.random);
  json["random"]["mean_rewards"] = scenarios.mean_rewards;
  json["starts"] = scenarios.starts;
  json["reached"] = scenarios.reached;
  json["fewest"] = scenarios.fewest;
  return json;
}

}  // namespace session
