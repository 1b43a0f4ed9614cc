// What a gradient_step learns from. O observation size, A actions, H heads (agent/q_network.h), B batch.
#pragma once

#include <Eigen/Core>
#include <vector>

#include "nn/panels.h"

namespace agent {

// Allocates at construction only.
struct Batch {
  Batch(int observation_size, int heads, int batch_size)
      : observations(observation_size, batch_size),
        next_observations(observation_size, batch_size),
        actions(static_cast<std::size_t>(batch_size), 0),
        n_step_returns(Eigen::MatrixXf::Zero(heads, batch_size)),
        discounts(Eigen::VectorXf::Zero(batch_size)) {}

  int size() const { return static_cast<int>(actions.size()); }

  nn::PanelMatrix observations;       // (O, B), as the network reads them
  nn::PanelMatrix next_observations;  // (O, B)
  std::vector<int> actions;           // (B)
  // (H, B): of each head the discounted sum of the k rewards really collected.
  Eigen::MatrixXf n_step_returns;
  // (B): gamma^k, or 0 if the state after them was terminal. A truncated episode's last state is not: it bootstraps.
  Eigen::VectorXf discounts;
};

}  // namespace agent
