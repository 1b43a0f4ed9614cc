#include "session/midi/recorder.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>
#include <vector>

#include "session/song/edit.h"

namespace session {
namespace {

// Times of the last hits are kept for so long.
constexpr double kPlayedMs = 60000.0;
constexpr std::size_t kMostPlayed = 1024;

void put_hit(Slot& slot, const PlayedHit& hit, const PlayedAt& at, bool quantise) {
  slot.pattern.set(hit.voice, at.cell, static_cast<std::uint8_t>(hit.velocity));
  if (Part* part = slot.part_of(hit.voice)) part->locks[static_cast<std::size_t>(at.cell)] = 1;
  if (quantise) return;
  const double micro =
      std::clamp(std::round(at.late_steps * 100.0), -1.0 * sequencer::kMaxMicro, 1.0 * sequencer::kMaxMicro);
  slot.detail(hit.voice, at.cell).micro = static_cast<std::int8_t>(micro);
}

}  // namespace

// --- Recording ----------------------------------------------------------------------------------------------------

void Recorder::hit(int voice, int velocity, double time_ms) {
  if (bench_.document().midi_setup.input.monitor) {
    [[maybe_unused]] const core::Status heard = player_.strike(voice, velocity);
  }
  take_hit(voice, velocity, time_ms);
}

core::Status Recorder::drum(int voice, int velocity) {
  if (auto status = player_.strike(voice, velocity); !status) return status;
  take_hit(voice, velocity, bench_.now_ms());
  return {};
}

void Recorder::take_hit(int voice, int velocity, double time_ms) {
  PlayedHit hit{.time_ms = time_ms, .voice = voice, .velocity = velocity, .tick = std::nullopt};
  // In a count-in, what comes within half a step before the bar line is its first step.
  if (player_.playing() && player_.playback().transport().position(time_ms) >= -0.5) {
    const PlayedAt at = player_.playback().nearest_step(time_ms, voice, bench_.document().groove);
    hit.tick = at.tick;
    hit.cycle = at.cycle;
    hit.cell = at.cell;
    if (recording_.on) record_hit(hit, at);
    // It came after its bar had been answered, for the bar is answered a little before it ends.
    if (!recording_.on && voice == answered_voice_ && at.cycle == answered_cycle_ && answer_shown_) {
      [[maybe_unused]] const core::Status set =
          bench_.edit([&](Document& document) { return set_step(document, voice, at.cell, velocity); });
    }
  }
  played_.push_back(hit);
  while (played_.size() > kMostPlayed || played_.front().time_ms < time_ms - kPlayedMs) played_.pop_front();
  bench_.changed();
}

void Recorder::record_hit(const PlayedHit& hit, const PlayedAt& at) {
  bench_.join_edits("record");
  const Document& document = bench_.document();
  const MidiInput& settings = document.midi_setup.input;
  const auto played_slot = static_cast<std::size_t>(at.slot);
  const Slot& slot = document.bank[played_slot];
  if (at.cell >= slot.steps()) return;  // the pattern has just become shorter
  ++recording_.hits;
  if (hit.voice == rhythm::kSnare && settings.snare_as_liked && slot.part_of(hit.voice) != nullptr) {
    like_played(hit, slot);
    return;
  }
  const bool erases = settings.mode == RecordMode::replace &&
                      std::exchange(replaced_cycle_[static_cast<std::size_t>(hit.voice)], at.cycle) != at.cycle;
  const bool quantise = settings.quantise;
  [[maybe_unused]] const core::Status set = bench_.edit([&](Document& edited) {
    Slot& target = edited.bank[played_slot];
    if (erases) target.pattern.clear(hit.voice);
    Part* part = target.part_of(hit.voice);
    if (erases && part != nullptr) std::ranges::fill(part->locks, std::uint8_t{0});
    put_hit(target, hit, at, quantise);
    return core::Status{};
  });
  player_.playback().played_by_hand(hit.voice, at.tick);
}

// The favourite is what was played in this cycle.
void Recorder::like_played(const PlayedHit& hit, const Slot& slot) {
  const int steps = slot.steps();
  rhythm::RewardSettings reward = slot.part_of(hit.voice)->reward;
  const bool fresh = std::exchange(replaced_cycle_[static_cast<std::size_t>(hit.voice)], hit.cycle) != hit.cycle;
  if (fresh || reward.liked.size() != static_cast<std::size_t>(steps)) {
    reward.liked.assign(static_cast<std::size_t>(steps), 0);
  }
  reward.liked[static_cast<std::size_t>(hit.cell)] = rhythm::kPlainVelocity;
  reward.style = rhythm::Style::none;
  [[maybe_unused]] const core::Status set =
      bench_.edit([&](Document& document) { return set_reward_of(document, hit.voice, reward); });
}

void Recorder::record(bool on, double lead_ms) {
  if (on == recording_.on) return;
  const MidiInput& settings = bench_.document().midi_setup.input;
  recording_ = {.on = on};
  replaced_cycle_.fill(-1);
  Playback& playback = player_.playback();
  if (on && !player_.playing()) {
    player_.play(lead_ms);
    if (settings.count_in) {
      const int bar_ticks = bench_.document().current().timing.bar_ticks();
      const double bar_ms = playback.transport().step_ms() * bar_ticks / sequencer::kTicksPerSixteenth;
      playback.start(bench_.document().bank, bench_.document().slot, playback.transport().time_of(0.0) + bar_ms);
      playback.count_in();
    }
  }
  apply_settings();
  bench_.changed();
}

Recording Recorder::recording() const {
  Recording recording = recording_;
  recording.count_in_beats = player_.playback().count_in_beats(bench_.now_ms());
  return recording;
}

void Recorder::apply_settings() {
  const Document& document = bench_.document();
  player_.playback().set_metronome(document.metronome || (recording_.on && document.midi_setup.input.metronome));
}

void Recorder::forget_steps() {
  for (PlayedHit& hit : played_) hit.tick.reset();
  answered_cycle_ = -1;
}

void Recorder::transport_stopped() {
  recording_ = {};
  answer_pending_ = false;
  answered_cycle_ = -1;
}

// --- Answer me ----------------------------------------------------------------------------------------------------

bool Recorder::called_in(std::int64_t cycle, int voice) const {
  return std::ranges::any_of(
      played_, [&](const PlayedHit& hit) { return hit.voice == voice && hit.tick && hit.cycle == cycle; });
}

rhythm::Row Recorder::row_of_cycle(std::int64_t cycle, int voice, int steps) const {
  rhythm::Row row(static_cast<std::size_t>(steps), 0);
  for (const PlayedHit& hit : played_) {
    if (hit.voice != voice || !hit.tick || hit.cycle != cycle || hit.cell >= steps) continue;
    row[static_cast<std::size_t>(hit.cell)] = static_cast<std::uint8_t>(hit.velocity);
  }
  return row;
}

// Without a beat to go by, the first hit of the last phrase is its first step, and the tempo is the one that is set.
// Something was called.
rhythm::Row Recorder::row_of_phrase(int voice, int steps) const {
  std::vector<PlayedHit> calling;
  std::ranges::copy_if(played_, std::back_inserter(calling), [&](const PlayedHit& hit) { return hit.voice == voice; });
  const double step_ms = sequencer::Transport::step_ms_of(bench_.document().feel().tempo_bpm) *
                         bench_.document().current().timing.step_ticks() / sequencer::kTicksPerSixteenth;
  const double earliest_ms = calling.back().time_ms - (steps - 0.5) * step_ms;
  const auto first = std::ranges::find_if(calling, [&](const PlayedHit& hit) { return hit.time_ms >= earliest_ms; });
  rhythm::Row row(static_cast<std::size_t>(steps), 0);
  for (auto hit = first; hit != calling.end(); ++hit) {
    const auto step = static_cast<std::size_t>(std::lround((hit->time_ms - first->time_ms) / step_ms));
    if (step < row.size()) row[step] = static_cast<std::uint8_t>(hit->velocity);
  }
  return row;
}

core::Status Recorder::answer_me() {
  const int voice = bench_.document().current().called_voice();
  const bool any = std::ranges::any_of(
      played_, [&](const PlayedHit& hit) { return hit.voice == voice && (!player_.playing() || hit.tick); });
  if (!any) {
    return core::fail("Nothing to answer yet: play a " + spoken_name(voice) + " on your pads or keys first.");
  }
  if (!player_.playing()) {
    const rhythm::Row row = row_of_phrase(voice, bench_.document().pattern().steps());
    return bench_.edit([&](Document& document) { return set_row(document, voice, row); });
  }
  answer_pending_ = true;
  bench_.changed();
  return {};
}

std::optional<Called> Recorder::called_row(std::int64_t cycle_start, const Slot& slot) {
  const int voice = slot.called_voice();
  std::int64_t call = cycle_start - slot.ticks();
  if (answer_pending_ && !called_in(call, voice)) {
    // Asked for after the bar: the last one that had anything.
    for (const PlayedHit& hit : played_) {
      if (hit.voice == voice && hit.tick && hit.cycle < cycle_start) call = hit.cycle;
    }
  }
  const bool wanted = answer_pending_ || bench_.document().midi_setup.input.auto_answer;
  if (!wanted || !called_in(call, voice)) return std::nullopt;
  answer_pending_ = false;
  answered_cycle_ = call;
  answered_voice_ = voice;
  answer_shown_ = false;
  return Called{.voice = voice, .row = row_of_cycle(call, voice, slot.steps())};
}

void Recorder::show_called_row(const Bar& bar) {
  if (!bar.called || bar.slot != bench_.document().slot) return;
  bench_.join_edits("answer me");
  answer_shown_ = true;
  const int voice = bar.called->voice;
  [[maybe_unused]] const core::Status set = bench_.edit([&](Document& document) {
    // Not the bar's row: more of the call may have come since.
    set_by_hand(document.current(), voice, row_of_cycle(answered_cycle_, voice, document.pattern().steps()));
    return core::Status{};
  });
}

}  // namespace session
