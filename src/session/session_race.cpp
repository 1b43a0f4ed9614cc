// The race as the page sees it: what it asks of the workers and what they report.
#include <algorithm>
#include <cmath>
#include <utility>

#include "session/session.h"
#include "session/wire/json_read.h"
#include "session/wire/state_json.h"

namespace session {
namespace {

Json config_json(const core::Config& config) { return Json::parse(core::config_to_json(config), nullptr, false); }

std::string percent(double share) {
  const double hundredths = std::round(share * 10000.0);
  std::string digits = std::to_string(static_cast<int>(std::abs(hundredths)));
  while (digits.size() < 3) digits.insert(digits.begin(), '0');
  return (hundredths < 0.0 ? "-" : "") + digits.substr(0, digits.size() - 2) + "." + digits.substr(digits.size() - 2) +
         " %";
}

}  // namespace

void Session::set_cores(int cores) {
  most_runners_ = std::clamp(cores, kFewestRunners, kMostRunners);
  race_settings_.runners = most_runners_;
  changed();
}

core::Status Session::set_race(const RaceSettings& settings) {
  if (auto status = check_race(settings); !status) return status;
  if (settings.runners > most_runners_) {
    return core::fail("This machine is for races of at most " + std::to_string(most_runners_) + " runners.");
  }
  race_settings_ = settings;
  changed();
  return {};
}

core::Status Session::start_race() {
  if (racing()) return core::fail("A race is on already: keep the best or reset first.");
  for (const char* type : {"train_reset", "train_load_agent", "train_config", "train_kicks", "train_reward",
                           "train_start", "train_pause"}) {
    outbox_.drop(type);
  }
  race_ = Race{.settings = race_settings_, .runners = line_up(race_settings_, document_.config)};
  Json configs = Json::array();
  for (const Runner& runner : race_->runners) configs.push_back(config_json(runner.config));
  outbox_.push("race_start", to_text({{"type", "race_start"},
                                      {"configs", std::move(configs)},
                                      {"kicks", Json::array({document_.kick_text()})},
                                      {"reward", reward_json(document_.reward)},
                                      {"seconds", race_settings_.seconds},
                                      {"judged_by", {{"kicks", kRaceKicks}, {"seed", kRaceKicksSeed}}}}));
  begin_line(Side::a);
  training_.learner = document_.config;
  training_.status = TrainingStatus::training;
  training_.sentence.clear();
  trained_name_.clear();
  trained_note_.clear();
  clear_training_numbers();
  changed();
  return {};
}

core::Status Session::keep_best() {
  if (!racing()) return core::fail("There is no race to keep the best of.");
  const std::optional<int> leader = race_->leader();
  if (!leader) return core::fail("No runner has been judged yet: wait a second.");
  end_race(leader);
  if (training_.status == TrainingStatus::training) start_training();
  return {};
}

void Session::stop_race() {
  if (racing()) end_race(std::nullopt);
}

void Session::end_race(std::optional<int> winner) {
  race_->over = true;
  race_->winner = winner;
  if (winner) {
    const Runner& runner = race_->runners[static_cast<std::size_t>(*winner)];
    outbox_.push("race_keep", to_text({{"type", "race_keep"}, {"runner", *winner}}));
    training_.learner = runner.config;
    // What won is what is set from now on: a reset learns it again.
    if (document_.config != runner.config) {
      document_.config = runner.config;
      document_.config.steps = document_.pattern().steps();
      document_changed();
    }
    notify("The race is over: " + runner.name + " is kept, with " + percent(*runner.regret()) + " regret.",
           NoticeLevel::info);
  } else {
    outbox_.push("race_stop", R"({"type":"race_stop"})");
    for (const char* type : {"train_start", "train_pause", "train_kicks", "train_reward", "race_config"}) {
      outbox_.drop(type);
    }
    training_.learner.reset();
    training_.status = TrainingStatus::idle;
    training_.env_steps_per_second = 0.0;
    training_.gradient_steps_per_second = 0.0;
  }
  for (Runner& runner : race_->runners) runner.agent = {};  // some 100 KB each
  changed();
}

void Session::end_race_because(const std::string& sentence) {
  const std::optional<int> leader = race_->leader();
  if (leader) pause_because({});
  end_race(leader);
  training_.sentence = sentence;
  notify(sentence, NoticeLevel::info);
}

void Session::send_race_config() {
  const std::vector<Runner> lined_up = line_up(race_->settings, document_.config);
  Json configs = Json::array();
  for (std::size_t i = 0; i < race_->runners.size(); ++i) {
    core::Config& config = race_->runners[i].config;
    for (const core::ConfigEntry& entry : core::config_table()) {
      if (entry.live) entry.set(config, entry.get(lined_up[i].config));
    }
    configs.push_back(config_json(config));
  }
  outbox_.push_latest("race_config", to_text({{"type", "race_config"}, {"configs", std::move(configs)}}));
}

// --- Reports of the workers -----------------------------------------------------------------------------------------

core::Result<Runner*> Session::runner_at(int index) {
  if (!racing()) return core::fail("There is no race that this could come from.");
  if (index < 0 || index >= std::ssize(race_->runners)) return core::fail("The race has no such runner.");
  Runner& runner = race_->runners[static_cast<std::size_t>(index)];
  if (runner.dropped) return core::fail("That runner is out of the race.");
  return &runner;
}

core::Status Session::race_stats(int index, std::string_view stats_json, double now_ms) {
  const core::Result<Runner*> runner = runner_at(index);
  if (!runner) return core::fail(runner.error().message);
  const Json root = Json::parse(stats_json, nullptr, false);
  const auto env_steps = read_number(root, "env_steps");
  if (!env_steps) return core::fail(env_steps.error().message);
  const auto gradient_steps = read_number(root, "gradient_steps");
  if (!gradient_steps) return core::fail(gradient_steps.error().message);
  // The curves and the policy are those of the runner that leads.
  if (index == race_shown_) {
    if (auto status = training_stats(stats_json, now_ms); !status) return status;
  }
  (*runner)->env_steps = *env_steps;
  (*runner)->gradient_steps = *gradient_steps;
  changed();
  return {};
}

core::Status Session::race_agent(int index, const RaceVerdict& verdict, std::span<const std::uint8_t> bytes) {
  const core::Result<Runner*> found = runner_at(index);
  if (!found) return core::fail(found.error().message);
  if (!(verdict.point.seconds >= 0.0)) return core::fail("An agent is judged after 0 or more seconds of training.");
  Runner& runner = **found;
  runner.points.push_back(verdict.point);
  runner.agent.assign(bytes.begin(), bytes.end());
  runner.finished = verdict.finished;
  race_->exact = verdict.exact;
  changed();
  const core::Status played = play_leader(index);
  if (race_->finished()) return keep_best();
  return played;
}

core::Status Session::play_leader(std::optional<int> judged) {
  const std::optional<int> leader = race_->leader();
  if (!leader) return {};
  if (*leader == race_shown_ && judged != leader) return {};
  if (*leader != race_shown_) {
    race_shown_ = *leader;
    clear_training_numbers();
  }
  return trained_agent(race_->runners[static_cast<std::size_t>(*leader)].agent);
}

core::Status Session::race_dropped(int index, std::string_view sentence) {
  const core::Result<Runner*> runner = runner_at(index);
  if (!runner) return core::fail(runner.error().message);
  (*runner)->dropped = true;
  notify((*runner)->name + " is out of the race. " + std::string(sentence), NoticeLevel::error);
  if (race_->all_dropped()) {
    end_race(std::nullopt);
    training_.status = TrainingStatus::crashed;
    training_.sentence = sentence;
    return {};
  }
  if (race_->finished()) return keep_best();
  return play_leader(std::nullopt);
}

void Session::race_error(std::string_view sentence) {
  if (racing()) end_race_because("The race is over because its runners cannot be judged. " + std::string(sentence));
}

}  // namespace session
