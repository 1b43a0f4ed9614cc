// The truth about a kick: the best snare that exists for it by the musician's settings, and what simpler means find.
//
// Where there are tables (env/term_tables.h) every snare is scored, so the optimum is exact; above, a long simulated
// annealing stands in for it. A Judge owns the scorer and its tables and may be shared between evaluations; settings
// are bound to it. n steps.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "agent/answer.h"
#include "env/reward.h"
#include "env/term_tables.h"
#include "rhythm/pattern.h"
#include "rhythm/reward_settings.h"

namespace trainer {

enum class Method : std::uint8_t {
  exact,      // all snares scored
  annealing,  // the best that a long search found
};

struct Found {
  rhythm::Row snare;
  float reward = 0.0F;  // env::reward: sum of w_t r_t
};

class Judge {
 public:
  // `tables` for `steps` if the caller has them already; otherwise they are made here, where there are any.
  Judge(int steps, const rhythm::RewardSettings& settings, std::shared_ptr<const env::TermTables> tables = nullptr);

  int steps() const { return scorer_.steps(); }
  Method method() const { return tables_ != nullptr ? Method::exact : Method::annealing; }
  const rhythm::RewardSettings& settings() const { return settings_; }  // as they count for n steps

  // Rows of n velocities.
  agent::Score score(std::span<const std::uint8_t> kick, std::span<const std::uint8_t> snare) const;
  float reward(std::span<const std::uint8_t> kick, std::span<const std::uint8_t> snare) const;

  struct Optimum {
    Found best;
    double mean = 0.0;  // of all snares alike: what random play earns
  };

  // Exact, or the better of annealing and hill climbing, and 2,000 random snares; `seed` is for these alone.
  Optimum optimum(std::span<const std::uint8_t> kick, std::uint64_t seed) const;

  // The stand-in for the optimum of longer patterns, at any length: simulated annealing, several times from random
  // snares. Deterministic for a seed.
  Found anneal(std::span<const std::uint8_t> kick, std::uint64_t seed) const;

  // From the empty snare the single toggle that gains most, until none gains anything.
  Found hill_climb(std::span<const std::uint8_t> kick) const;

  // What a Euclidean sequencer reaches when its knobs are set as well as can be: the best of all Euclidean rhythms
  // (Toussaint 2005), 1 to n onsets in every rotation.
  Found euclid(std::span<const std::uint8_t> kick) const;

 private:
  Optimum enumerate(std::span<const std::uint8_t> kick) const;

  env::TermScorer scorer_;
  std::shared_ptr<const env::TermTables> tables_;
  rhythm::RewardSettings settings_;
};

}  // namespace trainer
