// The trainer: an agent practising in its environments, a given number of env_steps at a time.
//
// A Trainer owns the environments, the learner, the replay buffer and every random generator; it knows no clock. The
// same config trains the same agent, bit for bit, in the same build. run() allocates nothing. The environments take
// turns; at the start of each round the network looks at all of their observations as one batch.
// E environments, O observation size, A actions, T terms.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "agent/agent.h"
#include "agent/dqn.h"
#include "core/config.h"
#include "core/status.h"
#include "env/rhythm_env.h"
#include "env/term_tables.h"
#include "rhythm/reward_settings.h"
#include "trainer/relabel.h"
#include "trainer/replay_buffer.h"

namespace trainer {

// Progress since the last take_stats(); the counters are totals. The means are over the environments that practise what
// the musician asks for: all of them, or one in four of a reward-conditioned learner's.
struct TrainerStats {
  std::uint64_t env_steps = 0;
  std::uint64_t gradient_steps = 0;
  std::uint64_t episodes = 0;
  int updates = 0;  // gradient_steps behind loss and mean_q; 0 means that those say nothing
  double loss = 0.0;
  double mean_q = 0.0;
  int finished_episodes = 0;  // behind the means below; 0 means that those say nothing
  double episode_return = 0.0;
  double final_reward = 0.0;
  double delta_reward = 0.0;
  env::TermValues terms{};         // what each term made of the last patterns: r_t, not weighted (env::term_rewards)
  double exploration_value = 0.0;  // temperature in toggles, or epsilon
};

class Trainer {
 public:
  // A fresh learner.
  explicit Trainer(const core::Config& config);

  const core::Config& config() const { return config_; }

  // Takes over the live entries of `config`. Errors: an entry that only a reset can change differs.
  core::Status set_live_config(const core::Config& config);

  // The first is the user's kick; rows of config().steps cells.
  void set_kicks(std::vector<rhythm::Row> kicks);
  const std::vector<rhythm::Row>& kicks() const { return kicks_; }

  // What an answer is rewarded for, from now on and for all that is remembered. At first: the preset "Original".
  void set_reward(const rhythm::RewardSettings& settings);
  const rhythm::RewardSettings& reward() const { return relabeller_.reward(); }  // as they count for this length

  // Scores by these tables, made for config().steps; null for none.
  void set_tables(std::shared_ptr<const env::TermTables> tables);

  // Practises and learns for that many env_steps.
  void run(int env_steps);

  // Starts the sums behind the means anew.
  TrainerStats take_stats();

  std::uint64_t env_steps() const { return env_steps_; }
  std::uint64_t gradient_steps() const { return gradient_steps_; }
  std::uint64_t episodes() const { return episodes_; }

  agent::QNetwork& network() { return dqn_.online(); }

  // A copy of the agent as it is now.
  agent::Agent snapshot() const;

  // Goes on from a loaded agent's weights. Its config must ask for the same layers as this one's.
  void continue_from(const agent::Agent& agent);

 private:
  struct Practice {
    env::RhythmEnv env;
    int action = 0;
  };

  bool practises_what_is_asked(std::size_t environment) const;
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
  std::vector<rhythm::Row> kicks_;
  nn::PanelMatrix observations_;    // (O, E)
  nn::Workspace looking_;           // online network on the observations of all environments
  std::vector<float> observation_;  // (O)
  std::vector<float> q_;            // (A)
  std::vector<float> scratch_;      // action probabilities
  rhythm::RewardSettings drawn_;
  std::uint64_t env_steps_ = 0;
  std::uint64_t gradient_steps_ = 0;
  std::uint64_t episodes_ = 0;
  // Of the agent continued from.
  struct {
    std::uint64_t env_steps = 0;
    std::uint64_t gradient_steps = 0;
  } loaded_;
  TrainerStats sums_;
};

}  // namespace trainer
