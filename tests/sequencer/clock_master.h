// A simulated master clock: its pulses are where they should be, plus jitter.
#pragma once

#include <cstdint>

#include "core/rng.h"
#include "sequencer/clock_follower.h"
#include "sequencer/midi_clock.h"

namespace sequencer_test {

constexpr int kTwoBars = 8 * sequencer::kTicksPerBeat;

class Master {
 public:
  Master(double tempo_bpm, double start_ms, std::uint64_t seed)
      : rng_(seed), tempo_bpm_(tempo_bpm), next_ms_(start_ms) {}

  // The next pulse as it arrives.
  double pulse(double jitter_ms) {
    const double time_ms = next_ms_ + jitter_ms * (2.0 * rng_.uniform() - 1.0);
    advance();
    return time_ms;
  }
  double gaussian_pulse(double deviation_ms) {
    const double time_ms = next_ms_ + deviation_ms * rng_.normal();
    advance();
    return time_ms;
  }
  void advance(double ticks = 1.0) { next_ms_ += ticks * tick_ms(); }
  void set_tempo(double tempo_bpm) { tempo_bpm_ = tempo_bpm; }
  double tick_ms() const { return 60000.0 / tempo_bpm_ / sequencer::kTicksPerBeat; }
  double next_ms() const { return next_ms_; }

 private:
  core::Rng rng_;
  double tempo_bpm_;
  double next_ms_;
};

inline void follow(sequencer::ClockFollower& follower, Master& master, int pulses, double jitter_ms) {
  for (int i = 0; i < pulses; ++i) follower.pulse(master.pulse(jitter_ms));
}

// How far the follower's idea of the tick that the master sends next is from the truth, once a start has set tick 0.
inline double phase_error_ms(const sequencer::ClockFollower& follower, const Master& master, int tick) {
  return follower.time_of(static_cast<double>(tick) / sequencer::kTicksPerStep) - master.next_ms();
}

}  // namespace sequencer_test
