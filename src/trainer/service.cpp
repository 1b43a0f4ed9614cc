#include "trainer/service.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "agent/agent_file.h"
#include "agent/answer.h"
#include "trainer/evaluation_json.h"

namespace trainer {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMaxKicks = 1024;

// Softmax temperature of the policy in stats(), in toggles. Fixed, so that the rows of a training can be compared, and
// not as low as exploration ends: there the softmax picks one of several equally good steps, and which one is chance.
constexpr float kShownTemperature = 1.0F;

std::unexpected<core::Error> no_learner() { return core::fail("There is no learner yet: create one first."); }

core::Result<std::vector<rhythm::Row>> parse_kicks(std::string_view json, int steps) {
  const Json list = Json::parse(json, nullptr, false);
  if (!list.is_array() || list.size() > kMaxKicks) return core::fail("Kicks are a list of at most 1024 patterns.");
  std::vector<rhythm::Row> kicks;
  for (const Json& text : list) {
    if (!text.is_string()) return core::fail("Each kick is text such as x...x...");
    auto row = rhythm::parse_row(text.get_ref<const std::string&>());
    if (!row) return core::fail(row.error().message);
    if (row->size() != static_cast<std::size_t>(steps)) {
      return core::fail("A kick has " + std::to_string(row->size()) + " steps, and the learner " +
                        std::to_string(steps) + ".");
    }
    kicks.push_back(*std::move(row));
  }
  return kicks;
}

// Reads a whole number into `value` if the key is there. False if it is not a whole number from min to max.
bool read_int(const Json& json, const char* key, std::int64_t min, std::int64_t max, std::int64_t& value) {
  if (!json.contains(key)) return true;
  const Json& number = json[key];
  if (!number.is_number_integer()) return false;
  value = number.get<std::int64_t>();
  return value >= min && value <= max;
}

core::Result<EvaluationOptions> parse_options(std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  EvaluationOptions options;
  std::int64_t iterations = options.iterations;
  std::int64_t starts = options.starts;
  auto seed = static_cast<std::int64_t>(options.seed);
  if (!json.is_object() || !read_int(json, "iterations", 1, 1024, iterations) ||
      !read_int(json, "starts", 1, 100000, starts) || !read_int(json, "seed", 0, 2147483647, seed)) {
    return core::fail("An evaluation has 1 to 1024 iterations, 1 to 100000 starts and a seed from 0.");
  }
  return EvaluationOptions{.iterations = static_cast<int>(iterations),
                           .starts = static_cast<int>(starts),
                           .seed = static_cast<std::uint64_t>(seed)};
}

Json mean_or_null(int count, double mean) { return count > 0 ? Json(mean) : Json(nullptr); }

}  // namespace

void Service::start(const core::Config& config) {
  std::vector<rhythm::Row> kicks;
  if (trainer_ != nullptr && trainer_->config().steps == config.steps) kicks = trainer_->kicks();
  trainer_ = std::make_unique<Trainer>(config);
  trainer_->set_kicks(std::move(kicks));
}

core::Status Service::create(std::string_view config_json) {
  const auto config = core::config_from_json(config_json);
  if (!config) return std::unexpected(config.error());
  start(*config);
  return {};
}

core::Status Service::set_config(std::string_view config_json) {
  if (trainer_ == nullptr) return no_learner();
  const auto config = core::config_from_json(config_json, trainer_->config());
  if (!config) return std::unexpected(config.error());
  return trainer_->set_live_config(*config);
}

core::Status Service::set_kicks(std::string_view json) {
  if (trainer_ == nullptr) return no_learner();
  auto kicks = parse_kicks(json, trainer_->config().steps);
  if (!kicks) return std::unexpected(kicks.error());
  trainer_->set_kicks(*std::move(kicks));
  return {};
}

int Service::run(int env_steps) {
  if (trainer_ == nullptr || env_steps <= 0) return 0;
  trainer_->run(env_steps);
  return env_steps;
}

std::string Service::stats() {
  if (trainer_ == nullptr) return "{}";
  const TrainerStats stats = trainer_->take_stats();
  const core::Config& config = trainer_->config();
  const rhythm::Row empty(static_cast<std::size_t>(config.steps), 0);
  const rhythm::Row& kick = trainer_->kicks().empty() ? empty : trainer_->kicks().front();
  const auto policy = agent::toggle_probabilities(
      trainer_->network(), {kick, empty, trainer_->reward(), env::score_terms(kick, empty)}, kShownTemperature);
  const core::ConfigEntry& exploration = *core::find_config_entry("exploration");
  const Json json = {
      {"env_steps", stats.env_steps},
      {"gradient_steps", stats.gradient_steps},
      {"episodes", stats.episodes},
      {"loss", mean_or_null(stats.updates, stats.loss)},
      {"mean_q", mean_or_null(stats.updates, stats.mean_q)},
      {"exploration", core::format_config_value(exploration, exploration.get(config))},
      {"exploration_value", stats.exploration_value},
      {"episode_return", mean_or_null(stats.finished_episodes, stats.episode_return)},
      {"final_reward", mean_or_null(stats.finished_episodes, stats.final_reward)},
      {"delta_reward", mean_or_null(stats.finished_episodes, stats.delta_reward)},
      {"best_reward", kBestReward},
      {"kick", rhythm::format_row(kick)},
      {"policy", policy},
  };
  return json.dump();
}

core::Status Service::encode_agent() {
  if (trainer_ == nullptr) return no_learner();
  bytes_ = agent::encode_agent(trainer_->snapshot());
  return {};
}

std::uint8_t* Service::inbox(int size) {
  if (size < 0 || static_cast<std::size_t>(size) > agent::kMaxFileBytes) return nullptr;
  // At least one byte, so that a null pointer always means a refusal.
  inbox_.reserve(static_cast<std::size_t>(size) + 1);
  inbox_.resize(static_cast<std::size_t>(size));
  return inbox_.data();
}

core::Status Service::load_agent() {
  const auto agent = agent::decode_agent(inbox_);
  if (!agent) return std::unexpected(agent.error());
  core::Config config = trainer_ != nullptr ? trainer_->config() : agent->info.config;
  config.steps = agent->info.config.steps;
  config.leave_it = agent->info.config.leave_it;
  config.conditioned = agent->info.config.conditioned;
  config.hidden_units = agent->info.config.hidden_units;
  config.hidden_layers = agent->info.config.hidden_layers;
  start(config);
  trainer_->continue_from(*agent);
  return {};
}

core::Result<std::string> Service::evaluate(std::string_view options_json) const {
  const auto options = parse_options(options_json);
  if (!options) return std::unexpected(options.error());
  auto agent = agent::decode_agent(inbox_);
  if (!agent) return std::unexpected(agent.error());
  return evaluation_to_json(agent->network, *options).dump();
}

}  // namespace trainer
