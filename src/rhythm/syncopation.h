// Syncopation: how far one voice plays against the metre or the beat.
//
// n steps, K onsets, IOI cyclic inter-onset interval (the wrap included), w(s) weight and h(s) level of step s.
// Every function is defined for K = 0 and K = 1 and K = n; the value there is stated. Those that take a Metre need
// metre.fits(n) and are averages per bar, so that 64 bars are not 64 times as syncopated as one. Those without score
// the whole cycle, as their authors do. Each ..._maximum is the largest value over all patterns of that length, the one
// that scales a reward term to [0, 1]; the smallest is always 0.
#pragma once

#include <optional>

#include "rhythm/metre.h"
#include "rhythm/onsets.h"

namespace rhythm {

enum class Wrap {
  kCyclic,  // the pattern repeats: the last onset is followed by the first
  kLinear,  // it is heard once: the last onset sounds until the end
};

// LHL: for each onset i let R be the largest weight strictly between it and the next onset; if R > w(i) add R - w(i).
// Longuet-Higgins & Lee 1984 in the reading of Fitch & Rosenfeld 2007: heaviest rest, and the pattern wraps around
// (kLinear: as one hearing; leading rests belong to no onset). K = 0 and K = n give 0.
double lhl(const Onsets& onsets, const Metre& metre, Wrap wrap = Wrap::kCyclic);
// Sum of w(s) - min w over the bar: an onset on a weakest step before every stronger one. 15 for 2,2,2,2.
double lhl_maximum(const Metre& metre);

// TMC, metrical complexity: with weights m(s) = w(s) - min w + 1, the sum of the K largest m minus the sum of m over
// the onsets. Toussaint 2002 ("A mathematical analysis of African, Brazilian, and Cuban clave rhythms"). 0 when the K
// strongest steps sound, so also for K = 0 and K = n.
double tmc(const Onsets& onsets, const Metre& metre);
// The strongest half against the weakest. 15 for 2,2,2,2.
double tmc_maximum(const Metre& metre);

// Keith 1991 ("From Polychords to Polya"): c is the largest power of two not above the IOI; an onset is a hesitation
// (1) when it ends off a multiple of c, an anticipation (2) when it starts off one, a syncopation (3) when both. The
// full scale sums these; a note's end is the start of the next, taken modulo n. Counted from step 0 of the whole cycle:
// there is no metre in it, and lengths that are not a power of two are read by powers of two all the same. K = 0 gives
// 0.
int keith_full(const Onsets& onsets);
int keith_full_maximum(int steps);  // 3 floor(n/2), by onsets on the odd steps

// The count version (Gomez, Melvin, Rappaport & Toussaint 2005; Toussaint): how many onsets start off a multiple of c.
int keith_count(const Onsets& onsets);
int keith_count_maximum(int steps);  // floor(n/2), by the same pattern

// TOB, off-beatness (Toussaint 2005, "Mathematical features for recognizing preference in Sub-Saharan African
// traditional rhythm timelines"): onsets at steps i with gcd(i, n) = 1, those no regular pulse from step 0 can reach.
int tob(const Onsets& onsets);
int tob_maximum(int steps);  // Euler's phi(n); 8 for 16

// WNBD, weighted note-to-beat distance (Gomez, Melvin, Rappaport & Toussaint 2005) over beats of b = beat_steps steps.
// With T the distance to the nearest beat in beats and e_1, e_2 the next two beats after the one at or before the
// onset: 0 on a beat; 2/T when the note ends strictly between e_1 and e_2; 1/T otherwise. The sum over onsets, divided
// by K. K = 0 gives 0; K = 1 a note of n steps. Nothing when b does not divide n.
std::optional<double> wnbd(const Onsets& onsets, int beat_steps);
// What one onset adds to the sum: 0, 1/T or 2/T. `interval` steps to the next onset.
double wnbd_of_note(int step, int interval, int beat_steps);
double wnbd_maximum(int beat_steps);  // 2b, by one onset a beat, one step late; 0 for b = 1

// SG (Sioros & Guedes 2011; Sioros et al. 2012): sum over onsets of (1 - 0.5^h) times the smallest, over levels l >= h,
// of [0.8 d(i, prev_l) + d(i, next_l)] / 1.8, where d(a, b) = (v_a - v_b) min(1, 0.5 + 0.125 |h_a - h_b|), prev_l and
// next_l are the nearest steps of level l or stronger (cyclic) and v is 1 on an onset and 0 on a rest: velocities are
// not read, since the agent's answers have one velocity. Levels end at the deepest that an onset has, not at the
// grid's: quarter notes written on sixteenths are the same music as on quarters, and a silent level below all notes
// would take a share off each. SynPy (Song et al. 2015) reads it so, since it writes a rhythm on its coarsest grid
// first; the papers' own text could not be had. K = 0 and K = n give 0.
double sg(const Onsets& onsets, const Metre& metre);
// Bars of an even length: the value of onsets on all odd steps (exhaustive search, all metres up to 12 steps and
// 2,2,2,2). Bars of an odd length: an upper bound, floor(n/2) runs of adjacent onsets at most, each worth no more than
// (1 - 0.5^L) min(1, 0.5 + L/8), L the deepest level, since the onsets of a run share one pair of silent neighbours.
double sg_maximum(const Metre& metre, int steps);

// Pressing's cognitive complexity (Pressing 1999, as summed over beats of four steps by Toussaint; the costs are in
// syncopation.cpp). Nothing when n is not a multiple of 4. K = 0 gives 0; K = n gives n/2.
std::optional<double> pressing(const Onsets& onsets);
double pressing_maximum(int steps);  // 10 a beat, `.x.x`

}  // namespace rhythm
