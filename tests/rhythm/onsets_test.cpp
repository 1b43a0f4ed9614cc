#include "rhythm/onsets.h"

#include <doctest/doctest.h>

#include "tests/rhythm/patterns.h"

namespace rhythm {

TEST_CASE("onsets read from velocities keep only what sounds") {
  const Row row = {0, 1, 127, 0, 64};
  const Onsets onsets = Onsets::from_row(row);
  CHECK(onsets.steps() == 5);
  CHECK(onsets.count() == 3);
  CHECK(onsets.position(0) == 1);
  CHECK(onsets.position(2) == 4);
  CHECK(onsets.at(2));
  CHECK_FALSE(onsets.at(3));
  CHECK(onsets == read(".xx.x"));
}

TEST_CASE("onsets read from bits have step 0 in the lowest bit and drop bits beyond the length") {
  CHECK(Onsets::from_bits(0b1011, 4) == read("xx.x"));
  CHECK(Onsets::from_bits(~std::uint64_t{0}, 3) == read("xxx"));
  CHECK(Onsets::from_bits(~std::uint64_t{0}, 64).count() == 64);
  CHECK(Onsets::from_bits(std::uint64_t{1} << 63, 64).position(0) == 63);
}

TEST_CASE("onsets read from a set drop steps beyond the length, at any length") {
  CHECK(all(1).count() == 1);
  CHECK(all(17).count() == 17);
  CHECK(all(kMaxSteps).count() == kMaxSteps);
  CHECK(none(kMaxSteps).count() == 0);
}

TEST_CASE("intervals are cyclic and add up to the length") {
  const Onsets son = read("x..x..x...x.x...");
  const int expected[] = {3, 3, 4, 2, 4};
  for (int k = 0; k < son.count(); ++k) CHECK(son.interval(k) == expected[k]);
  CHECK(read("..x.").interval(0) == 4);
  CHECK(read(".x.x").interval(1) == 2);
}

TEST_CASE("united onsets sound where either voice does") {
  CHECK(united(read("x..x"), read("xx..")) == read("xx.x"));
  CHECK(united(none(5), none(5)) == none(5));
}

TEST_CASE("rotation moves every onset later and wraps") {
  CHECK(rotated(read("x..x."), 1) == read(".x..x"));
  CHECK(rotated(read("x..x."), 2) == read("x.x.."));
  CHECK(rotated(read("x..x."), -1) == read("..x.x"));
  CHECK(rotated(read("x..x."), 10) == read("x..x."));
}

}  // namespace rhythm
