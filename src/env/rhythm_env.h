// The environment: a kick and a snare row of n steps. An action toggles one snare step, or leaves the pattern as it
// is; the reward says how good the pattern is, or how much better it became.
//
// A RhythmEnv owns its pattern, its random generator and the kicks that episodes start from. Stepping allocates
// nothing. An episode never terminates by itself (a groove has no natural end); it is truncated after episode_steps.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/config.h"
#include "core/rng.h"
#include "env/reward.h"
#include "env/term_tables.h"
#include "rhythm/pattern.h"
#include "rhythm/reward_settings.h"
#include "rhythm/step_set.h"

namespace env {

struct EnvOptions {
  int steps = 16;  // rhythm::kMinSteps to rhythm::kMaxSteps
  bool leave_it = true;
  core::RewardMode reward_mode = core::RewardMode::delta;
  core::StartState start_state = core::StartState::random;
  double empty_starts = 0.0;  // share of episodes that start from a silent snare, 0 to 1
  int episode_steps = 32;     // at least 1
};

EnvOptions env_options(const core::Config& config);

// What reset may be told to start from exactly; what is empty is drawn as start_state says. Rows have n cells.
struct ResetOptions {
  std::span<const std::uint8_t> kick = {};
  std::span<const std::uint8_t> snare = {};
};

// An episode up to now. Rewards here are levels of the pattern, whatever the reward mode: their average would hide
// whether a bad pattern gets corrected, the last minus the first shows it.
struct EpisodeStats {
  int env_steps = 0;
  double episode_return = 0.0;  // sum of the rewards given
  double first_reward = 0.0;    // level of the pattern the episode started with
  double final_reward = 0.0;    // level of the pattern it has now
  double delta_reward() const { return final_reward - first_reward; }
};

struct StepInfo {
  TermValues terms;  // each term's value of the new pattern
  EpisodeStats episode;
};

struct StepResult {
  std::span<const float> observation;  // 3n floats, valid until the next step or reset
  float reward;
  bool terminated;
  bool truncated;
  StepInfo info;
};

class RhythmEnv {
 public:
  explicit RhythmEnv(const EnvOptions& options);

  int steps() const { return options_.steps; }
  int action_count() const { return options_.steps + (options_.leave_it ? 1 : 0); }
  int leave_it_action() const { return options_.steps; }  // only if offered

  // Kicks for start_state kick_list (any of them) and user_kick (any of the first `own`, windows of the user's kick).
  // Rows have n cells.
  void set_kicks(std::span<const rhythm::Row> kicks, std::size_t own = 1);

  // These take effect at the next reset.
  void set_start_state(core::StartState start_state) { options_.start_state = start_state; }
  void set_empty_starts(double share) { options_.empty_starts = share; }
  void set_episode_steps(int episode_steps) { options_.episode_steps = episode_steps; }

  // Scores with these settings from now on, in the middle of an episode too; a liked pattern of another length is
  // ignored. Settings are in order (rhythm::check_settings). At first: the preset "Original". Allocates nothing.
  void set_reward(const rhythm::RewardSettings& settings);
  const rhythm::RewardSettings& reward_settings() const { return reward_; }  // as they count for n steps

  // Scores in this metre from now on, which fits n steps, without tables; at first the usual one. Settings count as
  // they did: set_reward follows.
  void set_metre(const rhythm::Metre& metre);

  // Scores by these tables, made for n steps and the metre; null for none.
  void set_tables(std::shared_ptr<const TermTables> tables) { scorer_.use_tables(std::move(tables)); }

  // Starts an episode; with a seed, the generator starts anew too. Without a kick to start from, a random one is drawn,
  // never a held-out one (env/held_out.h). Random rows: each step is an onset with chance 1/2; the snare is silent in
  // the share empty_starts. Returns the observation (rhythm::write_pattern).
  std::span<const float> reset(std::optional<std::uint64_t> seed = std::nullopt, const ResetOptions& options = {});

  // action in [0, action_count()).
  StepResult step(int action);

  // "x o o o … [kick]", a line break, "… [snare]".
  std::string render() const;

  const TermScorer& scorer() const { return scorer_; }
  const rhythm::StepSet& liked() const { return liked_; }  // of no steps: there is none
  const rhythm::StepSet& kick() const { return kick_; }
  const rhythm::StepSet& snare() const { return snare_; }
  int episode_steps() const { return options_.episode_steps; }
  const EpisodeStats& episode() const { return episode_; }
  std::span<const float> observation() const { return observation_; }
  const TermValues& terms() const { return terms_; }  // of the present pattern
  float level() const { return level_; }              // centred_reward of the present pattern

 private:
  rhythm::StepSet draw_row();
  void draw_kick();
  void draw_snare();
  void rescore();

  EnvOptions options_;
  core::Rng rng_;
  std::vector<rhythm::StepSet> kicks_;
  std::size_t own_kicks_ = 0;  // the first so many of them
  TermScorer scorer_;
  rhythm::RewardSettings reward_;
  rhythm::StepSet liked_;  // of reward_

  rhythm::StepSet kick_;
  rhythm::StepSet snare_;
  std::vector<float> observation_;  // kept in step with both
  TermValues terms_{};
  float level_ = 0.0F;
  EpisodeStats episode_;
};

// Both rows in the notation of the original: "x o o o [kick]", a line break, "o o x o [snare]".
std::string render_rows(std::span<const std::uint8_t> kick, std::span<const std::uint8_t> snare);

}  // namespace env
