#include "env/rhythm_env.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "rhythm/metrics.h"
#include "rhythm/observation.h"
#include "tests/rows.h"

using test::row;

namespace {

std::string text_of(const rhythm::StepSet& set) { return rhythm::format_row(rhythm::row_of(set)); }
std::string text_of(const rhythm::Row& cells) { return rhythm::format_row(cells); }

}  // namespace

TEST_CASE("an action toggles one snare step, and the observation follows") {
  env::RhythmEnv env({.steps = 4});
  const auto kick = row("x..x");
  const auto snare = row("xx..");
  const auto start = env.reset(1, {.kick = kick, .snare = snare});
  CHECK(std::vector<float>(start.begin(), start.end()) == std::vector<float>{1, -1, -1, 1, 1, 1, -1, -1, 1, -1, 1, -1});
  const auto on = env.step(2);
  CHECK(text_of(env.snare()) == "xxx.");
  CHECK(std::vector<float>(on.observation.begin(), on.observation.end()) ==
        std::vector<float>{1, -1, -1, 1, 1, 1, 1, -1, 1, -1, -1, -1});
  env.step(0);
  CHECK(text_of(env.snare()) == ".xx.");
  CHECK(text_of(env.kick()) == "x..x");
}

TEST_CASE("leave it changes nothing and earns the level, or nothing as a delta") {
  for (const auto mode : {core::RewardMode::level, core::RewardMode::delta}) {
    env::RhythmEnv env({.steps = 4, .leave_it = true, .reward_mode = mode});
    CHECK(env.action_count() == 5);
    env.reset(1, {.kick = row("x..x"), .snare = row(".xxx")});  // 3 of 4 differ: 0.5
    const auto result = env.step(env.leave_it_action());
    CHECK(text_of(env.snare()) == ".xxx");
    CHECK(result.reward == doctest::Approx(mode == core::RewardMode::level ? 0.5 : 0.0));
  }
  CHECK(env::RhythmEnv({.steps = 4, .leave_it = false}).action_count() == 4);
}

TEST_CASE("the reward is the new level, or its change") {
  for (const auto mode : {core::RewardMode::level, core::RewardMode::delta}) {
    env::RhythmEnv env({.steps = 8, .leave_it = false, .reward_mode = mode});
    env.reset(1, {.kick = row("x...x..."), .snare = row("x...x...")});
    const auto better = env.step(1);  // 1 of 8 differs: -0.75, from -1
    CHECK(better.reward == doctest::Approx(mode == core::RewardMode::level ? -0.75 : 0.25));
    const auto worse = env.step(1);
    CHECK(worse.reward == doctest::Approx(mode == core::RewardMode::level ? -1.0 : -0.25));
    CHECK(worse.info.terms[0] == doctest::Approx(0.0));
  }
}

TEST_CASE("an episode is truncated after its length, never terminated, and reports return, final and delta reward") {
  env::RhythmEnv env({.steps = 8, .leave_it = false, .episode_steps = 3});
  env.reset(1, {.kick = row("x...x..."), .snare = row("x...x...")});
  CHECK_FALSE(env.step(1).truncated);
  CHECK_FALSE(env.step(2).truncated);
  const auto last = env.step(2);
  CHECK(last.truncated);
  CHECK_FALSE(last.terminated);
  CHECK(last.info.episode.env_steps == 3);
  CHECK(last.info.episode.episode_return == doctest::Approx(0.25));  // 0.25 + 0.25 - 0.25
  CHECK(last.info.episode.first_reward == doctest::Approx(-1.0));
  CHECK(last.info.episode.final_reward == doctest::Approx(-0.75));
  CHECK(last.info.episode.delta_reward() == doctest::Approx(0.25));
  env.reset();
  CHECK(env.step(0).info.episode.env_steps == 1);
}

TEST_CASE("delta rewards of an episode add up to its delta reward") {
  env::RhythmEnv env({.steps = 16, .episode_steps = 100});
  core::Rng rng(2);
  env.reset(5);
  env::StepInfo info{};
  for (int i = 0; i < 100; ++i) info = env.step(static_cast<int>(rng.below(17))).info;
  CHECK(info.episode.episode_return == doctest::Approx(info.episode.delta_reward()));
  CHECK(info.episode.final_reward ==
        doctest::Approx(rhythm::difference(rhythm::row_of(env.kick()), rhythm::row_of(env.snare()))));
}

TEST_CASE("the same seed starts the same episodes, and the start states are kept to") {
  env::RhythmEnv a({.steps = 16});
  env::RhythmEnv b({.steps = 16});
  a.reset(9);
  b.reset(9);
  CHECK(text_of(a.kick()) == text_of(b.kick()));
  CHECK(text_of(a.snare()) == text_of(b.snare()));
  b.reset();
  CHECK(text_of(a.snare()) + text_of(a.kick()) != text_of(b.snare()) + text_of(b.kick()));

  const std::vector<rhythm::Row> kicks = {row("x...x...x...x..."), row("x.....x...x.....")};
  a.set_kicks(kicks);
  a.set_start_state(core::StartState::user_kick);
  for (int i = 0; i < 20; ++i) {
    a.reset();
    CHECK(text_of(a.kick()) == text_of(kicks[0]));
  }
  a.set_start_state(core::StartState::kick_list);
  int second = 0;
  for (int i = 0; i < 200; ++i) {
    a.reset();
    REQUIRE(std::ranges::any_of(kicks, [&](const auto& kick) { return text_of(kick) == text_of(a.kick()); }));
    second += text_of(a.kick()) == text_of(kicks[1]) ? 1 : 0;
  }
  CHECK(second > 60);
  CHECK(second < 140);
}

TEST_CASE("the windows of a long kick of one's own are started from by turns") {
  env::RhythmEnv env({.steps = 4, .start_state = core::StartState::user_kick});
  const std::vector<rhythm::Row> kicks = {row("x..."), row(".x.."), row("..x.")};
  env.set_kicks(kicks, 2);
  std::map<std::string, int> seen;
  for (int i = 0; i < 200; ++i) {
    env.reset();
    ++seen[text_of(env.kick())];
  }
  CHECK(seen.size() == 2);
  CHECK(seen["x..."] > 60);
  CHECK(seen[".x.."] > 60);
}

TEST_CASE("a pattern is scored in the metre that is set") {
  env::RhythmEnv env({.steps = 12});
  rhythm::RewardSettings syncopation;
  syncopation[rhythm::Term::lhl].weight = 1.0F;
  const rhythm::Row snare = row(".....x......");
  for (const char* text : {"2,2,3", "3,2,2"}) {
    const rhythm::Metre metre = *rhythm::Metre::parse(text);
    env.set_metre(metre);
    env.set_reward(syncopation);
    env.reset(1, {.kick = row("x..........."), .snare = snare});
    CHECK(env.terms() == env::TermScorer(12, metre).score(env.kick(), env.snare()));
  }
  // Before a beat of 3/4, not before one of 12/8.
  CHECK(env.level() !=
        doctest::Approx(env::centred_reward(env::TermScorer(12).score(env.kick(), env.snare()), syncopation)));
}

TEST_CASE("without a kick to start from, a random one is drawn") {
  env::RhythmEnv env({.steps = 16, .start_state = core::StartState::user_kick});
  env.reset(1);
  const std::string first = text_of(env.kick());
  env.reset();
  CHECK(first != text_of(env.kick()));
}

TEST_CASE("the shortest and the longest pattern can be played") {
  for (const int steps : {2, 1024}) {
    env::RhythmEnv env({.steps = steps});
    CHECK(env.reset(1).size() == static_cast<std::size_t>(3 * steps));
    env.step(steps - 1);
    env.step(steps);
  }
}

TEST_CASE("an episode of a long pattern toggles every step, across all seams of its words") {
  for (const int steps : {63, 64, 65, 128, 1000, 1024}) {
    CAPTURE(steps);
    env::RhythmEnv env({.steps = steps, .episode_steps = steps});
    env.reset(3);
    rhythm::Row snare = rhythm::row_of(env.snare());
    const rhythm::Row kick = rhythm::row_of(env.kick());
    std::vector<float> expected(static_cast<std::size_t>(3 * steps));
    for (int step = 0; step < steps; ++step) {
      const env::StepResult result = env.step(step);
      rhythm::toggle(snare[static_cast<std::size_t>(step)]);
      REQUIRE(env.snare().test(step) == (snare[static_cast<std::size_t>(step)] != 0));
      REQUIRE(result.truncated == (step + 1 == steps));
    }
    CHECK(env.snare() == rhythm::StepSet::from_row(snare));
    CHECK(env.kick() == rhythm::StepSet::from_row(kick));
    rhythm::write_pattern(kick, snare, expected);
    CHECK(std::ranges::equal(env.observation(), expected));
    CHECK(env.terms() == env::score_terms(kick, snare));
  }
}

TEST_CASE("render shows both rows as the original did") {
  env::RhythmEnv env({.steps = 8});
  env.reset(1, {.kick = row("x...x..."), .snare = row("..x...x.")});
  CHECK(env.render() == "x o o o x o o o [kick]\no o x o o o x o [snare]");
}
