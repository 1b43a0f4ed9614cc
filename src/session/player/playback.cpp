#include "session/player/playback.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <iterator>
#include <utility>

namespace session {
namespace {

// The first tick that falls at or after time_ms. Rounding may be off by one at an exact hit, so we ask for the time of
// the tick itself.
std::int64_t tick_from(const sequencer::Transport& transport, double time_ms) {
  auto tick = static_cast<std::int64_t>(std::floor(transport.tick_at(time_ms)));
  while (transport.time_of_tick(static_cast<double>(tick)) < time_ms) ++tick;
  return tick;
}

// A pattern may have a swing of its own.
sequencer::Groove groove_of(const Slot& slot, const sequencer::Groove& shared) {
  sequencer::Groove groove = shared;
  if (slot.feel) groove.swing_percent = slot.feel->swing_percent;
  return groove;
}

std::int64_t wrapped(std::int64_t value, std::int64_t period) { return (value % period + period) % period; }

}  // namespace

void Playback::start(const Bank& bank, int slot, double start_ms) {
  transport_.start(start_ms);
  handed_over_.clear();
  clock_out_.restart();
  clicks_.next = 0;
  clicks_.counted_in = false;
  may_move_ = true;
  committed_ms_ = 0.0;
  first_tick_ = 0;
  entered_ = 0;
  segments_.clear();
  segments_.push_back({.slot_index = slot, .slot = bank[static_cast<std::size_t>(slot)]});
  bar_ = Bar{.time_ms = start_ms,
             .number = 0,
             .slot = slot,
             .steps = segments_.back().slot.steps(),
             .timing = segments_.back().slot.timing,
             .called = {},
             .heard = {}};
  shown_ = bar_;
  bar_entered_ = false;
  waiting_.clear();
  steered_ = false;
  renewed_slot_.reset();
}

void Playback::start_at(const Bank& bank, int slot, double start_ms) {
  start(bank, slot, start_ms);
  may_move_ = false;
  steered_ = true;
}

void Playback::begin_no_earlier(double start_ms) {
  // The count-in has been heard already, or begins so far ahead that nothing can come late.
  if (clicks_.next < 0)
    start_ms -= transport_.time_of(0.0) - transport_.time_of_tick(static_cast<double>(clicks_.next));
  if (!playing() || !may_move_ || bar_entered_ || transport_.time_of(0.0) >= start_ms) return;
  transport_.start(start_ms);
  bar_.time_ms = start_ms;
  shown_ = bar_;
}

std::vector<sequencer::TimedMessage> Playback::stop(double now_ms, int channel) {
  transport_.stop();
  waiting_.clear();
  return panic(now_ms, channel);
}

std::vector<sequencer::TimedMessage> Playback::panic(double now_ms, int channel) {
  std::vector<sequencer::TimedMessage> messages = clock_out_.stop(now_ms);
  std::ranges::move(tracker_.panic(now_ms, channel), std::back_inserter(messages));
  std::ranges::stable_sort(messages, {}, &sequencer::TimedMessage::time_ms);
  return messages;
}

std::vector<sequencer::TimedMessage> Playback::set_clock_out(bool on, double now_ms) {
  clock_on_ = on;
  return on ? std::vector<sequencer::TimedMessage>{} : clock_out_.stop(now_ms);
}

void Playback::steer(double step_ms, double now_ms) {
  steered_ = true;
  transport_.steer(step_ms, std::max(now_ms, committed_ms_));
}

int Playback::count_in_beats(double now_ms) const {
  if (!playing()) return 0;
  const rhythm::Timing& timing = segments_.front().slot.timing;
  const double beats = -transport_.tick_at(now_ms) / timing.beat_ticks();
  const int most = timing.bar_ticks() / timing.beat_ticks();
  // Only while the clicks of a count-in sound, not during the moment before any start.
  const bool counting = clicks_.counted_in && beats > 0.0;
  return counting ? std::min(most, static_cast<int>(std::ceil(beats))) : 0;
}

void Playback::set_tempo(double tempo_bpm, double now_ms) {
  steered_ = false;
  transport_.set_tempo(tempo_bpm, std::max(now_ms, committed_ms_));
}

void Playback::edit(const Bank& bank) {
  if (!playing()) return;
  for (Segment& segment : segments_) {
    if (segment.slot_index == renewed_slot_) continue;
    const Slot& edited = bank[static_cast<std::size_t>(segment.slot_index)];
    if (edited.steps() != segment.slot.steps() || edited.timing != segment.slot.timing) {
      replace(bank);
      return;
    }
    const Slot before = std::exchange(segment.slot, edited);
    for (const Part& part : edited.parts) {
      if (before.part_of(part.voice) == nullptr) continue;  // the row was the musician's
      for (int step = 0; step < edited.steps(); ++step) {
        if (part.locked(step)) continue;
        segment.slot.pattern.set(part.voice, step, before.pattern.velocity(part.voice, step));
      }
    }
  }
}

void Playback::replace(const Bank& bank) {
  renewed_slot_.reset();
  if (!playing()) return;
  const auto slot_of = [&](int slot) -> const Slot& { return bank[static_cast<std::size_t>(slot)]; };
  for (Segment& segment : segments_) segment.slot = slot_of(segment.slot_index);
  for (Bar& bar : waiting_) {
    bar.new_row = false;
    bar.steps = slot_of(bar.slot).steps();
    bar.timing = slot_of(bar.slot).timing;
  }
  shown_.steps = slot_of(shown_.slot).steps();
  shown_.timing = slot_of(shown_.slot).timing;
}

void Playback::replace_at_bar(const Bank& bank, int slot, const Feel& before) {
  if (!playing()) return;
  if (!bar_entered_) return replace(bank);
  if (segments_.back().slot_index == slot) {
    renewed_slot_ = slot;
    for (Segment& segment : segments_) {
      if (segment.slot_index == slot && !segment.slot.feel) segment.slot.feel = before;
    }
    // Answers and calls to what was there are heard, but not shown in what has come.
    for (Bar& bar : waiting_) {
      if (bar.slot != slot) continue;
      bar.new_row = false;
      bar.called.reset();
    }
  }
  edit(bank);
}

const Playback::Segment& Playback::segment_of(std::int64_t tick) const {
  const auto later = std::ranges::find_if(segments_, [&](const Segment& segment) { return segment.first > tick; });
  return later == segments_.begin() ? *later : *(later - 1);
}

PlayedAt Playback::nearest_step(double time_ms, int voice, const sequencer::Groove& groove) const {
  const double position = transport_.tick_at(time_ms);
  const auto around = std::max<std::int64_t>(0, static_cast<std::int64_t>(std::floor(position)));
  // The steps of what plays there, and beyond the bar lines close by.
  constexpr std::int64_t kLongestStep = 12;
  std::optional<PlayedAt> best;
  for (const std::int64_t near : {std::max<std::int64_t>(0, around - kLongestStep), around, around + kLongestStep}) {
    const Segment& segment = segment_of(near);
    const int length = segment.slot.timing.step_ticks();
    const int steps = segment.slot.steps();
    const std::int64_t past_near = (near - segment.cycle_start) / length;
    for (std::int64_t index = past_near - 2; index <= past_near + 1; ++index) {
      const std::int64_t tick = segment.cycle_start + index * length;
      // The first is far from it, and stands in only if an edit left nothing else.
      if (tick < 0 || (best && &segment_of(tick) != &segment)) continue;
      const std::int64_t past = wrapped(index, steps);
      const double late = (position - static_cast<double>(tick)) / length -
                          sequencer::swing_steps(groove_of(segment.slot, groove), segment.slot.timing.resolution, past);
      if (best && std::abs(late) >= std::abs(best->late_steps)) continue;
      const int own = segment.slot.voices[static_cast<std::size_t>(voice)].length;
      best = PlayedAt{.tick = tick,
                      .cycle = tick - past * length,
                      .slot = segment.slot_index,
                      .cell = static_cast<int>(own == 0 ? past : wrapped((tick - segment.origin) / length, own)),
                      .late_steps = late};
    }
  }
  return *best;
}

void Playback::played_by_hand(int voice, std::int64_t tick) {
  for (int ratchet = 0; ratchet < sequencer::kMaxRatchets; ++ratchet) {
    handed_over_.add({.tick = tick, .voice = voice, .ratchet = ratchet});
  }
}

// Clicks are only heard: no MIDI, so no latency.
void Playback::append_clicks(double now_ms, double end_ms) {
  for (;; ++clicks_.next) {
    const double time_ms = transport_.time_of_tick(static_cast<double>(clicks_.next));
    if (time_ms >= end_ms) return;
    const Segment& segment = segment_of(clicks_.next);
    const rhythm::Timing& timing = segment.slot.timing;
    // Bars begin anew with each cycle.
    const std::int64_t past = clicks_.next < 0 ? clicks_.next - segment.cycle_start
                                               : wrapped(clicks_.next - segment.cycle_start, segment.slot.ticks());
    const std::int64_t in_bar = wrapped(past, timing.bar_ticks());
    if (in_bar % timing.beat_ticks() != 0) continue;
    if (time_ms < now_ms - sequencer::kLateToleranceMs || (!clicks_.metronome && clicks_.next >= 0)) continue;
    events_.push_back({.time_ms = time_ms,
                       .kind = sequencer::EventKind::click,
                       .voice = in_bar == 0 ? 1 : 0,
                       .velocity = in_bar == 0 ? rhythm::kAccentVelocity : rhythm::kPlainVelocity,
                       .duration_ms = 0.0,
                       .bytes = {}});
  }
}

std::optional<std::int64_t> Playback::renewed_at(std::int64_t tick) const {
  const Segment& last = segments_.back();
  if (!bar_entered_ || renewed_slot_ != last.slot_index) return std::nullopt;
  const std::int64_t cycle_end = last.cycle_start + last.slot.ticks();
  const std::int64_t line = std::min(last.first + last.slot.timing.bar_ticks(), cycle_end);
  return tick >= line ? std::optional(line) : std::nullopt;
}

// Enters the bar of `tick` if it is another one than the last.
void Playback::enter_bar(std::int64_t tick, const Bank& bank, const Cues& cues) {
  std::int64_t cycle_start = segments_.back().cycle_start;
  std::int64_t origin = segments_.back().origin;
  int slot = segments_.back().slot_index;
  const std::optional<std::int64_t> renewed = renewed_at(tick);
  std::int64_t ticks = segments_.back().slot.ticks();
  if (renewed) {
    const bool ends = *renewed - cycle_start == ticks;
    slot = ends && cues.next_slot ? cues.next_slot() : slot;
    cycle_start = origin = *renewed;
    ticks = bank[static_cast<std::size_t>(slot)].ticks();
    renewed_slot_.reset();
  }
  // After a stall of the page several cycles may have passed, of one slot or along the song.
  while (tick - cycle_start >= ticks) {
    cycle_start += ticks;
    const int next = cues.next_slot ? cues.next_slot() : slot;
    if (next == slot) continue;
    slot = next;
    origin = cycle_start;
    ticks = bank[static_cast<std::size_t>(slot)].ticks();
  }
  const bool goes_on = !renewed && slot == segments_.back().slot_index;
  const Slot& playing = goes_on ? segments_.back().slot : bank[static_cast<std::size_t>(slot)];
  const std::int64_t bar_start = tick - (tick - cycle_start) % playing.timing.bar_ticks();
  if (bar_entered_ && cycle_start == bar_.cycle_start && bar_start == bar_.tick) return;
  if (cues.tempo_bpm && !steered_) {
    transport_.set_tempo(cues.tempo_bpm(slot), transport_.time_of_tick(static_cast<double>(bar_start)));
  }
  Segment segment{
      .first = bar_start, .cycle_start = cycle_start, .origin = origin, .slot_index = slot, .slot = playing};
  std::optional<Called> called;
  if (bar_start == cycle_start && bar_entered_ && cues.called) called = cues.called(cycle_start, segment.slot);
  if (called) set_by_hand(segment.slot, called->voice, called->row);
  bar_ = Bar{.tick = bar_start,
             .cycle_start = cycle_start,
             .time_ms = transport_.time_of_tick(static_cast<double>(bar_start)),
             .number = bar_.number + 1,
             .slot = slot,
             .steps = segment.slot.steps(),
             .timing = segment.slot.timing,
             .begins_cycle = bar_start == cycle_start,
             .called = std::move(called),
             .heard = cues.answer ? cues.answer(segment.slot) : std::vector<Heard>()};
  bar_entered_ = true;
  for (const Heard& heard : bar_.heard) {
    const rhythm::Row& row = heard.answer->row;
    assert(row.size() == static_cast<std::size_t>(bar_.steps));
    if (std::ranges::equal(row, segment.slot.pattern.row(heard.voice))) continue;
    segment.slot.pattern.set_row(heard.voice, row);
    bar_.new_row = true;
  }
  // A pattern that became shorter may have its bar line before that of the longer one.
  std::erase_if(segments_, [&](const Segment& each) { return each.first >= bar_start; });
  segments_.push_back(std::move(segment));
  waiting_.push_back(bar_);
}

// The bars whose first onset may fall before end_ms, less those that are over.
void Playback::enter_bars(double earliest_ms, double end_ms, const Bank& bank, const sequencer::Groove& groove,
                          double earliest_micro, const Cues& cues) {
  entered_ = std::max(entered_, tick_from(transport_, earliest_ms));
  const double early = earliest_micro * sequencer::kTicksPerSixteenth;
  while (transport_.time_of_tick(static_cast<double>(entered_) - early) - groove.humanise_ms < end_ms) {
    enter_bar(entered_, bank, cues);
    ++entered_;
  }
}

void Playback::collect_onsets(const sequencer::Groove& groove, std::int64_t last) {
  onsets_.clear();
  for (std::size_t i = 0; i < segments_.size(); ++i) {
    const Segment& segment = segments_[i];
    const sequencer::Groove own = groove_of(segment.slot, groove);
    const sequencer::Score score{.pattern = segment.slot.pattern,
                                 .details = segment.slot.details,
                                 .voices = segment.slot.voices,
                                 .groove = own,
                                 .resolution = segment.slot.timing.resolution,
                                 .cycle_start = segment.cycle_start,
                                 .origin = segment.origin,
                                 .kit = static_cast<int>(segment.slot.kit)};
    const std::int64_t end = i + 1 < segments_.size() ? segments_[i + 1].first : last;
    append_onsets(score, transport_, {.first = std::max(first_tick_, segment.first), .last = end}, onsets_);
  }
  sort_onsets(onsets_);
}

void Playback::count_missed(double earliest_ms, const sequencer::Groove& groove) {
  if (committed_ms_ <= 0.0 || earliest_ms <= committed_ms_) return;
  collect_onsets(groove, tick_from(transport_, earliest_ms) + 1);
  missed_ += static_cast<int>(std::ranges::count_if(onsets_, [&](const sequencer::Onset& onset) {
    return onset.time_ms >= committed_ms_ && onset.time_ms < earliest_ms;
  }));
}

std::span<const sequencer::TimedEvent> Playback::schedule(double now_ms, double horizon_ms, const Bank& bank,
                                                          const sequencer::Groove& groove, double earliest_micro,
                                                          const sequencer::MidiSettings* midi, const Cues& cues) {
  events_.clear();
  tracker_.forget_ended(now_ms);
  if (!playing()) return events_;
  const double latency_ms = midi != nullptr ? midi->latency_ms : 0.0;
  // With a negative latency the horizon is that much longer, so that what is sent early is still sent ahead of time.
  const double end_ms = now_ms + horizon_ms + std::max(0.0, -latency_ms);
  const double earliest_ms = now_ms - sequencer::kLateToleranceMs - std::max(0.0, latency_ms);
  count_missed(earliest_ms, groove);
  enter_bars(earliest_ms, end_ms, bank, groove, earliest_micro, cues);
  committed_ms_ = std::max(committed_ms_, end_ms);

  first_tick_ = std::max(first_tick_, tick_from(transport_, earliest_ms) - sequencer::kMostTicksLate - 1);
  handed_over_.forget_before(first_tick_);
  while (segments_.size() > 1 && segments_[1].first <= first_tick_) segments_.erase(segments_.begin());
  // Notes end before the next one of their kind, which may be as far away as they are long.
  const double tick_ms = transport_.step_ms() / sequencer::kTicksPerSixteenth;
  const double note_ticks = midi != nullptr ? std::ceil(midi->note_length_ms / tick_ms) : 0.0;
  collect_onsets(groove, entered_ + static_cast<std::int64_t>(note_ticks) + sequencer::kMostTicksLate);
  due_.clear();
  for (const sequencer::Onset& onset : onsets_) {
    due_.push_back(onset.time_ms < end_ms && onset.time_ms >= earliest_ms && handed_over_.add(onset));
  }
  sequencer::append_events(onsets_, due_, midi, now_ms - sequencer::kLateToleranceMs, events_);
  if (clock_on_ && midi != nullptr) clock_out_.append(transport_, now_ms, end_ms, latency_ms, events_);
  append_clicks(now_ms, end_ms);
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
  const auto tick = static_cast<std::int64_t>(std::floor(transport_.tick_at(now_ms)));
  if (tick < shown_.cycle_start || shown_.number == 0) return std::nullopt;
  return static_cast<int>((tick - shown_.cycle_start) / shown_.timing.step_ticks() % shown_.steps);
}

}  // namespace session
