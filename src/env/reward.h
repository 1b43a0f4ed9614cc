// The reward: how good a snare is by the musician's settings (rhythm/reward_settings.h), term by term and as a sum.
//
// Scoring is split so that nothing learned from is lost when a slider moves: TermValues say what a pattern *is*, in
// [0, 1] whatever the settings, and are what transitions store; term_rewards and reward say what it is *worth*.
// n steps, T terms in the order of rhythm::Term, v_t value of a term, r_t its reward, w_t its weight.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>

#include "rhythm/metre.h"
#include "rhythm/onsets.h"
#include "rhythm/reward_settings.h"
#include "rhythm/reward_weights.h"
#include "rhythm/style.h"

namespace env {

class TermTables;

using rhythm::kTermCount;

using rhythm::reward;
using rhythm::term_reward;
using rhythm::TermValues;

// Scores patterns of one length and metre. A value; scoring allocates nothing.
class TermScorer {
 public:
  // The metre that this length most likely means (rhythm::Metre::default_for). 2 to rhythm::kMaxSteps steps.
  explicit TermScorer(int steps);

  // `metre` must fit `steps`.
  TermScorer(int steps, const rhythm::Metre& metre);

  int steps() const { return steps_; }
  const rhythm::Metre& metre() const { return metre_; }

  // What `similarity` compares with from now on, for this length and metre; at first nothing but the liked pattern that
  // a call gives.
  void use_style(rhythm::Style style);
  bool has_style() const { return style_name_ != rhythm::Style::none; }
  // How near a snare is to it; 0 where the metre does not have it.
  float style_value(const rhythm::StepSet& snare) const {
    return style_.empty() ? 0.0F : static_cast<float>(style_.nearness(snare));
  }

  // Whether the term means anything for this length and metre: the C-score needs a multiple of 2 or 3, the groove
  // index beats of four steps, the backbeat a second beat, a style one that the metre has. Where it does not, its value
  // is 0.
  bool applies(rhythm::Term term) const { return applies_[static_cast<std::size_t>(term)]; }

  // The value of each term. Rows of n velocities; `liked` may be empty, and `similarity` is then 1/2.
  // Every value lies in [0, 1]: the metric divided by the largest value that any pattern of this length has. The
  // C-score's is that of patterns that are not silent (rhythm::cscore_maximum_with_onsets); silence counts as 1.
  // overlap is 0 for a silent kick; similarity is the nearness to the style
  // (rhythm::StyleRule), without one 1 - Hamming(snare, liked) / n.
  TermValues score(std::span<const std::uint8_t> kick, std::span<const std::uint8_t> snare,
                   std::span<const std::uint8_t> liked = {}) const;

  // The same, but only the terms that have a weight in `asked`, by its liked pattern; the others are 0. For searches,
  // where half of the terms is half of the time.
  TermValues score_asked(std::span<const std::uint8_t> kick, std::span<const std::uint8_t> snare,
                         const rhythm::RewardSettings& asked) const;

  // The same for sets of n steps; an empty `liked` has none.
  TermValues score(const rhythm::StepSet& kick, const rhythm::StepSet& snare, const rhythm::StepSet& liked = {}) const;

  // The values after toggling each step of the snare (n), by what a toggle changes: a look at the steps around it, so
  // that all n cost little more than one. Only the terms that have a weight in `asked`; the others are 0. Equal to
  // score() but for rounding.
  void score_toggles(const rhythm::StepSet& kick, const rhythm::StepSet& snare, const rhythm::RewardSettings& asked,
                     const rhythm::StepSet& liked, std::span<TermValues> toggled) const;

  // The same for onsets; `liked` may be null, and `asked` for all terms. Never by table.
  TermValues score(const rhythm::Onsets& kick, const rhythm::Onsets& snare, const rhythm::Onsets* liked,
                   const rhythm::RewardSettings* asked = nullptr) const;

  // From now on rows and sets are scored by these tables (env/term_tables.h), made for the same steps and metre: the
  // same values, faster. Null for none.
  void use_tables(std::shared_ptr<const TermTables> tables);

 private:
  std::shared_ptr<const TermTables> tables_;
  int steps_;
  rhythm::Metre metre_;
  rhythm::StepSet backbeats_;  // every second beat of each bar
  rhythm::StyleRule style_;
  std::array<bool, kTermCount> applies_{};
  rhythm::Style style_name_ = rhythm::Style::none;
  double lhl_scale_ = 0.0;  // 1 / range, 0 where the range is empty
  double cscore_scale_ = 0.0;
  double witek_scale_ = 0.0;
  double wnbd_scale_ = 0.0;
};

// Each term's value for one pattern. Builds a TermScorer: for a single look, not for loops.
TermValues score_terms(std::span<const std::uint8_t> kick, std::span<const std::uint8_t> snare,
                       std::span<const std::uint8_t> liked = {});

// The settings as they count for this length and metre, which the scorer follows from now on: weight 0 for a term that
// does not apply, and for the similarity when there is neither a style nor a liked pattern of this length. Of the two
// only the one that counts is left.
rhythm::RewardSettings effective_settings(const rhythm::RewardSettings& settings, TermScorer& scorer);

// The same in place; allocates only where another style comes.
void make_effective(rhythm::RewardSettings& settings, TermScorer& scorer);

// What a term of this weight contributes when its reward is `reward`: w r for a positive weight, |w| (1 - r) for a
// negative one, so never less than 0 and at most |w|. The contributions of a pattern add up to its reward plus the
// sizes of the negative weights.
inline float contribution(float weight, float reward) {
  return weight >= 0.0F ? weight * reward : -weight * (1.0F - reward);
}

// r_t of each term, not weighted.
TermValues term_rewards(const TermValues& values, const rhythm::RewardSettings& settings);

// Sum of w_t: with reward() the centred form below.
float weight_sum(const rhythm::RewardSettings& settings);

// Sum of w_t (2 r_t - 1) = 2 reward - weight_sum: what the environment pays. The preset "Original" so pays the
// difference in [-1, 1], as it did when that was the only term; a constant and a factor change no ranking.
float centred_reward(const TermValues& values, const rhythm::RewardSettings& settings);

}  // namespace env
