// The learner: Double DQN (van Hasselt 2016) with a softly followed target network and Adam.
//
// A Dqn owns the online and the target network, the optimiser and every scratch matrix of an update; it allocates at
// construction only. B batch, A actions, H heads.
#pragma once

#include <vector>

#include "agent/batch.h"
#include "agent/q_network.h"
#include "core/config.h"
#include "nn/adam.h"
#include "nn/mlp.h"

namespace agent {

struct UpdateStats {
  float loss;    // mean Huber loss of the batch, over the heads too
  float mean_q;  // mean online Q-value of the actions taken
};

class Dqn {
 public:
  // Fresh networks, both with the same weights.
  Dqn(const core::Config& config, core::Rng& rng);

  // The same for a network of another shape; its weights are drawn anew.
  Dqn(QNetwork network, int batch_size, core::Rng& rng);

  // Goes on from these weights instead. Same shape as the config's.
  void set_weights(const nn::Mlp& mlp);

  QNetwork& online() { return online_; }
  const QNetwork& online() const { return online_; }
  const nn::Mlp& target() const { return target_; }

  // One gradient_step on a batch of the config's batch_size, with the learning rate that the schedule is at; the other
  // learning settings are read from `config`.
  UpdateStats update(const Batch& batch, const core::Config& config, float learning_rate);

 private:
  void value_next(const Batch& batch, bool double_dqn);

  QNetwork online_;
  nn::Mlp target_;
  nn::Adam adam_;
  nn::Workspace workspace_;         // online network on the observations
  nn::Workspace online_workspace_;  // online network on the next observations
  nn::Workspace target_workspace_;  // target network on the next observations
  nn::Floats gradient_;
  std::vector<float> q_;  // (A)
  // (H, B), sample after sample: an output of each head, and what is there.
  std::vector<int> taken_;          // for the action taken
  std::vector<float> values_;       // the online network's values there
  std::vector<float> deltas_;       // the loss's gradient there
  std::vector<int> next_;           // for the action that should follow
  std::vector<float> next_values_;  // the target network's values there
};

}  // namespace agent
