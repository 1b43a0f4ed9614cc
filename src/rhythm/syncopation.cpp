#include "rhythm/syncopation.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <cstdlib>
#include <numeric>

namespace rhythm {
namespace {

// Costs of a beat of four steps; index bit 0 is the first step. Eleven are published. They follow one rule, which gives
// the five the table leaves open (marked): the cost of the beat as two halves, plus the mean cost of its halves.
// Beat: nothing after the first step 0 (null), both halves start with an onset 1 (filled), `xx..` 2 (run), first and
// last step 3 (upbeat), first step silent 5 (syncopated). Half: `..` and `x.` 0, `xx` 1, `.x` 3 where an onset follows
// it and 5 where a rest does; the step after the beat is the beat's own first.
constexpr std::array<double, 16> kPressingCosts = {
    0.0,   // ....
    0.0,   // x...
    7.5,   // .x..
    2.5,   // xx..
    5.0,   // ..x.
    1.0,   // x.x.
    6.5,   // .xx.
    1.5,   // xxx.  open: 1 + (1 + 0) / 2
    7.5,   // ...x
    4.5,   // x..x
    10.0,  // .x.x
    5.0,   // xx.x  open: 3 + (1 + 3) / 2
    5.5,   // ..xx
    1.5,   // x.xx  open: 1 + (0 + 1) / 2
    7.0,   // .xxx  open: 5 + (3 + 1) / 2
    2.0,   // xxxx  open: 1 + (1 + 1) / 2
};
constexpr int kPressingBeat = 4;

// The sum of the `count` largest (or smallest) TMC weights of `bars` bars.
int sum_of_weights(const Metre& metre, int bars, int count, bool largest) {
  const int deepest = metre.deepest_level();
  int sum = 0;
  for (int i = 0; i <= deepest && count > 0; ++i) {
    const int level = largest ? i : deepest - i;
    const int taken = std::min(count, metre.steps_at_level(level) * bars);
    sum += taken * (deepest - level + 1);
    count -= taken;
  }
  return sum;
}

bool starts_off(const Onsets& onsets, int k) {
  const auto unit = std::bit_floor(static_cast<unsigned>(onsets.interval(k)));
  return static_cast<unsigned>(onsets.position(k)) % unit != 0;
}

bool ends_off(const Onsets& onsets, int k) {
  const auto unit = std::bit_floor(static_cast<unsigned>(onsets.interval(k)));
  const int end = (onsets.position(k) + onsets.interval(k)) % onsets.steps();
  return static_cast<unsigned>(end) % unit != 0;
}

// d(i, the nearest step of `level` or stronger in `direction`) of SG; i is an onset, so v_i = 1.
double difference_to_neighbour(const Onsets& onsets, const Metre& metre, int step, int level, int direction) {
  const int n = onsets.steps();
  int neighbour = step;
  do {
    neighbour += direction;
    if (neighbour < 0) neighbour = n - 1;
    if (neighbour == n) neighbour = 0;
  } while (metre.level(neighbour) > level);
  if (onsets.at(neighbour)) return 0.0;
  return std::min(1.0, 0.5 + 0.125 * std::abs(metre.level(step) - metre.level(neighbour)));
}

}  // namespace

double lhl(const Onsets& onsets, const Metre& metre, Wrap wrap) {
  assert(metre.fits(onsets.steps()));
  const int n = onsets.steps();
  int sum = 0;
  for (int k = 0; k < onsets.count(); ++k) {
    const int onset = onsets.position(k);
    const bool last_heard = wrap == Wrap::kLinear && k + 1 == onsets.count();
    const int end = last_heard ? n : onset + onsets.interval(k);
    const int own_level = metre.level(onset);
    int strongest = own_level;  // the smallest level is the largest weight
    for (int step = onset + 1; step < end; ++step) strongest = std::min(strongest, metre.level(step));
    sum += own_level - strongest;
  }
  return static_cast<double>(sum) / metre.bars(n);
}

double lhl_maximum(const Metre& metre) {
  int sum = 0;
  for (int level = 0; level <= metre.deepest_level(); ++level) {
    sum += metre.steps_at_level(level) * (metre.deepest_level() - level);
  }
  return sum;
}

double tmc(const Onsets& onsets, const Metre& metre) {
  assert(metre.fits(onsets.steps()));
  const int bars = metre.bars(onsets.steps());
  int sum = sum_of_weights(metre, bars, onsets.count(), true);
  for (int k = 0; k < onsets.count(); ++k) sum -= metre.deepest_level() - metre.level(onsets.position(k)) + 1;
  return static_cast<double>(sum) / bars;
}

double tmc_maximum(const Metre& metre) {
  const int half = metre.bar_steps() / 2;
  return sum_of_weights(metre, 1, half, true) - sum_of_weights(metre, 1, half, false);
}

int keith_full(const Onsets& onsets) {
  int sum = 0;
  for (int k = 0; k < onsets.count(); ++k) {
    sum += (starts_off(onsets, k) ? 2 : 0) + (ends_off(onsets, k) ? 1 : 0);
  }
  return sum;
}

int keith_full_maximum(int steps) { return 3 * (steps / 2); }

int keith_count(const Onsets& onsets) {
  int count = 0;
  for (int k = 0; k < onsets.count(); ++k) count += starts_off(onsets, k) ? 1 : 0;
  return count;
}

int keith_count_maximum(int steps) { return steps / 2; }

int tob(const Onsets& onsets) {
  int count = 0;
  for (int k = 0; k < onsets.count(); ++k) count += std::gcd(onsets.position(k), onsets.steps()) == 1 ? 1 : 0;
  return count;
}

int tob_maximum(int steps) {
  int count = 0;
  for (int step = 0; step < steps; ++step) count += std::gcd(step, steps) == 1 ? 1 : 0;
  return count;
}

double wnbd_of_note(int step, int interval, int beat_steps) {
  const int late = step % beat_steps;  // steps after the beat at or before the onset
  if (late == 0) return 0.0;
  const int distance = std::min(late, beat_steps - late);
  const int end = late + interval;  // counted from that beat, so that e_1 is at b and e_2 at 2b
  const bool ends_in_next_beat = end > beat_steps && end < 2 * beat_steps;
  return (ends_in_next_beat ? 2.0 : 1.0) * beat_steps / distance;
}

std::optional<double> wnbd(const Onsets& onsets, int beat_steps) {
  if (beat_steps < 1 || onsets.steps() % beat_steps != 0) return std::nullopt;
  if (onsets.count() == 0) return 0.0;
  double sum = 0.0;
  for (int k = 0; k < onsets.count(); ++k) sum += wnbd_of_note(onsets.position(k), onsets.interval(k), beat_steps);
  return sum / onsets.count();
}

double wnbd_maximum(int beat_steps) { return beat_steps > 1 ? 2.0 * beat_steps : 0.0; }

double sg(const Onsets& onsets, const Metre& metre) {
  assert(metre.fits(onsets.steps()));
  int deepest_heard = 0;
  for (int k = 0; k < onsets.count(); ++k) {
    deepest_heard = std::max(deepest_heard, metre.level(onsets.position(k)));
  }
  double sum = 0.0;
  for (int k = 0; k < onsets.count(); ++k) {
    const int step = onsets.position(k);
    const int own_level = metre.level(step);
    if (own_level == 0) continue;  // the bar line cannot syncopate, and alone on its level it has no neighbour
    double smallest = 1.0;
    for (int level = own_level; level <= deepest_heard; ++level) {
      const double before = difference_to_neighbour(onsets, metre, step, level, -1);
      const double after = difference_to_neighbour(onsets, metre, step, level, +1);
      smallest = std::min(smallest, (0.8 * before + after) / 1.8);
    }
    sum += (1.0 - std::ldexp(1.0, -own_level)) * smallest;
  }
  return sum / metre.bars(onsets.steps());
}

double sg_maximum(const Metre& metre, int steps) {
  if (metre.bar_steps() % 2 == 0) {
    StepSet odd(metre.bar_steps());
    for (int step = 1; step < metre.bar_steps(); step += 2) odd.set(step);
    return sg(Onsets(odd), metre);
  }
  const int deepest = metre.deepest_level();
  const double per_run = (1.0 - std::ldexp(1.0, -deepest)) * std::min(1.0, 0.5 + 0.125 * deepest);
  return (steps / 2) * per_run / metre.bars(steps);
}

std::optional<double> pressing(const Onsets& onsets) {
  if (onsets.steps() % kPressingBeat != 0) return std::nullopt;
  double sum = 0.0;
  for (int beat = 0; beat < onsets.steps(); beat += kPressingBeat) {
    unsigned cells = 0;
    for (int i = 0; i < kPressingBeat; ++i) cells |= onsets.at(beat + i) ? 1U << i : 0U;
    sum += kPressingCosts[cells];
  }
  return sum;
}

double pressing_maximum(int steps) { return 10.0 * (steps / kPressingBeat); }

}  // namespace rhythm
