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
#include "core/rng.h"
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
  // In the usual metre (rhythm::Metre::default_for). `tables` for these steps and the metre if the caller has them
  // already; otherwise they are made here, where there are any.
  Judge(int steps, const rhythm::RewardSettings& settings, std::shared_ptr<const env::TermTables> tables = nullptr);

  // The same in this metre, which fits `steps`.
  Judge(int steps, const rhythm::Metre& metre, const rhythm::RewardSettings& settings,
        std::shared_ptr<const env::TermTables> tables = nullptr);

  int steps() const { return scorer_.steps(); }
  const rhythm::Metre& metre() const { return scorer_.metre(); }
  Method method() const { return tables_ != nullptr ? Method::exact : Method::annealing; }
  const rhythm::RewardSettings& settings() const { return settings_; }  // as they count for n steps

  // Rows of n velocities.
  agent::Score score(std::span<const std::uint8_t> kick, std::span<const std::uint8_t> snare) const;
  float reward(std::span<const std::uint8_t> kick, std::span<const std::uint8_t> snare) const;

  // What a network that uses the model asks about this kick. The judge must outlive it.
  agent::ToggleScoreFunction toggles(std::span<const std::uint8_t> kick) const;

  struct Optimum {
    Found best;
    double mean = 0.0;  // of all snares alike: what random play earns
  };

  // Exact, or the better of annealing and hill climbing, and 2,000 random snares; `seed` is for these alone.
  Optimum optimum(std::span<const std::uint8_t> kick, std::uint64_t seed) const;

  // The stand-in for the optimum of longer patterns, at any length: simulated annealing, several times from random
  // snares. Deterministic for a seed.
  Found anneal(std::span<const std::uint8_t> kick, std::uint64_t seed) const;

  // Searches without any learning that start from the empty snare, as an agent does. Both are as strong as the exact
  // model makes them: an agent earns its place by being better with as many scorings, or as good with fewer.
  struct Searched {
    Found best;
    int scorings = 0;  // snares scored
  };

  // A tabu walk (Glover 1989): 2 n times the toggle of the highest reward among those that lead to a snare where it has
  // not been yet, the lowest step of equals; the best snare on the way.
  Searched tabu_walk(std::span<const std::uint8_t> kick) const;

  // One annealing that scores so many snares, at least 1. Deterministic for a seed.
  Searched anneal_within(std::span<const std::uint8_t> kick, int scorings, std::uint64_t seed) const;

  // From the empty snare the single toggle that gains most, until none gains anything.
  Found hill_climb(std::span<const std::uint8_t> kick) const;

  // What a Euclidean sequencer reaches when its knobs are set as well as can be: the best of all Euclidean rhythms
  // (Toussaint 2005), 1 to n onsets in every rotation.
  Found euclid(std::span<const std::uint8_t> kick) const;

 private:
  Optimum enumerate(std::span<const std::uint8_t> kick) const;
  void cool(std::span<const std::uint8_t> kick, rhythm::Row snare, int moves, core::Rng& rng, Found& best) const;

  env::TermScorer scorer_;
  std::shared_ptr<const env::TermTables> tables_;
  rhythm::RewardSettings settings_;
};

}  // namespace trainer
