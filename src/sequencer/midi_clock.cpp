#include "sequencer/midi_clock.h"

#include <algorithm>
#include <cmath>

namespace sequencer {
namespace {

constexpr MidiBytes kClock{0xF8, 0, 0};
constexpr MidiBytes kStart{0xFA, 0, 0};
constexpr MidiBytes kContinue{0xFB, 0, 0};
constexpr MidiBytes kStop{0xFC, 0, 0};

// The song position pointer counts sixteenths, which are our steps, in two groups of seven bits.
MidiBytes song_position(std::int64_t step) {
  const auto position = static_cast<std::uint32_t>(step) & 0x3FFFU;
  return {0xF2, static_cast<std::uint8_t>(position & 0x7FU), static_cast<std::uint8_t>(position >> 7U)};
}

double time_of_tick(const Transport& transport, std::int64_t tick) {
  return transport.time_of(static_cast<double>(tick) / kTicksPerStep);
}

void push(double time_ms, const MidiBytes& bytes, std::vector<TimedEvent>& events) {
  events.push_back(
      {.time_ms = time_ms, .kind = EventKind::midi, .voice = 0, .velocity = 0, .duration_ms = 0.0, .bytes = bytes});
}

}  // namespace

void ClockOut::restart() { *this = ClockOut{}; }

// A start and its first pulse are handed over together and never less than kStartGapMs apart: handed over a tick of the
// page earlier, a start may still wait for its time when a late pulse goes out at once.
void ClockOut::begin(std::int64_t tick, double time_ms, std::vector<TimedEvent>& events) {
  if (stop_owed_) push(time_ms, kStop, events);
  if (tick == 0) {
    push(time_ms, kStart, events);
  } else {
    push(time_ms, song_position(tick / kTicksPerStep), events);
    push(time_ms, kContinue, events);
  }
  running_ = true;
  stop_owed_ = false;
  started_ms_ = time_ms;
}

void ClockOut::append(const Transport& transport, double now_ms, double end_ms, double latency_ms,
                      std::vector<TimedEvent>& events) {
  const double earliest_ms = now_ms - kLateToleranceMs - std::max(0.0, latency_ms);
  auto first =
      std::max(next_tick_, static_cast<std::int64_t>(std::floor(transport.position(earliest_ms) * kTicksPerStep)));
  while (time_of_tick(transport, first) < earliest_ms) ++first;
  if (first > next_tick_ && running_) {
    running_ = false;
    stop_owed_ = true;
  }
  next_tick_ = first;
  for (;; ++next_tick_) {
    const double time_ms = time_of_tick(transport, next_tick_);
    if (time_ms >= end_ms) return;
    const double pulse_ms = time_ms + latency_ms;
    if (!running_ && next_tick_ % kTicksPerStep == 0) {
      begin(next_tick_, std::max(pulse_ms, now_ms + 2 * kStartGapMs) - kStartGapMs, events);
    }
    if (running_) push(std::max(pulse_ms, started_ms_ + kStartGapMs), kClock, events);
  }
}

std::vector<TimedMessage> ClockOut::stop(double now_ms) {
  if (!running_ && !stop_owed_) return {};
  running_ = false;
  stop_owed_ = false;
  // A start that lies ahead cannot be taken back, so the stop comes after it.
  return {{.time_ms = std::max(now_ms, started_ms_ + kStartGapMs / 2), .bytes = kStop}};
}

}  // namespace sequencer
