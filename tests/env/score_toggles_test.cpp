#include <doctest/doctest.h>

#include <cstddef>
#include <string>
#include <vector>

#include "core/rng.h"
#include "env/reward.h"
#include "rhythm/groove.h"

namespace {

using rhythm::StepSet;

StepSet random_set(core::Rng& rng, int steps, std::uint32_t one_in) {
  StepSet set(steps);
  for (int step = 0; step < steps; ++step) {
    if (rng.below(one_in) == 0) set.set(step);
  }
  return set;
}

// Silent, full, all but one, a single onset, sparse and dense.
std::vector<StepSet> snares(core::Rng& rng, int steps) {
  const StepSet silent(steps);
  StepSet one = silent;
  one.set(static_cast<int>(rng.below(static_cast<std::uint32_t>(steps))));
  return {silent,
          ~silent,
          one,
          ~one,
          random_set(rng, steps, 2),
          random_set(rng, steps, 5),
          ~random_set(rng, steps, 4),
          random_set(rng, steps, 2)};
}

rhythm::RewardSettings all_terms() {
  rhythm::RewardSettings settings;
  for (rhythm::TermSetting& setting : settings.terms) setting.weight = 1.0F;
  return settings;
}

void check_toggles(const env::TermScorer& scorer, const StepSet& kick, const StepSet& snare, const StepSet& liked) {
  const int steps = scorer.steps();
  std::vector<rhythm::TermValues> toggled(static_cast<std::size_t>(steps));
  scorer.score_toggles(kick, snare, all_terms(), liked, toggled);
  StepSet changed = snare;
  for (int step = 0; step < steps; ++step) {
    changed.flip(step);
    rhythm::TermValues expected = scorer.score(kick, changed, liked);
    changed.flip(step);
    if (liked.empty()) expected[static_cast<std::size_t>(rhythm::Term::similarity)] = 0.0F;
    for (std::size_t t = 0; t < rhythm::kTermCount; ++t) {
      CAPTURE(steps);
      CAPTURE(step);
      CAPTURE(std::string(rhythm::term_table()[t].key));
      CAPTURE(rhythm::format_row(rhythm::row_of(kick)));
      CAPTURE(rhythm::format_row(rhythm::row_of(snare)));
      CHECK(toggled[static_cast<std::size_t>(step)][t] == doctest::Approx(expected[t]).epsilon(1e-5));
    }
  }
}

}  // namespace

TEST_CASE("what a toggle changes is what scoring the toggled snare anew says, for every term, length and pattern") {
  core::Rng rng(5);
  for (const int steps : {2, 3, 4, 5, 6, 8, 9, 12, 16, 20, 24, 32, 36, 48, 96}) {
    const env::TermScorer scorer(steps);
    for (const StepSet& snare : snares(rng, steps)) {
      for (const StepSet& kick : {StepSet(steps), random_set(rng, steps, 3), random_set(rng, steps, 2)}) {
        check_toggles(scorer, kick, snare, random_set(rng, steps, 2));
      }
      check_toggles(scorer, ~StepSet(steps), snare, StepSet());
    }
  }
}

TEST_CASE("what a toggle changes follows the metre that was asked for") {
  core::Rng rng(6);
  for (const auto& [text, steps] : {std::pair("3,2,2", 24), std::pair("2,3,2", 12), std::pair("5,2,2", 40)}) {
    env::TermScorer scorer(steps, *rhythm::Metre::parse(text));
    if (steps == 24) scorer.use_style(rhythm::Style::busy);
    for (const StepSet& snare : snares(rng, steps)) {
      check_toggles(scorer, random_set(rng, steps, 3), snare, random_set(rng, steps, 2));
    }
  }
}

TEST_CASE("terms that nobody asks for are left at 0 after a toggle") {
  core::Rng rng(7);
  const StepSet kick = random_set(rng, 16, 3);
  const StepSet snare = random_set(rng, 16, 3);
  rhythm::RewardSettings asked;
  asked[rhythm::Term::density].weight = -1.0F;
  env::TermScorer scorer(16);
  std::vector<rhythm::TermValues> toggled(16);
  scorer.score_toggles(kick, snare, asked, StepSet(), toggled);
  for (const rhythm::TermValues& values : toggled) {
    for (std::size_t t = 0; t < values.size(); ++t) {
      CHECK((values[t] != 0.0F) == (t == static_cast<std::size_t>(rhythm::Term::density)));
    }
  }
}

TEST_CASE("the groove index is the sum of what the notes on each step add") {
  core::Rng rng(8);
  for (const int steps : {4, 16, 32}) {
    const rhythm::Metre metre = rhythm::Metre::default_for(steps);
    for (int i = 0; i < 50; ++i) {
      const StepSet kick = random_set(rng, steps, 2);
      const StepSet snare = random_set(rng, steps, 3);
      int sum = 0;
      for (int step = 0; step < steps; ++step) sum += rhythm::witek_at(kick, snare, metre, step);
      CHECK(sum == *rhythm::witek(rhythm::Onsets(kick), rhythm::Onsets(snare), metre));
    }
  }
}
