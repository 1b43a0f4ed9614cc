#include "session/view.h"

#include <cstdio>

namespace session {
namespace {

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
  append_number(csv, "mean_reward", report.mean_reward);
  append_number(csv, report.exact ? "mean_optimum" : "mean_optimum_by_annealing", report.mean_optimum);
  append_number(csv, "mean_hill_climb", report.mean_hill_climb);
  append_number(csv, "mean_euclid", report.mean_euclid);
  append_number(csv, "mean_random", report.mean_random);
  append_number(csv, "regret", report.regret);
  append_number(csv, "regret_hill_climb", report.regret_hill_climb);
  append_number(csv, "regret_euclid", report.regret_euclid);
  append_number(csv, "optimal_share", report.optimal_share);
  append_number(csv, "optimal_share_hill_climb", report.optimal_share_hill_climb);
  append_number(csv, "optimal_share_euclid", report.optimal_share_euclid);
  append_number(csv, "beats_hill_climb", report.beats_hill_climb);
  if (report.think_regret) append_number(csv, "think_regret", *report.think_regret);
  if (report.think_optimal_share) append_number(csv, "think_optimal_share", *report.think_optimal_share);
}

}  // namespace

const char* name_of(TrainingStatus status) {
  switch (status) {
    case TrainingStatus::idle:
      return "idle";
    case TrainingStatus::training:
      return "training";
    case TrainingStatus::paused:
      return "paused";
    case TrainingStatus::crashed:
      return "crashed";
  }
  return "";
}

const char* name_of(AgentOrigin origin) {
  switch (origin) {
    case AgentOrigin::shipped:
      return "shipped";
    case AgentOrigin::stored:
      return "stored";
    case AgentOrigin::file:
      return "file";
    case AgentOrigin::trained:
      return "trained";
  }
  return "";
}

const char* name_of(Side side) { return side == Side::a ? "a" : "b"; }

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

const char* name_of(MidiStatus status) {
  switch (status) {
    case MidiStatus::off:
      return "off";
    case MidiStatus::no_api:
      return "no_api";
    case MidiStatus::insecure:
      return "insecure";
    case MidiStatus::refused:
      return "refused";
    case MidiStatus::failed:
      return "failed";
    case MidiStatus::no_device:
      return "no_device";
    case MidiStatus::unplugged:
      return "unplugged";
    case MidiStatus::ready:
      return "ready";
  }
  return "";
}

std::string name_of(const rhythm::RewardSettings& reward) {
  const rhythm::RewardPreset* preset = rhythm::matching_preset(reward);
  return preset != nullptr ? std::string(preset->name) : "your mix";
}

std::string evaluation_csv(const Evaluation& evaluation) {
  std::string csv = "scenario,iteration,reward,snare,kick\r\n";
  if (evaluation.scenarios) append_scenarios(csv, *evaluation.scenarios);
  if (evaluation.report) append_report(csv, *evaluation.report);
  return csv;
}

}  // namespace session
