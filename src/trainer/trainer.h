// The trainer: an agent practising in its environment, a given number of env_steps at a time.
//
// A Trainer owns the environment, the learner, the replay buffer and every random generator; it knows no clock. The
// same config trains the same agent, bit for bit, in the same build. run() allocates nothing.
#pragma once

#include <cstdint>
#include <vector>

#include "agent/agent.h"
#include "agent/dqn.h"
#include "agent/n_step.h"
#include "agent/replay_buffer.h"
#include "core/config.h"
#include "core/status.h"
#include "env/rhythm_env.h"

namespace trainer {

// Progress since the last take_stats(); the counters are totals.
struct TrainerStats {
  std::uint64_t env_steps = 0;
  std::uint64_t gradient_steps = 0;
  std::uint64_t episodes = 0;
  int updates = 0;  // gradient_steps behind loss and mean_q; 0 means that those say nothing
  double loss = 0.0;
  double mean_q = 0.0;
  int finished_episodes = 0;  // behind the three means below; 0 means that those say nothing
  double episode_return = 0.0;
  double final_reward = 0.0;
  double delta_reward = 0.0;
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
  void run_step();
  int pick_action(std::span<const float> observation);
  void learn();

  core::Config config_;
  core::Rng rng_;
  env::RhythmEnv env_;
  agent::Dqn dqn_;
  agent::ReplayBuffer replay_;
  agent::NStepFolder folder_;
  agent::Batch batch_;
  std::vector<rhythm::Row> kicks_;
  std::vector<float> observation_;  // before the step
  std::vector<float> scratch_;      // action probabilities
  std::uint64_t env_steps_ = 0;
  std::uint64_t gradient_steps_ = 0;
  std::uint64_t episodes_ = 0;
  std::uint64_t loaded_env_steps_ = 0;  // of the agent continued from
  std::uint64_t loaded_gradient_steps_ = 0;
  TrainerStats sums_;
};

}  // namespace trainer
