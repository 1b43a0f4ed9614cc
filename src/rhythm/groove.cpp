#include "rhythm/groove.h"

#include <algorithm>
#include <cassert>

namespace rhythm {
namespace {

constexpr int kBeat = 4;
constexpr int kEighth = 2;

// How many of the other drums stay silent under the note makes it stand out more (Witek et al. 2014).
constexpr int kKickAgainstSnare = 2;
constexpr int kSnareAgainstKick = 1;
constexpr int kAgainstHat = 5;
constexpr int kAgainstSilence = 6;

constexpr int kWeakest = -3;

bool applies(const Metre& metre, int steps) {
  return metre.fits(steps) && metre.beat_steps() == kBeat && metre.bar_steps() % kBeat == 0;
}

int weight(const Metre& metre, int step) {
  const int in_bar = step % metre.bar_steps();
  if (in_bar == 0) return 0;
  if (in_bar % kBeat == 0) return -1;
  return in_bar % kEighth == 0 ? -2 : kWeakest;
}

// What the notes of one drum add. `against_other` is I when the other drum answers.
int index_of_drum(const Onsets& drum, const Onsets& other, const StepSet& sounding, const Metre& metre,
                  int against_other) {
  const int n = drum.steps();
  int sum = 0;
  for (int k = 0; k < drum.count(); ++k) {
    const int own_weight = weight(metre, drum.position(k));
    int heaviest_silence = kWeakest - 1;
    int next = (drum.position(k) + 1) % n;
    // Ends at the latest on the note itself, one cycle later.
    for (; !sounding.test(next); next = (next + 1) % n) {
      heaviest_silence = std::max(heaviest_silence, weight(metre, next));
    }
    if (heaviest_silence >= own_weight) {
      sum += heaviest_silence - own_weight + kAgainstSilence;
    } else if (!drum.at(next) && weight(metre, next) >= own_weight) {
      sum += weight(metre, next) - own_weight + (other.at(next) ? against_other : kAgainstHat);
    }
  }
  return sum;
}

}  // namespace

std::optional<double> witek(const Onsets& kick, const Onsets& snare, const Onsets& hat, const Metre& metre) {
  assert(kick.steps() == snare.steps() && kick.steps() == hat.steps());
  if (!applies(metre, kick.steps())) return std::nullopt;
  const StepSet sounding = kick.set() | snare.set() | hat.set();
  return index_of_drum(kick, snare, sounding, metre, kKickAgainstSnare) +
         index_of_drum(snare, kick, sounding, metre, kSnareAgainstKick);
}

std::optional<double> witek(const Onsets& kick, const Onsets& snare, const Metre& metre) {
  StepSet eighths(kick.steps());
  for (int step = 0; step < kick.steps(); step += kEighth) eighths.set(step);
  return witek(kick, snare, Onsets(eighths), metre);
}

// The hat answers two steps ahead at most, so no silent step is strong enough to lean on.
int witek_at(const StepSet& kick, const StepSet& snare, const Metre& metre, int step) {
  const int n = kick.steps();
  const auto wrapped = [&](int at) { return at < n ? at : at - n; };
  int next = wrapped(step + 1);
  if (next % kEighth != 0 && !kick.test(next) && !snare.test(next)) next = wrapped(step + 2);
  const int own_weight = weight(metre, step);
  const int next_weight = weight(metre, next);
  if (next_weight < own_weight) return 0;
  const auto of_drum = [&](const StepSet& drum, const StepSet& other, int against_other) {
    if (!drum.test(step) || drum.test(next)) return 0;
    return next_weight - own_weight + (other.test(next) ? against_other : kAgainstHat);
  };
  return of_drum(kick, snare, kKickAgainstSnare) + of_drum(snare, kick, kSnareAgainstKick);
}

double witek_maximum(const Metre& metre, int steps, bool own_hat) {
  if (!applies(metre, steps)) return 0.0;
  // Each note leans on a step of its own, an even one at best: W(even) - W(odd) + I, for both drums.
  const int against = own_hat ? kAgainstSilence : kAgainstHat;
  int sum = 0;
  for (int step = 0; step < steps; step += kEighth) sum += weight(metre, step) - kWeakest + against;
  return 2.0 * sum;
}

}  // namespace rhythm
