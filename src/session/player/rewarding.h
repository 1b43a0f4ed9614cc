// The reward as the page shows it: what each term contributes to the pattern that is shown, and what a toggle would
// change.
//
// A Rewarding owns the settings as they count for one length, and the scorer of that length. Contributions are never
// negative and add up to a total between 0 and `possible`: w_t r_t for a positive weight, |w_t| (1 - r_t) for a
// negative one. The reward of env/reward.h is that total minus the sum of the negative weights' sizes.
// n steps, T terms in the order of rhythm::Term.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "agent/answer.h"
#include "env/reward.h"
#include "rhythm/pattern.h"
#include "rhythm/reward_settings.h"

namespace session {

using TermAmounts = std::array<float, rhythm::kTermCount>;

// The best that is possible to the pattern that is shown.
struct Truth {
  rhythm::Row row;      // (n) onsets
  double total = 0.0;   // what its contributions add up to; comparable with RewardView::total
  bool current = true;  // false: of the heard row or the settings before, until the new answer is there
};

struct RewardView {
  std::array<bool, rhythm::kTermCount> applies{};  // whether the term means anything for this length
  TermAmounts weights{};       // as they count: 0 where a term does not apply or has nothing to compare with
  TermAmounts values{};        // v_t in [0, 1], whatever the settings
  TermAmounts contribution{};  // at least 0
  double total = 0.0;          // sum of the contributions
  double possible = 0.0;       // sum of |w_t|: what all terms at their best would give if they did not conflict
  double thought = 0.0;        // what thinking longer has gained for this answer, in units of total; 0 without
  std::optional<Truth> truth;  // absent until it is known
  std::array<rhythm::Row, rhythm::kTermCount> previews;  // the best row by each term alone; empty until known
};

class Rewarding {
 public:
  explicit Rewarding(int steps) : scorer_(steps) {}

  // Binds settings (rhythm::check_settings), length and metre, which fits it; without one the usual.
  void set(const rhythm::RewardSettings& settings, int steps, const rhythm::Metre& metre);
  void set(const rhythm::RewardSettings& settings, int steps) {
    set(settings, steps, rhythm::Metre::default_for(steps));
  }

  int steps() const { return scorer_.steps(); }
  const rhythm::Metre& metre() const { return scorer_.metre(); }
  const rhythm::RewardSettings& settings() const { return settings_; }  // as they count for n steps
  bool applies(rhythm::Term term) const { return scorer_.applies(term); }

  // Rows of n velocities.
  env::TermValues values(std::span<const std::uint8_t> heard, std::span<const std::uint8_t> own) const;
  float reward(std::span<const std::uint8_t> heard, std::span<const std::uint8_t> own) const;
  agent::Score score(std::span<const std::uint8_t> heard, std::span<const std::uint8_t> own) const;

  // What a network that uses the model asks about this row. This object must outlive it.
  agent::ToggleScoreFunction toggles(std::span<const std::uint8_t> heard) const;

  // All that these settings say of a pattern; what is thought and what is best is not known here.
  RewardView view(std::span<const std::uint8_t> heard, std::span<const std::uint8_t> own) const;

  TermAmounts contributions(const env::TermValues& values) const;
  double possible() const;

  // What the contributions of a pattern with this reward add up to.
  double total_of(double reward) const;

  // Change of each contribution if its own row were toggled at `step`, [0, n).
  TermAmounts toggle_effect(std::span<const std::uint8_t> heard, std::span<const std::uint8_t> own, int step) const;

 private:
  env::TermScorer scorer_;
  rhythm::RewardSettings settings_;
};

}  // namespace session
