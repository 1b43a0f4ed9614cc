#include "trainer/trainer.h"

#include <doctest/doctest.h>

#include <vector>

#include "agent/agent_file.h"
#include "tests/trainer/allocation_counter.h"

namespace {

// Small enough to be quick under sanitizers, with every part of the loop in use.
core::Config tiny_config() {
  core::Config config = core::original_config();
  config.steps = 8;
  config.hidden_units = 16;
  config.batch_size = 16;
  config.warm_up_steps = 50;
  config.train_interval = 2;
  config.replay_capacity = 300;
  config.episode_steps = 10;
  config.n_step = 3;
  config.environments = 1;
  return config;
}

std::vector<std::uint8_t> trained_bytes(const core::Config& config, const std::vector<int>& runs) {
  trainer::Trainer trainer(config);
  for (const int env_steps : runs) trainer.run(env_steps);
  return agent::encode_agent(trainer.snapshot());
}

}  // namespace

TEST_CASE("the training loop allocates nothing, whatever the settings") {
  for (const auto exploration : {core::Exploration::softmax, core::Exploration::epsilon}) {
    for (const int hidden_units : {16, 128}) {
      core::Config config = tiny_config();
      config.exploration = exploration;
      config.hidden_units = hidden_units;
      config.start_state = core::StartState::kick_list;
      trainer::Trainer trainer(config);
      trainer.set_kicks({*rhythm::parse_row("x...x..."), *rhythm::parse_row("x..x..x.")});
      const long before = trainer_test::allocation_count();
      trainer.run(3000);
      CHECK(trainer_test::allocation_count() == before);
      CHECK(trainer.gradient_steps() > 1000);
    }
  }
}

TEST_CASE("a reward-conditioned learner allocates nothing either, nor does a moved slider") {
  core::Config config = tiny_config();
  config.conditioned = true;
  config.environments = 4;
  trainer::Trainer trainer(config);
  trainer.set_tables(env::TermTables::make(env::TermScorer(config.steps)));
  rhythm::RewardSettings settings = rhythm::find_preset("Clave mix")->settings;
  settings.liked = *rhythm::parse_row("..x...x.");
  trainer.set_reward(settings);
  trainer.run(100);
  const long before = trainer_test::allocation_count();
  trainer.run(2000);
  settings[rhythm::Term::lhl].weight = -1.0F;
  trainer.set_reward(settings);
  trainer.run(1000);
  CHECK(trainer_test::allocation_count() == before);
  CHECK(trainer.gradient_steps() > 1000);
}

TEST_CASE("long patterns are practised and learned from, the same for the same seed, without allocating") {
  for (const int steps : {65, 1024}) {
    for (const bool conditioned : {false, true}) {
      CAPTURE(steps);
      core::Config config = tiny_config();
      config.steps = steps;
      config.conditioned = conditioned;
      config.hidden_units = 8;
      config.batch_size = 4;
      config.warm_up_steps = 20;
      config.train_interval = 8;
      trainer::Trainer trainer(config);
      trainer::Trainer same(config);
      const agent::Agent fresh = trainer.snapshot();
      const long before = trainer_test::allocation_count();
      trainer.run(100);
      CHECK(trainer_test::allocation_count() == before);
      same.run(40);
      same.run(60);
      CHECK(trainer.gradient_steps() == 10);  // from the 24th env_step on
      CHECK(trainer.network().mlp().parameters() == same.network().mlp().parameters());
      CHECK(trainer.network().mlp().parameters() != fresh.network.mlp().parameters());
    }
  }
}

TEST_CASE("with tables the training learns the same, to the bit") {
  const core::Config config = tiny_config();
  trainer::Trainer trainer(config);
  trainer.set_tables(env::TermTables::make(env::TermScorer(config.steps)));
  trainer.run(2000);
  CHECK(agent::encode_agent(trainer.snapshot()) == trained_bytes(config, {2000}));
}

TEST_CASE("a moved weight takes effect at once and loses nothing that was learned from") {
  trainer::Trainer trainer(tiny_config());
  trainer.run(500);
  const auto before = trainer.snapshot();
  const std::uint64_t gradient_steps = trainer.gradient_steps();
  const rhythm::RewardSettings sparse = rhythm::find_preset("Sparse mix")->settings;
  trainer.take_stats();
  trainer.set_reward(sparse);
  CHECK(trainer.snapshot().network.mlp().parameters() == before.network.mlp().parameters());
  CHECK(trainer.gradient_steps() == gradient_steps);
  CHECK(trainer.env_steps() == 500);
  CHECK(trainer.snapshot().info.reward.terms == sparse.terms);
  // The episode that runs ends at the next tenth env_step, and is paid by the new settings.
  trainer.run(10);
  const auto stats = trainer.take_stats();
  REQUIRE(stats.finished_episodes == 1);
  float sum = 0.0F;
  for (std::size_t t = 0; t < stats.terms.size(); ++t) sum += trainer.reward().terms[t].weight * stats.terms[t];
  CHECK(2.0F * sum - env::weight_sum(trainer.reward()) == doctest::Approx(stats.final_reward));
}

TEST_CASE("the environments take turns, each with an episode of its own") {
  core::Config config = tiny_config();
  config.environments = 4;
  trainer::Trainer trainer(config);
  trainer.run(39);
  CHECK(trainer.episodes() == 3);  // the tenth env_steps of the first three
  trainer.run(1);
  CHECK(trainer.episodes() == 4);
}

TEST_CASE("a conditioned learner's stats are of the environments that practise what is asked") {
  core::Config config = tiny_config();
  config.conditioned = true;
  config.environments = 8;
  trainer::Trainer trainer(config);
  trainer.set_reward(rhythm::find_preset("Sparse mix")->settings);
  trainer.run(80);
  CHECK(trainer.episodes() == 8);
  CHECK(trainer.take_stats().finished_episodes == 2);
}

TEST_CASE("the same seed gives the same bytes, however the run is cut into pieces") {
  core::Config config = tiny_config();
  const auto bytes = trained_bytes(config, {2000});
  CHECK(trained_bytes(config, {2000}) == bytes);
  CHECK(trained_bytes(config, {1, 999, 1000}) == bytes);
  config.seed = 2;
  CHECK(trained_bytes(config, {2000}) != bytes);
}

TEST_CASE("reading the stats does not change what is learned") {
  trainer::Trainer trainer(tiny_config());
  for (int i = 0; i < 20; ++i) {
    trainer.run(100);
    trainer.take_stats();
    trainer.snapshot();
  }
  CHECK(agent::encode_agent(trainer.snapshot()) == trained_bytes(tiny_config(), {2000}));
}

TEST_CASE("learning starts after the warm-up and then every train_interval env_steps") {
  trainer::Trainer trainer(tiny_config());
  trainer.run(49);
  CHECK(trainer.gradient_steps() == 0);
  trainer.run(1);
  CHECK(trainer.gradient_steps() == 1);
  trainer.run(100);
  CHECK(trainer.gradient_steps() == 51);
}

TEST_CASE("stats are means since they were last taken, with totals") {
  trainer::Trainer trainer(tiny_config());
  trainer.run(40);
  auto stats = trainer.take_stats();
  CHECK(stats.env_steps == 40);
  CHECK(stats.episodes == 4);
  CHECK(stats.finished_episodes == 4);
  CHECK(stats.updates == 0);
  CHECK(stats.episode_return == doctest::Approx(stats.delta_reward));  // delta rewards add up
  trainer.run(55);
  stats = trainer.take_stats();
  CHECK(stats.episodes == 9);
  CHECK(stats.finished_episodes == 5);
  CHECK(stats.updates == 23);  // env_steps 50, 52, …, 94
  CHECK(stats.loss > 0.0);
  stats = trainer.take_stats();
  CHECK(stats.updates == 0);
  CHECK(stats.finished_episodes == 0);
}

TEST_CASE("live hyper-parameters change at once, others are refused and change nothing") {
  trainer::Trainer trainer(tiny_config());
  core::Config config = tiny_config();
  config.learning_rate = 0.01;
  config.exploration = core::Exploration::epsilon;
  REQUIRE(trainer.set_live_config(config).has_value());
  CHECK(trainer.config() == config);
  CHECK(trainer.take_stats().exploration_value == doctest::Approx(config.epsilon_start));
  core::Config other = config;
  other.learning_rate = 0.02;
  other.hidden_units = 17;
  const core::Status status = trainer.set_live_config(other);
  REQUIRE_FALSE(status.has_value());
  CHECK(status.error().message.find("Hidden units") != std::string::npos);
  CHECK(trainer.config() == config);
}

TEST_CASE("a live change of the episode length counts from the next episode") {
  trainer::Trainer trainer(tiny_config());
  trainer.run(5);
  core::Config config = tiny_config();
  config.episode_steps = 20;
  REQUIRE(trainer.set_live_config(config).has_value());
  trainer.run(95);
  // A running episode ends at the new length: 20, 40, 60, 80, 100.
  CHECK(trainer.episodes() == 5);
}

TEST_CASE("training goes on from a loaded agent, and its counts go on too") {
  trainer::Trainer first(tiny_config());
  first.run(1000);
  const agent::Agent agent = first.snapshot();
  trainer::Trainer second(tiny_config());
  second.continue_from(agent);
  CHECK(second.snapshot().network.mlp().parameters() == agent.network.mlp().parameters());
  second.run(100);
  CHECK(second.snapshot().info.env_steps == 1100);
  CHECK(second.snapshot().info.gradient_steps == agent.info.gradient_steps + second.gradient_steps());
}
