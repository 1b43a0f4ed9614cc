// Learning with a network shared by all steps (agent/q_network.h): Q-learning from what happens now.
//
// All environments of one length take a step together. They are the batch: one pass of the online network over their
// patterns picks the actions and is walked back from once it is known what the actions led to, so there is no replay
// buffer, and every gradient_step sees states that nobody has seen before. The target is gamma V(s'), or the reward
// plus that where there is no model, with V(s') = max(0, max over toggles of Q_target(s', a)): "leave it" is worth 0 by
// definition. Double DQN and n-step returns are an MLP's learner's (trainer/replay_learner.h).
// E environments, n steps of a length.
#pragma once

#include <memory>
#include <vector>

#include "core/config.h"
#include "core/rng.h"
#include "nn/adam.h"
#include "nn/conv_net.h"
#include "trainer/learner.h"

namespace trainer {

class SharedLearner : public Learner {
 public:
  explicit SharedLearner(const core::Config& config);

  void set_config(const core::Config& config) override;
  void set_kicks(std::span<const rhythm::Row> kicks) override;
  void set_reward(const rhythm::RewardSettings& settings) override;
  const rhythm::RewardSettings& reward() const override { return reward_; }
  void set_metre(const rhythm::Metre& metre) override;
  void set_tables(std::shared_ptr<const env::TermTables> tables) override;
  void set_lengths(std::span<const int> lengths) override;
  void run(int env_steps) override;
  agent::QNetwork& network() override { return online_; }
  void set_weights(const agent::QNetwork& network) override;

 private:
  // One environment, and what its pattern's toggles would bring.
  struct Practice {
    env::RhythmEnv env;
    rhythm::StepSet locked;                   // of no steps: nothing is locked
    std::vector<rhythm::TermValues> toggled;  // (n)
    std::vector<float> gains;                 // (n) in toggles
    int action = 0;
    float predicted = 0.0F;  // what the online network gave for the action
    float reward = 0.0F;     // of the action, in toggles
  };

  // The environments of one length.
  struct Length {
    int steps;
    std::vector<Practice> practices;  // (E)
  };

  int episode_steps(int steps) const;
  std::shared_ptr<const env::TermTables> tables_of(int steps) const;
  rhythm::Metre metre_of(int steps) const;
  Length make_length(int steps, std::uint64_t number) const;
  void reset(Practice& practice, std::size_t environment);
  void look(Practice& practice) const;
  void write_inputs(const Length& length, nn::ConvWorkspace& workspace) const;
  void round(Length& length);
  void pick_actions(Length& length);
  int pick_action(std::span<const float> q, const Practice& practice);
  float value(const Practice& practice, const nn::ConstSignalPanels& outputs, nn::Index sample) const;
  void learn(Length& length);

  core::Config config_;
  rhythm::Metre metre_;
  core::Rng rng_;
  core::Rng settings_rng_;
  agent::QNetwork online_;
  nn::ConvNet target_;
  nn::Adam adam_;
  nn::Floats gradient_;
  std::vector<Length> lengths_;
  std::vector<rhythm::Row> kicks_;
  std::shared_ptr<const env::TermTables> tables_;  // that were given; null: none yet
  env::TermScorer scorer_;                         // for the config's steps
  rhythm::RewardSettings asked_;                   // as they were given
  rhythm::RewardSettings reward_;                  // as they count for the config's steps
  rhythm::RewardSettings drawn_;
  nn::ConvWorkspace looking_;  // online network on the patterns before the actions
  nn::ConvWorkspace ahead_;    // target network on those after them
  std::vector<float> q_;       // of one pattern's actions
  std::vector<float> scratch_;
  std::size_t turn_ = 0;
  int owed_ = 0;  // env_steps asked for and not yet run
};

}  // namespace trainer
