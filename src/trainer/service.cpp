#include "trainer/service.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "agent/agent_file.h"
#include "agent/answer.h"
#include "core/rng.h"
#include "env/held_out.h"
#include "nn/kernels.h"
#include "trainer/evaluation_json.h"
#include "trainer/truth.h"

namespace trainer {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMaxKicks = 1024;
constexpr int kMostJudgedKicks = 1000;

// Over so many kicks the best possible reward is averaged: some 30 ms of work.
constexpr std::size_t kBestKicks = 16;

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
    if (row->size() < static_cast<std::size_t>(steps)) {
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

// Reads true or false into `value` if the key is there. False if it is something else.
bool read_bool(const Json& json, const char* key, bool& value) {
  if (!json.contains(key)) return true;
  if (!json[key].is_boolean()) return false;
  value = json[key].get<bool>();
  return true;
}

// The brief under "reward", `fallback` if the key is missing.
core::Result<Brief> read_reward(const Json& json, const Brief& fallback) {
  return json.contains("reward") ? read_brief(json["reward"]) : fallback;
}

Brief original_brief() { return {.reward = rhythm::reward_presets().front().settings, .metre = {}}; }

struct Options {
  EvaluationOptions scenarios;
  ReportOptions report;
  Brief brief;
  std::optional<int> steps;
};

core::Result<Options> parse_options(std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  Options options;
  std::int64_t iterations = options.scenarios.iterations;
  std::int64_t starts = options.scenarios.starts;
  std::int64_t kicks = options.report.kicks;
  auto seed = static_cast<std::int64_t>(options.scenarios.seed);
  std::int64_t steps = 0;
  if (!json.is_object() || !read_int(json, "iterations", 1, 1024, iterations) ||
      !read_int(json, "starts", 1, 100000, starts) || !read_int(json, "kicks", 1, kMostJudgedKicks, kicks) ||
      !read_int(json, "seed", 0, 2147483647, seed) || !read_bool(json, "think", options.report.think)) {
    return core::fail(
        "An evaluation has 1 to 1024 iterations, 1 to 100000 starts, 1 to 1000 kicks, a seed from 0, and thinks or "
        "not.");
  }
  if (!read_int(json, "steps", rhythm::kMinSteps, rhythm::kMaxSteps, steps)) {
    return core::fail("An evaluation has kicks of " + std::to_string(rhythm::kMinSteps) + " to " +
                      std::to_string(rhythm::kMaxSteps) + " steps.");
  }
  if (steps > 0) options.steps = static_cast<int>(steps);
  auto brief = read_reward(json, original_brief());
  if (!brief) return std::unexpected(brief.error());
  options.scenarios = {.iterations = static_cast<int>(iterations),
                       .starts = static_cast<int>(starts),
                       .seed = static_cast<std::uint64_t>(seed)};
  options.report.kicks = static_cast<int>(kicks);
  options.report.seed = options.scenarios.seed;
  options.brief = *std::move(brief);
  return options;
}

bool is_original(const rhythm::RewardSettings& reward) {
  return rhythm::matching_preset(reward) == &rhythm::reward_presets().front();
}

// The term alone, at its mode and level.
rhythm::RewardSettings alone(const rhythm::RewardSettings& reward, rhythm::Term term) {
  rhythm::RewardSettings one;
  one.style = reward.style;
  one.liked = reward.liked;
  one[term] = reward[term];
  one[term].weight = 1.0F;
  return one;
}

// As env::RhythmEnv draws them: each step an onset with chance 1/2, never one that is held out.
std::vector<rhythm::Row> practised_kicks(int steps, int count) {
  core::Rng rng(1);
  std::vector<rhythm::Row> kicks;
  while (static_cast<int>(kicks.size()) < count) {
    rhythm::Row kick = rhythm::random_row(rng, steps);
    if (!env::is_held_out(kick)) kicks.push_back(std::move(kick));
  }
  return kicks;
}

// What each term that counts contributed (env::contribution). "possible" is the sum of |w_t|; with centred = 2 reward -
// sum of w_t, the contributions of a pattern add up to (centred + possible) / 2.
Json terms_to_json(const env::TermValues& rewards, const rhythm::RewardSettings& settings, std::optional<double> best) {
  Json contribution = Json::object();
  double possible = 0.0;
  for (const rhythm::TermInfo& info : rhythm::term_table()) {
    const float weight = settings[info.term].weight;
    if (weight == 0.0F) continue;
    const float reward = std::clamp(rewards[static_cast<std::size_t>(info.term)], 0.0F, 1.0F);
    contribution[std::string(info.key)] = env::contribution(weight, reward);
    possible += static_cast<double>(std::abs(weight));
  }
  return {{"contribution", std::move(contribution)},
          {"possible", possible},
          {"best", best ? Json((*best + possible) / 2.0) : Json()}};
}

Json mean_or_null(int count, double mean) { return count > 0 ? Json(mean) : Json(nullptr); }

}  // namespace

Service::Service() : brief_(original_brief()) {}

void Service::start(const core::Config& config) {
  std::vector<rhythm::Row> kicks;
  if (trainer_ != nullptr && trainer_->config().steps == config.steps) kicks = trainer_->kicks();
  trainer_ = std::make_unique<Trainer>(config);
  next_mark_ = 1;
  reached_mark_ = 0;
  brief_trainer();
  trainer_->set_kicks(std::move(kicks));
}

// The learner reads patterns in the brief's metre from now on.
void Service::brief_trainer() {
  const int steps = trainer_->config().steps;
  const rhythm::Metre metre = brief_.metre_for(steps);
  if (trainer_->metre() != metre) trainer_->set_metre(metre);
  trainer_->set_tables(tables(steps, metre));
  trainer_->set_reward(brief_.reward);
  best_settling_ = true;
}

std::shared_ptr<const env::TermTables> Service::tables(int steps, const rhythm::Metre& metre) {
  if (steps > env::kMaxTableSteps) return nullptr;
  Tables& found = tables_[static_cast<std::size_t>(steps)];
  if (found.metre != metre) found = {.metre = metre, .tables = env::TermTables::make(env::TermScorer(steps, metre))};
  return found.tables;
}

Judge Service::judge_by(const Brief& brief, int steps) {
  const rhythm::Metre metre = brief.metre_for(steps);
  return Judge(steps, metre, brief.reward, tables(steps, metre));
}

core::Status Service::set_reward(std::string_view brief_json) {
  auto brief = read_brief(brief_json);
  if (!brief) return std::unexpected(brief.error());
  brief_ = *std::move(brief);
  if (trainer_ != nullptr) brief_trainer();
  return {};
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
  best_settling_ = true;  // other kicks may be practised
  return trainer_->set_live_config(*config);
}

core::Status Service::set_kicks(std::string_view json) {
  if (trainer_ == nullptr) return no_learner();
  auto kicks = parse_kicks(json, trainer_->config().steps);
  if (!kicks) return std::unexpected(kicks.error());
  trainer_->set_kicks(*std::move(kicks));
  if (trainer_->config().start_state != core::StartState::random) best_settling_ = true;
  return {};
}

std::optional<double> Service::best_reward() {
  const core::Config& config = trainer_->config();
  if (config.steps > env::kMaxTableSteps) return std::nullopt;
  // A slider that moves changes the settings many times a second: wait until it rests.
  if (best_settling_) {
    best_settling_ = false;
    best_outdated_ = true;
    return std::nullopt;
  }
  if (!best_outdated_) return best_reward_;
  best_outdated_ = false;
  const Judge judge = judge_by(brief_, config.steps);
  std::vector<rhythm::Row> kicks;
  if (config.start_state != core::StartState::random) kicks = trainer_->kicks();
  if (config.start_state == core::StartState::user_kick && !kicks.empty()) kicks.resize(1);
  kicks = cut_kicks(kicks, config.steps).kicks;
  if (kicks.empty()) kicks = practised_kicks(config.steps, kBestKicks);
  if (kicks.size() > kBestKicks) kicks.resize(kBestKicks);
  double sum = 0.0;
  for (const rhythm::Row& kick : kicks) sum += static_cast<double>(judge.optimum(kick, 1).best.reward);
  const auto weights = static_cast<double>(env::weight_sum(judge.settings()));
  best_reward_ = 2.0 * sum / static_cast<double>(kicks.size()) - weights;
  return best_reward_;
}

std::string Service::stats() {
  if (trainer_ == nullptr) return "{}";
  const TrainerStats stats = trainer_->take_stats();
  const core::Config& config = trainer_->config();
  const rhythm::Row empty(static_cast<std::size_t>(config.steps), 0);
  const rhythm::Row kick =
      trainer_->kicks().empty() ? empty : rhythm::window(trainer_->kicks().front(), 0, config.steps);
  const Judge judge = judge_by(brief_, config.steps);
  const env::TermValues values = judge.score(kick, empty).values;
  const agent::ToggleScoreFunction toggles = judge.toggles(kick);
  const auto policy = agent::toggle_probabilities(
      trainer_->network(), {kick, empty, judge.settings(), values, {}, &judge.metre(), &toggles}, kShownTemperature);
  const std::optional<double> best = best_reward();
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
      {"best_reward", best ? Json(*best) : Json()},
      {"terms", stats.finished_episodes > 0 ? terms_to_json(stats.terms, trainer_->reward(), best) : Json()},
      {"kick", rhythm::format_row(kick)},
      {"policy", policy},
      {"kernels", std::string(nn::kernel_variant())},
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
  core::take_network(config, agent->info.config);
  start(config);
  trainer_->continue_from(*agent);
  return {};
}

core::Result<std::string> Service::evaluate(std::string_view options_json) {
  const auto options = parse_options(options_json);
  if (!options) return std::unexpected(options.error());
  auto agent = agent::decode_agent(inbox_);
  if (!agent) return std::unexpected(agent.error());
  Json json = {{"steps", agent->network.steps()}};
  if (is_original(options->brief.reward)) json = evaluation_to_json(agent->network, options->scenarios);
  const Judge judge = judge_by(options->brief, options->steps.value_or(agent->network.steps()));
  json["report"] = agent_report_to_json(agent->network, judge, options->report);
  return json.dump();
}

core::Result<std::string> Service::judge(std::string_view brief_json, int kicks, int seed) {
  if (kicks < 1 || kicks > kMostJudgedKicks || seed < 0) {
    return core::fail("An agent is judged on 1 to 1000 kicks with a seed from 0.");
  }
  const auto brief = read_brief(brief_json);
  if (!brief) return std::unexpected(brief.error());
  auto agent = agent::decode_agent(inbox_);
  if (!agent) return std::unexpected(agent.error());
  const int steps = agent->network.steps();
  const Judge judge = judge_by(*brief, steps);
  const int judged_kicks = report_kicks(judge, kicks);
  const auto drawn_by = static_cast<std::uint64_t>(seed);
  if (judged_ && judged_->report.steps == steps && judged_->brief == *brief && judged_->kicks == judged_kicks &&
      judged_->seed == drawn_by) {
    judged_->report = judge_again(judge, judged_->report, walking(agent->network));
  } else {
    judged_ = Judged{.brief = *brief,
                     .kicks = judged_kicks,
                     .seed = drawn_by,
                     .report = judge_held_out(judge, judged_kicks, drawn_by, walking(agent->network))};
  }
  const Report& report = judged_->report;
  return Json{{"steps", steps},
              {"kicks", report.kicks},
              {"method", std::string(method_name(report.method))},
              {"regret", report.agent.regret},
              {"optimal_share", report.agent.optimal_share},
              {"mean_reward", report.agent.mean}}
      .dump();
}

core::Result<std::string> Service::truth(std::string_view question_json) {
  const Json question = Json::parse(question_json, nullptr, false);
  bool previews = false;
  if (!question.is_object() || !question.contains("kick") || !question["kick"].is_string() ||
      !read_bool(question, "previews", previews)) {
    return core::fail("The best answer is asked for with a \"kick\", a \"reward\" and \"previews\".");
  }
  const auto kick = rhythm::parse_row(question["kick"].get_ref<const std::string&>());
  if (!kick) return std::unexpected(kick.error());
  const auto brief = read_reward(question, brief_);
  if (!brief) return std::unexpected(brief.error());
  const auto steps = static_cast<int>(kick->size());
  const auto best_by = [&](const rhythm::RewardSettings& settings) {
    const Judge judge = judge_by({.reward = settings, .metre = brief->metre}, steps);
    return judge.method() == Method::exact ? judge.optimum(*kick, 1).best : judge.hill_climb(*kick);
  };
  Json json = {{"kick", rhythm::format_row(*kick)}, {"best", nullptr}};
  if (steps <= env::kMaxTableSteps) {
    const Found best = best_by(brief->reward);
    json["best"] = {{"snare", rhythm::format_row(best.snare)}, {"reward", best.reward}};
  }
  if (!previews) return json.dump();
  env::TermScorer scorer(steps, brief->metre_for(steps));
  json["previews"] = Json::object();
  for (const rhythm::TermInfo& info : rhythm::term_table()) {
    const rhythm::RewardSettings one = env::effective_settings(alone(brief->reward, info.term), scorer);
    if (one[info.term].weight != 0.0F) json["previews"][std::string(info.key)] = rhythm::format_row(best_by(one).snare);
  }
  return json.dump();
}

}  // namespace trainer
