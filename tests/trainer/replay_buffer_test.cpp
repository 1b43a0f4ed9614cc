#include "trainer/replay_buffer.h"

#include <doctest/doctest.h>

#include <vector>

#include "core/rng.h"

namespace {

// The action numbers the env_steps.
trainer::EnvStep numbered(int number, bool truncated = false) {
  return {.action = number, .terminated = false, .truncated = truncated, .terms = {}, .next_terms = {}};
}

// Patterns of 16 steps play no part where only the order counts.
void keep(trainer::ReplayBuffer& replay, const trainer::EnvStep& env_step) {
  replay.add(rhythm::StepSet(16), rhythm::StepSet(16), env_step);
}

}  // namespace

TEST_CASE("a full replay buffer overwrites the oldest env_step") {
  trainer::ReplayBuffer replay(3, 1, 16);
  for (int number = 0; number < 4; ++number) keep(replay, numbered(number));
  CHECK(replay.size() == 3);
  CHECK(replay.at(0).action == 3);
  CHECK(replay.at(1).action == 1);
  CHECK(replay.at(2).action == 2);
}

TEST_CASE("every slot keeps its own patterns, whatever their length") {
  core::Rng rng(1);
  for (const int steps : {2, 16, 64, 65, 128, 1024}) {
    CAPTURE(steps);
    trainer::ReplayBuffer replay(5, 1, steps);
    std::vector<rhythm::StepSet> added;
    for (int number = 0; number < 14; ++number) {
      rhythm::StepSet set(steps);
      for (int step = 0; step < steps; ++step) {
        if (rng.below(2) != 0) set.set(step);
      }
      added.push_back(set);
    }
    for (std::size_t number = 0; number < 7; ++number) {  // the last two overwrite the first two
      replay.add(added[2 * number], added[2 * number + 1], numbered(static_cast<int>(number)));
    }
    for (int slot = 0; slot < replay.size(); ++slot) {
      const auto number = static_cast<std::size_t>(replay.at(slot).action);
      CHECK(replay.kick(slot) == added[2 * number]);
      CHECK(replay.snare(slot) == added[2 * number + 1]);
    }
  }
}

TEST_CASE("the capacity is a whole number of turns") {
  CHECK(trainer::ReplayBuffer(10, 4, 16).capacity() == 8);
  CHECK(trainer::ReplayBuffer(3, 4, 16).capacity() == 4);
}

TEST_CASE("the next env_step is that of the same environment, until its episode ends or it is not there yet") {
  trainer::ReplayBuffer replay(6, 2, 16);
  keep(replay, numbered(0));
  keep(replay, numbered(1, true));  // the second environment's episode ends
  CHECK(replay.next(0) == -1);
  keep(replay, numbered(2));
  keep(replay, numbered(3));
  CHECK(replay.next(0) == 2);
  CHECK(replay.next(1) == -1);
  CHECK(replay.next(2) == -1);
}

TEST_CASE("across the ring's seam nothing follows, the newest is not continued by the oldest") {
  trainer::ReplayBuffer replay(4, 2, 16);
  for (int number = 0; number < 6; ++number) keep(replay, numbered(number));
  // Slots hold 4, 5, 2, 3.
  CHECK(replay.next(2) == 0);
  CHECK(replay.next(3) == 1);
  CHECK(replay.next(0) == -1);
  CHECK(replay.next(1) == -1);
}
