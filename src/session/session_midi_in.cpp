// MIDI that comes in: from bytes to what they mean here, recording, and "answer me". Learned controls and pads are in
// session_learn.cpp, the clock in session_clock.cpp.
#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>
#include <utility>

#include "session/midi/midi_targets.h"
#include "session/session.h"

namespace session {
namespace {

using sequencer::MidiKind;
using sequencer::MidiMessage;

bool is_clock(MidiKind kind) { return kind >= MidiKind::song_position; }

}  // namespace

double Session::input_latency_ms() const {
  const auto& latencies = document_.midi_setup.input_latency_ms;
  const auto found = latencies.find(port_name(input_.port));
  return found == latencies.end() ? 0.0 : found->second;
}

core::Status Session::set_input_latency(double latency_ms) {
  if (auto status = check_port_latency(latency_ms); !status) return status;
  const std::string name = port_name(input_.port);
  if (name.empty()) return core::fail("Choose a MIDI input first: the latency is kept for it.");
  document_.midi_setup.input_latency_ms[name] = latency_ms;
  document_changed();
  return {};
}

void Session::set_midi_in_state(MidiState state) {
  if (state.selected != input_.port.selected) {
    input_.clock.reset(document_.tempo_bpm);
    input_.relocations = input_.clock.relocations();
  }
  input_.port = std::move(state);
  // A message that a pulled cable cut off must not swallow what comes later.
  for (auto& [port, parser] : input_.parsers) parser.reset();
  changed();
}

core::Status Session::set_midi_input(const MidiInput& midi_input) {
  if (auto status = check_midi_input(midi_input); !status) return status;
  if (midi_input == document_.midi_setup.input) return {};
  document_.midi_setup.input = midi_input;
  if (input_.recording.on) playback_.set_metronome(midi_input.metronome);
  document_changed();
  return {};
}

void Session::midi_in(const std::string& port, std::span<const MidiBatchItem> batch, double now_ms) {
  now_ms_ = now_ms;
  constexpr std::size_t kMostPorts = 64;
  if (!input_.parsers.contains(port) && input_.parsers.size() >= kMostPorts) input_.parsers.clear();
  sequencer::MidiParser& parser = input_.parsers[port];
  std::vector<std::pair<double, MidiMessage>> messages;
  for (const MidiBatchItem& item : batch) {
    // A time stamp of the future, or of long ago, is a driver's mistake.
    constexpr double kOldestMs = 2000.0;
    const bool plausible = item.time_ms <= now_ms && item.time_ms > now_ms - kOldestMs;
    for (const std::uint8_t byte : item.bytes) {
      if (const auto message = parser.feed(byte)) messages.emplace_back(plausible ? item.time_ms : now_ms, *message);
    }
  }
  // Of a knob that was turned, only the last value counts: a flood of them costs no more than one.
  std::set<std::pair<int, int>> turned;
  std::vector<bool> stale(messages.size(), false);
  for (std::size_t i = messages.size(); i-- > 0;) {
    const MidiMessage& message = messages[i].second;
    if (message.kind != MidiKind::controller) continue;
    stale[i] = !turned.insert({message.channel, message.number}).second && moves_slider(message);
  }
  for (std::size_t i = 0; i < messages.size(); ++i) {
    if (!stale[i]) take_message(port, messages[i].second, messages[i].first);
  }
  follow_clock(now_ms);
}

void Session::take_message(const std::string& port, const MidiMessage& message, double time_ms) {
  const bool from_pads = !input_.pads_input.empty() && port == input_.pads_input;
  const bool from_input = input_.port.selected == port;
  if (!from_pads && !from_input) return;
  if (is_clock(message.kind)) {
    if (from_input && document_.midi_setup.clock.in) clock_message(message, time_ms - input_latency_ms());
    return;
  }
  if (learn_or_apply(message)) return;
  if (message.kind != MidiKind::note_on) return;
  if (from_pads && document_.midi_setup.pads.on && press_pad(message.number)) return;
  const MidiInput& settings = document_.midi_setup.input;
  if (!from_input || (settings.channel != 0 && settings.channel != message.channel)) return;
  for (int voice = 0; voice < kVoices; ++voice) {
    const auto& notes = settings.notes[static_cast<std::size_t>(voice)];
    if (std::ranges::find(notes, message.number) == notes.end()) continue;
    play_hit(voice, message.value, time_ms - input_latency_ms());
  }
}

// --- Playing and recording ----------------------------------------------------------------------------------------

void Session::play_hit(int voice, int velocity, double time_ms) {
  if (document_.midi_setup.input.monitor) {
    [[maybe_unused]] const core::Status heard = audition(voice, velocity);
  }
  PlayedHit hit{.time_ms = time_ms, .voice = voice, .velocity = velocity, .step = std::nullopt};
  // In a count-in, what comes within half a step before the bar line is its first step.
  if (playing() && playback_.transport().position(time_ms) >= -0.5) {
    const PlayedAt at = playback_.nearest_step(time_ms, voice, document_.groove);
    hit.step = at.step;
    hit.cycle = at.cycle;
    hit.cell = at.cell;
    if (input_.recording.on) record_hit(hit, at);
    // It came after its bar had been answered, for the bar is answered a little before it ends.
    if (!input_.recording.on && voice == rhythm::kKick && at.cycle == input_.answered_cycle && answer_shown_) {
      [[maybe_unused]] const core::Status set = set_step(voice, at.cell, velocity);
    }
  }
  input_.played.push_back(hit);
  while (input_.played.size() > kMostPlayed || input_.played.front().time_ms < time_ms - kPlayedMs) {
    input_.played.pop_front();
  }
  changed();
}

void Session::record_hit(const PlayedHit& hit, const PlayedAt& at) {
  join_edits("record");
  const MidiInput& settings = document_.midi_setup.input;
  Slot& slot = document_.bank[static_cast<std::size_t>(at.slot)];
  if (at.cell >= slot.steps()) return;  // the pattern has just become shorter
  ++input_.recording.hits;
  if (hit.voice == rhythm::kSnare && settings.snare_as_liked) {
    like_played(hit, slot.steps());
    return;
  }
  if (settings.mode == RecordMode::replace &&
      std::exchange(input_.replaced_cycle[static_cast<std::size_t>(hit.voice)], at.cycle) != at.cycle) {
    slot.pattern.clear(hit.voice);
    if (hit.voice == rhythm::kSnare) std::ranges::fill(slot.locks, std::uint8_t{0});
  }
  slot.pattern.set(hit.voice, at.cell, static_cast<std::uint8_t>(hit.velocity));
  if (hit.voice == rhythm::kSnare) slot.locks[static_cast<std::size_t>(at.cell)] = 1;
  if (!settings.quantise) {
    const double micro =
        std::clamp(std::round(at.late_steps * 100.0), -1.0 * sequencer::kMaxMicro, 1.0 * sequencer::kMaxMicro);
    slot.detail(hit.voice, at.cell).micro = static_cast<std::int8_t>(micro);
  }
  playback_.played_by_hand(hit.voice, at.step);
  if (at.slot == document_.slot) {
    pattern_changed();
  } else {
    document_changed();
  }
}

// The favourite is what was played in this cycle.
void Session::like_played(const PlayedHit& hit, int steps) {
  rhythm::RewardSettings reward = document_.reward;
  const bool fresh = std::exchange(input_.replaced_cycle[rhythm::kSnare], hit.cycle) != hit.cycle;
  if (fresh || reward.liked.size() != static_cast<std::size_t>(steps)) {
    reward.liked.assign(static_cast<std::size_t>(steps), 0);
  }
  reward.liked[static_cast<std::size_t>(hit.cell)] = rhythm::kPlainVelocity;
  [[maybe_unused]] const core::Status set = set_reward(reward);
}

void Session::record(bool on, double now_ms) {
  now_ms_ = now_ms;
  if (on == input_.recording.on) return;
  const MidiInput& settings = document_.midi_setup.input;
  input_.recording = {.on = on};
  input_.replaced_cycle.fill(-1);
  if (on && !playing()) {
    play(now_ms);
    if (settings.count_in) {
      const double bar_ms = sequencer::kStepsPerBar * playback_.transport().step_ms();
      playback_.start(document_.bank, document_.slot, playback_.transport().time_of(0.0) + bar_ms);
      playback_.count_in();
    }
  }
  playback_.set_metronome(on && settings.metronome);
  changed();
}

Recording Session::recording() const {
  Recording recording = input_.recording;
  recording.count_in_beats = playback_.count_in_beats(now_ms_);
  return recording;
}

// What was played belongs to another run of the transport.
void Session::forget_steps_played() {
  for (PlayedHit& hit : input_.played) hit.step.reset();
  input_.answered_cycle = -1;
}

// --- Answer me ----------------------------------------------------------------------------------------------------

// The kicks that were played in the cycle that began on this step, (n).
rhythm::Row Session::kicks_of_cycle(std::int64_t cycle, int steps) const {
  rhythm::Row row(static_cast<std::size_t>(steps), 0);
  for (const PlayedHit& hit : input_.played) {
    if (hit.voice != rhythm::kKick || !hit.step || hit.cycle != cycle || hit.cell >= steps) continue;
    row[static_cast<std::size_t>(hit.cell)] = static_cast<std::uint8_t>(hit.velocity);
  }
  return row;
}

// Without a beat to go by, the first kick of the last phrase is its first step, and the tempo is the one that is set.
std::optional<rhythm::Row> Session::kicks_of_phrase(int steps) const {
  std::vector<PlayedHit> kicks;
  std::ranges::copy_if(input_.played, std::back_inserter(kicks),
                       [](const PlayedHit& hit) { return hit.voice == rhythm::kKick; });
  if (kicks.empty()) return std::nullopt;
  const double step_ms = sequencer::Transport::step_ms_of(document_.tempo_bpm);
  const double earliest_ms = kicks.back().time_ms - (steps - 0.5) * step_ms;
  const auto first = std::ranges::find_if(kicks, [&](const PlayedHit& hit) { return hit.time_ms >= earliest_ms; });
  rhythm::Row row(static_cast<std::size_t>(steps), 0);
  for (auto hit = first; hit != kicks.end(); ++hit) {
    const auto step = static_cast<std::size_t>(std::lround((hit->time_ms - first->time_ms) / step_ms));
    if (step < row.size()) row[step] = static_cast<std::uint8_t>(hit->velocity);
  }
  return row;
}

core::Status Session::answer_me(double now_ms) {
  now_ms_ = now_ms;
  const bool any = std::ranges::any_of(
      input_.played, [&](const PlayedHit& hit) { return hit.voice == rhythm::kKick && (!playing() || hit.step); });
  if (!any) return core::fail("Nothing to answer yet: play a kick on your pads or keys first.");
  if (!playing()) return set_row(rhythm::kKick, *kicks_of_phrase(document_.pattern().steps()));
  input_.answer_pending = true;
  changed();
  return {};
}

// At the start of a cycle that is handed over: the kick that it gets, if the last one is to be answered.
std::optional<rhythm::Row> Session::called_kick(std::int64_t cycle_start, const Slot& slot) {
  std::int64_t call = cycle_start - slot.steps();
  const auto kicks_in = [&](std::int64_t cycle) {
    return std::ranges::any_of(input_.played, [&](const PlayedHit& hit) {
      return hit.voice == rhythm::kKick && hit.step && hit.cycle == cycle;
    });
  };
  if (input_.answer_pending && !kicks_in(call)) {
    // Asked for after the bar: the last one that had anything.
    for (const PlayedHit& hit : input_.played) {
      if (hit.voice == rhythm::kKick && hit.step && hit.cycle < cycle_start) call = hit.cycle;
    }
  }
  if (!(input_.answer_pending || document_.midi_setup.input.auto_answer) || !kicks_in(call)) return std::nullopt;
  input_.answer_pending = false;
  input_.answered_cycle = call;
  answer_shown_ = false;
  return kicks_of_cycle(call, slot.steps());
}

void Session::show_called_kick(const Bar& bar) {
  if (!bar.kick || bar.slot != document_.slot) return;
  join_edits("answer me");
  answer_shown_ = true;
  // Not bar.kick: more of the call may have come since.
  document_.pattern().set_row(rhythm::kKick, kicks_of_cycle(input_.answered_cycle, document_.pattern().steps()));
  pattern_changed();
}

}  // namespace session
