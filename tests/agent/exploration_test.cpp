#include "agent/exploration.h"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <vector>

TEST_CASE("greedy takes the largest, the first of equals, and passes locked steps over") {
  const std::vector<float> q = {1.0F, 3.0F, 3.0F, 2.0F};
  CHECK(agent::greedy_action(q) == 1);
  CHECK(agent::greedy_action(q, std::vector<std::uint8_t>{0, 1, 0}) == 2);
  CHECK(agent::greedy_action(q, std::vector<std::uint8_t>{1, 1, 1}) == 3);  // "leave it" can not be locked
  CHECK(agent::greedy_action(q, std::vector<std::uint8_t>{1, 1, 1, 1}) == -1);
}

TEST_CASE("softmax gives probabilities in the ratio of the exponentials, also of very large values") {
  std::array<float, 3> p{};
  agent::softmax(std::array{1.0F, 2.0F, 1.0F}, 0.5F, p);
  CHECK(p[0] + p[1] + p[2] == doctest::Approx(1.0));
  CHECK(p[1] / p[0] == doctest::Approx(std::exp(2.0)));
  CHECK(p[0] == p[2]);
  agent::softmax(std::array{1e6F, 1e6F + 1.0F, -1e6F}, 1.0F, p);
  CHECK(p[1] / p[0] == doctest::Approx(std::exp(1.0)));
  CHECK(p[2] == 0.0F);
}

TEST_CASE("softmax sampling draws actions as often as their probabilities say") {
  core::Rng rng(1);
  const std::array q = {0.0F, std::log(3.0F), -50.0F};  // 1/4, 3/4, never
  std::array<float, 3> scratch{};
  std::array<int, 3> counts{};
  for (int i = 0; i < 20000; ++i) ++counts[static_cast<std::size_t>(agent::sample_softmax(q, 1.0F, rng, scratch))];
  CHECK(std::abs(counts[1] - 15000) < 310);  // five standard deviations
  CHECK(counts[2] == 0);
}

TEST_CASE("epsilon-greedy is greedy at 0, even at 1 and between in between") {
  core::Rng rng(2);
  const std::array q = {0.0F, 1.0F, 0.5F, 0.2F};
  for (const auto& [epsilon, expected] : {std::pair{0.0F, 20000}, {1.0F, 5000}, {0.5F, 12500}}) {
    int greedy = 0;
    for (int i = 0; i < 20000; ++i) greedy += agent::sample_epsilon_greedy(q, epsilon, rng) == 1 ? 1 : 0;
    CHECK(std::abs(greedy - expected) < 350);
  }
}

TEST_CASE("schedules start at their start, end at their end and stay there") {
  core::Config config = core::original_config();
  config.temperature_start = 4.0;
  config.temperature_end = 1.0;
  config.exploration_steps = 1000;
  CHECK(agent::exploration_value(config, 0) == doctest::Approx(4.0));
  CHECK(agent::exploration_value(config, 500) == doctest::Approx(2.0));  // geometric
  CHECK(agent::exploration_value(config, 1000) == doctest::Approx(1.0));
  CHECK(agent::exploration_value(config, 5000000000ULL) == doctest::Approx(1.0));
  config.exploration = core::Exploration::epsilon;
  config.epsilon_start = 1.0;
  config.epsilon_end = 0.2;
  CHECK(agent::exploration_value(config, 500) == doctest::Approx(0.6));  // linear
  config.learning_rate = 0.01;
  config.learning_rate_end = 0.0001;
  config.learning_rate_steps = 200;
  CHECK(agent::learning_rate(config, 100) == doctest::Approx(0.001));
  CHECK(agent::learning_rate(config, 201) == doctest::Approx(0.0001));
}
