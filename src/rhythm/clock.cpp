#include "rhythm/clock.h"

#include <algorithm>
#include <cassert>
#include <limits>

namespace rhythm {
namespace {

// Coefficients of PS-like, see the header.
constexpr double kSilentTick = 0.625;
constexpr double kUnaccentedTick = 0.182;
constexpr double kEqualSegment = 0.129;
constexpr double kUnequalSegment = 0.332;
constexpr double kSegmentChange = 0.056;

enum class Segment { kEmpty, kEqual, kUnequal };

int longest_unit(int steps) {
  for (const int unit : kClockUnits) {
    if (steps % unit == 0) return unit;
  }
  return 0;
}

// The kind of the segment that starts at `start`.
Segment segment_kind(const Onsets& onsets, int start, int unit) {
  int first_gap = 0;  // 0 until an onset inside the segment ends it
  int last_cut = 0;
  bool equal = true;
  for (int i = 1; i <= unit; ++i) {
    if (i < unit && !onsets.at((start + i) % onsets.steps())) continue;
    const int gap = i - last_cut;
    if (first_gap == 0) first_gap = gap;
    equal = equal && gap == first_gap;
    last_cut = i;
  }
  if (first_gap == unit && onsets.at(start)) return Segment::kEmpty;
  return equal ? Segment::kEqual : Segment::kUnequal;
}

double ps_like_of_clock(const Onsets& onsets, const Clock& clock) {
  double sum = kPsLikeMinimum + kSilentTick * clock.silent + kUnaccentedTick * clock.unaccented;
  Segment previous = Segment::kEmpty;
  for (int start = clock.phase; start < onsets.steps(); start += clock.unit) {
    const Segment kind = segment_kind(onsets, start, clock.unit);
    if (kind == Segment::kEqual) sum += kEqualSegment;
    if (kind == Segment::kUnequal) sum += kUnequalSegment;
    if (start != clock.phase && kind != previous) sum += kSegmentChange;
    previous = kind;
  }
  return sum;
}

}  // namespace

StepSet accents(const Onsets& onsets) {
  StepSet accented(onsets.steps());
  const int n = onsets.steps();
  const int count = onsets.count();
  if (count == 0 || count == n) return accented;
  const auto ends_run = [&](int k) { return onsets.interval(k) > 1; };
  const auto starts_run = [&](int k) { return ends_run((k + count - 1) % count); };
  for (int k = 0; k < count; ++k) {
    // The first of a run of 2 is the one start that is not accented.
    const bool first_of_two = starts_run(k) && !ends_run(k) && ends_run((k + 1) % count);
    const bool accent = ends_run(k) || (starts_run(k) && !first_of_two);
    if (accent) accented.set(onsets.position(k));
  }
  return accented;
}

Clock count_clock(const Onsets& onsets, const StepSet& accented, int unit, int phase) {
  assert(unit > 0 && onsets.steps() % unit == 0 && phase >= 0 && phase < unit);
  Clock clock{.unit = unit, .phase = phase};
  for (int tick = phase; tick < onsets.steps(); tick += unit) {
    if (!onsets.at(tick)) {
      ++clock.silent;
    } else if (accented.test(tick)) {
      ++clock.accented;
    } else {
      ++clock.unaccented;
    }
  }
  return clock;
}

bool has_clock(int steps) { return longest_unit(steps) != 0; }

std::optional<int> cscore(const Onsets& onsets) {
  if (!has_clock(onsets.steps())) return std::nullopt;
  const StepSet accented = accents(onsets);
  int least = std::numeric_limits<int>::max();
  for (const int unit : kClockUnits) {
    if (onsets.steps() % unit != 0) continue;
    for (int phase = 0; phase < unit; ++phase) {
      least = std::min(least, count_clock(onsets, accented, unit, phase).counter_evidence());
    }
  }
  return least;
}

int cscore_maximum(int steps) { return has_clock(steps) ? 4 * (steps / longest_unit(steps)) : 0; }

int cscore_maximum_with_onsets(int steps) {
  if (!has_clock(steps)) return 0;
  const int ticks = steps / longest_unit(steps);
  return std::max(4 * (ticks - 1), ticks);
}

std::optional<double> ps_like(const Onsets& onsets) {
  if (!has_clock(onsets.steps())) return std::nullopt;
  const StepSet accented = accents(onsets);
  int least = std::numeric_limits<int>::max();
  double smallest = 0.0;
  for (const int unit : kClockUnits) {
    if (onsets.steps() % unit != 0) continue;
    for (int phase = 0; phase < unit; ++phase) {
      const Clock clock = count_clock(onsets, accented, unit, phase);
      if (clock.counter_evidence() > least) continue;
      const double value = ps_like_of_clock(onsets, clock);
      smallest = clock.counter_evidence() < least ? value : std::min(smallest, value);
      least = clock.counter_evidence();
    }
  }
  return smallest;
}

double ps_like_maximum(int steps) {
  if (!has_clock(steps)) return kPsLikeMinimum;
  return kPsLikeMinimum + steps / longest_unit(steps) * (kSilentTick + kEqualSegment);
}

}  // namespace rhythm
