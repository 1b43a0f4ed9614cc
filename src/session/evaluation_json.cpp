#include "session/evaluation_json.h"

#include <cmath>

namespace session {
namespace {

core::Result<std::vector<double>> read_numbers(const Json& object, const char* key, std::size_t count) {
  const Json* list = find(object, key);
  const auto wrong = [&] { return core::fail("\"" + std::string(key) + "\" should be a list of numbers."); };
  if (list == nullptr || !list->is_array() || list->size() != count) return wrong();
  std::vector<double> numbers;
  for (const Json& value : *list) {
    if (!value.is_number()) return wrong();
    numbers.push_back(value.get<double>());
  }
  return numbers;
}

core::Result<EvaluationRun> read_run(const Json& root, const char* scenario, std::size_t count) {
  const Json* object = find(root, scenario);
  if (object == nullptr) return core::fail("\"" + std::string(scenario) + "\" is missing.");
  const auto kick = read_text(*object, "kick");
  if (!kick) return core::fail(kick.error().message);
  const auto rewards = read_numbers(*object, "rewards", count);
  if (!rewards) return core::fail(rewards.error().message);
  const Json* sequences = find(*object, "sequences");
  if (sequences == nullptr || !sequences->is_array() || sequences->size() != count) {
    return core::fail("\"sequences\" should be a list of patterns.");
  }
  EvaluationRun run{.kick = *kick, .rewards = *rewards, .sequences = {}};
  for (const Json& sequence : *sequences) {
    if (!sequence.is_string()) return core::fail("\"sequences\" should be a list of patterns.");
    run.sequences.push_back(sequence.get<std::string>());
  }
  return run;
}

core::Status read_shares(const Json& root, Evaluation& evaluation) {
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
  evaluation.best_reward = *best_reward;
  evaluation.starts = *starts;
  evaluation.reached = *reached;
  evaluation.fewest = *fewest;
  return {};
}

core::Status read_runs(const Json& root, Evaluation& evaluation) {
  const auto count = static_cast<std::size_t>(evaluation.iterations) + 1;
  auto best = read_run(root, "best", count);
  if (!best) return core::fail(best.error().message);
  auto worst = read_run(root, "worst", count);
  if (!worst) return core::fail(worst.error().message);
  auto random = read_run(root, "random", count);
  if (!random) return core::fail(random.error().message);
  evaluation.best = std::move(*best);
  evaluation.worst = std::move(*worst);
  evaluation.random = std::move(*random);
  if (find(root["random"], "mean_rewards") == nullptr) return {};
  auto mean_rewards = read_numbers(root["random"], "mean_rewards", count);
  if (!mean_rewards) return core::fail(mean_rewards.error().message);
  evaluation.mean_rewards = std::move(*mean_rewards);
  return {};
}

Json run_json(const EvaluationRun& run) {
  return {{"kick", run.kick}, {"rewards", run.rewards}, {"sequences", run.sequences}};
}

}  // namespace

core::Result<Evaluation> evaluation_from_json(std::string_view json) {
  const Json root = Json::parse(json, nullptr, false);
  if (!root.is_object()) return core::fail("The evaluation's result is not readable.");
  if (const auto error = read_text(root, "error")) return core::fail(*error);
  const auto damaged = [](const core::Error& error) {
    return core::fail("The evaluation's result is damaged: " + error.message);
  };
  Evaluation evaluation;
  const auto steps = read_int(root, "steps");
  if (!steps) return damaged(steps.error());
  const auto iterations = read_int(root, "iterations");
  if (!iterations) return damaged(iterations.error());
  if (*iterations < 1) return damaged({"It has no iterations."});
  evaluation.steps = *steps;
  evaluation.iterations = *iterations;
  if (auto status = read_runs(root, evaluation); !status) return damaged(status.error());
  if (auto status = read_shares(root, evaluation); !status) return damaged(status.error());
  return evaluation;
}

Json to_json(const Evaluation& evaluation) {
  Json random = run_json(evaluation.random);
  random["mean_rewards"] = evaluation.mean_rewards;
  return {{"agent_name", evaluation.agent_name},
          {"steps", evaluation.steps},
          {"iterations", evaluation.iterations},
          {"best_reward", evaluation.best_reward},
          {"best", run_json(evaluation.best)},
          {"worst", run_json(evaluation.worst)},
          {"random", random},
          {"starts", evaluation.starts},
          {"reached", evaluation.reached},
          {"fewest", evaluation.fewest}};
}

}  // namespace session
