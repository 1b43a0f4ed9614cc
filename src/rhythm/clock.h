// Clocks: the beats a listener could read into a pattern (Povel & Essens 1985), and the two scores built on them.
//
// A clock is a unit of 2, 3 or 4 steps that divides the length n, at any phase below the unit; no metre is given, it is
// what the listener looks for. An accented onset on a tick speaks for the clock, a tick on an unaccented onset against
// it, a tick on silence more so.
#pragma once

#include <array>
#include <optional>

#include "rhythm/onsets.h"

namespace rhythm {

inline constexpr std::array kClockUnits = {4, 3, 2};  // longest first

struct Clock {
  int unit = 0;        // steps between ticks
  int phase = 0;       // first tick, below unit
  int accented = 0;    // ticks on accented onsets
  int unaccented = 0;  // ticks on other onsets
  int silent = 0;      // ticks on silence

  // Counter-evidence C = 4 s + un (Povel & Essens 1985, their weight 4).
  int counter_evidence() const { return 4 * silent + unaccented; }

  bool operator==(const Clock&) const = default;
};

// Onsets heard as accented, from the cyclic runs of adjacent onsets: a run of 1, that one; of 2, the second; of 3 or
// more, the first and the last. None when nothing or everything sounds (a circle of onsets has no first one).
StepSet accents(const Onsets& onsets);

// How the ticks of one clock fall. `unit` divides n, phase in [0, unit).
Clock count_clock(const Onsets& onsets, const StepSet& accented, int unit, int phase);

// Whether any clock exists: n is a multiple of 2 or 3.
bool has_clock(int steps);

// C-score (Povel & Essens 1985): the least counter-evidence over all clocks, 0 when some clock fits without exception.
// Nothing when has_clock(n) is false. K = 0 gives 4 n/u with u the longest unit (every tick is silent); K = n gives
// n/u.
std::optional<int> cscore(const Onsets& onsets);
// 4 n/u, by the empty pattern alone (16 for 16 steps).
int cscore_maximum(int steps);
// The largest over patterns with at least one onset: 4 (n/u - 1), by a lone onset (12 for 16 steps), but at least n/u,
// by a full pattern. A reward term on kick-or-snare scales by this one, since a kick is there.
int cscore_maximum_with_onsets(int steps);

// PS-like, after Shmulevich & Povel (1998, 2000), whose own constants could not be verified: with the best clock (least
// C), 0.625 s + 0.182 un + 0.129 n_equal + 0.332 n_unequal + 0.056 changes + 1.206. A least-squares fit to the 35
// difficulty ratings (1 to 5) of Shmulevich & Povel 2000, r = .82; tests/rhythm/ratings_test.cpp fits it again.
// The clock cuts the cycle into segments, from its first tick on: empty (an onset, then rests), equally divided, or
// unequally divided, by the gaps between the segment's start, its onsets and its end. A segment that starts silent is
// divided even when nothing sounds in it, and then equally. `changes` counts neighbours of another kind, without the
// wrap: the fit recovers the coefficients for that reading and for no other tried (with the wrap, by content, silent
// starts as unequal). Of several best clocks the one with the smallest value counts.
// Nothing when has_clock(n) is false. Range from 1.206.
std::optional<double> ps_like(const Onsets& onsets);
inline constexpr double kPsLikeMinimum = 1.206;
// The empty pattern's value: the largest up to 20 steps by exhaustive search, taken to be so beyond.
double ps_like_maximum(int steps);

}  // namespace rhythm
