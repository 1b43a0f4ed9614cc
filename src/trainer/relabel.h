// Batches out of experience: what an env_step was worth is decided when it is learned from.
//
// For fixed settings every draw forms the reward anew, so nothing learned from is lost when a slider moves. For a
// reward-conditioned agent every draw asks for something else (Andrychowicz 2017 call it relabelling): the reward is
// linear in the terms, so what was done for one mix teaches all of them.
// A Relabeller owns the settings and a scratch space; it allocates at construction only.
#pragma once

#include <span>
#include <vector>

#include "agent/batch.h"
#include "core/config.h"
#include "core/rng.h"
#include "env/reward.h"
#include "trainer/replay_buffer.h"

namespace trainer {

// Linear settings as the sliders can be left: each weight is 0 with chance 1/2 and else uniform in [-1, 1], never all
// 0; the similarity's pattern is random. Terms that do not apply are 0. `settings` is overwritten, its memory used
// again.
void draw_settings(core::Rng& rng, const env::TermScorer& scorer, rhythm::RewardSettings& settings);

class Relabeller {
 public:
  explicit Relabeller(const core::Config& config);

  // At first the usual metre of the length. set_reward follows, and what was remembered in another is of no use.
  void set_metre(const rhythm::Metre& metre) { scorer_ = env::TermScorer(scorer_.steps(), metre); }

  // What is asked for from now on, as it counts for this length (env::effective_settings).
  void set_reward(const rhythm::RewardSettings& settings);
  const rhythm::RewardSettings& reward() const { return reward_; }

  // Says which terms apply to this length.
  const env::TermScorer& scorer() const { return scorer_; }

  // Fills `batch` with transitions drawn uniformly, with replacement. `replay` must not be empty.
  void draw(const ReplayBuffer& replay, const core::Config& config, core::Rng& rng, agent::Batch& batch);

 private:
  void draw_one(const ReplayBuffer& replay, int slot, const core::Config& config,
                const rhythm::RewardSettings& settings, agent::Batch& batch, int column);

  env::TermScorer scorer_;
  rhythm::RewardSettings reward_;
  rhythm::RewardSettings drawn_;
  std::vector<float> observation_;
};

}  // namespace trainer
