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

std::string evaluation_csv(const Evaluation& evaluation) {
  std::string csv = "scenario,iteration,reward,snare,kick\r\n";
  append_run(csv, "best", evaluation.best);
  append_run(csv, "worst", evaluation.worst);
  append_run(csv, "random", evaluation.random);
  append_run(csv, "random_mean", {.kick = {}, .rewards = evaluation.mean_rewards, .sequences = {}});
  char shares[160];
  std::snprintf(shares, sizeof shares,
                "random_starts,,%d,,\r\nshare_reaching_best,,%.6g,,\r\nshare_in_fewest_toggles,,%.6g,,\r\n",
                evaluation.starts, evaluation.reached, evaluation.fewest);
  return csv + shares;
}

}  // namespace session
