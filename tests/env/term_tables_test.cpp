#include "env/term_tables.h"

#include <doctest/doctest.h>

#include "core/rng.h"
#include "env/rhythm_env.h"
#include "tests/rhythm/patterns.h"

namespace env {

TEST_CASE("bits and rows are the same pattern") {
  CHECK(bits_of(rhythm::parse_row("x..X").value()) == 0b1001U);
  CHECK(row_of(0b1001U, 5) == rhythm::parse_row("x..x.").value());
  for (StepBits bits = 0; bits < 256; ++bits) CHECK(bits_of(row_of(bits, 8)) == bits);
}

TEST_CASE("there are no tables where there are too many snares") {
  CHECK(TermTables::make(TermScorer(kMaxTableSteps)) != nullptr);
  CHECK(TermTables::make(TermScorer(kMaxTableSteps + 1)) == nullptr);
}

TEST_CASE("tables say what the scorer says, bit for bit, at every length they are for") {
  core::Rng rng(11);
  for (int steps = 2; steps <= kMaxTableSteps; ++steps) {
    CAPTURE(steps);
    const TermScorer scorer(steps);
    const auto tables = TermTables::make(scorer);
    int differences = 0;
    for (int i = 0; i < 500; ++i) {
      const StepBits kick = rng.below(tables->snares());
      const StepBits snare = rng.below(tables->snares());
      const StepBits liked = rng.below(tables->snares());
      const rhythm::Row kick_row = row_of(kick, steps);
      const rhythm::Row snare_row = row_of(snare, steps);
      if (tables->score(kick, snare) != scorer.score(kick_row, snare_row)) ++differences;
      if (tables->score(kick, snare, liked) != scorer.score(kick_row, snare_row, row_of(liked, steps))) ++differences;
    }
    CHECK(differences == 0);
  }
}

TEST_CASE("the windows of the groove index add up for every pair of eight steps") {
  const TermScorer scorer(8);
  const auto tables = TermTables::make(scorer);
  int differences = 0;
  for (StepBits kick = 0; kick < 256; ++kick) {
    for (StepBits snare = 0; snare < 256; ++snare) {
      const TermValues direct =
          scorer.score(rhythm::Onsets::from_bits(kick, 8), rhythm::Onsets::from_bits(snare, 8), nullptr);
      if (direct != tables->score(kick, snare)) ++differences;
    }
  }
  CHECK(differences == 0);
}

TEST_CASE("tables follow the scorer's metre") {
  core::Rng rng(12);
  const TermScorer waltz(12, rhythm::metre("3,2,2"));
  const auto tables = TermTables::make(waltz);
  CHECK(waltz.applies(rhythm::Term::witek));
  for (int i = 0; i < 500; ++i) {
    const StepBits kick = rng.below(tables->snares());
    const StepBits snare = rng.below(tables->snares());
    CHECK(tables->score(kick, snare) == waltz.score(row_of(kick, 12), row_of(snare, 12)));
  }
}

TEST_CASE("an environment with tables plays the same episode as one without") {
  const auto tables = TermTables::make(TermScorer(16));
  RhythmEnv plain({.steps = 16});
  RhythmEnv tabled({.steps = 16});
  tabled.set_tables(tables);
  rhythm::RewardSettings settings = rhythm::preset_settings("Busy mix").value();
  settings[rhythm::Term::similarity].weight = 0.5F;
  settings.liked = rhythm::parse_row("x..x..x...x.x...").value();
  for (RhythmEnv* env : {&plain, &tabled}) env->set_reward(settings);
  plain.reset(3);
  tabled.reset(3);
  for (int i = 0; i < 200; ++i) {
    const int action = i * 7 % 17;
    const StepResult a = plain.step(action);
    const StepResult b = tabled.step(action);
    CHECK(a.reward == b.reward);
    CHECK(a.info.terms == b.info.terms);
  }
}

}  // namespace env
