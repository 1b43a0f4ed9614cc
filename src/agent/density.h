// The density fader: an agent's answer with more onsets or with fewer, by what the agent thinks of each, without
// training anew.
//
// From the answer lead two paths: along one rests become onsets, along the other onsets become rests, always the toggle
// of the highest gain (agent/answer.h), asked anew after each. The fader is how large that gain must be: at 0 the
// answer stays as it is, and the further the fader goes, the deeper the threshold falls along the path, so far that
// equal ways of the fader admit equally many toggles. A threshold in toggles alone would leave most of the way dead for
// one reward and fill the bar in one jump for another. Each snare of a path contains the one before, or is contained in
// it, so onsets never get fewer as the fader rises.
#pragma once

#include <vector>

#include "agent/answer.h"

namespace agent {

inline constexpr double kMinDensity = -1.0;
inline constexpr double kMaxDensity = 1.0;

// The ends, chosen by ear. Dense, but not full: half of the rests stay. Sparse, but not silly: a quarter of the onsets
// does. And nothing is toggled that the agent would give three well-chosen toggles to avoid: the backbeat stays where
// it is asked for, and the beats stay free where syncopation is.
inline constexpr int kDensestShare = 2;       // one of so many rests becomes an onset
inline constexpr int kSparsestShare = 4;      // one of so many onsets stays
inline constexpr float kDearestGain = -3.0F;  // in toggles

struct DensityPath {
  std::vector<int> steps;    // toggled one after the other, each once
  std::vector<float> gains;  // of each, when its turn came
};

// The path from task.snare, the answer, to the dense end or to the sparse one. Locked steps are not on it.
DensityPath density_path(QNetwork& network, const Task& task, bool denser);

// How many toggles of a path this density makes, 0 to all; density in [kMinDensity, kMaxDensity], its sign plays no
// part.
int toggles_at(const DensityPath& path, double density);

}  // namespace agent
