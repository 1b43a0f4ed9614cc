// A race as the page sees it: what it asks of the workers and what they report.
#include <algorithm>
#include <cmath>
#include <utility>

#include "session/coach/coach.h"

namespace session {
namespace {

std::string percent(double share) {
  const double hundredths = std::round(share * 10000.0);
  std::string digits = std::to_string(static_cast<int>(std::abs(hundredths)));
  while (digits.size() < 3) digits.insert(digits.begin(), '0');
  return (hundredths < 0.0 ? "-" : "") + digits.substr(0, digits.size() - 2) + "." + digits.substr(digits.size() - 2) +
         " %";
}

}  // namespace

void Coach::set_cores(int cores) {
  most_runners_ = std::clamp(cores, kFewestRunners, kMostRunners);
  race_settings_.runners = most_runners_;
  bench_.changed();
}

core::Status Coach::set_race(const RaceSettings& settings) {
  if (auto status = check_race(settings); !status) return status;
  if (settings.runners > most_runners_) {
    return core::fail("This machine is for races of at most " + std::to_string(most_runners_) + " runners.");
  }
  race_settings_ = settings;
  bench_.changed();
  return {};
}

core::Status Coach::start_race() {
  if (racing()) return core::fail("A race is on already: keep the best or reset first.");
  training_.voice = bench_.document().part().voice;
  bench_.outbox().drop<TrainReset, TrainLoadAgent, TrainConfig, TrainHeard, TrainReward, TrainStart, TrainPause>();
  const Document& document = bench_.document();
  race_ = Race{.settings = race_settings_, .runners = line_up(race_settings_, document.config)};
  RaceStart start{.configs = {},
                  .heard = tell_heard(),
                  .brief = tell_brief(),
                  .seconds = race_settings_.seconds,
                  .judged_by_kicks = kRaceKicks,
                  .judged_by_seed = kRaceKicksSeed};
  for (const Runner& runner : race_->runners) start.configs.push_back(runner.config);
  bench_.outbox().push(std::move(start));
  player_.agents().begin_line(Side::a);
  training_.learner = document.config;
  training_.status = TrainingStatus::training;
  training_.sentence.clear();
  trained_text_ = {};
  training_.fresh = true;
  clear_numbers();
  bench_.changed();
  return {};
}

core::Status Coach::keep_best() {
  if (!racing()) return core::fail("There is no race to keep the best of.");
  const std::optional<int> leader = race_->leader();
  if (!leader) return core::fail("No runner has been judged yet: wait a second.");
  end_race(leader);
  if (training_.status == TrainingStatus::training) start_training();
  return {};
}

void Coach::stop_race() {
  if (racing()) end_race(std::nullopt);
}

void Coach::end_race(std::optional<int> winner) {
  race_->over = true;
  race_->winner = winner;
  if (winner) {
    const Runner& runner = race_->runners[static_cast<std::size_t>(*winner)];
    bench_.outbox().push(RaceKeep{.runner = *winner});
    training_.learner = runner.config;
    // What won is what is set from now on: a reset learns it again.
    [[maybe_unused]] const core::Status set = bench_.edit([&](Document& document) {
      document.config = runner.config;
      document.follow_length();
      return core::Status{};
    });
    bench_.notify("The race is over: " + runner.name + " is kept, with " + percent(*runner.regret()) + " regret.",
                  NoticeLevel::info);
  } else {
    bench_.outbox().push(RaceStop{});
    bench_.outbox().drop<TrainStart, TrainPause, TrainHeard, TrainReward, RaceConfig>();
    training_.learner.reset();
    training_.status = TrainingStatus::idle;
    stop_rates();
  }
  for (Runner& runner : race_->runners) runner.agent = {};  // some 100 KB each
  bench_.changed();
}

void Coach::end_race_because(const std::string& sentence) {
  const std::optional<int> leader = race_->leader();
  if (leader) pause_because({});
  end_race(leader);
  training_.sentence = sentence;
  bench_.notify(sentence, NoticeLevel::info);
}

void Coach::send_race_config() {
  const std::vector<Runner> lined_up = line_up(race_->settings, bench_.document().config);
  RaceConfig live;
  for (std::size_t i = 0; i < race_->runners.size(); ++i) {
    core::Config& config = race_->runners[i].config;
    for (const core::ConfigEntry& entry : core::config_table()) {
      if (entry.live) entry.set(config, entry.get(lined_up[i].config));
    }
    live.configs.push_back(config);
  }
  bench_.outbox().push_latest(std::move(live));
}

// --- Reports of the workers -----------------------------------------------------------------------------------------

core::Result<Runner*> Coach::runner_at(int index) {
  if (!racing()) return core::fail("There is no race that this could come from.");
  if (index < 0 || index >= std::ssize(race_->runners)) return core::fail("The race has no such runner.");
  Runner& runner = race_->runners[static_cast<std::size_t>(index)];
  if (runner.dropped) return core::fail("That runner is out of the race.");
  return &runner;
}

core::Status Coach::race_stats(int index, const TrainingStats& stats) {
  const core::Result<Runner*> runner = runner_at(index);
  if (!runner) return core::fail(runner.error().message);
  // The curves and the policy are those of the runner that leads.
  if (index == race_shown_) {
    if (auto status = take_stats(stats); !status) return status;
  }
  (*runner)->env_steps = stats.env_steps;
  (*runner)->gradient_steps = stats.gradient_steps;
  bench_.changed();
  return {};
}

core::Status Coach::race_agent(int index, const RaceVerdict& verdict, std::span<const std::uint8_t> bytes) {
  const core::Result<Runner*> found = runner_at(index);
  if (!found) return core::fail(found.error().message);
  if (!(verdict.point.seconds >= 0.0)) return core::fail("An agent is judged after 0 or more seconds of training.");
  Runner& runner = **found;
  runner.points.push_back(verdict.point);
  runner.agent.assign(bytes.begin(), bytes.end());
  runner.finished = verdict.finished;
  race_->exact = verdict.exact;
  bench_.changed();
  const core::Status played = play_leader(index);
  if (race_->finished()) return keep_best();
  return played;
}

core::Status Coach::play_leader(std::optional<int> judged) {
  const std::optional<int> leader = race_->leader();
  if (!leader) return {};
  if (*leader == race_shown_ && judged != leader) return {};
  if (*leader != race_shown_) {
    race_shown_ = *leader;
    clear_numbers();
  }
  return take_agent(race_->runners[static_cast<std::size_t>(*leader)].agent);
}

core::Status Coach::race_dropped(int index, std::string_view sentence) {
  const core::Result<Runner*> runner = runner_at(index);
  if (!runner) return core::fail(runner.error().message);
  (*runner)->dropped = true;
  bench_.notify((*runner)->name + " is out of the race. " + std::string(sentence), NoticeLevel::error);
  if (race_->all_dropped()) {
    end_race(std::nullopt);
    training_.status = TrainingStatus::crashed;
    training_.sentence = sentence;
    return {};
  }
  if (race_->finished()) return keep_best();
  return play_leader(std::nullopt);
}

void Coach::race_error(std::string_view sentence) {
  if (racing()) end_race_because("The race is over because its runners cannot be judged. " + std::string(sentence));
}

}  // namespace session
