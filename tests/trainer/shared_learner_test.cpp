#include "trainer/shared_learner.h"

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <string>

#include "agent/answer.h"
#include "tests/rows.h"
#include "tests/trainer/allocation_counter.h"
#include "trainer/evaluate.h"
#include "trainer/trainer.h"
#include "trainer/truth.h"

namespace {

core::Config small(int steps) {
  core::Config config;
  config.steps = steps;
  config.environments = 8;
  config.channels = 8;
  return config;
}

}  // namespace

TEST_CASE("the same seed learns the same shared network, bit for bit, however the run is cut up") {
  trainer::Trainer one(small(8));
  trainer::Trainer other(small(8));
  one.run(800);
  for (int i = 0; i < 100; ++i) other.run(8);
  CHECK(one.network().parameters() == other.network().parameters());
  core::Config config = small(8);
  config.seed = 2;
  trainer::Trainer third(config);
  third.run(800);
  CHECK(third.network().parameters() != one.network().parameters());
}

TEST_CASE("env_steps are run in whole rounds of the environments, and what is left waits for the next run") {
  trainer::Trainer trainer(small(8));
  trainer.run(20);
  CHECK(trainer.env_steps() == 16);
  CHECK(trainer.gradient_steps() == 2);
  trainer.run(4);
  CHECK(trainer.env_steps() == 24);
}

TEST_CASE("a shared network learns the difference at 8 steps without the model and plays it at other lengths") {
  core::Config config = small(8);
  config.model = false;
  config.gamma = 0.5;
  config.environments = 32;
  config.learning_rate_steps = 40000;
  config.exploration_steps = 20000;
  trainer::Trainer trainer(config);
  trainer.run(60000);
  const agent::Agent agent = trainer.snapshot();
  for (const int steps : {8, 12, 16, 31}) {
    CAPTURE(steps);
    core::Config longer = config;
    longer.steps = steps;
    agent::QNetwork network(longer);
    network.parameters() = agent.network.parameters();
    const auto starts = trainer::run_starts(network, 50, 2 * steps, 1);
    CHECK(starts.reached == 50);
    CHECK(starts.fewest == 50);
  }
}

TEST_CASE("with the model a fresh network already climbs: it knows what every toggle earns") {
  trainer::Trainer trainer(small(16));
  const auto starts = trainer::run_starts(trainer.network(), 50, 32, 1);
  CHECK(starts.reached == 50);
}

TEST_CASE("the target of a shared network is what the best next toggle is worth, and 0 where none is") {
  // No weights but a constant: G is 0.25 for every toggle, so V(s') is 0.25 more than the best gain or 0. At the
  // complement of the kick no toggle gains, so the only lesson there is G = gamma max(0, 0.25 - 1).
  core::Config config = small(4);
  config.gamma = 0.5;
  config.learning_rate = 1e-3;
  trainer::SharedLearner learner(config);
  nn::ConvNet& net = learner.network().conv();
  std::ranges::fill(net.parameters(), 0.0F);
  net.biases(net.parameters(), net.layer_count() - 1)[0] = 0.25F;
  learner.set_weights(agent::QNetwork(learner.network()));
  learner.run(config.environments);
  // Errors are G - 0.5 max(0, r' + 0.25) with r' = 1 if any step of s' still agrees with the kick, else -1.
  const double loss = learner.learned().loss;
  CHECK(loss >= 0.5 * 0.25 * 0.25 - 1e-6);    // of nothing but complements
  CHECK(loss <= 0.5 * 0.375 * 0.375 + 1e-6);  // of none
}

TEST_CASE("a long pattern is practised a bar or two at a time, and several lengths by turns") {
  core::Config config = small(64);
  trainer::Trainer trainer(config);
  trainer.set_kicks({test::row(std::string(64, 'x'))});
  trainer.run(64);
  CHECK(trainer.gradient_steps() == 8);
  trainer::Trainer mixed(small(16));
  mixed.set_lengths(std::array{16, 7, 24});
  mixed.run(96);
  CHECK(mixed.gradient_steps() == 12);
}

TEST_CASE("another metre keeps what was learned, and the patterns are read in it from then on") {
  core::Config config = small(60);  // two bars of 15 steps by itself, one of 12 or 20 in these
  trainer::Trainer trainer(config);
  trainer.run(64);
  for (const char* text : {"3,2,2", "5,2,2"}) {
    CAPTURE(text);
    const std::vector<float> learned(trainer.network().parameters().begin(), trainer.network().parameters().end());
    trainer.set_metre(*rhythm::Metre::parse(text));
    CHECK(trainer.metre().text() == text);
    CHECK(std::ranges::equal(trainer.network().parameters(), learned));
    const std::uint64_t updates = trainer.gradient_steps();
    trainer.run(64);
    CHECK(trainer.gradient_steps() == updates + 8);
    CHECK_FALSE(std::ranges::equal(trainer.network().parameters(), learned));
  }
}

TEST_CASE("a conditioned shared learner practises other settings and goes on when the reward moves") {
  core::Config config = small(8);
  config.conditioned = true;
  trainer::Trainer trainer(config);
  trainer.run(2000);
  trainer.set_reward(rhythm::find_preset("Syncopated answer")->settings);
  trainer.run(2000);
  CHECK(trainer.take_stats().finished_episodes > 0);
  CHECK(trainer.snapshot().network.conditioned());
}

TEST_CASE("learning with a shared network allocates nothing, at mixed lengths and when the reward moves") {
  for (const bool model : {true, false}) {
    core::Config config = small(16);
    config.model = model;
    config.conditioned = true;
    config.episode_steps = 6;
    trainer::Trainer trainer(config);
    trainer.set_lengths(std::array{16, 5, 24});
    rhythm::RewardSettings settings = rhythm::find_preset("Clave mix")->settings;
    trainer.set_reward(settings);
    trainer.run(300);
    const long before = trainer_test::allocation_count();
    trainer.run(600);
    settings[rhythm::Term::lhl].weight = -1.0F;
    trainer.set_reward(settings);
    trainer.run(600);
    CHECK(trainer_test::allocation_count() == before);
  }
}
