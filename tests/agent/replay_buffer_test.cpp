#include "agent/replay_buffer.h"

#include <doctest/doctest.h>

#include <array>
#include <vector>

namespace {

void add(agent::ReplayBuffer& replay, int number) {
  const std::vector<float> from = {static_cast<float>(number), 1.0F};
  const std::vector<float> to = {static_cast<float>(number), 2.0F};
  replay.add({.observation = from,
              .action = number,
              .n_step_return = static_cast<float>(number) * 10.0F,
              .next_observation = to,
              .discount = 0.5F});
}

}  // namespace

TEST_CASE("a full replay buffer overwrites the oldest transition") {
  agent::ReplayBuffer replay(2, 3);
  for (int number = 0; number < 4; ++number) add(replay, number);
  CHECK(replay.size() == 3);
  CHECK(replay.at(0).action == 3);
  CHECK(replay.at(1).action == 1);
  CHECK(replay.at(2).action == 2);
}

TEST_CASE("a batch holds whole transitions, drawn evenly from all that are there") {
  agent::ReplayBuffer replay(2, 8);
  for (int number = 0; number < 5; ++number) add(replay, number);
  core::Rng rng(1);
  agent::Batch batch(2, 10);
  std::array<int, 5> counts{};
  for (int i = 0; i < 1000; ++i) {
    replay.sample(rng, batch);
    for (int column = 0; column < batch.size(); ++column) {
      const int action = batch.actions[static_cast<std::size_t>(column)];
      REQUIRE(action >= 0);
      REQUIRE(action < 5);
      ++counts[static_cast<std::size_t>(action)];
      REQUIRE(batch.observations(0, column) == static_cast<float>(action));
      REQUIRE(batch.observations(1, column) == 1.0F);
      REQUIRE(batch.next_observations(0, column) == static_cast<float>(action));
      REQUIRE(batch.next_observations(1, column) == 2.0F);
      REQUIRE(batch.n_step_returns[column] == static_cast<float>(action) * 10.0F);
      REQUIRE(batch.discounts[column] == 0.5F);
    }
  }
  // 10,000 draws of 5: a standard deviation of 40; five of them.
  for (const int count : counts) CHECK(std::abs(count - 2000) < 200);
}
