// Folds env_steps into n-step transitions (Sutton 1988; as in Hessel 2018).
//
// A NStepFolder owns the last n observations and their growing returns; it allocates at construction only.
#pragma once

#include <span>
#include <vector>

#include "agent/replay_buffer.h"

namespace agent {

class NStepFolder {
 public:
  // n_step >= 1; gamma in [0, 1].
  NStepFolder(int observation_size, int n_step, float gamma);

  // Takes one env_step and adds to `replay` the transition that now has n rewards. When the episode ended, those with
  // fewer are added too: the tail is where good endings live, so it must not be lost. After `terminated` their discount
  // is 0; after `truncated` it is gamma^k for the k rewards really summed, since the episode was only cut off.
  void push(std::span<const float> observation, int action, float reward, std::span<const float> next_observation,
            bool terminated, bool truncated, ReplayBuffer& replay);

  // Forgets an unfinished episode.
  void clear() { count_ = 0; }

 private:
  struct Pending {
    std::vector<float> observation;
    int action = 0;
    float n_step_return = 0.0F;
    float discount = 1.0F;  // gamma to the number of rewards summed so far
  };

  Pending& pending(int age);  // 0 is the oldest
  void emit(const Pending& start, std::span<const float> next_observation, bool terminated, ReplayBuffer& replay) const;

  float gamma_;
  int count_ = 0;
  int oldest_ = 0;
  std::vector<Pending> ring_;  // n_step
};

}  // namespace agent
