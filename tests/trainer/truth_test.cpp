#include "trainer/truth.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "core/rng.h"
#include "env/held_out.h"
#include "rhythm/metrics.h"
#include "tests/rows.h"

using test::row;

namespace trainer {

using rhythm::Term;

namespace {

rhythm::RewardSettings preset(std::string_view name) { return rhythm::preset_settings(name).value(); }

struct BruteForce {
  float best = -100.0F;
  double mean = 0.0;
};

// Every snare, scored one by one without any table.
BruteForce brute_force(const rhythm::Row& kick, const rhythm::RewardSettings& settings) {
  const int steps = static_cast<int>(kick.size());
  env::TermScorer scorer(steps);
  const rhythm::RewardSettings effective = env::effective_settings(settings, scorer);
  BruteForce result;
  for (env::StepBits bits = 0; bits < (1U << steps); ++bits) {
    const float reward = env::reward(scorer.score(kick, env::row_of(bits, steps), effective.liked), effective);
    result.best = std::max(result.best, reward);
    result.mean += static_cast<double>(reward) / (1U << steps);
  }
  return result;
}

int onsets(const rhythm::Row& snare) {
  return static_cast<int>(std::ranges::count_if(snare, [](std::uint8_t velocity) { return velocity != 0; }));
}

}  // namespace

TEST_CASE("the optimum of the difference is the complement of the kick") {
  const Judge judge(16, preset("Original"));
  const auto optimum = judge.optimum(row("x..x..x...x.x..."), 1);
  CHECK(optimum.best.snare == row(".xx.xx.xxx.x.xxx"));
  CHECK(optimum.best.reward == 1.0F);
  CHECK(optimum.mean == doctest::Approx(0.5));
  CHECK(judge.hill_climb(row("x..x..x...x.x...")).snare == optimum.best.snare);
}

TEST_CASE("the optimum and the mean are those of brute force, for any settings and any short length") {
  core::Rng rng(3);
  for (int steps = 2; steps <= 10; ++steps) {
    for (int i = 0; i < 4; ++i) {
      rhythm::RewardSettings settings;
      for (rhythm::TermSetting& setting : settings.terms) {
        setting = {.weight = rng.uniform() * 2.0F - 1.0F,
                   .mode = static_cast<rhythm::TermMode>(rng.below(3)),
                   .level = rng.uniform()};
      }
      if (i % 2 == 0) settings.liked = env::row_of(rng.below(1U << steps), steps);
      if (i == 3) settings.style = rhythm::style_table()[rng.below(10)].style;
      const rhythm::Row kick = env::row_of(rng.below(1U << steps), steps);
      const Judge judge(steps, settings);
      const auto optimum = judge.optimum(kick, 1);
      const BruteForce expected = brute_force(kick, settings);
      CAPTURE(steps);
      CHECK(optimum.best.reward == expected.best);
      CHECK(optimum.mean == doctest::Approx(expected.mean));
      CHECK(judge.reward(kick, optimum.best.snare) == optimum.best.reward);
      CHECK(judge.hill_climb(kick).reward <= expected.best);
      CHECK(judge.euclid(kick).reward <= expected.best);
      CHECK(judge.method() == Method::exact);
    }
  }
}

TEST_CASE("the optimum of 16 steps is that of brute force") {
  const rhythm::Row kick = row("x.....x.x.......");
  CHECK(Judge(16, preset("Syncopated answer")).optimum(kick, 1).best.reward ==
        brute_force(kick, preset("Syncopated answer")).best);
}

TEST_CASE("hill climbing stops where no single toggle gains") {
  const Judge judge(16, preset("Syncopated answer"));
  for (const rhythm::Row& kick : env::held_out_kicks(16, 20, 2)) {
    Found found = judge.hill_climb(kick);
    CHECK(found.reward == judge.reward(kick, found.snare));
    for (std::uint8_t& cell : found.snare) {
      const std::uint8_t before = cell;
      cell = before != 0 ? std::uint8_t{0} : rhythm::kPlainVelocity;
      CHECK(judge.reward(kick, found.snare) <= found.reward + 1e-5F);
      cell = before;
    }
  }
}

TEST_CASE("the euclidean fill turns to where the reward is best") {
  rhythm::RewardSettings settings;
  settings[Term::similarity].weight = 1.0F;
  settings.liked = row("..x...x...x...x.");
  CHECK(Judge(16, settings).euclid(row("x...x...x...x...")).snare == settings.liked);
}

TEST_CASE("annealing finds the optimum of 16 steps for nearly every kick") {
  for (const char* name : {"Syncopated answer", "Clave mix", "Busy mix"}) {
    CAPTURE(name);
    const Judge judge(16, preset(name));
    int missed = 0;
    for (const rhythm::Row& kick : env::held_out_kicks(16, 30, 5)) {
      if (judge.anneal(kick, 1).reward < judge.optimum(kick, 1).best.reward - 1e-5F) ++missed;
    }
    CHECK(missed <= 1);
  }
}

TEST_CASE("above 16 steps the optimum is annealed, says so and repeats itself") {
  const Judge judge(24, preset("Original"));
  CHECK(judge.method() == Method::annealing);
  const rhythm::Row kick = row("x..x..x...x.x...x..x..x.");
  const auto optimum = judge.optimum(kick, 9);
  CHECK(optimum.best.reward == 1.0F);
  CHECK(optimum.mean == doctest::Approx(0.5).epsilon(0.05));
  const Judge busy(24, preset("Busy mix"));
  CHECK(busy.optimum(kick, 9).best.snare == busy.optimum(kick, 9).best.snare);
  CHECK(busy.optimum(kick, 9).best.reward >= busy.hill_climb(kick).reward);
}

TEST_CASE("tables made elsewhere serve a judge as well") {
  const auto tables = env::TermTables::make(env::TermScorer(16));
  const rhythm::Row kick = row("x.....x...x.....");
  CHECK(Judge(16, preset("Sparse mix"), tables).optimum(kick, 1).best.snare ==
        Judge(16, preset("Sparse mix")).optimum(kick, 1).best.snare);
}

TEST_CASE("the presets sound like their names") {
  const auto tables = env::TermTables::make(env::TermScorer(16));
  const auto kicks = env::held_out_kicks(16, 40, 3);
  const auto check = [&](std::string_view name, auto&& holds) {
    const Judge judge(16, preset(name), tables);
    for (const rhythm::Row& kick : kicks) {
      const rhythm::Row snare = judge.optimum(kick, 1).best.snare;
      const std::string pair = rhythm::format_row(kick) + " " + rhythm::format_row(snare);
      CAPTURE(name);
      CAPTURE(pair);
      CHECK(holds(kick, snare));
    }
  };
  using R = const rhythm::Row&;
  check("Backbeat mix", [](R, R snare) { return snare[4] != 0 && snare[12] != 0 && onsets(snare) <= 5; });
  check("Sparse mix", [](R, R snare) { return onsets(snare) >= 1 && onsets(snare) <= 3; });
  check("Busy mix", [](R, R snare) { return onsets(snare) >= 6 && onsets(snare) <= 8; });
  check("Clave mix", [](R, R snare) { return onsets(snare) == 5; });
  check("Syncopated answer", [](R, R snare) { return onsets(snare) >= 3 && onsets(snare) <= 6; });
  check("Original", [](R kick, R snare) { return rhythm::hamming(kick, snare) == 16; });
}

TEST_CASE("the presets answer well-known kicks as a drummer would") {
  const auto answer = [](std::string_view name, std::string_view kick) {
    return rhythm::format_row(Judge(16, preset(name)).optimum(row(kick), 1).best.snare);
  };
  CHECK(answer("Backbeat mix", "x.....x.x.......") == "....x..x....x..x");
  CHECK(answer("Syncopated answer", "x.....x.x.......") == "...x.x...x.....x");
  CHECK(answer("Sparse mix", "x..x....x.x.....") == "....x.......x...");
  CHECK(answer("Clave mix", "x..x..x...x.x...") == "..x.x...x..x..x.");
}

TEST_CASE("what is best in a style keeps to the style, whatever the kick") {
  for (const rhythm::RewardPreset& preset : rhythm::reward_presets()) {
    if (preset.settings.style == rhythm::Style::none) continue;
    CAPTURE(preset.name);
    for (const int steps : {8, 12, 16}) {
      const rhythm::StyleRule rule(preset.settings.style, rhythm::Metre::default_for(steps), steps);
      if (rule.empty()) continue;
      const Judge judge(steps, preset.settings);
      for (const rhythm::Row& kick : env::held_out_kicks(steps, 4, 11)) {
        const rhythm::Row best = judge.optimum(kick, 1).best.snare;
        CAPTURE(rhythm::format_row(kick));
        CAPTURE(rhythm::format_row(best));
        CHECK(rule.violations(rhythm::StepSet::from_row(best)) == 0);
      }
    }
  }
}

TEST_CASE("a tabu walk by hand: up to the best, then on over worse snares to new ones") {
  // The difference of two steps, kick x.: from silence (1/2) the gaining toggle is the second step (1), then of two
  // losses the first (1/2), then the second is taken back (0), and the first one leads back to silence.
  const Judge judge(2, preset("Original"));
  const Judge::Searched walk = judge.tabu_walk(row("x."));
  CHECK(walk.best.snare == row(".x"));
  CHECK(walk.best.reward == 1.0F);
  CHECK(walk.scorings == 1 + 2 + 1 + 1);
}

TEST_CASE("a tabu walk finds what hill climbing misses, and annealing keeps to its scorings") {
  const Judge judge(16, preset("Syncopated answer"));
  int better = 0;
  for (const rhythm::Row& kick : env::held_out_kicks(16, 40, 7)) {
    const Judge::Searched walk = judge.tabu_walk(kick);
    CHECK(walk.best.reward >= judge.hill_climb(kick).reward);
    CHECK(walk.best.reward == judge.reward(kick, walk.best.snare));
    CHECK(walk.scorings <= 1 + 2 * 16 * 16);
    if (walk.best.reward > judge.hill_climb(kick).reward) ++better;
    const Judge::Searched annealing = judge.anneal_within(kick, walk.scorings, 1);
    CHECK(annealing.scorings == walk.scorings);
    CHECK(annealing.best.reward == judge.reward(kick, annealing.best.snare));
    CHECK(judge.anneal_within(kick, walk.scorings, 1).best.snare == annealing.best.snare);
  }
  CHECK(better > 0);
  CHECK(judge.anneal_within(row("x...x...x...x..."), 1, 1).best.snare == row("................"));
}

}  // namespace trainer
