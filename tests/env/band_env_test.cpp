#include "env/band_env.h"

#include <doctest/doctest.h>

#include <array>
#include <vector>

#include "env/held_out.h"
#include "env/rhythm_env.h"
#include "tests/rows.h"

using test::row;

namespace {

const rhythm::RewardSettings& original() { return rhythm::reward_presets().front().settings; }

// A snare that answers the kick, and a hat that answers the snare.
std::vector<rhythm::BandPart> chain() {
  return {{.voice = rhythm::kSnare, .hears = rhythm::only(rhythm::kKick), .reward = original()},
          {.voice = rhythm::kHat, .hears = rhythm::only(rhythm::kSnare), .reward = original()}};
}

std::vector<rhythm::Row> rows_of(const char* kick, const char* snare, const char* hat) {
  std::vector<rhythm::Row> rows(rhythm::kVoices);
  rows[rhythm::kKick] = row(kick);
  rows[rhythm::kSnare] = row(snare);
  rows[rhythm::kHat] = row(hat);
  return rows;
}

env::BandRows sets_of(const char* kick, const char* snare, const char* hat) {
  env::BandRows sets(rhythm::kVoices, rhythm::StepSet(static_cast<int>(row(kick).size())));
  sets[rhythm::kKick] = rhythm::StepSet::from_row(row(kick));
  sets[rhythm::kSnare] = rhythm::StepSet::from_row(row(snare));
  sets[rhythm::kHat] = rhythm::StepSet::from_row(row(hat));
  return sets;
}

}  // namespace

TEST_CASE("a band of one agent that hears the kick is the environment of one agent") {
  for (const char* preset : {"Original", "Syncopated answer", "Backbeat mix"}) {
    CAPTURE(preset);
    const rhythm::RewardSettings reward = rhythm::find_preset(preset)->settings;
    const std::vector<rhythm::BandPart> part = {
        {.voice = rhythm::kSnare, .hears = rhythm::only(rhythm::kKick), .reward = reward}};
    env::BandEnv band(env::BandScorer(part, 16), {.episode_steps = 12});
    env::RhythmEnv single({.steps = 16, .episode_steps = 12});
    single.set_reward(reward);
    const auto kick = row("x..x..x...x.x...");
    const auto snare = row("....x.......x..x");
    single.reset(1, {.kick = kick, .snare = snare});
    std::vector<rhythm::Row> rows(rhythm::kVoices);
    rows[rhythm::kKick] = kick;
    rows[rhythm::kSnare] = snare;
    band.reset(1, rows);
    CHECK(band.action_count(0) == single.action_count());
    for (const int action : {3, 4, 16, 4, 7, 15, 0, 0, 12, 9, 16, 1}) {
      const auto one = single.step(action);
      const env::BandStep& all = band.step(std::array{action});
      CHECK(all.rewards[0] == doctest::Approx(one.reward).epsilon(1e-5));
      CHECK(std::vector<float>(one.observation.begin(), one.observation.end()) == all.observations[0]);
      CHECK(all.truncations[0] == one.truncated);
      CHECK_FALSE(all.terminations[0]);
    }
  }
}

TEST_CASE("an agent of the environment never sees what it is not wired to") {
  env::BandEnv band(env::BandScorer(chain(), 8), {});
  band.reset(1, rows_of("x...x...", "........", "........"));
  const std::vector<float> snare = band.observations()[0];
  // The snare does not hear the hat: whatever that does, it sees the same.
  for (const int step : {0, 3, 5}) {
    band.step(std::array{8, step});
    CHECK(band.observations()[0] == snare);
  }
  const std::vector<float> hat = band.observations()[1];
  band.reset(1, rows_of("xxxxxxxx", "........", "x..x.x.."));
  CHECK(band.observations()[1] == hat);
}

TEST_CASE("all agents act at once, and each is paid by its own terms, or all for what all earn") {
  // Snare: 6 of 8 differ from the kick; hat: 8 of 8 from a silent snare is none.
  env::BandEnv own(env::BandScorer(chain(), 8), {});
  own.reset(1, rows_of("x...x...", "........", "........"));
  const env::BandStep& step = own.step(std::array{1, 8});
  CHECK(step.rewards[0] == doctest::Approx(0.25));  // one more of eight, centred
  CHECK(step.rewards[1] == doctest::Approx(0.25));  // the snare has moved away from the hat
  CHECK(step.shares[0] == doctest::Approx(3.0 / 8.0));
  CHECK(step.shares[1] == doctest::Approx(1.0 / 8.0));
  CHECK(step.shared == doctest::Approx(2.0 / 8.0));
  env::BandEnv all(env::BandScorer(chain(), 8), {.shared_reward = true});
  all.reset(1, rows_of("x...x...", "........", "........"));
  const env::BandStep& together = all.step(std::array{0, 8});
  CHECK(together.rewards[0] == doctest::Approx(0.0));  // worse for the snare, better for the hat
  CHECK(together.rewards[0] == together.rewards[1]);
}

TEST_CASE("the shared gain of a toggle is what it changes for all, and leaves the rows as they were") {
  const env::BandScorer scorer(rhythm::parts_of(*rhythm::find_band("Kit")), 16);
  core::Rng rng(5);
  env::BandRows rows(rhythm::kVoices, rhythm::StepSet(16));
  for (auto& each : rows) each = rhythm::StepSet::from_row(rhythm::random_row(rng, 16));
  const env::BandRows before = rows;
  std::vector<double> gains(16);
  for (std::size_t agent = 0; agent < scorer.agents(); ++agent) {
    scorer.shared_gains(rows, agent, gains);
    CHECK(rows == before);
    for (const int step : {0, 5, 12}) {
      env::BandRows toggled = before;
      toggled[static_cast<std::size_t>(scorer.voice(agent))].flip(step);
      const double change = scorer.shared(toggled) - scorer.shared(before);
      CHECK(gains[static_cast<std::size_t>(step)] == doctest::Approx(change).epsilon(1e-5));
    }
  }
}

TEST_CASE("what is heard of several voices is one row") {
  std::vector<rhythm::BandPart> parts = chain();
  parts[1].hears.set(rhythm::kKick);
  const env::BandScorer scorer(parts, 8);
  const env::BandRows rows = sets_of("x.......", ".x.....x", "xxxxxxxx");
  CHECK(rhythm::format_row(rhythm::row_of(scorer.heard(rows, 1))) == "xx.....x");
  CHECK(rhythm::format_row(rhythm::row_of(scorer.heard(rows, 0))) == "x.......");
}

TEST_CASE("an episode of a band begins with what is given, and draws the rest, never a held-out kick") {
  env::BandEnv band(env::BandScorer(chain(), 8), {});
  std::vector<rhythm::Row> rows(rhythm::kVoices);
  rows[rhythm::kSnare] = row("x......x");
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    band.reset(seed, rows);
    CHECK_FALSE(env::is_held_out(band.rows()[rhythm::kKick]));
    CHECK(rhythm::format_row(rhythm::row_of(band.rows()[rhythm::kSnare])) == "x......x");
    CHECK_FALSE(band.rows()[rhythm::kRim].any());
  }
  env::BandEnv other(env::BandScorer(chain(), 8), {});
  band.reset(9);
  other.reset(9);
  CHECK(band.rows() == other.rows());
  CHECK(band.agent_name(1) == "hat");
}
