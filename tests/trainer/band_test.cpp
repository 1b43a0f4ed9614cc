// Agents that learn from each other, and what they play together.
#include <doctest/doctest.h>

#include <array>
#include <vector>

#include "tests/rows.h"
#include "tests/trainer/allocation_counter.h"
#include "trainer/band_learner.h"
#include "trainer/band_play.h"

namespace {

using trainer::BandMethod;

core::Config small_band() {
  core::Config config;
  config.steps = 8;
  config.environments = 16;
  config.channels = 8;
  config.conditioned = true;
  return config;
}

std::vector<rhythm::BandPart> duo() { return rhythm::parts_of(*rhythm::find_band("Duo")); }

}  // namespace

TEST_CASE("independent agents are told what they were really paid beside what their toggle alone would have earned") {
  const std::array<float, 2> paid = {0.5F, -1.0F};
  const std::array<float, 2> earned = {1.0F, -1.0F};
  const std::array<float, 2> values = {2.0F, 0.0F};
  std::array<float, 2> targets{};
  trainer::band_targets(BandMethod::independent, paid, earned, values, 0.5F, targets);
  CHECK(targets[0] == doctest::Approx(0.5 - 1.0 + 0.5 * 2.0));
  CHECK(targets[1] == doctest::Approx(-1.0 + 1.0 + 0.0));
}

TEST_CASE("a decomposition's targets sum to the shared reward, less what each earns alone, and the values to come") {
  const std::array<float, 3> paid = {1.5F, 1.5F, 1.5F};
  const std::array<float, 3> earned = {1.0F, 0.25F, -0.5F};
  const std::array<float, 3> values = {2.0F, 1.0F, 0.0F};
  std::array<float, 3> targets{};
  trainer::band_targets(BandMethod::decomposition, paid, earned, values, 0.9F, targets);
  const double sum = static_cast<double>(targets[0] + targets[1] + targets[2]);
  CHECK(sum == doctest::Approx(1.5 - (1.0 + 0.25 - 0.5) + 0.9 * 3.0));
}

TEST_CASE("the same seed teaches a band the same, and a run allocates nothing") {
  for (const BandMethod method : {BandMethod::independent, BandMethod::decomposition}) {
    CAPTURE(trainer::name_of(method));
    trainer::BandLearner one(small_band(), duo(), method);
    trainer::BandLearner other(small_band(), duo(), method);
    one.run(1600);
    for (int i = 0; i < 100; ++i) other.run(16);
    CHECK(one.network().parameters() == other.network().parameters());
    CHECK(one.progress().gradient_steps == 100);
    const long before = trainer_test::allocation_count();
    one.run(16 * 80);  // episodes end, and others begin
    CHECK(trainer_test::allocation_count() == before);
  }
}

TEST_CASE(
    "a band's search without a network is at least as good as climbing, and no better than the best joint answer") {
  const env::BandScorer scorer(duo(), 8);
  agent::QNetwork idle(small_band());  // all weights 0: it sees no future
  const trainer::BandReport report = trainer::judge_band(idle, BandMethod::decomposition, scorer, 5, 7);
  CHECK(report.exact);
  CHECK(report.kicks == 5);
  CHECK(report.mean_reward <= report.mean_optimum + 1e-9);
  CHECK(report.mean_random < report.mean_hill_climb);
  CHECK(report.joint_regret == doctest::Approx(report.tabu_regret));
  CHECK(report.joint_regret <= report.climb_regret + 1e-9);
  CHECK(report.joint_regret >= 0.0);
}

TEST_CASE("a band that learned has little joint regret on kicks that it never heard, by either method") {
  const env::BandScorer scorer(duo(), 8);
  for (const BandMethod method : {BandMethod::independent, BandMethod::decomposition}) {
    CAPTURE(trainer::name_of(method));
    trainer::BandLearner learner(small_band(), duo(), method);
    const auto mean_loss = [&] {
      double sum = 0.0;
      for (int round = 0; round < 50; ++round) {
        learner.run(16);
        sum += learner.progress().loss;
      }
      return sum / 50.0;
    };
    const double first = mean_loss();
    learner.run(20000);
    CHECK(mean_loss() < 0.5 * first);
    const trainer::BandReport report = trainer::judge_band(learner.network(), method, scorer, 14, 7);
    CHECK(report.joint_regret < 0.03);
    CHECK(report.mean_reward > report.mean_random);
  }
}

TEST_CASE("names of methods are found, and others refused with what there is") {
  CHECK(*trainer::find_band_method("independent") == BandMethod::independent);
  CHECK(*trainer::find_band_method("decomposition") == BandMethod::decomposition);
  const auto refused = trainer::find_band_method("telepathy");
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message.find("independent") != std::string::npos);
}
