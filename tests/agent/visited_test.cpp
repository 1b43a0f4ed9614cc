#include "agent/visited.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "core/rng.h"

TEST_CASE("a snare is new once, and is found among the neighbours of others") {
  core::Rng rng(1);
  for (const int steps : {2, 16, 64, 65, 1024}) {
    CAPTURE(steps);
    agent::Visited visited(steps, 3);  // grows far beyond
    std::set<rhythm::Row> expected;
    rhythm::StepSet snare(steps);
    for (int i = 0; i < 500; ++i) {
      REQUIRE(visited.insert(snare) == expected.insert(rhythm::row_of(snare)).second);
      REQUIRE_FALSE(visited.insert(snare));
      // Half of the walk is among the first four steps, so that it comes back to snares.
      const auto range = static_cast<std::uint32_t>(rng.below(2) != 0 ? std::min(steps, 4) : steps);
      snare.flip(static_cast<int>(rng.below(range)));
      const auto step = static_cast<int>(rng.below(range));
      rhythm::StepSet neighbour = snare;
      neighbour.flip(step);
      REQUIRE(visited.has_neighbour(snare, snare.hash(), step) == expected.contains(rhythm::row_of(neighbour)));
    }
  }
}
