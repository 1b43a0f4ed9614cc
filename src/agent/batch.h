// What a gradient_step learns from. O observation size, A actions, H heads (agent/q_network.h), B batch.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "nn/panels.h"

namespace agent {

// Allocates at construction only.
struct Batch {
  Batch(int observation_size, int heads, int batch_size)
      : observations(observation_size, batch_size),
        next_observations(observation_size, batch_size),
        actions(static_cast<std::size_t>(batch_size), 0),
        n_step_returns(static_cast<std::size_t>(heads * batch_size)),
        discounts(static_cast<std::size_t>(batch_size)) {}

  int size() const { return static_cast<int>(actions.size()); }

  // The n_step_returns of one sample (H).
  std::span<float> returns_of(int sample) {
    const std::size_t heads = n_step_returns.size() / actions.size();
    return std::span(n_step_returns).subspan(static_cast<std::size_t>(sample) * heads, heads);
  }

  nn::PanelMatrix observations;       // (O, B), as the network reads them
  nn::PanelMatrix next_observations;  // (O, B)
  std::vector<int> actions;           // (B)
  // (H, B), sample after sample: of each head the discounted sum of the k rewards really collected.
  std::vector<float> n_step_returns;
  // (B): gamma^k, or 0 if the state after them was terminal. A truncated episode's last state is not: it bootstraps.
  std::vector<float> discounts;
};

}  // namespace agent
