// What goes on in a network while it answers, to be looked at.
#pragma once

#include <vector>

namespace session {

// The numbers of one layer, (channels, n) row-major.
struct InsideLayer {
  int channels = 0;
  std::vector<float> values;
};

// Of a shared network for one question: what it reads at each step, its hidden layers, and the Q-value of toggling each
// step (n), in toggles; "leave it" is 0. An MLP has no numbers of a step but its Q-values.
struct Inside {
  int steps = 0;
  InsideLayer reads;
  std::vector<InsideLayer> hidden;
  std::vector<float> q;
};

// One toggle on the way from silence to an answer.
struct WalkStep {
  int step = 0;
  double gain = 0.0;  // of reward
};

}  // namespace session
