// One way to practise and to learn from it: what a Trainer is made of.
//
// A Learner owns its environments, its network and every random generator; it knows no clock and allocates nothing in
// run(). The same config learns the same, bit for bit, in the same build.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "agent/q_network.h"
#include "core/config.h"
#include "env/rhythm_env.h"
#include "env/term_tables.h"
#include "rhythm/metre.h"
#include "rhythm/reward_settings.h"

namespace trainer {

// The environments draw from streams of their own, so that exploration does not change which patterns come up.
inline constexpr std::uint64_t kEnvStream = 0x9E3779B97F4A7C15ULL;
inline constexpr std::uint64_t kSettingsStream = 0xD1B54A32D192ED03ULL;

// Of a reward-conditioned learner's environments one in so many practises what the musician asks for, so that the
// training shows how well that goes and is sure to know it.
inline constexpr std::size_t kAskedEvery = 4;

// What a workspace of a network is for (nn::ConvWorkspace).
inline constexpr bool kWithGradient = true;
inline constexpr bool kForward = false;

inline bool practises_what_is_asked(const core::Config& config, std::size_t environment) {
  return !config.conditioned || environment % kAskedEvery == 0;
}

// Sums since the last look, totals where it says so. Episodes are those of the environments that practise what is
// asked.
struct Learned {
  std::uint64_t env_steps = 0;       // in all
  std::uint64_t gradient_steps = 0;  // in all
  std::uint64_t episodes = 0;        // in all, of every environment
  int updates = 0;
  double loss = 0.0;
  double mean_q = 0.0;
  int finished_episodes = 0;
  double episode_return = 0.0;
  double final_reward = 0.0;
  double delta_reward = 0.0;
  env::TermValues terms{};

  void start_sums();
  void add_episode(const env::RhythmEnv& env, const env::EpisodeStats& episode);
};

// Kicks cut into windows of so many steps, one after the other; the last of a kick goes on where it begins anew. The
// first `own` are those of the first kick.
struct KickWindows {
  std::vector<rhythm::Row> kicks;
  std::size_t own = 0;
};
KickWindows cut_kicks(std::span<const rhythm::Row> kicks, int steps);

class Learner {
 public:
  Learner() = default;
  virtual ~Learner() = default;
  Learner(const Learner&) = delete;
  Learner& operator=(const Learner&) = delete;

  // Only the live entries differ.
  virtual void set_config(const core::Config& config) = 0;
  virtual void set_kicks(std::span<const rhythm::Row> kicks) = 0;  // as Trainer::set_kicks
  virtual void set_reward(const rhythm::RewardSettings& settings) = 0;
  virtual const rhythm::RewardSettings& reward() const = 0;  // as they count for the config's steps
  // Fits the config's steps. Takes away the tables; set_reward follows.
  virtual void set_metre(const rhythm::Metre& metre) = 0;
  virtual void set_tables(std::shared_ptr<const env::TermTables> tables) = 0;

  // Of a shared network: the lengths to practise by turns, each 2 to rhythm::kMaxSteps; at first the
  // config's steps alone, or a part of them where they are many.
  virtual void set_lengths(std::span<const int> /*lengths*/) {}

  virtual void run(int env_steps) = 0;

  virtual agent::QNetwork& network() = 0;

  // Goes on from these weights. Same shape.
  virtual void set_weights(const agent::QNetwork& network) = 0;

  Learned& learned() { return learned_; }
  const Learned& learned() const { return learned_; }

 protected:
  Learned learned_;
};

}  // namespace trainer
