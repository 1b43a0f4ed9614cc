// Experience replay (Lin 1992, Mnih 2015): a ring of env_steps, the oldest overwritten when it is full.
//
// An env_step remembers what the pattern *was*, term by term, not what it was worth: the reward is formed when a batch
// is drawn (trainer/relabel.h), so a moved slider changes what all of the past teaches. n-step returns are folded then
// too. The environments take turns in the ring: the next env_step of the same one lies `environments` places further.
// A ReplayBuffer owns its env_steps; everything is allocated at construction, and of a pattern no more than the words
// that n steps need: 112 bytes an env_step up to 64 steps, 16 more for each further 64.
// n steps, W words of a rhythm::StepSet.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "env/reward.h"
#include "rhythm/step_set.h"

namespace trainer {

// What was done to a pattern, and what came of it.
struct EnvStep {
  int action = 0;
  bool terminated = false;
  bool truncated = false;
  env::TermValues terms{};       // before the action
  env::TermValues next_terms{};  // after it
};

class ReplayBuffer {
 public:
  // `capacity` is rounded down to a whole number of turns, at least one. Patterns have `steps` steps.
  ReplayBuffer(int capacity, int environments, int steps);

  int size() const { return size_; }
  int capacity() const { return static_cast<int>(env_steps_.size()); }

  void clear();

  // The env_steps of all environments in turn; kick and snare as they were before the action.
  void add(const rhythm::StepSet& kick, const rhythm::StepSet& snare, const EnvStep& env_step);

  // slot in [0, size()), here and below.
  const EnvStep& at(int slot) const { return env_steps_[static_cast<std::size_t>(slot)]; }
  rhythm::StepSet kick(int slot) const { return pattern(2 * slot); }
  rhythm::StepSet snare(int slot) const { return pattern(2 * slot + 1); }

  // The slot of the env_step that followed in the same episode; -1 if the episode ended or it is not there yet.
  int next(int slot) const;

 private:
  rhythm::StepSet pattern(int index) const;
  void keep(int index, const rhythm::StepSet& pattern);

  int environments_;
  int steps_;
  int size_ = 0;
  int newest_ = -1;
  std::vector<EnvStep> env_steps_;
  std::vector<rhythm::StepSet::Word> words_;  // (capacity, kick and snare, W)
};

}  // namespace trainer
