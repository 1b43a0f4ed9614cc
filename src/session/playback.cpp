#include "session/playback.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

namespace session {

void Playback::start(const rhythm::Pattern& pattern, double start_ms) {
  transport_.start(start_ms);
  cursor_.restart();
  sounding_ = pattern;
  handed_over_ = Bar{.step = 0, .cycle_start = 0, .time_ms = start_ms, .number = 0, .snare = std::nullopt};
  shown_ = handed_over_;
  bar_entered_ = false;
  waiting_.clear();
}

void Playback::begin_no_earlier(double start_ms) {
  if (!playing() || bar_entered_ || transport_.time_of(0.0) >= start_ms) return;
  transport_.start(start_ms);
  handed_over_.time_ms = start_ms;
  shown_ = handed_over_;
}

std::vector<sequencer::TimedMessage> Playback::stop(double now_ms, int channel) {
  transport_.stop();
  waiting_.clear();
  return tracker_.panic(now_ms, channel);
}

void Playback::set_tempo(double tempo_bpm, double now_ms) {
  transport_.set_tempo(tempo_bpm, std::max(now_ms, cursor_.committed_ms()));
}

void Playback::replace_sounding(const rhythm::Pattern& pattern) {
  sounding_ = pattern;
  for (Bar& bar : waiting_) bar.snare.reset();
}

void Playback::enter_bar(std::int64_t step, const AnswerBar& answer_bar) {
  const int steps = sounding_.steps();
  const std::int64_t cycle_start = handed_over_.cycle_start + (step - handed_over_.cycle_start) / steps * steps;
  const std::int64_t bar_start = step - (step - cycle_start) % sequencer::kStepsPerBar;
  if (bar_entered_ && cycle_start == handed_over_.cycle_start && bar_start == handed_over_.step) return;
  handed_over_ = Bar{.step = bar_start,
                     .cycle_start = cycle_start,
                     .time_ms = transport_.time_of(static_cast<double>(bar_start)),
                     .number = handed_over_.number + 1,
                     .snare = answer_bar ? answer_bar() : std::nullopt};
  bar_entered_ = true;
  if (handed_over_.snare) {
    assert(handed_over_.snare->size() == static_cast<std::size_t>(steps));
    sounding_.set_row(rhythm::kSnare, *handed_over_.snare);
  }
  waiting_.push_back(handed_over_);
}

std::span<const sequencer::TimedEvent> Playback::schedule(double now_ms, double horizon_ms,
                                                          const sequencer::MidiSettings* midi,
                                                          const AnswerBar& answer_bar) {
  events_.clear();
  tracker_.forget_ended(now_ms);
  if (!playing()) return events_;
  const double latency_ms = midi != nullptr ? midi->latency_ms : 0.0;
  const sequencer::StepRange range = cursor_.take(transport_, now_ms, horizon_ms, latency_ms);
  for (std::int64_t step = range.first; step < range.last; ++step) {
    enter_bar(step, answer_bar);
    sequencer::append_events(sounding_, transport_, midi, {.first = step, .last = step + 1}, handed_over_.cycle_start,
                             now_ms - sequencer::kLateToleranceMs, events_);
  }
  sequencer::finish_events(events_, tracker_);
  return events_;
}

std::vector<Bar> Playback::take_begun(double now_ms) {
  std::vector<Bar> begun;
  while (!waiting_.empty() && waiting_.front().time_ms <= now_ms) {
    shown_ = waiting_.front();
    begun.push_back(std::move(waiting_.front()));
    waiting_.erase(waiting_.begin());
  }
  return begun;
}

std::optional<int> Playback::step_at(double now_ms) const {
  if (!playing()) return std::nullopt;
  const auto step = static_cast<std::int64_t>(std::floor(transport_.position(now_ms)));
  if (step < shown_.cycle_start || shown_.number == 0) return std::nullopt;
  return static_cast<int>((step - shown_.cycle_start) % sounding_.steps());
}

}  // namespace session
