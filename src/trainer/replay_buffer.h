// Experience replay (Lin 1992, Mnih 2015): a ring of env_steps, the oldest overwritten when it is full.
//
// An env_step remembers what the pattern *was*, term by term, not what it was worth: the reward is formed when a batch
// is drawn (trainer/relabel.h), so a moved slider changes what all of the past teaches. n-step returns are folded then
// too. The environments take turns in the ring: the next env_step of the same one lies `environments` places further.
// A ReplayBuffer owns its env_steps; everything is allocated at construction.
#pragma once

#include <cstdint>
#include <vector>

#include "env/reward.h"

namespace trainer {

// n <= 64 steps; bit i is step i.
struct EnvStep {
  std::uint64_t kick = 0;
  std::uint64_t snare = 0;  // before the action
  int action = 0;
  bool terminated = false;
  bool truncated = false;
  env::TermValues terms{};       // before the action
  env::TermValues next_terms{};  // after it
};

class ReplayBuffer {
 public:
  // `capacity` is rounded down to a whole number of turns, at least one.
  ReplayBuffer(int capacity, int environments);

  int size() const { return size_; }
  int capacity() const { return static_cast<int>(env_steps_.size()); }

  // The env_steps of all environments in turn.
  void add(const EnvStep& env_step);

  // slot in [0, size()).
  const EnvStep& at(int slot) const { return env_steps_[static_cast<std::size_t>(slot)]; }

  // The slot of the env_step that followed in the same episode; -1 if the episode ended or it is not there yet.
  int next(int slot) const;

 private:
  int environments_;
  int size_ = 0;
  int newest_ = -1;
  std::vector<EnvStep> env_steps_;
};

}  // namespace trainer
