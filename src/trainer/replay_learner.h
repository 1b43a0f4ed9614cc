// The original's way, grown up: a DQN with an MLP for one length that learns from what it remembers.
//
// The environments take turns; at the start of each round the network looks at all of their observations as one batch.
// E environments, O observation size, A actions.
#pragma once

#include <memory>
#include <vector>

#include "agent/dqn.h"
#include "core/config.h"
#include "core/rng.h"
#include "trainer/learner.h"
#include "trainer/relabel.h"
#include "trainer/replay_buffer.h"

namespace trainer {

class ReplayLearner : public Learner {
 public:
  explicit ReplayLearner(const core::Config& config);

  void set_config(const core::Config& config) override;
  void set_kicks(std::span<const rhythm::Row> kicks) override;
  void set_reward(const rhythm::RewardSettings& settings) override;
  const rhythm::RewardSettings& reward() const override { return relabeller_.reward(); }
  void set_metre(const rhythm::Metre& metre) override;
  void set_tables(std::shared_ptr<const env::TermTables> tables) override;
  void run(int env_steps) override;
  agent::QNetwork& network() override { return dqn_.online(); }
  void set_weights(const agent::QNetwork& network) override { dqn_.set_weights(network.mlp()); }

 private:
  struct Practice {
    env::RhythmEnv env;
    int action = 0;
  };

  void reset(std::size_t environment);
  void observe(std::size_t environment);
  void pick_actions();
  void run_step();
  void count_episode(std::size_t environment, const env::EpisodeStats& episode);
  void learn();

  core::Config config_;
  core::Rng rng_;
  core::Rng settings_rng_;
  std::vector<Practice> practices_;  // (E)
  agent::Dqn dqn_;
  ReplayBuffer replay_;
  Relabeller relabeller_;
  agent::Batch batch_;
  nn::PanelMatrix observations_;    // (O, E)
  nn::Workspace looking_;           // online network on the observations of all environments
  std::vector<float> observation_;  // (O)
  std::vector<float> q_;            // (A)
  std::vector<float> scratch_;      // action probabilities
  rhythm::RewardSettings drawn_;
};

}  // namespace trainer
