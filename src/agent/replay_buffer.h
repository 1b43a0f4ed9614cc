// Uniform experience replay (Lin 1992, Mnih 2015): a ring of transitions, the oldest overwritten when it is full.
//
// A ReplayBuffer owns its transitions; everything is allocated at construction. O observation size, B batch.
#pragma once

#include <Eigen/Core>
#include <span>
#include <vector>

#include "core/rng.h"
#include "nn/panels.h"

namespace agent {

// n_step_return is the discounted sum of the k rewards really collected, `discount` gamma^k, or 0 if the state after
// them was terminal. A truncated episode's last state is not: its value is bootstrapped.
struct Transition {
  std::span<const float> observation;
  int action;
  float n_step_return;
  std::span<const float> next_observation;
  float discount;
};

struct Batch {
  Batch(int observation_size, int batch_size)
      : observations(observation_size, batch_size),
        next_observations(observation_size, batch_size),
        actions(static_cast<std::size_t>(batch_size), 0),
        n_step_returns(Eigen::VectorXf::Zero(batch_size)),
        discounts(Eigen::VectorXf::Zero(batch_size)) {}

  int size() const { return static_cast<int>(actions.size()); }

  nn::PanelMatrix observations;       // (O, B), as the network reads them
  nn::PanelMatrix next_observations;  // (O, B)
  std::vector<int> actions;           // (B)
  Eigen::VectorXf n_step_returns;     // (B)
  Eigen::VectorXf discounts;          // (B)
};

class ReplayBuffer {
 public:
  ReplayBuffer(int observation_size, int capacity);

  int size() const { return size_; }
  int capacity() const { return capacity_; }

  void add(const Transition& transition);

  // Fills `batch` with transitions drawn uniformly, with replacement. The buffer must not be empty.
  void sample(core::Rng& rng, Batch& batch) const;

  // 0 is the oldest slot of the ring's array, not of time. For tests and inspection.
  Transition at(int index) const;

 private:
  int capacity_;
  int size_ = 0;
  int next_ = 0;
  Eigen::MatrixXf observations_;       // (O, capacity)
  Eigen::MatrixXf next_observations_;  // (O, capacity)
  std::vector<int> actions_;
  std::vector<float> n_step_returns_;
  std::vector<float> discounts_;
};

}  // namespace agent
