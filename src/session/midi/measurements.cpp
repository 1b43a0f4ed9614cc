#include "session/midi/measurements.h"

#include <algorithm>
#include <utility>

namespace session {

void Measurements::set_timing(const Timing& timing) {
  timing_ = timing;
  timing_.missed += playback_.missed();
  bench_.changed();
}

void Measurements::reset_timing() {
  timing_ = {};
  playback_.forget_missed();
  bench_.outbox().push_latest(TimingReset{});
  bench_.changed();
}

core::Status Measurements::start_loopback() {
  if (!ports_.output().ready() || !ports_.input().ready()) {
    return core::fail("Choose a MIDI output and a MIDI input, and connect them with a cable.");
  }
  if (loopback_.status == LoopbackStatus::running) return {};
  constexpr int kNotes = 64;
  loopback_ = {.status = LoopbackStatus::running, .sentence = "Measuring.", .sent = kNotes};
  bench_.outbox().push(MeasureLoopback{.notes = kNotes});
  bench_.changed();
  return {};
}

void Measurements::take_loopback(Loopback result) {
  result.status = LoopbackStatus::ready;
  if (result.received == 0) {
    result.status = LoopbackStatus::failed;
    result.sentence = "Nothing came back: connect the chosen output to the chosen input with a cable.";
  } else if (result.received < result.sent) {
    result.sentence = std::to_string(result.sent - result.received) + " of " + std::to_string(result.sent) +
                      " notes did not come back.";
  }
  loopback_ = std::move(result);
  bench_.changed();
}

core::Status Measurements::apply_loopback() {
  if (loopback_.status != LoopbackStatus::ready) return core::fail("Measure the loop first.");
  // There and back: which part is whose cannot be told from outside, so each port gets half, as clocks in networks
  // have it. The output sends that much earlier.
  const double half_ms = std::clamp(loopback_.latency_ms / 2.0, 0.0, sequencer::kMaxLatencyMs);
  if (auto status = ports_.set_input_latency(half_ms); !status) return status;
  sequencer::MidiSettings midi = ports_.output_settings();
  midi.latency_ms = -half_ms;
  return ports_.set_output_settings(midi);
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
