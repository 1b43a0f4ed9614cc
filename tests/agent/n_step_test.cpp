#include "agent/n_step.h"

#include <doctest/doctest.h>

#include <vector>

namespace {

// Pushes an env_step from a state numbered `state` to the next; the observation is the number.
void push(agent::NStepFolder& folder, agent::ReplayBuffer& replay, int state, float reward, bool terminated = false,
          bool truncated = false) {
  const std::vector<float> from = {static_cast<float>(state)};
  const std::vector<float> to = {static_cast<float>(state + 1)};
  folder.push(from, state, reward, to, terminated, truncated, replay);
}

void check(const agent::Transition& transition, int state, float n_step_return, int next_state, float discount) {
  CHECK(transition.observation[0] == static_cast<float>(state));
  CHECK(transition.action == state);
  CHECK(transition.n_step_return == doctest::Approx(n_step_return));
  CHECK(transition.next_observation[0] == static_cast<float>(next_state));
  CHECK(transition.discount == doctest::Approx(discount));
}

}  // namespace

TEST_CASE("with n = 1 every env_step is its own transition") {
  agent::ReplayBuffer replay(1, 10);
  agent::NStepFolder folder(1, 1, 0.9F);
  push(folder, replay, 0, 1.0F);
  push(folder, replay, 1, 2.0F, false, true);
  push(folder, replay, 2, 3.0F, true);
  REQUIRE(replay.size() == 3);
  check(replay.at(0), 0, 1.0F, 1, 0.9F);
  check(replay.at(1), 1, 2.0F, 2, 0.9F);  // truncated: bootstraps
  check(replay.at(2), 2, 3.0F, 3, 0.0F);  // terminated: does not
}

TEST_CASE("n rewards are folded with powers of gamma, and the discount is gamma to the n") {
  agent::ReplayBuffer replay(1, 10);
  agent::NStepFolder folder(1, 3, 0.5F);
  push(folder, replay, 0, 1.0F);
  push(folder, replay, 1, 2.0F);
  CHECK(replay.size() == 0);
  push(folder, replay, 2, 4.0F);
  REQUIRE(replay.size() == 1);
  check(replay.at(0), 0, 1.0F + 1.0F + 1.0F, 3, 0.125F);
  push(folder, replay, 3, 8.0F);
  check(replay.at(1), 1, 2.0F + 2.0F + 2.0F, 4, 0.125F);
}

TEST_CASE("n-step tail is flushed at episode end, with the discount of the rewards really summed") {
  for (const bool terminated : {false, true}) {
    agent::ReplayBuffer replay(1, 10);
    agent::NStepFolder folder(1, 3, 0.5F);
    push(folder, replay, 0, 1.0F);
    push(folder, replay, 1, 2.0F);
    push(folder, replay, 2, 4.0F);
    push(folder, replay, 3, 8.0F, terminated, !terminated);
    REQUIRE(replay.size() == 4);
    check(replay.at(1), 1, 2.0F + 2.0F + 2.0F, 4, terminated ? 0.0F : 0.125F);
    check(replay.at(2), 2, 4.0F + 4.0F, 4, terminated ? 0.0F : 0.25F);
    check(replay.at(3), 3, 8.0F, 4, terminated ? 0.0F : 0.5F);
  }
}

TEST_CASE("an episode shorter than n is flushed whole, and the next one starts afresh") {
  agent::ReplayBuffer replay(1, 10);
  agent::NStepFolder folder(1, 5, 0.5F);
  push(folder, replay, 0, 1.0F);
  push(folder, replay, 1, 2.0F, false, true);
  REQUIRE(replay.size() == 2);
  check(replay.at(0), 0, 2.0F, 2, 0.25F);
  check(replay.at(1), 1, 2.0F, 2, 0.5F);
  push(folder, replay, 10, 1.0F, true);
  REQUIRE(replay.size() == 3);
  check(replay.at(2), 10, 1.0F, 11, 0.0F);
}

TEST_CASE("clear forgets an unfinished episode") {
  agent::ReplayBuffer replay(1, 10);
  agent::NStepFolder folder(1, 2, 0.5F);
  push(folder, replay, 0, 1.0F);
  folder.clear();
  push(folder, replay, 5, 1.0F);
  CHECK(replay.size() == 0);
  push(folder, replay, 6, 1.0F);
  check(replay.at(0), 5, 1.5F, 7, 0.25F);
}
