#include "session/wire/training_json.h"

#include <optional>
#include <utility>

namespace session {
namespace {

// A number, absent when the worker says null. Errors: missing or of another type.
core::Result<std::optional<double>> read_optional(const Json& object, const char* key) {
  const Json* value = object.find(key);
  if (value != nullptr && value->is_null()) return std::optional<double>();
  const core::Result<double> number = read_number(object, key);
  if (!number) return core::fail(number.error().message);
  return std::optional<double>(*number);
}

// What the terms contributed, {"contribution": {"lhl": …}, "possible", "best" or null}; absent when null.
core::Result<std::optional<TermPoint>> read_terms(const Json& root) {
  const Json* object = root.find("terms");
  if (object != nullptr && object->is_null()) return std::optional<TermPoint>();
  if (object == nullptr) return core::fail("\"terms\" should be what the terms contributed.");
  TermPoint point;
  const Json* contribution = object->find("contribution");
  if (contribution == nullptr) return core::fail("\"terms\" should be what the terms contributed.");
  for (const rhythm::TermInfo& info : rhythm::term_table()) {
    const std::string key(info.key);
    if (contribution->find(key) == nullptr) continue;
    const auto amount = read_number(*contribution, key.c_str());
    if (!amount) return core::fail(amount.error().message);
    if (!(*amount >= 0.0 && *amount <= 1.0)) return core::fail("A term contributes from 0 to 1.");
    point.contribution[static_cast<std::size_t>(info.term)] = static_cast<float>(*amount);
  }
  const auto possible = read_number(*object, "possible");
  if (!possible) return core::fail(possible.error().message);
  const auto best = read_optional(*object, "best");
  if (!best) return core::fail(best.error().message);
  point.possible = *possible;
  point.best = *best;
  return std::optional<TermPoint>(point);
}

core::Status read_policy(const Json& root, TrainingStats& stats) {
  const Json* policy = root.find("policy");
  if (policy == nullptr || !policy->is_array()) return core::fail("\"policy\" should be a list of probabilities.");
  for (const Json& cell : *policy) {
    const double probability = cell.is_number() ? cell.number() : -1.0;
    if (!(probability >= 0.0 && probability <= 1.0)) return core::fail("\"policy\" should hold probabilities.");
    stats.policy.push_back(static_cast<float>(probability));
  }
  return {};
}

core::Result<rhythm::Row> read_answer(const Json& object, const char* key, int steps) {
  auto row = read_row(object, key);
  if (row && row->size() != static_cast<std::size_t>(steps)) return core::fail("The best answer has another length.");
  return row;
}

}  // namespace

core::Result<TrainingStats> read_training_stats(const Json& root) {
  if (!root.is_object()) return core::fail("The training's numbers should be a JSON object.");
  TrainingStats stats;
  const std::pair<const char*, double*> counts[] = {
      {"env_steps", &stats.env_steps}, {"gradient_steps", &stats.gradient_steps}, {"episodes", &stats.episodes}};
  for (const auto& [key, target] : counts) {
    const auto number = read_number(root, key);
    if (!number) return core::fail(number.error().message);
    *target = *number;
  }
  const std::pair<const char*, std::optional<double>*> numbers[] = {{"loss", &stats.point.loss},
                                                                    {"mean_q", &stats.point.mean_q},
                                                                    {"best_reward", &stats.best_reward},
                                                                    {"exploration_value", &stats.point.exploration},
                                                                    {"episode_return", &stats.point.episode_return},
                                                                    {"final_reward", &stats.point.final_reward},
                                                                    {"delta_reward", &stats.point.delta_reward}};
  for (const auto& [key, target] : numbers) {
    const auto number = read_optional(root, key);
    if (!number) return core::fail(number.error().message);
    *target = *number;
  }
  const auto exploration = read_text(root, "exploration");
  if (!exploration) return core::fail(exploration.error().message);
  stats.exploration = *exploration == "epsilon" ? core::Exploration::epsilon : core::Exploration::softmax;
  const auto kernels = read_text(root, "kernels");
  if (!kernels) return core::fail(kernels.error().message);
  stats.kernels = *kernels;
  stats.point.env_steps = stats.env_steps;
  const auto terms = read_terms(root);
  if (!terms) return core::fail(terms.error().message);
  stats.terms = *terms;
  if (stats.terms) stats.terms->env_steps = stats.env_steps;
  if (auto status = read_policy(root, stats); !status) return core::fail(status.error().message);
  return stats;
}

core::Result<TruthAnswer> read_truth(const Json& root, int steps) {
  if (!root.is_object()) return core::fail("The best answer should be a JSON object.");
  TruthAnswer answer;
  if (const Json& best = root.at("best"); !best.is_null()) {
    auto row = read_answer(best, "snare", steps);
    if (!row) return core::fail(row.error().message);
    answer.best = std::move(*row);
  }
  for (const rhythm::TermInfo& info : rhythm::term_table()) {
    const std::string key(info.key);
    const Json& previews = root.at("previews");
    if (!previews.contains(key)) continue;
    auto row = read_answer(previews, key.c_str(), steps);
    if (!row) return core::fail(row.error().message);
    answer.previews[static_cast<std::size_t>(info.term)] = std::move(*row);
  }
  return answer;
}

}  // namespace session
