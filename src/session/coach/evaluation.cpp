#include "session/coach/evaluation.h"

#include <cstdio>
#include <utility>

#include "session/coach/training.h"

namespace session {
namespace {

constexpr int kMaxIterations = 256;
constexpr int kMaxStarts = 100000;
constexpr int kMaxKicks = 1000;

void append_run(std::string& csv, const char* scenario, const EvaluationRun& run) {
  for (std::size_t i = 0; i < run.rewards.size(); ++i) {
    char reward[32];
    std::snprintf(reward, sizeof reward, "%.6g", run.rewards[i]);
    csv += std::string(scenario) + "," + std::to_string(i) + "," + reward + ",";
    csv += (i < run.sequences.size() ? run.sequences[i] : std::string()) + "," + run.kick + "\r\n";
  }
}

void append_number(std::string& csv, const char* name, double value) {
  char line[96];
  std::snprintf(line, sizeof line, "%s,,%.6g,,\r\n", name, value);
  csv += line;
}

void append_scenarios(std::string& csv, const Scenarios& scenarios) {
  append_run(csv, "best", scenarios.best);
  append_run(csv, "worst", scenarios.worst);
  append_run(csv, "random", scenarios.random);
  append_run(csv, "random_mean", {.kick = {}, .rewards = scenarios.mean_rewards, .sequences = {}});
  append_number(csv, "random_starts", scenarios.starts);
  append_number(csv, "share_reaching_best", scenarios.reached);
  append_number(csv, "share_in_fewest_toggles", scenarios.fewest);
}

void append_report(std::string& csv, const RegretReport& report) {
  append_number(csv, report.held_out ? "held_out_kicks" : "kicks", report.kicks);
  append_number(csv, "steps", report.steps);
  append_number(csv, "mean_reward", report.mean_reward);
  append_number(csv, report.exact ? "mean_optimum" : "mean_optimum_by_annealing", report.mean_optimum);
  append_number(csv, "mean_tabu", report.mean_tabu);
  append_number(csv, "mean_annealing", report.mean_annealing);
  append_number(csv, "mean_hill_climb", report.mean_hill_climb);
  append_number(csv, "mean_euclid", report.mean_euclid);
  append_number(csv, "mean_random", report.mean_random);
  append_number(csv, "regret", report.regret);
  append_number(csv, "regret_tabu", report.regret_tabu);
  append_number(csv, "regret_annealing", report.regret_annealing);
  append_number(csv, "regret_hill_climb", report.regret_hill_climb);
  append_number(csv, "regret_euclid", report.regret_euclid);
  append_number(csv, "optimal_share", report.optimal_share);
  append_number(csv, "optimal_share_tabu", report.optimal_share_tabu);
  append_number(csv, "optimal_share_annealing", report.optimal_share_annealing);
  append_number(csv, "optimal_share_hill_climb", report.optimal_share_hill_climb);
  append_number(csv, "optimal_share_euclid", report.optimal_share_euclid);
  append_number(csv, "beats_tabu", report.beats_tabu);
  append_number(csv, "beats_hill_climb", report.beats_hill_climb);
  append_number(csv, "scorings", report.scorings);
  append_number(csv, "scorings_search", report.scorings_search);
  append_number(csv, "regret_network_alone", report.regret_network_alone);
  append_number(csv, "optimal_share_network_alone", report.optimal_share_network_alone);
  if (report.think_regret) append_number(csv, "think_regret", *report.think_regret);
  if (report.think_optimal_share) append_number(csv, "think_optimal_share", *report.think_optimal_share);
}

}  // namespace

core::Status Evaluations::start(int iterations, int starts, int kicks) {
  const std::optional<AgentCard>& card = agents_.card(agents_.side());
  if (!card) return core::fail("There is no agent to evaluate yet: press Train, or open one.");
  if (iterations < 1 || iterations > kMaxIterations) {
    return core::fail("An evaluation has from 1 to " + std::to_string(kMaxIterations) + " iterations.");
  }
  if (starts < 1 || starts > kMaxStarts) {
    return core::fail("An evaluation has from 1 to " + std::to_string(kMaxStarts) + " random starts.");
  }
  if (kicks < 1 || kicks > kMaxKicks) {
    return core::fail("An evaluation has from 1 to " + std::to_string(kMaxKicks) + " kicks.");
  }
  if (status_ == EvaluationStatus::running) return core::fail("An evaluation is running already.");
  const Slot& slot = bench_.document().current();
  // Thinking costs a tenth of the rest, and says whether it would help.
  bench_.outbox().push(Evaluate{.steps = learned_steps(slot),
                                .iterations = iterations,
                                .starts = starts,
                                .kicks = kicks,
                                .think = true,
                                .brief = brief_of(slot, slot.part()),
                                .seed = seed_});
  status_ = EvaluationStatus::running;
  sentence_.clear();
  agent_name_ = card->name;
  reward_name_ = name_of(slot.part().reward);
  bench_.changed();
  return {};
}

void Evaluations::take(Evaluation evaluation) {
  evaluation.agent_name = agent_name_;
  evaluation.reward_name = reward_name_;
  latest_ = std::move(evaluation);
  status_ = EvaluationStatus::ready;
  sentence_.clear();
  bench_.changed();
}

void Evaluations::fail(std::string_view sentence) {
  status_ = EvaluationStatus::failed;
  sentence_ = sentence;
  bench_.changed();
}

core::Status Evaluations::download(Downloaded what) const {
  if (!latest_) return core::fail("There is no evaluation to save yet: press Evaluate first.");
  const bool as_png = what == Downloaded::evaluation_png;
  bench_.outbox().push(Download{.what = what, .name = as_png ? "backbeat-evaluation.png" : "backbeat-evaluation.csv"});
  return {};
}

const char* name_of(EvaluationStatus status) {
  switch (status) {
    case EvaluationStatus::none:
      return "none";
    case EvaluationStatus::running:
      return "running";
    case EvaluationStatus::ready:
      return "ready";
    case EvaluationStatus::failed:
      return "failed";
  }
  return "";
}

std::string evaluation_csv(const Evaluation& evaluation) {
  std::string csv = "scenario,iteration,reward,snare,kick\r\n";
  if (evaluation.scenarios) append_scenarios(csv, *evaluation.scenarios);
  if (evaluation.report) append_report(csv, *evaluation.report);
  return csv;
}

}  // namespace session
