#include "session/midi/follower.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace session {

using sequencer::MidiKind;

void Follower::restart() {
  clock_.reset(bench_.document().feel().tempo_bpm);
  relocations_ = clock_.relocations();
}

void Follower::apply_settings() {
  const ClockSettings& settings = bench_.document().midi_setup.clock;
  Playback& playback = player_.playback();
  ports_.send(playback.set_clock_out(settings.out, bench_.now_ms()));
  if (settings.in == on_) return;
  on_ = settings.in;
  restart();
  view_ = {};
  if (!on_) playback.set_tempo(bench_.document().feel().tempo_bpm, bench_.now_ms());
}

bool Follower::take(const sequencer::MidiMessage& message, double time_ms) {
  switch (message.kind) {
    case MidiKind::clock:
      clock_.pulse(time_ms);
      return false;
    case MidiKind::start:
      clock_.start(time_ms);
      return false;
    case MidiKind::resume:
      clock_.resume(time_ms);
      return false;
    case MidiKind::stop: {
      const bool ran = clock_.running();
      clock_.stop();
      return ran && player_.playing();
    }
    case MidiKind::song_position:
      clock_.set_position(message.value, time_ms);
      return false;
    default:
      return false;
  }
}

void Follower::follow() {
  if (!on_) return;
  clock_.advance(bench_.now_ms());
  if (std::string sentence = clock_.take_sentence(); !sentence.empty()) {
    view_.sentence = sentence;
    bench_.notify(std::move(sentence), NoticeLevel::warning);
  }
  if (clock_.running() && relocations_ != clock_.relocations()) {
    relocations_ = clock_.relocations();
    start_with_clock();
  } else if (player_.playing() && clock_.tempo_bpm()) {
    steer();
  }
  ClockView view = view_;
  view.following = player_.playing() && clock_.running();
  view.steady = clock_.steady();
  view.tempo_bpm = std::round(clock_.tempo_bpm().value_or(0.0) * 10.0) / 10.0;
  if (view.steady) view.sentence.clear();
  const ClockView before = std::exchange(view_, view);
  if (before.following != view.following || before.tempo_bpm != view.tempo_bpm || before.steady != view.steady) {
    bench_.changed();
  }
}

// From where the master is: what of it is over is left out.
void Follower::start_with_clock() {
  if (player_.playing()) ports_.panic();
  player_.playback().set_clock_out(bench_.document().midi_setup.clock.out, bench_.now_ms());
  recorder_.forget_steps();
  player_.play_from(clock_.time_of(0.0), clock_.step_ms());
  recorder_.apply_settings();
}

void Follower::steer() {
  Playback& playback = player_.playback();
  const double from_ms = std::max(bench_.now_ms(), playback.committed_ms());
  double step_ms = clock_.step_ms();
  if (clock_.running()) {
    // Towards where the master will be a beat from now: an error goes away within a beat, without a jump.
    constexpr double kBeat = sequencer::kStepsPerBeat;
    constexpr double kMostBent = 1.25;
    const double position = playback.transport().position(from_ms);
    if (std::abs(clock_.time_of(position) - from_ms) > kBeat * step_ms) {
      start_with_clock();
      return;
    }
    const double wanted_ms = (clock_.time_of(position + kBeat) - from_ms) / kBeat;
    step_ms = std::clamp(wanted_ms, step_ms / kMostBent, step_ms * kMostBent);
  }
  playback.steer(step_ms, bench_.now_ms());
}

}  // namespace session
