#include "sequencer/transport.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace sequencer {

void Transport::start(double start_ms) {
  segments_.assign(1, Segment{.start_ms = start_ms, .step = 0.0, .step_ms = step_ms()});
}

void Transport::set_tempo(double tempo_bpm, double from_ms) {
  assert(tempo_bpm >= kMinTempoBpm && tempo_bpm <= kMaxTempoBpm);
  if (tempo_bpm != tempo_bpm_) bend(tempo_bpm, from_ms);
}

void Transport::steer(double step_ms, double from_ms) { bend(60000.0 / step_ms / kStepsPerBeat, from_ms); }

void Transport::bend(double tempo_bpm, double from_ms) {
  tempo_bpm_ = tempo_bpm;
  if (segments_.empty()) return;
  if (from_ms <= segments_.front().start_ms) {
    // Not begun yet: the first step stays where it was promised.
    segments_.resize(1);
    segments_.front().step_ms = step_ms();
    return;
  }
  const double step = position(from_ms);
  std::erase_if(segments_, [&](const Segment& segment) { return segment.start_ms >= from_ms; });
  segments_.push_back({.start_ms = from_ms, .step = step, .step_ms = step_ms()});
  // A drag of the tempo makes many segments; what is over for longer than anyone looks back can go.
  constexpr double kLookBackMs = 5000.0;
  while (segments_.size() > 2 && segments_[1].start_ms < from_ms - kLookBackMs) segments_.erase(segments_.begin());
}

double Transport::time_of(double step) const {
  assert(playing());
  auto segment = segments_.rbegin();
  while (segment + 1 != segments_.rend() && segment->step > step) ++segment;
  return segment->start_ms + (step - segment->step) * segment->step_ms;
}

double Transport::position(double time_ms) const {
  assert(playing());
  auto segment = segments_.rbegin();
  while (segment + 1 != segments_.rend() && segment->start_ms > time_ms) ++segment;
  return segment->step + (time_ms - segment->start_ms) / segment->step_ms;
}

std::optional<double> TapTempo::tap(double now_ms) {
  if (!taps_.empty() && (now_ms <= taps_.back() || now_ms - taps_.back() > kForgetMs)) taps_.clear();
  taps_.push_back(now_ms);
  if (taps_.size() > kTaps) taps_.erase(taps_.begin());
  if (taps_.size() < 2) return std::nullopt;
  const double beat_ms = (taps_.back() - taps_.front()) / static_cast<double>(taps_.size() - 1);
  return std::clamp(std::round(600000.0 / beat_ms) / 10.0, kMinTempoBpm, kMaxTempoBpm);
}

}  // namespace sequencer
