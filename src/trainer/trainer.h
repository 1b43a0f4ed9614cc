// The trainer: an agent practising in its environments, a given number of env_steps at a time.
//
// A Trainer owns the learner (trainer/learner.h) that its config asks for and knows how its agent came to be; it knows
// no clock. The same config trains the same agent, bit for bit, in the same build. run() allocates nothing.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "agent/agent.h"
#include "core/config.h"
#include "core/status.h"
#include "env/term_tables.h"
#include "rhythm/metre.h"
#include "rhythm/reward_settings.h"
#include "trainer/learner.h"

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

  // The first is the user's kick. Rows of config().steps cells, or more: then all of it is practised in windows.
  void set_kicks(std::vector<rhythm::Row> kicks);
  const std::vector<rhythm::Row>& kicks() const { return kicks_; }

  // What an answer is rewarded for, from now on and for all that is remembered. At first: the preset "Original".
  void set_reward(const rhythm::RewardSettings& settings);
  const rhythm::RewardSettings& reward() const { return learner_->reward(); }  // as they count for this length

  // In which the terms read a pattern, and a shared network sees it; fits config().steps. At first the usual one of the
  // length. A learner that remembers forgets what it heard in another.
  void set_metre(const rhythm::Metre& metre);
  const rhythm::Metre& metre() const { return metre_; }

  // Scores by these tables, made for config().steps and metre(); null for none. After set_metre there are none.
  void set_tables(std::shared_ptr<const env::TermTables> tables) { learner_->set_tables(std::move(tables)); }

  // Of a shared network: the lengths to practise by turns, each 2 to rhythm::kMaxSteps; at first config().steps alone.
  void set_lengths(std::span<const int> lengths) { learner_->set_lengths(lengths); }

  // Practises and learns for that many env_steps.
  void run(int env_steps) { learner_->run(env_steps); }

  // Starts the sums behind the means anew.
  TrainerStats take_stats();

  std::uint64_t env_steps() const { return learner_->learned().env_steps; }
  std::uint64_t gradient_steps() const { return learner_->learned().gradient_steps; }
  std::uint64_t episodes() const { return learner_->learned().episodes; }

  agent::QNetwork& network() { return learner_->network(); }

  // A copy of the agent as it is now.
  agent::Agent snapshot() const;

  // Goes on from a loaded agent's weights. Its config must ask for the same network as this one's.
  void continue_from(const agent::Agent& agent);

 private:
  core::Config config_;
  rhythm::Metre metre_;
  rhythm::RewardSettings asked_;
  std::unique_ptr<Learner> learner_;
  std::vector<rhythm::Row> kicks_;
  // Of the agent continued from.
  struct {
    std::uint64_t env_steps = 0;
    std::uint64_t gradient_steps = 0;
  } loaded_;
};

}  // namespace trainer
