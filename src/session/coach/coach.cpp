// Training one learner. A race is in coach_race.cpp.
#include "session/coach/coach.h"

#include <algorithm>
#include <utility>

#include "agent/agent_file.h"
#include "session/player/answering.h"

namespace session {
namespace {

// Over this stretch env_steps per second are measured: long enough to be calm, short enough to be fresh.
constexpr double kRateWindowMs = 500.0;

// Below this temperature the agent's answers are heard instead of what it tries out: hardly anything is tried any more.
constexpr double kPlayedFromTemperature = 0.2;

bool same_but_length(core::Config a, const core::Config& b) {
  a.steps = b.steps;
  return a == b;
}

}  // namespace

bool Coach::learner_fits() const {
  return training_.learner && training_.learner->steps == bench_.document().config.steps;
}

bool Coach::continues_from_agent() const {
  const Agents& agents = player_.agents();
  return agents.learned(Side::a, bench_.document().config.steps) &&
         agents.card(Side::a)->origin != AgentOrigin::shipped;
}

bool Coach::waits_for_reset(const core::ConfigEntry& entry) const {
  return training_.learner && !entry.live && entry.get(*training_.learner) != entry.get(bench_.document().config);
}

// --- What a person asks for ---------------------------------------------------------------------------------------

void Coach::train() {
  if (training_.status == TrainingStatus::training) return;
  training_.voice = bench_.document().part().voice;
  if (!learner_fits()) start_learner(continues_from_agent());
  start_training();
  send_news();
}

void Coach::pause() {
  if (training_.status == TrainingStatus::training) pause_because({});
}

void Coach::reset() {
  const bool was_training = training_.status == TrainingStatus::training;
  training_.voice = bench_.document().part().voice;
  start_learner(false);
  if (was_training) {
    start_training();
  } else {
    training_.status = TrainingStatus::idle;
    training_.sentence.clear();
  }
}

void Coach::start_learner(bool from_agent) {
  stop_race();
  bench_.outbox().drop<TrainLoadAgent, TrainConfig, TrainHeard, TrainReward, TrainStart, TrainPause>();
  const Document& document = bench_.document();
  training_.learner = document.config;
  bench_.outbox().push_latest(TrainReset{.config = document.config, .heard = tell_heard(), .brief = tell_brief()});
  if (from_agent) {
    continue_from_agent();
  } else {
    player_.agents().begin_line(Side::a);
    trained_text_ = {};
  }
  clear_numbers();
  training_.fresh = !from_agent;
  bench_.changed();
}

void Coach::continue_from_agent() {
  core::take_network(*training_.learner, player_.agents().answerer(Side::a)->agent().info.config);
  trained_text_ = *player_.agents().handles()[0].text;
  bench_.outbox().push_latest(TrainLoadAgent{});
  training_.fresh = false;
  clear_numbers();
}

const Part& Coach::practised(const Slot& slot) const {
  const Part* part = slot.part_of(training_.voice);
  return part != nullptr ? *part : slot.part();
}

rhythm::Row Coach::practised_row() const {
  const Slot& slot = bench_.document().current();
  return heard_row(slot.pattern, practised(slot));
}

// What the learner is told now, kept to know whether it is news the next time.
const Brief& Coach::tell_brief() {
  const Slot& slot = bench_.document().current();
  briefed_ = brief_of(slot, practised(slot));
  return *briefed_;
}

const rhythm::Row& Coach::tell_heard() {
  heard_ = practised_row();
  return heard_;
}

void Coach::start_training() {
  bench_.outbox().drop<TrainPause>();
  // Of a learner that is there already the worker only lets go on: news is told apart.
  const Slot& slot = bench_.document().current();
  bench_.outbox().push_latest(TrainStart{.config = *training_.learner,
                                         .heard = practised_row(),
                                         .brief = brief_of(slot, practised(slot)),
                                         .judged_by_kicks = kProgressKicks,
                                         .judged_by_seed = kProgressSeed});
  training_.status = TrainingStatus::training;
  training_.sentence.clear();
  rate_from_.reset();
  bench_.changed();
}

void Coach::pause_because(std::string sentence) {
  bench_.outbox().push_latest(TrainPause{});
  training_.status = TrainingStatus::paused;
  follow_attempts();
  stop_rates();
  training_.sentence = std::move(sentence);
  if (!training_.sentence.empty()) bench_.notify(training_.sentence, NoticeLevel::info);
  bench_.changed();
}

void Coach::stop_rates() {
  training_.env_steps_per_second = 0.0;
  training_.gradient_steps_per_second = 0.0;
}

void Coach::clear_numbers() {
  training_.env_steps = 0.0;
  training_.gradient_steps = 0.0;
  training_.episodes = 0.0;
  stop_rates();
  training_.latest = {};
  training_.best_reward.reset();
  training_.curves.clear();
  training_.terms.clear();
  training_.waterfall.clear();
  training_.progress.clear();
  training_.verdict.reset();
  training_.marks.clear();
  rate_from_.reset();
  follow_attempts();
}

// An explorer's temperature is told with each report; one whose exploration is not by softmax plays its answers.
void Coach::follow_attempts() {
  const bool explores = plays_attempts_ && training_.fresh && training_.status == TrainingStatus::training &&
                        !racing() && training_.exploration == core::Exploration::softmax;
  std::optional<float> temperature;
  if (explores && training_.latest.exploration && *training_.latest.exploration > kPlayedFromTemperature) {
    temperature = static_cast<float>(*training_.latest.exploration);
  }
  player_.answers().follow_attempts(temperature, training_.voice);
}

void Coach::set_plays_attempts(bool on) {
  plays_attempts_ = on;
  follow_attempts();
  bench_.changed();
}

// --- What changes around it ---------------------------------------------------------------------------------------

void Coach::document_changed(const Document& before) {
  const Document& now = bench_.document();
  if (!same_but_length(before.config, now.config)) apply_live_config();
  const std::string length = std::to_string(now.pattern().steps());
  if (racing() && !learner_fits()) {
    end_race_because("The race is over because the pattern now has " + length +
                     " steps: Train starts an agent of that length.");
  }
  if (training_.status == TrainingStatus::training && !learner_fits()) {
    pause_because("Training is paused because the pattern now has " + length +
                  " steps: Train starts an agent of that length.");
  }
  if (!learner_fits()) return;
  send_news();
}

void Coach::answers_changed() {
  if (learner_fits()) send_news();
}

// What changed while the pattern had another length, or another voice was practised, is told when it comes back.
void Coach::send_news() {
  const Slot& slot = bench_.document().current();
  if (brief_of(slot, practised(slot)) != briefed_) send_reward();
  if (practised_row() != heard_) bench_.outbox().push_latest(TrainHeard{.heard = tell_heard()});
}

void Coach::apply_live_config() {
  if (!training_.learner) return;
  if (racing()) return send_race_config();
  core::Config learner = *training_.learner;
  for (const core::ConfigEntry& entry : core::config_table()) {
    if (entry.live) entry.set(learner, entry.get(bench_.document().config));
  }
  if (learner == *training_.learner) return;
  training_.learner = learner;
  bench_.outbox().push_latest(TrainConfig{.config = learner});
}

void Coach::send_reward() {
  if (!training_.learner) return;
  if (racing()) {
    // Other regrets; the runners' agents are judged again.
    for (Runner& runner : race_->runners) {
      runner.points.clear();
      runner.finished = false;
    }
  }
  // What was judged was judged by another reward.
  training_.progress.clear();
  training_.verdict.reset();
  bench_.outbox().push_latest(TrainReward{.brief = tell_brief()});
}

void Coach::follow_agent(bool continues) {
  if (racing()) {
    stop_race();
    training_.sentence = "The race is over because another agent plays: Train lets it learn on.";
    bench_.notify(training_.sentence, NoticeLevel::info);
  }
  if (!training_.learner) return;
  const Agents& agents = player_.agents();
  const bool fits = agents.learned(Side::a, training_.learner->steps);
  if (fits && continues) {
    continue_from_agent();
    return;
  }
  // Its next agent would take the place of the one that plays now.
  if (training_.status == TrainingStatus::training) {
    pause_because(fits || agents.answerer(Side::a) == nullptr
                      ? "Training is paused because another agent plays: press Train for a fresh one."
                      : "Training is paused because the agent you opened has learned " +
                            std::to_string(agents.answerer(Side::a)->steps()) + " steps.");
  }
  training_.learner.reset();
}

// --- What the worker reports --------------------------------------------------------------------------------------

core::Status Coach::take_stats(const TrainingStats& stats) {
  if (!training_.learner) return core::fail("There is no training that these numbers could come from.");
  if (stats.policy.size() != static_cast<std::size_t>(training_.learner->steps)) {
    return core::fail("\"policy\" should have one probability per step of the training.");
  }
  measure_rates(stats);
  training_.env_steps = stats.env_steps;
  training_.gradient_steps = stats.gradient_steps;
  training_.episodes = stats.episodes;
  training_.best_reward = stats.best_reward;
  training_.exploration = stats.exploration;
  training_.kernels = stats.kernels;
  training_.latest = stats.point;
  training_.curves.add(stats.point);
  if (stats.terms) training_.terms.add(*stats.terms);
  training_.waterfall.add(stats.policy);
  follow_attempts();
  bench_.changed();
  return {};
}

void Coach::measure_rates(const TrainingStats& stats) {
  const RateMark mark{.time_ms = bench_.now_ms(), .env_steps = stats.env_steps, .gradient_steps = stats.gradient_steps};
  if (!rate_from_) {
    rate_from_ = mark;
    return;
  }
  const double elapsed_ms = mark.time_ms - rate_from_->time_ms;
  if (elapsed_ms < kRateWindowMs) return;
  if (training_.status == TrainingStatus::training) {
    const double per_second = 1000.0 / elapsed_ms;
    training_.env_steps_per_second = per_second * (mark.env_steps - rate_from_->env_steps);
    training_.gradient_steps_per_second = per_second * (mark.gradient_steps - rate_from_->gradient_steps);
  }
  rate_from_ = mark;
}

core::Status Coach::take_agent(std::span<const std::uint8_t> bytes) {
  if (!training_.learner) return core::fail("There is no training that this agent could come from.");
  core::Result<agent::Agent> agent = agent::decode_agent(bytes);
  if (!agent) return core::fail(agent.error().message);
  if (!agent->network.is_shared() && agent->network.steps() != training_.learner->steps) {
    return core::fail("The training works on another length than this agent.");
  }
  agent->info.name = trained_text_.name;
  agent->info.note = trained_text_.note;
  player_.put_agent(Side::a, std::move(*agent), AgentOrigin::trained);
  player_.agents().set_unsaved(Side::a, true);
  return {};
}

core::Result<double> Coach::take_mark(double seconds, std::span<const std::uint8_t> bytes) {
  if (!training_.learner) return core::fail("There is no training that this agent could come from.");
  core::Result<agent::Agent> agent = agent::decode_agent(bytes);
  if (!agent) return core::fail(agent.error().message);
  const auto updates = static_cast<double>(agent->info.gradient_steps);
  agent->info.name = "update " + std::to_string(agent->info.gradient_steps);
  agent->info.note.clear();
  training_.marks.push_back(
      {.updates = updates, .seconds = seconds, .answerer = std::make_shared<Answerer>(std::move(*agent))});
  if (training_.marks.size() > kMostMarks) training_.marks.erase(training_.marks.begin());
  bench_.changed();
  return updates;
}

core::Status Coach::take_verdict(const Verdict& verdict) {
  if (!training_.learner) return core::fail("There is no training that this verdict could be about.");
  constexpr std::size_t kMostPoints = 240;
  std::vector<ProgressPoint>& progress = training_.progress;
  const auto later = std::ranges::upper_bound(progress, verdict.point.updates, {}, &ProgressPoint::updates);
  progress.insert(later, verdict.point);
  // Every other one of the older half goes: the scale is logarithmic.
  if (progress.size() > kMostPoints) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < progress.size(); ++i) {
      if (i >= kMostPoints / 2 || i % 2 == 0) progress[kept++] = progress[i];
    }
    progress.resize(kept);
  }
  if (progress.back().updates == verdict.point.updates) training_.verdict = verdict;
  bench_.changed();
  return {};
}

core::Status Coach::hear_mark(std::size_t mark) {
  if (mark >= training_.marks.size()) return core::fail("The training has no such mark.");
  Agents& agents = player_.agents();
  const std::shared_ptr<Answerer>& answerer = training_.marks[mark].answerer;
  if (agents.side() == Side::b && agents.answerer(Side::b) == answerer.get()) {
    player_.play_side(Side::a);
    return {};
  }
  agents.begin_line(Side::b);
  player_.put_agent(Side::b, answerer, AgentOrigin::trained);
  agents.set_unsaved(Side::b, true);
  player_.play_side(Side::b);
  return {};
}

core::Status Coach::take_state(std::string_view state) {
  if (state != "training" && state != "paused" && state != "ready") {
    return core::fail("A trainer is \"training\", \"paused\" or \"ready\".");
  }
  // The page asked for the change itself; only a pause that it did not ask for is news.
  if (state == "paused" && training_.status == TrainingStatus::training) {
    training_.status = TrainingStatus::paused;
    stop_rates();
    follow_attempts();
    bench_.changed();
  }
  return {};
}

void Coach::trainer_error(std::string_view sentence) {
  if (training_.status == TrainingStatus::training) {
    bench_.outbox().push_latest(TrainPause{});
    training_.status = TrainingStatus::paused;
  }
  stop_rates();
  follow_attempts();
  training_.sentence = sentence;
  bench_.notify(training_.sentence, NoticeLevel::error);
}

void Coach::trainer_crashed(std::string_view sentence) {
  training_.status = TrainingStatus::crashed;
  training_.sentence = sentence;
  stop_rates();
  follow_attempts();
  training_.learner.reset();
  bench_.notify(training_.sentence, NoticeLevel::error);
}

}  // namespace session
