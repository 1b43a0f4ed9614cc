#include "agent/n_step.h"

#include <algorithm>
#include <cassert>

namespace agent {

NStepFolder::NStepFolder(int observation_size, int n_step, float gamma)
    : gamma_(gamma), ring_(static_cast<std::size_t>(n_step)) {
  assert(n_step >= 1 && gamma >= 0.0F && gamma <= 1.0F);
  for (Pending& start : ring_) start.observation.resize(static_cast<std::size_t>(observation_size));
}

NStepFolder::Pending& NStepFolder::pending(int age) {
  return ring_[(static_cast<std::size_t>(oldest_) + static_cast<std::size_t>(age)) % ring_.size()];
}

void NStepFolder::emit(const Pending& start, std::span<const float> next_observation, bool terminated,
                       ReplayBuffer& replay) const {
  replay.add({.observation = start.observation,
              .action = start.action,
              .n_step_return = start.n_step_return,
              .next_observation = next_observation,
              .discount = terminated ? 0.0F : start.discount});
}

void NStepFolder::push(std::span<const float> observation, int action, float reward,
                       std::span<const float> next_observation, bool terminated, bool truncated, ReplayBuffer& replay) {
  Pending& newest = pending(count_++);
  std::ranges::copy(observation, newest.observation.begin());
  newest.action = action;
  newest.n_step_return = 0.0F;
  newest.discount = 1.0F;
  for (int age = 0; age < count_; ++age) {
    Pending& start = pending(age);
    start.n_step_return += start.discount * reward;
    start.discount *= gamma_;
  }
  const bool ended = terminated || truncated;
  while (count_ == static_cast<int>(ring_.size()) || (ended && count_ > 0)) {
    emit(pending(0), next_observation, terminated, replay);
    oldest_ = (oldest_ + 1) % static_cast<int>(ring_.size());
    --count_;
  }
}

}  // namespace agent
