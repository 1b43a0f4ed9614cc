// The musical clock: tempo, and which step it is at which time.
//
// A Transport knows no clock: every time comes in as milliseconds (the page's performance.now()). Positions are counted
// in sixteenth notes since the start, its steps, fractions included, and rise for as long as it plays. What lies
// between them and the steps of a pattern are ticks: 24 a quarter note, a whole number for each step of each
// resolution.
#pragma once

#include <optional>
#include <vector>

#include "rhythm/pattern.h"
#include "rhythm/timing.h"

namespace sequencer {

inline constexpr double kMinTempoBpm = 20.0;
inline constexpr double kMaxTempoBpm = 300.0;

using rhythm::kStepsPerBeat;
inline constexpr int kTicksPerSixteenth = rhythm::kTicksPerQuarter / kStepsPerBeat;

class Transport {
 public:
  bool playing() const { return !segments_.empty(); }
  double tempo_bpm() const { return tempo_bpm_; }
  double step_ms() const { return step_ms_of(tempo_bpm_); }

  // Plays from step 0, which falls on `start_ms`.
  void start(double start_ms);
  void stop() { segments_.clear(); }

  // A new tempo (kMinTempoBpm to kMaxTempoBpm) from `from_ms` on. The position has no jump: what lies before from_ms
  // keeps its times, so what was already handed over stays right if from_ms is the end of what was handed over.
  void set_tempo(double tempo_bpm, double from_ms);

  // The same for any length of a step, as an external clock asks for it: tempo_bpm() is then what it is.
  void steer(double step_ms, double from_ms);

  // When `step` falls, ms. Only while playing.
  double time_of(double step) const;

  // Position in steps at `time_ms`; negative before the start. Only while playing.
  double position(double time_ms) const;

  // The same in ticks.
  double time_of_tick(double tick) const { return time_of(tick / kTicksPerSixteenth); }
  double tick_at(double time_ms) const { return position(time_ms) * kTicksPerSixteenth; }

  static double step_ms_of(double tempo_bpm) { return 60000.0 / tempo_bpm / kStepsPerBeat; }

 private:
  // From start_ms on, where the position is `step`, one step lasts step_ms.
  struct Segment {
    double start_ms;
    double step;
    double step_ms;
  };

  void bend(double tempo_bpm, double from_ms);

  double tempo_bpm_ = 120.0;
  std::vector<Segment> segments_;  // rising in time; empty when stopped
};

// Tempo from taps: the mean distance of the last taps (at most kTaps); a pause of more than 2 s starts anew.
class TapTempo {
 public:
  // One tap. Returns the tempo in BPM, within the transport's limits and rounded to 0.1, once there are two taps.
  std::optional<double> tap(double now_ms);

 private:
  static constexpr std::size_t kTaps = 8;
  static constexpr double kForgetMs = 2000.0;
  std::vector<double> taps_;
};

}  // namespace sequencer
