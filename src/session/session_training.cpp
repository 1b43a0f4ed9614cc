// The training as the page sees it: what it asks of the worker and what the worker reports.
#include <cassert>
#include <utility>

#include "agent/agent_file.h"
#include "session/player/answering.h"
#include "session/session.h"
#include "session/wire/json_read.h"
#include "session/wire/state_json.h"

namespace session {
namespace {

// Over this stretch env_steps per second are measured: long enough to be calm, short enough to be fresh.
constexpr double kRateWindowMs = 500.0;

// A number, absent when the worker says null. Errors: missing or of another type.
core::Result<std::optional<double>> read_optional(const Json& object, const char* key) {
  const Json* value = find(object, key);
  if (value != nullptr && value->is_null()) return std::optional<double>();
  const core::Result<double> number = read_number(object, key);
  if (!number) return core::fail(number.error().message);
  return std::optional<double>(*number);
}

// What the terms contributed, {"contribution": {"lhl": …}, "possible", "best" or null}; absent when null.
core::Result<std::optional<TermPoint>> read_terms(const Json& root) {
  const Json* object = find(root, "terms");
  if (object != nullptr && object->is_null()) return std::optional<TermPoint>();
  if (object == nullptr) return core::fail("\"terms\" should be what the terms contributed.");
  TermPoint point;
  const Json* contribution = find(*object, "contribution");
  if (contribution == nullptr) return core::fail("\"terms\" should be what the terms contributed.");
  for (const rhythm::TermInfo& info : rhythm::term_table()) {
    const std::string key(info.key);
    if (find(*contribution, key.c_str()) == nullptr) continue;
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

struct Stats {
  double env_steps = 0.0;
  double gradient_steps = 0.0;
  double episodes = 0.0;
  std::optional<double> best_reward;
  core::Exploration exploration = core::Exploration::softmax;
  CurvePoint point;
  std::optional<TermPoint> terms;
  std::vector<float> policy;
  std::string kernels;
};

core::Status read_policy(const Json& root, Stats& stats) {
  const Json* policy = find(root, "policy");
  if (policy == nullptr || !policy->is_array()) return core::fail("\"policy\" should be a list of probabilities.");
  for (const Json& cell : *policy) {
    const double probability = cell.is_number() ? cell.get<double>() : -1.0;
    if (!(probability >= 0.0 && probability <= 1.0)) return core::fail("\"policy\" should hold probabilities.");
    stats.policy.push_back(static_cast<float>(probability));
  }
  return {};
}

core::Result<Stats> read_stats(std::string_view json) {
  const Json root = Json::parse(json, nullptr, false);
  if (!root.is_object()) return core::fail("The training's numbers should be a JSON object.");
  Stats stats;
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

Json config_json(const core::Config& config) { return Json::parse(core::config_to_json(config), nullptr, false); }

}  // namespace

bool Session::learner_fits() const {
  return training_.learner && training_.learner->steps == document_.pattern().steps();
}

bool Session::continues_from_agent() const {
  return answers(Side::a, document_.pattern().steps()) && agent(Side::a)->origin != AgentOrigin::shipped;
}

void Session::train() {
  if (training_.status == TrainingStatus::training) return;
  if (!learner_fits()) start_learner(continues_from_agent());
  start_training();
}

void Session::reset_training() {
  const bool was_training = training_.status == TrainingStatus::training;
  start_learner(false);
  if (was_training) {
    start_training();
  } else {
    training_.status = TrainingStatus::idle;
    training_.sentence.clear();
  }
}

void Session::start_learner(bool from_agent) {
  stop_race();
  for (const char* type :
       {"train_load_agent", "train_config", "train_kicks", "train_reward", "train_start", "train_pause"}) {
    outbox_.drop(type);
  }
  training_.learner = document_.config;
  outbox_.push_latest("train_reset", to_text({{"type", "train_reset"},
                                              {"config", config_json(document_.config)},
                                              {"kicks", Json::array({document_.kick_text()})},
                                              {"reward", reward_json(document_.reward)}}));
  if (from_agent) {
    continue_from_agent();
  } else {
    begin_line(Side::a);
    trained_name_.clear();
    trained_note_.clear();
  }
  clear_training_numbers();
  changed();
}

void Session::continue_from_agent() {
  // The learner takes the network as it is in the file.
  const core::Config& config = answerer(Side::a)->agent().info.config;
  training_.learner->leave_it = config.leave_it;
  training_.learner->conditioned = config.conditioned;
  training_.learner->hidden_units = config.hidden_units;
  training_.learner->hidden_layers = config.hidden_layers;
  trained_name_ = agent(Side::a)->name;
  trained_note_ = agent(Side::a)->note;
  outbox_.push_latest("train_load_agent", R"({"type":"train_load_agent"})");
  clear_training_numbers();
}

void Session::clear_training_numbers() {
  training_.env_steps = 0.0;
  training_.gradient_steps = 0.0;
  training_.episodes = 0.0;
  training_.env_steps_per_second = 0.0;
  training_.gradient_steps_per_second = 0.0;
  training_.latest = {};
  training_.best_reward.reset();
  training_.curves.clear();
  training_.terms.clear();
  training_.waterfall.clear();
  rate_from_.reset();
}

void Session::start_training() {
  outbox_.drop("train_pause");
  outbox_.drop("train_kicks");
  outbox_.push_latest("train_start", to_text({{"type", "train_start"},
                                              {"config", config_json(*training_.learner)},
                                              {"kicks", Json::array({document_.kick_text()})},
                                              {"reward", reward_json(document_.reward)}}));
  training_.status = TrainingStatus::training;
  training_.sentence.clear();
  rate_from_.reset();
  changed();
}

void Session::pause_training() {
  if (training_.status == TrainingStatus::training) pause_because({});
}

void Session::pause_because(std::string sentence) {
  outbox_.push_latest("train_pause", R"({"type":"train_pause"})");
  training_.status = TrainingStatus::paused;
  training_.env_steps_per_second = 0.0;
  training_.gradient_steps_per_second = 0.0;
  training_.sentence = std::move(sentence);
  if (!training_.sentence.empty()) notify(training_.sentence, NoticeLevel::info);
  changed();
}

void Session::send_kicks() {
  if (!learner_fits()) return;
  outbox_.push_latest("train_kicks",
                      to_text({{"type", "train_kicks"}, {"kicks", Json::array({document_.kick_text()})}}));
}

void Session::send_reward() {
  if (!training_.learner) return;
  if (racing()) {
    // Other regrets; the runners' agents are judged again.
    for (Runner& runner : race_->runners) {
      runner.points.clear();
      runner.finished = false;
    }
  }
  outbox_.push_latest("train_reward", to_text({{"type", "train_reward"}, {"reward", reward_json(document_.reward)}}));
}

core::Status Session::set_config(const core::ConfigEntry& entry, double value) {
  if (entry.name == "steps") {
    if (auto status = check_steps(value); !status) return status;
    return set_steps(static_cast<int>(value));
  }
  core::Config config = document_.config;
  if (auto status = core::set_config(config, entry, value); !status) return status;
  return set_config(config);
}

core::Status Session::set_config(const core::Config& config) {
  if (auto status = check_steps(config.steps); !status) return status;
  if (config == document_.config) return {};
  const int steps = config.steps;
  document_.config = config;
  document_.config.steps = document_.pattern().steps();
  apply_live_config();
  document_changed();
  return set_steps(steps);
}

void Session::apply_live_config() {
  if (!training_.learner) return;
  if (racing()) return send_race_config();
  core::Config learner = *training_.learner;
  for (const core::ConfigEntry& entry : core::config_table()) {
    if (entry.live) entry.set(learner, entry.get(document_.config));
  }
  if (learner == *training_.learner) return;
  training_.learner = learner;
  outbox_.push_latest("train_config", to_text({{"type", "train_config"}, {"config", config_json(learner)}}));
}

bool Session::waits_for_reset(const core::ConfigEntry& entry) const {
  return training_.learner && !entry.live && entry.get(*training_.learner) != entry.get(document_.config);
}

core::Status Session::training_stats(std::string_view stats_json, double now_ms) {
  now_ms_ = now_ms;
  const core::Result<Stats> stats = read_stats(stats_json);
  if (!stats) return core::fail(stats.error().message);
  if (!training_.learner) return core::fail("There is no training that these numbers could come from.");
  if (stats->policy.size() != static_cast<std::size_t>(training_.learner->steps)) {
    return core::fail("\"policy\" should have one probability per step of the training.");
  }
  const RateMark mark{.time_ms = now_ms, .env_steps = stats->env_steps, .gradient_steps = stats->gradient_steps};
  if (!rate_from_) {
    rate_from_ = mark;
  } else if (const double elapsed_ms = now_ms - rate_from_->time_ms; elapsed_ms >= kRateWindowMs) {
    if (training_.status == TrainingStatus::training) {
      const double per_second = 1000.0 / elapsed_ms;
      training_.env_steps_per_second = per_second * (mark.env_steps - rate_from_->env_steps);
      training_.gradient_steps_per_second = per_second * (mark.gradient_steps - rate_from_->gradient_steps);
    }
    rate_from_ = mark;
  }
  training_.env_steps = stats->env_steps;
  training_.gradient_steps = stats->gradient_steps;
  training_.episodes = stats->episodes;
  training_.best_reward = stats->best_reward;
  training_.exploration = stats->exploration;
  training_.kernels = stats->kernels;
  training_.latest = stats->point;
  training_.curves.add(stats->point);
  if (stats->terms) training_.terms.add(*stats->terms);
  training_.waterfall.add(stats->policy);
  changed();
  return {};
}

core::Status Session::trained_agent(std::span<const std::uint8_t> bytes) {
  if (!training_.learner) return core::fail("There is no training that this agent could come from.");
  core::Result<agent::Agent> agent = agent::decode_agent(bytes);
  if (!agent) return core::fail(agent.error().message);
  if (agent->network.steps() != training_.learner->steps) {
    return core::fail("The training works on another length than this agent.");
  }
  agent->info.name = trained_name_;
  agent->info.note = trained_note_;
  set_agent(Side::a, std::move(*agent), AgentOrigin::trained);
  agent_unsaved_ = true;
  return {};
}

core::Status Session::trainer_state(std::string_view state) {
  if (state != "training" && state != "paused" && state != "ready") {
    return core::fail("A trainer is \"training\", \"paused\" or \"ready\".");
  }
  // The page asked for the change itself; only a pause that it did not ask for is news.
  if (state == "paused" && training_.status == TrainingStatus::training) {
    training_.status = TrainingStatus::paused;
    training_.env_steps_per_second = 0.0;
    training_.gradient_steps_per_second = 0.0;
    changed();
  }
  return {};
}

void Session::trainer_error(std::string_view sentence) {
  if (training_.status == TrainingStatus::training) {
    outbox_.push_latest("train_pause", R"({"type":"train_pause"})");
    training_.status = TrainingStatus::paused;
  }
  training_.env_steps_per_second = 0.0;
  training_.gradient_steps_per_second = 0.0;
  training_.sentence = sentence;
  notify(training_.sentence, NoticeLevel::error);
}

void Session::trainer_crashed(std::string_view sentence) {
  training_.status = TrainingStatus::crashed;
  training_.sentence = sentence;
  training_.env_steps_per_second = 0.0;
  training_.gradient_steps_per_second = 0.0;
  training_.learner.reset();
  notify(training_.sentence, NoticeLevel::error);
}

}  // namespace session
