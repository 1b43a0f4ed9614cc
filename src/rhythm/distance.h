// Distances between two voices or two patterns of the same length n. All are symmetric; 0 between equal patterns.
//
// hamming and difference for rows of velocities are in rhythm/metrics.h; these are the same numbers for Onsets.
#pragma once

#include <optional>

#include "rhythm/onsets.h"

namespace rhythm {

// Steps on which exactly one of the two sounds (Hamming 1950). 0 to n, n for complements.
int hamming(const Onsets& a, const Onsets& b);

// 2 hamming(kick, snare) / n - 1, in [-1, 1]: the reward this project began with. 1 for the exact complement.
double difference(const Onsets& kick, const Onsets& snare);

// Swap distance (Toussaint 2004): how often two neighbouring steps must trade places to turn a into b, that is the sum
// of |a_k - b_k| over the k-th onsets of both, along the line (no wrap). Nothing when the two have unequally many
// onsets; 0 when neither has any.
std::optional<int> swap_distance(const Onsets& a, const Onsets& b);
int swap_distance_maximum(int steps);  // floor(n^2 / 4), the first half against the second; 64 for 16

// Directed swap (Diaz-Banez, Farigu, Gomez, Rappaport & Toussaint 2004): every onset of the pattern with more onsets
// moves to one of the other's and every one of those is reached; the least sum of moves along the line. With equally
// many it is the swap distance. Nothing when exactly one of the two is empty; 0 when both are.
std::optional<int> directed_swap_distance(const Onsets& a, const Onsets& b);
int directed_swap_distance_maximum(int steps);  // n (n - 1) / 2, all steps against the first one; 120 for 16

// Chronotonic distance (Gustafson 1988; Toussaint 2004): sum over steps t of |IOI_a(t) - IOI_b(t)|, the lengths of the
// cyclic intervals that t lies in. An empty pattern is one interval of n, as long as that of a single onset.
int chronotonic(const Onsets& a, const Onsets& b);
int chronotonic_maximum(int steps);  // n (n - 1), everything against one onset or none; 240 for 16

}  // namespace rhythm
