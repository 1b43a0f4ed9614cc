#include "env/reward.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "core/rng.h"
#include "env/rhythm_env.h"
#include "env/term_tables.h"
#include "rhythm/metrics.h"
#include "tests/rhythm/patterns.h"
#include "tests/rows.h"

using test::row;

namespace env {

using rhythm::RewardSettings;
using rhythm::Term;
using rhythm::TermMode;
using rhythm::TermSetting;

namespace {

double value(std::string_view kick, std::string_view snare, Term term) {
  return static_cast<double>(score_terms(row(kick), row(snare))[static_cast<std::size_t>(term)]);
}

constexpr std::string_view kFour = "x...x...x...x...";
constexpr std::string_view kSon = "x..x..x...x.x...";
constexpr std::string_view kSilent = "................";

RewardSettings random_settings(core::Rng& rng) {
  RewardSettings settings;
  for (TermSetting& setting : settings.terms) {
    setting = {
        .weight = rng.uniform() * 2.0F - 1.0F, .mode = static_cast<TermMode>(rng.below(3)), .level = rng.uniform()};
  }
  return settings;
}

}  // namespace

TEST_CASE("each term of a son clave against four on the floor is its metric over the metric's range") {
  CHECK(value(kFour, kSon, Term::difference) == doctest::Approx(5.0 / 16.0));  // Hamming distance 5
  CHECK(value(kFour, kSon, Term::lhl) == doctest::Approx(4.0 / 15.0));
  CHECK(value(kSilent, kSon, Term::cscore) == doctest::Approx(8.0 / 12.0));
  CHECK(value(kFour, kSon, Term::cscore) == doctest::Approx(0.0));  // x..xx.x.x.x.x...: every beat is accented
  CHECK(value(kFour, kSon, Term::witek) == doctest::Approx(5.0 / 106.0));
  CHECK(value(kFour, kSon, Term::wnbd) == doctest::Approx(2.8 / 8.0));
  CHECK(value(kFour, kSon, Term::density) == doctest::Approx(5.0 / 16.0));
  CHECK(value(kFour, kSon, Term::overlap) == doctest::Approx(0.5));   // on 0 and 12, of 0 4 8 12
  CHECK(value(kFour, kSon, Term::backbeat) == doctest::Approx(0.5));  // 12, not 4
  CHECK(value(kFour, kSon, Term::similarity) == 0.5);
}

TEST_CASE("balance and evenness are taken as they are") {
  CHECK(value(kFour, "x..x..x..x..x...", Term::balance) == doctest::Approx(0.92976934));
  CHECK(value(kFour, "x...x...x...x...", Term::evenness) == doctest::Approx(1.0));
}

TEST_CASE("silence is defined for every term") {
  CHECK(value(kSilent, kSilent, Term::cscore) == 1.0);  // 16 of 12, held at 1
  CHECK(value("x...............", kSilent, Term::cscore) == 1.0);
  CHECK(value(kSilent, "xxxxxxxxxxxxxxxx", Term::overlap) == 0.0);
  for (const Term term : {Term::lhl, Term::witek, Term::wnbd, Term::density, Term::overlap, Term::backbeat,
                          Term::evenness, Term::balance, Term::difference}) {
    CHECK(value(kSilent, kSilent, term) == 0.0);
  }
}

TEST_CASE("similarity counts the steps that agree with the liked pattern") {
  const TermValues values = score_terms(row("x..."), row("x.xx"), row("x..x"));
  CHECK(values[static_cast<std::size_t>(Term::similarity)] == 0.75F);
}

TEST_CASE("the backbeat is every second beat of the bar, in any metre that has one") {
  CHECK(value("........", "....x...", Term::backbeat) == 1.0);
  CHECK(value("............", "...x.....x..", Term::backbeat) == 1.0);  // 12/8: beats of three
  const TermScorer waltz(12, rhythm::metre("3,2,2"));                   // 3/4: beat 2
  CHECK(waltz.score(row("............"), row("....x......."))[static_cast<std::size_t>(Term::backbeat)] == 1.0F);
  CHECK_FALSE(TermScorer(4).applies(Term::backbeat));
}

TEST_CASE("terms that mean nothing at a length are 0 and do not count") {
  TermScorer five(5);
  RewardSettings settings;
  for (TermSetting& setting : settings.terms) setting = {.weight = 0.5F, .mode = TermMode::minimise};
  const RewardSettings effective = effective_settings(settings, five);
  for (const Term term : {Term::cscore, Term::witek, Term::backbeat}) {
    CHECK_FALSE(five.applies(term));
    CHECK(effective[term].weight == 0.0F);
    CHECK(five.score(row("x.x.."), row(".x..x"))[static_cast<std::size_t>(term)] == 0.0F);
  }
  CHECK(effective[Term::lhl].weight == 0.5F);
}

TEST_CASE("similarity counts only with a liked pattern of the same length") {
  RewardSettings settings;
  settings[Term::similarity].weight = 1.0F;
  TermScorer eight(8);
  CHECK(effective_settings(settings, eight)[Term::similarity].weight == 0.0F);
  settings.liked = row("x..x");
  CHECK(effective_settings(settings, eight)[Term::similarity].weight == 0.0F);
  CHECK(effective_settings(settings, eight).liked.empty());
  settings.liked = row("x..x..x.");
  CHECK(effective_settings(settings, eight) == settings);
}

TEST_CASE(
    "similarity is the nearness to a style where there is one, by table and without, and not where the metre has "
    "none") {
  RewardSettings settings;
  settings[Term::similarity].weight = 1.0F;
  settings.style = rhythm::Style::straight;
  settings.liked = row("................");
  TermScorer scorer(16);
  const RewardSettings effective = effective_settings(settings, scorer);
  CHECK(effective[Term::similarity].weight == 1.0F);
  CHECK(effective.liked.empty());
  const auto of = [&](const char* snare) {
    return scorer.score(row("x...x..........."), row(snare))[static_cast<std::size_t>(Term::similarity)];
  };
  for (const bool tables : {false, true}) {
    if (tables) scorer.use_tables(TermTables::make(TermScorer(16)));
    CHECK(of("....x.......x...") == 1.0F);
    CHECK(of("....x...x...x...") == 0.5F);
    CHECK(scorer.score_asked(row("x..............."), row("............x..."),
                             effective)[static_cast<std::size_t>(Term::similarity)] == 0.5F);
  }
  settings.style = rhythm::Style::bell;
  CHECK(effective_settings(settings, scorer)[Term::similarity].weight == 0.0F);
  CHECK_FALSE(scorer.applies(Term::similarity));
  CHECK(of("....x.......x...") == 0.0F);
  settings.style = rhythm::Style::none;
  CHECK(effective_settings(settings, scorer)[Term::similarity].weight == 1.0F);
  CHECK(of("................") == 0.5F);  // nothing to compare with
}

TEST_CASE("the three modes read a value as itself, as its opposite and as closeness to the level") {
  CHECK(term_reward(0.3F, {.mode = TermMode::maximise}) == 0.3F);
  CHECK(term_reward(0.3F, {.mode = TermMode::minimise}) == doctest::Approx(0.7));
  const TermSetting target{.mode = TermMode::target, .level = 0.25F};
  CHECK(term_reward(0.25F, target) == 1.0F);
  CHECK(term_reward(0.0F, target) == doctest::Approx(1.0 - 0.25 / 0.75));
  CHECK(term_reward(1.0F, target) == doctest::Approx(0.0));
  CHECK(term_reward(0.0F, {.mode = TermMode::target, .level = 1.0F}) == doctest::Approx(0.0));
  CHECK(term_reward(0.0F, {.mode = TermMode::target, .level = 0.0F}) == 1.0F);
}

TEST_CASE("the reward is the weighted sum of the terms' rewards") {
  RewardSettings settings;
  settings[Term::lhl] = {.weight = 1.0F};
  settings[Term::overlap] = {.weight = -0.5F};
  settings[Term::density] = {.weight = 0.5F, .mode = TermMode::target, .level = 0.25F};
  TermValues values{};
  values[static_cast<std::size_t>(Term::lhl)] = 0.4F;
  values[static_cast<std::size_t>(Term::overlap)] = 0.2F;
  values[static_cast<std::size_t>(Term::density)] = 0.5F;
  // 0.4 - 0.5 * 0.2 + 0.5 * (1 - 0.25 / 0.75)
  CHECK(reward(values, settings) == doctest::Approx(0.4 - 0.1 + 1.0 / 3.0));
  CHECK(centred_reward(values, settings) == doctest::Approx(2.0 * (0.3 + 1.0 / 3.0) - 1.0));
}

TEST_CASE("the reward is linear in the weights") {
  core::Rng rng(5);
  for (int i = 0; i < 500; ++i) {
    const RewardSettings a = random_settings(rng);
    RewardSettings b = a;
    RewardSettings mixed = a;
    const float share = rng.uniform();
    for (std::size_t t = 0; t < kTermCount; ++t) {
      b.terms[t].weight = rng.uniform() * 2.0F - 1.0F;
      mixed.terms[t].weight = share * a.terms[t].weight + (1.0F - share) * b.terms[t].weight;
    }
    TermValues values{};
    for (float& v : values) v = rng.uniform();
    CHECK(reward(values, mixed) ==
          doctest::Approx(share * reward(values, a) + (1.0F - share) * reward(values, b)).epsilon(1e-5));
  }
}

TEST_CASE("relabelling stored terms gives the reward that these settings would have paid") {
  core::Rng rng(6);
  TermScorer scorer(16);
  for (int i = 0; i < 50; ++i) {
    const rhythm::Row kick = row_of(rng.below(65536), 16);
    const rhythm::Row snare = row_of(rng.below(65536), 16);
    const TermValues stored = scorer.score(kick, snare);
    const RewardSettings settings = effective_settings(random_settings(rng), scorer);
    RhythmEnv env({.steps = 16});
    env.set_reward(settings);
    env.reset(1, {.kick = kick, .snare = snare});
    CHECK(env.level() == centred_reward(stored, settings));
  }
}

TEST_CASE("the original's environment pays the difference as it did before there were other terms") {
  RhythmEnv env({.steps = 16, .reward_mode = core::RewardMode::level});
  const rhythm::Row kick = row(kSon);
  env.reset(1, {.kick = kick, .snare = kick});
  CHECK(env.level() == -1.0F);
  for (int step = 0; step < 16; ++step) {
    const StepResult result = env.step(step);
    CHECK(result.reward == doctest::Approx(rhythm::difference(kick, rhythm::row_of(env.snare()))));
  }
  CHECK(env.level() == 1.0F);
}

TEST_CASE("a moved slider changes what the environment pays at once") {
  RhythmEnv env({.steps = 16, .reward_mode = core::RewardMode::level});
  env.reset(1, {.kick = row(kFour), .snare = row(kSilent)});
  RewardSettings settings;
  settings[Term::backbeat].weight = 1.0F;
  env.set_reward(settings);
  CHECK(env.level() == -1.0F);
  CHECK(env.step(4).reward == 0.0F);
  CHECK(env.step(12).reward == 1.0F);
}

TEST_CASE("every value of all 65,536 snares lies in [0, 1], for kicks full, empty and in between") {
  const TermScorer scorer(16);
  const auto tables = TermTables::make(scorer);
  for (const StepBits kick : {0x0000U, 0x1111U, 0x0141U, 0xAAAAU, 0xFFFFU}) {
    TermValues least{}, most{};
    least.fill(2.0F);
    most.fill(-1.0F);
    for (StepBits snare = 0; snare < tables->snares(); ++snare) {
      const TermValues values = tables->score(kick, snare, 0x2492U);
      for (std::size_t t = 0; t < kTermCount; ++t) {
        least[t] = std::min(least[t], values[t]);
        most[t] = std::max(most[t], values[t]);
      }
    }
    for (const rhythm::TermInfo& info : rhythm::term_table()) {
      CAPTURE(info.key);
      const auto t = static_cast<std::size_t>(info.term);
      CHECK(least[t] >= 0.0F);
      CHECK(most[t] <= 1.0F);
      // The snare's own terms use all of their range, whatever the kick.
      const bool of_pair = info.term == Term::cscore || info.term == Term::witek || info.term == Term::overlap;
      if (!of_pair) CHECK(least[t] == doctest::Approx(0.0));
      if (!of_pair) CHECK(most[t] == doctest::Approx(1.0));
    }
  }
}

}  // namespace env

TEST_CASE("scoring only what is asked for gives the same values and the same reward") {
  const env::TermScorer scorer(16);
  core::Rng rng(11);
  for (const rhythm::RewardPreset& preset : rhythm::reward_presets()) {
    rhythm::RewardSettings settings = preset.settings;
    settings.liked = *rhythm::parse_row("..x...x...x...x.");
    settings[rhythm::Term::similarity].weight = 0.5F;
    for (int i = 0; i < 50; ++i) {
      rhythm::Row kick(16);
      rhythm::Row snare(16);
      for (auto* row : {&kick, &snare}) {
        for (auto& cell : *row) cell = rng.below(2) != 0 ? rhythm::kPlainVelocity : std::uint8_t{0};
      }
      const env::TermValues all = scorer.score(kick, snare, settings.liked);
      const env::TermValues asked = scorer.score_asked(kick, snare, settings);
      for (std::size_t t = 0; t < all.size(); ++t) {
        CHECK(asked[t] == (settings.terms[t].weight != 0.0F ? all[t] : 0.0F));
      }
      CHECK(env::reward(asked, settings) == env::reward(all, settings));
    }
  }
}
