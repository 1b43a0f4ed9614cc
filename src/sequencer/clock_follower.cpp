#include "sequencer/clock_follower.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstdio>
#include <utility>

#include "sequencer/midi_clock.h"
#include "sequencer/transport.h"

namespace sequencer {
namespace {

// Four bars: with 3 ms of jitter the tempo is then known to 0.01 BPM and the phase to 0.3 ms.
constexpr std::size_t kWindow = 16 * kTicksPerBeat;
// After a change of tempo so few pulses are left to begin with; half a beat still averages jitter.
constexpr std::size_t kShortWindow = kTicksPerBeat / 2;
constexpr double kLostMs = 500.0;        // a master at 20 BPM sends a pulse each 125 ms
constexpr double kGapTicks = 3.5;        // a longer pause between two pulses: some went missing or were held back
constexpr double kBunchTicks = 0.65;     // pulses closer than this were held back: jitter alone seldom does it
constexpr double kBunchMs = 2.0;         // the same while no tempo is known: 1,250 BPM
constexpr std::size_t kTelling = 3;      // so many pulses tell by their two distances what a gap was
constexpr double kRegular = 0.35;        // those distances differ by less than this share of a pulse's
constexpr int kSearch = 6;               // so many pulses in a row must be off by the same number of ticks
constexpr double kWholeTicks = 0.35;     // a residual this close to a whole number of ticks is one
constexpr double kLeastLeanMs = 4.0;     // the mean residual of a short window that means a new tempo,
constexpr double kLeanDeviations = 5.0;  // or so many standard errors, where the jitter is large
constexpr double kFastestTickMs = 60000.0 / kMaxTempoBpm / kTicksPerBeat;
constexpr double kSlowestTickMs = 60000.0 / kMinTempoBpm / kTicksPerBeat;
constexpr double kEdge = 0.03;  // a tempo this little outside is a limit's

double tempo_of(double tick_ms) { return 60000.0 / (tick_ms * kTicksPerBeat); }

}  // namespace

void ClockFollower::pulse(double time_ms) {
  if (!pulses_.empty()) time_ms = std::max(time_ms, last_.time_ms);
  const double spacing_ms = time_ms - last_.time_ms;
  last_ = {.k = last_.k + 1, .time_ms = time_ms};
  const bool first = pulses_.empty() || (awaiting_first_ && lost_);
  lost_ = false;
  awaiting_first_ = false;
  if (first) {
    begin(last_.k, time_ms);
  } else if (fitted() && (!held_.empty() || spacing_ms > kGapTicks * tick_ms_)) {
    hold(last_, spacing_ms);
  } else {
    let_go_of_late(spacing_ms);
    take(last_);
  }
}

// A tempo of a whole beat: it says where a pulse should fall. One of fewer pulses, or only thought, does not.
bool ClockFollower::trusted() const { return fitted() && !guessed_ && pulses_.size() >= kTicksPerBeat; }

void ClockFollower::take(const Pulse& pulse) {
  pulses_.push_back(pulse);
  if (pulses_.size() > (guessed_ ? std::size_t{kTicksPerStep} : kWindow)) {
    pulses_.pop_front();
    guessed_ = false;
  }
  if (lost_some()) return;
  fit();
  find_tempo_change();
}

// With a first pulse alone there is no tempo: the one before it is where it would have been at the last tempo.
void ClockFollower::begin(std::int64_t k, double time_ms) {
  const double tick_ms = fitted() ? tick_ms_ : guess_ms_;
  held_.clear();
  bunched_ = false;
  off_count_ = 0;
  pulses_.clear();
  pulses_.push_back({.k = k - 1, .time_ms = time_ms - tick_ms});
  pulses_.push_back({.k = k, .time_ms = time_ms});
  guessed_ = true;
  last_ = pulses_.back();
  fit();
}

// A pulse after a gap, counted but not fitted: were those before it lost, or is it one that was held back?
void ClockFollower::hold(const Pulse& pulse, double spacing_ms) {
  const bool sure = trusted();
  const double tick_ms = tick_ms_;
  if (!held_.empty() && bunched_ && spacing_ms > kGapTicks * tick_ms) {
    // Held back again. Of a bunch the last pulse was on its way for the shortest time: where all come in bunches, it is
    // what the tempo can be known by.
    const Pulse latest = held_.back();
    held_.clear();
    take(latest);
    if (!fitted()) return;
  }
  if (!held_.empty() && spacing_ms < (sure ? kBunchTicks * tick_ms : kBunchMs)) bunched_ = true;
  held_.push_back(pulse);
  if (held_.size() > kTelling) held_.erase(held_.begin());
  if (sure && std::abs(residual(pulse)) < kWholeTicks * tick_ms) {
    // Where counting has it: the backlog is over, and only its last pulse may still have been a part of it.
    held_.clear();
    bunched_ = false;
    if (spacing_ms > kBunchTicks * tick_ms) take(pulse);
    return;
  }
  settle();
}

// Decides about a gap as soon as the pulses after it come regularly.
void ClockFollower::settle() {
  if (held_.size() < kTelling) return;
  const double first_ms = held_[1].time_ms - held_[0].time_ms;
  const double second_ms = held_[2].time_ms - held_[1].time_ms;
  const double mean_ms = (first_ms + second_ms) / 2.0;
  if (mean_ms < (trusted() ? kBunchTicks * tick_ms_ : kBunchMs)) return;  // still the backlog
  if (std::abs(first_ms - second_ms) > kRegular * std::max(mean_ms, tick_ms_)) return;
  const bool known_tempo = std::abs(mean_ms / tick_ms_ - 1.0) < kRegular;
  if ((bunched_ && !trusted()) || !known_tempo) {
    // Nothing is known but the count, or the master goes on at quite another tempo.
    pulses_.assign(held_.begin(), held_.end());
    held_.clear();
    bunched_ = false;
    guessed_ = false;
    off_count_ = 0;
    fit();
    return;
  }
  double off_ticks = 0.0;
  for (const Pulse& pulse : held_) off_ticks += residual(pulse) / tick_ms_ / static_cast<double>(kTelling);
  const double whole_ticks = std::max(0.0, std::round(off_ticks));
  if (std::abs(off_ticks - whole_ticks) >= kWholeTicks) {
    go_on_elsewhere(off_ticks);
    return;
  }
  std::vector<Pulse> held = std::exchange(held_, {});
  bunched_ = false;
  last_.k += static_cast<std::int64_t>(whole_ticks);
  for (Pulse& pulse : held) {
    pulse.k += static_cast<std::int64_t>(whole_ticks);
    take(pulse);
  }
}

// The master goes on elsewhere in time; the nearest of our ticks becomes its next one, so that we shift by half a tick
// at most. What was fitted before says nothing about that, save the tempo. After a backlog counting is surer.
void ClockFollower::go_on_elsewhere(double off_ticks) {
  const bool backlog = bunched_ && std::abs(off_ticks) < 1.0;
  const double whole_ticks = backlog ? 0.0 : std::max(0.0, std::round(off_ticks));
  if (!backlog) {
    char words[96];
    std::snprintf(words, sizeof words, "The MIDI clock jumped by %.0f ms: it is followed from there.",
                  std::abs(off_ticks - whole_ticks) * tick_ms_);
    sentence_ = words;
  }
  begin(last_.k + static_cast<std::int64_t>(whole_ticks), last_.time_ms);
}

// A pause too short for a gap makes late pulses too: one that the next does not bear out told no time.
void ClockFollower::let_go_of_late(double spacing_ms) {
  if (trusted()) {
    const double late_ms = residual(pulses_.back());
    if (late_ms > kWholeTicks * tick_ms_ && residual(last_) < late_ms / 2.0) pulses_.pop_back();
    return;
  }
  if (spacing_ms >= kBunchMs) return;
  pulses_.pop_back();
  // A first pulse and the one that is thought before it: both move.
  if (guessed_ && pulses_.size() == 1) {
    pulses_.front() = {.k = last_.k - 1, .time_ms = last_.time_ms - (fitted() ? tick_ms_ : guess_ms_)};
  }
}

void ClockFollower::start(double time_ms) {
  position_ = 0;
  resume(time_ms);
}

void ClockFollower::resume(double time_ms) {
  song_k_ = last_.k + 1 - position_;
  running_ = true;
  awaiting_first_ = true;
  // Some masters send pulses only while they play: then what the old ones foretell says nothing.
  if (fitted() && time_ms - pulses_.back().time_ms > 2.0 * tick_ms_) lost_ = true;
  ++relocations_;
}

void ClockFollower::stop() {
  if (!running_) return;
  // A later continue goes on from here, which may lie within a sixteenth.
  position_ = std::max<std::int64_t>(0, last_.k + 1 - song_k_);
  running_ = false;
}

void ClockFollower::set_position(int sixteenths, double time_ms) {
  position_ = std::int64_t{sixteenths} * kTicksPerStep;
  if (running_) resume(time_ms);  // out of turn, but there are masters that do it while they play
}

void ClockFollower::reset(double guess_bpm) {
  const std::uint64_t relocations = relocations_;
  *this = ClockFollower{};
  relocations_ = relocations + 1;
  guess_ms_ = 60000.0 / guess_bpm / kTicksPerBeat;
}

void ClockFollower::advance(double now_ms) {
  if (lost_ || now_ms - last_.time_ms <= kLostMs) return;
  lost_ = true;
  if (running_) sentence_ = "The MIDI clock is gone: the tempo stays as it was until it comes back.";
}

bool ClockFollower::steady() const { return pulses_.size() >= kTicksPerBeat && !lost_; }

std::optional<double> ClockFollower::tempo_bpm() const {
  if (pulses_.size() < kTicksPerStep || !fitted()) return std::nullopt;
  return tempo_of(tick_ms_);
}

double ClockFollower::time_of(double step) const {
  assert(fitted());
  const double k = static_cast<double>(song_k_) + step * kTicksPerStep;
  return origin_ms_ + (k - origin_k_) * tick_ms_;
}

double ClockFollower::step_ms() const { return tick_ms_ * kTicksPerStep; }

std::string ClockFollower::take_sentence() { return std::exchange(sentence_, {}); }

double ClockFollower::residual(const Pulse& pulse) const {
  return pulse.time_ms - (origin_ms_ + (static_cast<double>(pulse.k) - origin_k_) * tick_ms_);
}

void ClockFollower::fit() {
  const auto count = static_cast<double>(pulses_.size());
  const std::int64_t first_k = pulses_.front().k;
  const double first_ms = pulses_.front().time_ms;
  double mean_k = 0.0;
  double mean_ms = 0.0;
  for (const Pulse& pulse : pulses_) {
    mean_k += static_cast<double>(pulse.k - first_k) / count;
    mean_ms += (pulse.time_ms - first_ms) / count;
  }
  double products = 0.0;
  double squares = 0.0;
  for (const Pulse& pulse : pulses_) {
    const double k = static_cast<double>(pulse.k - first_k) - mean_k;
    products += k * (pulse.time_ms - first_ms - mean_ms);
    squares += k * k;
  }
  if (squares <= 0.0) return;
  const double fitted_ms = products / squares;
  // At 20 or 300 BPM itself the jitter of half of all fits is on the other side.
  const double tick_ms = std::clamp(fitted_ms, kFastestTickMs, kSlowestTickMs);
  if (!(std::abs(fitted_ms - tick_ms) <= kEdge * tick_ms)) {
    // Not a tempo, or none of ours; a handful of pulses may just have come in a bunch.
    if (pulses_.size() < kShortWindow) return;
    tick_ms_ = 0.0;
    if (!told_range_) sentence_ = "The MIDI clock is outside 20 to 300 BPM and is not followed.";
    told_range_ = true;
    return;
  }
  if (pulses_.size() >= kShortWindow) told_range_ = false;
  tick_ms_ = tick_ms;
  origin_k_ = static_cast<double>(first_k) + mean_k;
  origin_ms_ = first_ms + mean_ms;
}

// A few lost pulses leave no gap that could be told from jitter. But from then on every pulse is off by the same whole
// number of ticks: after some of them we know. Until then the fit stays as it was. True while that is so.
bool ClockFollower::lost_some() {
  if (!fitted() || pulses_.size() < kTicksPerBeat) return false;
  const double off = residual(pulses_.back()) / tick_ms_;
  const auto ticks = static_cast<int>(std::lround(std::clamp(off, -100.0, 100.0)));
  const bool like_the_last = off_count_ == 0 || ticks == off_ticks_;
  if (ticks == 0 || std::abs(off - ticks) > kWholeTicks || !like_the_last) {
    off_count_ = 0;
    return false;
  }
  off_ticks_ = ticks;
  if (++off_count_ < kSearch) return true;
  for (auto pulse = pulses_.end() - kSearch; pulse != pulses_.end(); ++pulse) pulse->k += ticks;
  last_.k += ticks;
  off_count_ = 0;
  return false;
}

void ClockFollower::find_tempo_change() {
  if (!fitted() || pulses_.size() <= kShortWindow) return;
  double lean_ms = 0.0;
  double latest_ms = 0.0;
  for (auto pulse = pulses_.end() - kShortWindow; pulse != pulses_.end(); ++pulse) {
    const double residual_ms = residual(*pulse);
    lean_ms += residual_ms;
    latest_ms = std::max(latest_ms, residual_ms);
  }
  // Without the one that is latest: a single late pulse is no tempo.
  lean_ms = (lean_ms - latest_ms) / static_cast<double>(kShortWindow - 1);
  // The jitter from neighbours' differences (von Neumann 1941), which a lean does not make larger.
  double squares = 0.0;
  for (std::size_t i = 1; i < pulses_.size(); ++i) {
    const double difference = residual(pulses_[i]) - residual(pulses_[i - 1]);
    squares += difference * difference / 2.0;
  }
  const double variance = squares / static_cast<double>(pulses_.size() - 1);
  const double error_ms = std::sqrt(variance / static_cast<double>(kShortWindow));
  if (std::abs(lean_ms) < std::max(kLeastLeanMs, kLeanDeviations * error_ms)) return;
  keep_last(kShortWindow);
  fit();
}

void ClockFollower::keep_last(std::size_t count) {
  pulses_.erase(pulses_.begin(), pulses_.end() - static_cast<std::ptrdiff_t>(std::min(count, pulses_.size())));
}

}  // namespace sequencer
