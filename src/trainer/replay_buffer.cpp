#include "trainer/replay_buffer.h"

#include <algorithm>
#include <cassert>

namespace trainer {

ReplayBuffer::ReplayBuffer(int capacity, int environments)
    : environments_(environments),
      env_steps_(static_cast<std::size_t>(std::max(capacity / environments, 1) * environments)) {
  assert(capacity >= 1 && environments >= 1);
}

void ReplayBuffer::add(const EnvStep& env_step) {
  newest_ = (newest_ + 1) % capacity();
  env_steps_[static_cast<std::size_t>(newest_)] = env_step;
  size_ = std::min(size_ + 1, capacity());
}

int ReplayBuffer::next(int slot) const {
  assert(slot >= 0 && slot < size_);
  const EnvStep& env_step = at(slot);
  if (env_step.terminated || env_step.truncated) return -1;
  // Counted from the newest backwards, the ring's seam is where the oldest follows the newest.
  const int newer = (newest_ - slot + capacity()) % capacity();
  return newer >= environments_ ? (slot + environments_) % capacity() : -1;
}

}  // namespace trainer
