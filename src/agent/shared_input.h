// What a shared network reads of a pattern: some numbers at every step, and some of the whole.
//
// Everything a step has to say is said at that step and in the same way at any length, so what was learned of 16 steps
// is true of 1024: gains are in toggles (agent/q_network.h), the rest are shares and plain yes and no. With the model
// (core::Config::model) a scorer is at hand, and each step also shows what toggling it would gain, term by term.
// n steps, F inputs a step, G globals, T terms.
#pragma once

#include <array>
#include <span>

#include "nn/panels.h"
#include "nn/signal.h"
#include "rhythm/metre.h"
#include "rhythm/reward_weights.h"
#include "rhythm/step_set.h"

namespace agent {

// Names of the layouts in agent files.
inline constexpr const char* kSharedLayout =
    "step: heard,own,heard*own:+1/-1;liked:+1/-1/0;locked;level 0,1,2,3,4+;weakest;beat;backbeat | globals";
inline constexpr const char* kSharedModelLayout =
    "step: heard,own,heard*own:+1/-1;liked:+1/-1/0;locked;level 0,1,2,3,4+;weakest;beat;backbeat;gains | globals";

// F and G.
int step_inputs(bool model);
int global_inputs(bool model);

// A pattern and what is asked of it, as a shared network reads it. A view. Sets of n steps.
struct SharedQuestion {
  const rhythm::StepSet& heard;
  const rhythm::StepSet& own;
  const rhythm::StepSet& liked;   // of no steps: there is none
  const rhythm::StepSet& locked;  // of no steps: nothing is locked
  const rhythm::Metre& metre;
  const rhythm::RewardSettings& reward;  // as they count for n steps
  // With the model alone: the terms' values now, and after toggling each step (n).
  const rhythm::TermValues& values;
  std::span<const rhythm::TermValues> toggled;
};

// From rewards to toggles (agent/q_network.h): n / largest weight; 0 if nothing is asked for.
float toggles_per_reward(const rhythm::RewardSettings& reward, int steps);

// r(s, a) of every toggle in toggles: what it changes in the reward, by n / largest weight. `gains` has n floats.
void exact_gains(const SharedQuestion& question, std::span<float> gains);

// Writes one sample's inputs (F a step) and globals (G). With the model `gains` are exact_gains of the question.
void write_shared_input(const SharedQuestion& question, bool model, std::span<const float> gains,
                        nn::SignalPanels inputs, nn::Panels globals, nn::Index sample);

}  // namespace agent
