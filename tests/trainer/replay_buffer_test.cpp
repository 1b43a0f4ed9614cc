#include "trainer/replay_buffer.h"

#include <doctest/doctest.h>

namespace {

// The action numbers the env_steps.
trainer::EnvStep numbered(int number, bool truncated = false) {
  return {.kick = 0,
          .snare = 0,
          .action = number,
          .terminated = false,
          .truncated = truncated,
          .terms = {},
          .next_terms = {}};
}

}  // namespace

TEST_CASE("a full replay buffer overwrites the oldest env_step") {
  trainer::ReplayBuffer replay(3, 1);
  for (int number = 0; number < 4; ++number) replay.add(numbered(number));
  CHECK(replay.size() == 3);
  CHECK(replay.at(0).action == 3);
  CHECK(replay.at(1).action == 1);
  CHECK(replay.at(2).action == 2);
}

TEST_CASE("the capacity is a whole number of turns") {
  CHECK(trainer::ReplayBuffer(10, 4).capacity() == 8);
  CHECK(trainer::ReplayBuffer(3, 4).capacity() == 4);
}

TEST_CASE("the next env_step is that of the same environment, until its episode ends or it is not there yet") {
  trainer::ReplayBuffer replay(6, 2);
  replay.add(numbered(0));
  replay.add(numbered(1, true));  // the second environment's episode ends
  CHECK(replay.next(0) == -1);
  replay.add(numbered(2));
  replay.add(numbered(3));
  CHECK(replay.next(0) == 2);
  CHECK(replay.next(1) == -1);
  CHECK(replay.next(2) == -1);
}

TEST_CASE("across the ring's seam nothing follows, the newest is not continued by the oldest") {
  trainer::ReplayBuffer replay(4, 2);
  for (int number = 0; number < 6; ++number) replay.add(numbered(number));
  // Slots hold 4, 5, 2, 3.
  CHECK(replay.next(2) == 0);
  CHECK(replay.next(3) == 1);
  CHECK(replay.next(0) == -1);
  CHECK(replay.next(1) == -1);
}
