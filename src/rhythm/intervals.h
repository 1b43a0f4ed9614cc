// Numbers of one voice that need no beat: how many onsets, how they are spread, how much there is to remember.
//
// n steps, K onsets at o_0 < ... < o_(K-1), IOI cyclic inter-onset interval (the wrap included). Every function is
// defined for K = 0, 1 and n; the smallest value is 0 unless stated.
#pragma once

#include "rhythm/onsets.h"

namespace rhythm {

// Lempel-Ziv complexity (Lempel & Ziv 1976): phrases of the exhaustive parse of the n steps, heard once (no wrap). The
// next phrase is the shortest that cannot be copied from an earlier start; a copy may run into the phrase itself; an
// unfinished last phrase counts. K = 0 and K = n give 2 (1 for n = 1), the smallest value.
int lz76(const Onsets& onsets);
int lz76_minimum(int steps);
// The true maximum up to 24 steps (8 for 16), found by exhaustive search; for longer patterns an upper bound, the
// largest number of different words that fit into n steps, since no two finished phrases are the same.
int lz76_maximum(int steps);

// Entropy of the IOIs in bits: -sum p log2 p over the different lengths, p their shares. How surprising the next gap
// is, whatever the order. K = 0 and K = 1 give 0.
double ioi_entropy(const Onsets& onsets);
// log2 d, d the most different IOIs that fit: the largest d with d (d + 1) / 2 <= n. log2 5 for 16.
double ioi_entropy_maximum(int steps);

// nPVI, normalised pairwise variability index (Grabe & Low 2002; for rhythms Toussaint 2013):
// 100 / (K - 1) * sum |a - b| / ((a + b) / 2) over the K - 1 pairs of neighbours among the K cyclic IOIs, from the
// first onset on; so a rotation can change it. K = 0 and K = 1 give 0.
double npvi(const Onsets& onsets);
double npvi_maximum(int steps);  // 200 (n - 2) / n, by two adjacent onsets; 175 for 16

// Balance (Milne, Bulger & Herff 2017): 1 - |sum of e^(2 pi i o / n)| / K, in [0, 1]: 1 when the onsets' centre of
// gravity on the circle is its middle. K = 1 gives 0, K = n gives 1. K = 0 gives 0, by our choice: nothing is there to
// be balanced, and a reward for balance must not be won by silence.
double balance(const Onsets& onsets);

// Evenness (Milne, Bulger & Herff 2017): |sum of e^(2 pi i (o_k / n - k / K))| / K, in [0, 1]: 1 when all IOIs are
// equal. K = 1 and K = n give 1. K = 0 gives 0, for the same reason.
double evenness(const Onsets& onsets);

// K / n, in [0, 1].
double density(const Onsets& onsets);

}  // namespace rhythm
