// Groove: syncopation between the drums of a kit.
//
// Witek, Clarke, Wallentin, Kringelbach & Vuust 2014 ("Syncopation, Body-Movement and Pleasure in Groove Music"):
// listeners want to move most to a medium index, not to the largest.
#pragma once

#include <optional>

#include "rhythm/metre.h"
#include "rhythm/onsets.h"

namespace rhythm {

// Polyphonic syncopation index of kick and snare against each other and a hat; voices of the same length n, cyclic.
// Weights W: 0 on the bar line, -1 on a beat, -2 on the eighth between, -3 on the sixteenths, so beats have four steps.
// For a kick or snare on step N, look ahead to the next step S that any drum plays:
// - if a silent step between them has W >= W(N), the note leans on silence: add W(heaviest such) - W(N) + 6;
// - else if that drum is silent on S and W(S) >= W(N): add W(S) - W(N) + I, with I = 2 for a kick against the snare
//   (with or without hat), 1 for a snare against the kick, 5 for either against the hat alone.
// With a hat on every eighth no silent step is strong enough, and only the second line speaks, as in the paper's
// breaks; the first is our reading of its "against silence" for sparser hats. A sum over the pattern, not per bar: the
// published 41 is of two bars. No kick and no snare give 0; so does each drum that plays on every step.
// Nothing when the metre does not fit or its beats are not of four steps.
std::optional<double> witek(const Onsets& kick, const Onsets& snare, const Onsets& hat, const Metre& metre);

// The same with a virtual hat on every eighth, for grids of kick and snare alone.
std::optional<double> witek(const Onsets& kick, const Onsets& snare, const Metre& metre);

// What the notes on one step add to that index: it is the sum of this over all steps, and toggling a step changes what
// that step and the two before it add. Sets of n steps, in a metre that the index applies to.
int witek_at(const StepSet& kick, const StepSet& snare, const Metre& metre, int step);

// Largest index over all kicks and snares of n steps (and all hats, if the hat is a voice of its own): both on every
// odd step. 106 for one bar of 16 with the virtual hat, 122 with a hat of its own (a silent one). 0 where there is no
// index.
double witek_maximum(const Metre& metre, int steps, bool own_hat);

}  // namespace rhythm
