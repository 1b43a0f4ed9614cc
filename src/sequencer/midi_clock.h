// MIDI clock out: 24 pulses a quarter note on the transport's own grid, start, stop, and song position with continue
// where a receiver comes in later.
//
// Like the notes, the pulses are a function of the transport; ClockOut is the small state on top that remembers what
// was handed over and what the receiver was told.
#pragma once

#include <cstdint>
#include <vector>

#include "sequencer/midi.h"
#include "sequencer/scheduler.h"
#include "sequencer/transport.h"

namespace sequencer {

inline constexpr int kTicksPerBeat = 24;
inline constexpr int kTicksPerStep = kTicksPerBeat / kStepsPerBeat;

// Start and continue come this long before their first pulse, as the MIDI 1.0 specification asks for.
inline constexpr double kStartGapMs = 1.0;

class ClockOut {
 public:
  // The transport begins at step 0; nothing was handed over.
  void restart();

  // Appends what falls before `end_ms` on the transport's time and was not handed over: pulses, and start or song
  // position with continue together with the first of them. MIDI times are latency_ms later. A late start goes out a
  // moment from now and its pulses wait for it; pulses of more than kLateToleranceMs ago are left out, and then the
  // receiver is stopped and set to the next step.
  void append(const Transport& transport, double now_ms, double end_ms, double latency_ms,
              std::vector<TimedEvent>& events);

  // What stops the receiver: nothing if it was not started. From then on append() begins with a continue.
  std::vector<TimedMessage> stop(double now_ms);

 private:
  void begin(std::int64_t tick, double time_ms, std::vector<TimedEvent>& events);

  std::int64_t next_tick_ = 0;
  bool running_ = false;     // the receiver was told to play
  bool stop_owed_ = false;   // it plays, but has missed pulses
  double started_ms_ = 0.0;  // MIDI time of the last start or continue that was handed over
};

}  // namespace sequencer
