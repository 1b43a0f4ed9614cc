// The network of an agent: reads an observation, gives one Q-value per action.
//
// n steps. Observation: 2n floats (rhythm/observation.h). Actions: toggle snare step 0..n-1, then, if offered, n =
// "leave it". Q-values are in toggles: 1 is the reward that one well-chosen toggle earns, 2/n of the difference metric.
// A QNetwork owns its weights and a scratch space for one observation; copying it copies the weights.
#pragma once

#include <span>

#include "core/config.h"
#include "core/rng.h"
#include "nn/mlp.h"

namespace agent {

class QNetwork {
 public:
  // Shape from steps, leave_it, hidden_units and hidden_layers of the config. All weights are 0: see initialise().
  explicit QNetwork(const core::Config& config);

  // The layer sizes that a config asks for.
  static nn::LayerSizes layer_sizes(const core::Config& config);

  void initialise(core::Rng& rng);

  int steps() const { return steps_; }
  bool has_leave_it() const { return has_leave_it_; }
  int observation_size() const { return mlp_.input_size(); }
  int action_count() const { return mlp_.output_size(); }
  int leave_it_action() const { return steps_; }  // only meaningful with has_leave_it()

  // Q-value of every action for one observation of observation_size() floats. The answer is overwritten by the next
  // call on this object.
  std::span<const float> q_values(std::span<const float> observation);

  nn::Mlp& mlp() { return mlp_; }
  const nn::Mlp& mlp() const { return mlp_; }

 private:
  int steps_;
  bool has_leave_it_;
  nn::Mlp mlp_;
  nn::SampleWorkspace one_;
};

}  // namespace agent
