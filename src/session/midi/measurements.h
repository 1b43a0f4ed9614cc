// What is known about times: the scheduler's, measured in the browser, and a cable's from output to input.
#pragma once

#include <cstdint>
#include <string>

#include "core/status.h"
#include "session/bench/workbench.h"
#include "session/midi/ports.h"
#include "session/player/playback.h"

namespace session {

// How the scheduler keeps its times: what it was asked for beside what it handed over, measured in the browser.
struct Timing {
  int events = 0;
  double lead_p50_ms = 0.0;    // how long before its time an event was handed over
  double lead_p99_ms = 0.0;    // all but one in a hundred had at least this
  double lead_worst_ms = 0.0;  // and all had this
  int missed = 0;              // more than 10 ms late, or never handed over because the page stood still
  int doubled = 0;
};

enum class LoopbackStatus : std::uint8_t { idle, running, ready, failed };

// A cable from the chosen output to the chosen input, measured.
struct Loopback {
  LoopbackStatus status = LoopbackStatus::idle;
  std::string sentence;
  int sent = 0;
  int received = 0;
  double latency_ms = 0.0;  // median, there and back
  double jitter_ms = 0.0;   // standard deviation
  double worst_ms = 0.0;
};

const char* name_of(LoopbackStatus status);

class Measurements {
 public:
  Measurements(Workbench& bench, Playback& playback, Ports& ports)
      : bench_(bench), playback_(playback), ports_(ports) {}

  const Timing& timing() const { return timing_; }
  void set_timing(const Timing& timing);
  void reset_timing();

  const Loopback& loopback() const { return loopback_; }
  // Notes are sent from the chosen output to the chosen input through a cable, and timed. Errors: a port is missing.
  core::Status start_loopback();
  void take_loopback(Loopback result);
  // Sets the latencies of both ports from it. Errors: nothing was measured.
  core::Status apply_loopback();

 private:
  Workbench& bench_;
  Playback& playback_;
  Ports& ports_;
  Timing timing_;
  Loopback loopback_;
};

}  // namespace session
