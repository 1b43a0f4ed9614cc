#include "agent/replay_buffer.h"

#include <algorithm>
#include <cassert>

namespace agent {

ReplayBuffer::ReplayBuffer(int observation_size, int capacity)
    : capacity_(capacity),
      observations_(Eigen::MatrixXf::Zero(observation_size, capacity)),
      next_observations_(Eigen::MatrixXf::Zero(observation_size, capacity)),
      actions_(static_cast<std::size_t>(capacity), 0),
      n_step_returns_(static_cast<std::size_t>(capacity), 0.0F),
      discounts_(static_cast<std::size_t>(capacity), 0.0F) {
  assert(capacity >= 1);
}

void ReplayBuffer::add(const Transition& transition) {
  const auto slot = static_cast<std::size_t>(next_);
  assert(transition.observation.size() == static_cast<std::size_t>(observations_.rows()));
  assert(transition.next_observation.size() == static_cast<std::size_t>(observations_.rows()));
  std::ranges::copy(transition.observation, observations_.col(next_).data());
  std::ranges::copy(transition.next_observation, next_observations_.col(next_).data());
  actions_[slot] = transition.action;
  n_step_returns_[slot] = transition.n_step_return;
  discounts_[slot] = transition.discount;
  next_ = (next_ + 1) % capacity_;
  size_ = std::min(size_ + 1, capacity_);
}

void ReplayBuffer::sample(core::Rng& rng, Batch& batch) const {
  assert(size_ > 0);
  for (int column = 0; column < batch.size(); ++column) {
    const auto slot = rng.below(static_cast<std::uint32_t>(size_));
    const auto size = static_cast<std::size_t>(observations_.rows());
    batch.observations.set_column(column, {observations_.col(slot).data(), size});
    batch.next_observations.set_column(column, {next_observations_.col(slot).data(), size});
    batch.actions[static_cast<std::size_t>(column)] = actions_[slot];
    batch.n_step_returns[column] = n_step_returns_[slot];
    batch.discounts[column] = discounts_[slot];
  }
}

Transition ReplayBuffer::at(int index) const {
  assert(index >= 0 && index < size_);
  const auto slot = static_cast<std::size_t>(index);
  const auto size = static_cast<std::size_t>(observations_.rows());
  return {.observation = {observations_.col(index).data(), size},
          .action = actions_[slot],
          .n_step_return = n_step_returns_[slot],
          .next_observation = {next_observations_.col(index).data(), size},
          .discount = discounts_[slot]};
}

}  // namespace agent
