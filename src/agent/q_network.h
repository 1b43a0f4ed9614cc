// The network of an agent: reads an observation, gives one Q-value per action.
//
// n steps, A actions: toggle snare step 0..n-1, then, if offered, n = "leave it". Observation: rhythm/observation.h.
// Q-values are in toggles: 1 is the reward that one well-chosen toggle earns, 2/n of the difference metric, under
// settings whose largest weight is 1.
//
// H heads. An agent for fixed settings has one: its A outputs are the Q-values. A reward-conditioned one has a head for
// each of the T terms: output t A + a says how much of term t alone action a will bring if the agent goes on playing
// for the settings in the observation, and Q(a) = sum of weight t times that (Barreto 2017, Borsa 2019: universal
// successor features). One output for the sum learned far worse: it had to find out by itself that rewards are linear
// in weights.
//
// A QNetwork owns its weights and a scratch space for one observation; copying it copies the weights.
#pragma once

#include <span>
#include <vector>

#include "core/config.h"
#include "core/rng.h"
#include "nn/mlp.h"
#include "nn/panels.h"

namespace agent {

class QNetwork {
 public:
  // Shape from steps, leave_it, conditioned, hidden_units and hidden_layers. All weights are 0: see initialise().
  explicit QNetwork(const core::Config& config);

  // The same for other observations than the config's, of that many floats.
  QNetwork(const core::Config& config, int observation_size);

  // The layer sizes that a config asks for.
  static nn::LayerSizes layer_sizes(const core::Config& config);

  void initialise(core::Rng& rng);

  int steps() const { return steps_; }
  bool has_leave_it() const { return has_leave_it_; }
  bool conditioned() const { return heads_ > 1; }
  int heads() const { return heads_; }  // H
  int observation_size() const { return mlp_.input_size(); }
  int action_count() const { return steps_ + (has_leave_it_ ? 1 : 0); }  // A
  int leave_it_action() const { return steps_; }                         // only meaningful with has_leave_it()

  // Q-value of every action for one observation of observation_size() floats. The answer is overwritten by the next
  // call on this object.
  std::span<const float> q_values(std::span<const float> observation);

  // Q-values from a batch's outputs (H A, B) and observations (O, B), for one column; `q` has A floats.
  void combine_heads(const nn::PanelMatrix& outputs, const nn::PanelMatrix& observations, nn::Index column,
                     std::span<float> q) const;

  // The same for one action, from its output of each head (H).
  float combine_heads(std::span<const float> outputs, const nn::PanelMatrix& observations, nn::Index column) const;

  nn::Mlp& mlp() { return mlp_; }
  const nn::Mlp& mlp() const { return mlp_; }

 private:
  int steps_;
  bool has_leave_it_;
  int heads_;
  nn::Mlp mlp_;
  nn::SampleWorkspace one_;
  std::vector<float> q_;  // (A)
};

}  // namespace agent
