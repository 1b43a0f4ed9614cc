// The clock of another machine, and what is known about times: the scheduler's measurements and the loop-back test.
#include <algorithm>
#include <cmath>
#include <utility>

#include "session/session.h"

namespace session {

using sequencer::MidiKind;

core::Status Session::set_clock(const ClockSettings& clock) {
  if (clock == document_.midi_setup.clock) return {};
  document_.midi_setup.clock = clock;
  clock_changed();
  document_changed();
  return {};
}

// Also after undo, and for a restored document.
void Session::clock_changed() {
  const ClockSettings& clock = document_.midi_setup.clock;
  send_midi(midi_state_.selected, playback_.set_clock_out(clock.out, now_ms_));
  if (clock.in == follows_clock_) return;
  follows_clock_ = clock.in;
  input_.clock.reset(document_.tempo_bpm);
  input_.relocations = input_.clock.relocations();
  input_.clock_view = {};
  if (!clock.in) playback_.set_tempo(document_.tempo_bpm, now_ms_);
}

void Session::clock_message(const sequencer::MidiMessage& message, double time_ms) {
  sequencer::ClockFollower& clock = input_.clock;
  switch (message.kind) {
    case MidiKind::clock:
      clock.pulse(time_ms);
      break;
    case MidiKind::start:
      clock.start(time_ms);
      break;
    case MidiKind::resume:
      clock.resume(time_ms);
      break;
    case MidiKind::stop: {
      const bool ran = clock.running();
      clock.stop();
      if (ran && playing()) stop(now_ms_);
      break;
    }
    case MidiKind::song_position:
      clock.set_position(message.value, time_ms);
      break;
    default:
      break;
  }
}

void Session::follow_clock(double now_ms) {
  if (!follows_clock_) return;
  sequencer::ClockFollower& clock = input_.clock;
  clock.advance(now_ms);
  if (std::string sentence = clock.take_sentence(); !sentence.empty()) {
    input_.clock_view.sentence = sentence;
    notify(std::move(sentence), NoticeLevel::warning);
  }
  if (clock.running() && input_.relocations != clock.relocations()) {
    input_.relocations = clock.relocations();
    play_with_clock();
  } else if (playing() && clock.tempo_bpm()) {
    steer_to_clock(now_ms);
  }
  ClockView view = input_.clock_view;
  view.following = playing() && clock.running();
  view.steady = clock.steady();
  view.tempo_bpm = std::round(clock.tempo_bpm().value_or(0.0) * 10.0) / 10.0;
  if (view.steady) view.sentence.clear();
  const ClockView before = std::exchange(input_.clock_view, view);
  if (before.following != view.following || before.tempo_bpm != view.tempo_bpm || before.steady != view.steady) {
    changed();
  }
}

// From where the master is: what of it is over is left out.
void Session::play_with_clock() {
  const sequencer::ClockFollower& clock = input_.clock;
  if (playing()) send_midi(midi_state_.selected, playback_.panic(now_ms_, document_.midi.channel));
  playback_.set_clock_out(document_.midi_setup.clock.out, now_ms_);
  begin_song();
  forget_steps_played();
  playback_.steer(clock.step_ms(), now_ms_);
  playback_.start_at(document_.bank, document_.slot, clock.time_of(0.0));
  outbox_.push("audio_start", R"({"type":"audio_start"})");
  changed();
}

void Session::steer_to_clock(double now_ms) {
  const sequencer::ClockFollower& clock = input_.clock;
  const double from_ms = std::max(now_ms, playback_.committed_ms());
  double step_ms = clock.step_ms();
  if (clock.running()) {
    // Towards where the master will be a beat from now: an error goes away within a beat, without a jump.
    constexpr double kBeat = sequencer::kStepsPerBeat;
    constexpr double kMostBent = 1.25;
    const double position = playback_.transport().position(from_ms);
    if (std::abs(clock.time_of(position) - from_ms) > kBeat * step_ms) {
      play_with_clock();
      return;
    }
    const double wanted_ms = (clock.time_of(position + kBeat) - from_ms) / kBeat;
    step_ms = std::clamp(wanted_ms, step_ms / kMostBent, step_ms * kMostBent);
  }
  playback_.steer(step_ms, now_ms);
}

// --- Timing -------------------------------------------------------------------------------------------------------

void Session::set_timing(const Timing& timing) {
  input_.timing = timing;
  input_.timing.missed += playback_.missed();
  changed();
}

void Session::reset_timing() {
  input_.timing = {};
  playback_.forget_missed();
  outbox_.push_latest("timing_reset", R"({"type":"timing_reset"})");
  changed();
}

core::Status Session::start_loopback() {
  if (!midi_state_.ready() || !input_.port.ready()) {
    return core::fail("Choose a MIDI output and a MIDI input, and connect them with a cable.");
  }
  if (input_.loopback.status == LoopbackStatus::running) return {};
  constexpr int kNotes = 64;
  input_.loopback = {.status = LoopbackStatus::running, .sentence = "Measuring.", .sent = kNotes};
  outbox_.push("loopback", to_text({{"type", "loopback"}, {"notes", kNotes}}));
  changed();
  return {};
}

void Session::loopback_result(Loopback result) {
  result.status = LoopbackStatus::ready;
  if (result.received == 0) {
    result.status = LoopbackStatus::failed;
    result.sentence = "Nothing came back: connect the chosen output to the chosen input with a cable.";
  } else if (result.received < result.sent) {
    result.sentence = std::to_string(result.sent - result.received) + " of " + std::to_string(result.sent) +
                      " notes did not come back.";
  }
  input_.loopback = std::move(result);
  changed();
}

core::Status Session::apply_loopback() {
  if (input_.loopback.status != LoopbackStatus::ready) return core::fail("Measure the loop first.");
  // There and back: which part is whose cannot be told from outside, so each port gets half, as clocks in networks
  // have it. The output sends that much earlier.
  const double half_ms = std::clamp(input_.loopback.latency_ms / 2.0, 0.0, sequencer::kMaxLatencyMs);
  if (auto status = set_input_latency(half_ms); !status) return status;
  sequencer::MidiSettings midi = midi_settings();
  midi.latency_ms = -half_ms;
  return set_midi(midi);
}

const char* name_of(LoopbackStatus status) {
  switch (status) {
    case LoopbackStatus::idle:
      return "idle";
    case LoopbackStatus::running:
      return "running";
    case LoopbackStatus::ready:
      return "ready";
    case LoopbackStatus::failed:
      return "failed";
  }
  return "";
}

}  // namespace session
