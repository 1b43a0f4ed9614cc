// The environment of several agents: rows of n steps, of which each agent plays one and hears those it is wired to.
//
// By the conventions of parallel multi-agent environments (PettingZoo): all agents act at once, and observations,
// rewards, terminations and truncations come by agent. A BandEnv of one agent that hears the kick is the RhythmEnv: the
// same actions give the same rows and rewards (a test). A agents, V = rhythm::kVoices rows, n steps.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/rng.h"
#include "env/reward.h"
#include "rhythm/band.h"
#include "rhythm/metre.h"
#include "rhythm/step_set.h"

namespace env {

using BandRows = std::vector<rhythm::StepSet>;  // (V) of n steps

// What the rows of a band are worth: to each agent by its own terms, and to all of them together.
class BandScorer {
 public:
  // In the usual metre of the length (rhythm::Metre::default_for). `parts` is not empty; a voice is played once, and
  // nobody hears itself. Copies share their tables (env/term_tables.h).
  BandScorer(std::span<const rhythm::BandPart> parts, int steps);

  int steps() const { return steps_; }
  std::size_t agents() const { return seats_.size(); }  // A
  // As they count for n steps.
  const rhythm::RewardSettings& reward(std::size_t agent) const { return seats_[agent].reward; }
  int voice(std::size_t agent) const { return seats_[agent].voice; }
  bool hears(std::size_t agent, int voice) const { return seats_[agent].hears.test(static_cast<std::size_t>(voice)); }
  const TermScorer& scorer(std::size_t agent) const { return seats_[agent].scorer; }

  // What this agent hears as one row: a step is an onset if any of the voices it is wired to has one there.
  rhythm::StepSet heard(const BandRows& rows, std::size_t agent) const;
  TermValues values(const BandRows& rows, std::size_t agent) const;
  // Its contributions (env::contribution) as a share of all that its terms could give, 0 to 1.
  double share(const BandRows& rows, std::size_t agent) const;
  // The shared reward: the mean of the agents' shares, 0 to 1.
  double shared(const BandRows& rows) const;
  // The rows that take part: played by agents or heard by them.
  rhythm::VoiceSet drawn() const;
  // Of every toggle of this agent's row (n): what it changes in the shared reward. `rows` is as before afterwards.
  void shared_gains(BandRows& rows, std::size_t agent, std::span<double> gains) const;

 private:
  struct Seat {
    int voice;
    rhythm::VoiceSet hears;
    TermScorer scorer;
    rhythm::RewardSettings reward;
    rhythm::StepSet liked;
    double possible;  // sum of |w_t|
  };

  int steps_;
  std::vector<Seat> seats_;
};

struct BandEnvOptions {
  bool leave_it = true;
  bool shared_reward = false;  // every agent is paid for what all of them earn
  int episode_steps = 32;      // at least 1
};

struct BandStep {
  std::vector<std::vector<float>> observations;  // (A, 3n)
  std::vector<float> rewards;                    // (A) the improvement of what each is paid for
  std::vector<bool> terminations;                // (A) never: a groove has no natural end
  std::vector<bool> truncations;                 // (A) all at once, after episode_steps
  std::vector<double> shares;                    // (A) info: BandScorer::share
  double shared = 0.0;                           // info: BandScorer::shared
};

class BandEnv {
 public:
  BandEnv(BandScorer scorer, const BandEnvOptions& options);

  const BandScorer& scorer() const { return scorer_; }
  std::size_t agents() const { return scorer_.agents(); }
  std::string agent_name(std::size_t agent) const;                         // the voice: "snare"
  int observation_size(std::size_t) const { return 3 * scorer_.steps(); }  // -1 or 1 each
  int action_count(std::size_t) const { return scorer_.steps() + (options_.leave_it ? 1 : 0); }

  // Starts an episode: the rows that nobody's agent plays but somebody hears, and the agents', are drawn at random,
  // each step an onset with chance 1/2; those that are given (by voice, n cells or empty) are taken. The kick is never
  // a held-out one (env/held_out.h) unless it is given. With a seed, the generator starts anew.
  const std::vector<std::vector<float>>& reset(std::optional<std::uint64_t> seed = std::nullopt,
                                               std::span<const rhythm::Row> rows = {});

  // actions (A), each in [0, action_count()): toggles that step of the agent's row, or leaves it. All at once.
  const BandStep& step(std::span<const int> actions);

  const BandRows& rows() const { return rows_; }
  bool truncated() const { return env_steps_ >= options_.episode_steps; }
  const std::vector<std::vector<float>>& observations() const { return last_.observations; }

 private:
  double level(std::size_t agent) const;
  void observe(std::size_t agent);

  BandEnvOptions options_;
  BandScorer scorer_;
  rhythm::VoiceSet drawn_;  // the rows that take part
  core::Rng rng_;
  BandRows rows_;
  std::vector<double> levels_;  // (A) what each was paid for so far
  int env_steps_ = 0;           // of the episode
  BandStep last_;
};

}  // namespace env
