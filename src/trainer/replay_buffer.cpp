#include "trainer/replay_buffer.h"

#include <algorithm>
#include <cassert>

namespace trainer {

using rhythm::StepSet;

ReplayBuffer::ReplayBuffer(int capacity, int environments, int steps)
    : environments_(environments),
      steps_(steps),
      env_steps_(static_cast<std::size_t>(std::max(capacity / environments, 1) * environments)),
      words_(env_steps_.size() * 2 * static_cast<std::size_t>(StepSet::words_for(steps))) {
  assert(capacity >= 1 && environments >= 1);
}

StepSet ReplayBuffer::pattern(int index) const {
  const auto count = static_cast<std::size_t>(StepSet::words_for(steps_));
  return StepSet::from_words({&words_[static_cast<std::size_t>(index) * count], count}, steps_);
}

void ReplayBuffer::keep(int index, const StepSet& pattern) {
  assert(pattern.steps() == steps_);
  std::ranges::copy(pattern.words(), &words_[static_cast<std::size_t>(index) * pattern.words().size()]);
}

void ReplayBuffer::clear() {
  size_ = 0;
  newest_ = -1;
}

void ReplayBuffer::add(const StepSet& kick, const StepSet& snare, const EnvStep& env_step) {
  newest_ = (newest_ + 1) % capacity();
  env_steps_[static_cast<std::size_t>(newest_)] = env_step;
  keep(2 * newest_, kick);
  keep(2 * newest_ + 1, snare);
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
