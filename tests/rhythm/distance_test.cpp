#include "rhythm/distance.h"

#include <doctest/doctest.h>

#include <cstdlib>

#include "rhythm/metrics.h"
#include "tests/rhythm/patterns.h"

namespace rhythm {
namespace {

// The least sum over every way to send each onset of `more` to one of `fewer` so that all of those are reached.
int directed_swap_by_trying(const Onsets& more, const Onsets& fewer) {
  int ways = 1;
  for (int i = 0; i < more.count(); ++i) ways *= fewer.count();
  int least = 1 << 20;
  for (int way = 0; way < ways; ++way) {
    unsigned reached = 0;
    int sum = 0;
    for (int i = 0, rest = way; i < more.count(); ++i, rest /= fewer.count()) {
      const int j = rest % fewer.count();
      reached |= 1U << j;
      sum += std::abs(more.position(i) - fewer.position(j));
    }
    if (reached == (1U << fewer.count()) - 1U) least = std::min(least, sum);
  }
  return least;
}

}  // namespace

TEST_CASE("hamming counts the steps on which one voice plays alone") {
  CHECK(hamming(read("x..x"), read("xx..")) == 2);
  CHECK(hamming(read("x.x."), read(".x.x")) == 4);
  CHECK(hamming(none(1024), all(1024)) == 1024);
}

TEST_CASE("difference is 1 for the complement and -1 for the kick itself") {
  const Onsets kick = read("x..x..x.");
  CHECK(difference(kick, read(".xx.xx.x")) == 1.0);
  CHECK(difference(kick, kick) == -1.0);
  CHECK(difference(kick, none(8)) == -0.25);
}

TEST_CASE("hamming and difference agree for rows and for onsets") {
  const Row kick = {100, 0, 0, 1, 127};
  const Row snare = {0, 0, 90, 64, 0};
  const std::span<const std::uint8_t> kick_row = kick;
  const std::span<const std::uint8_t> snare_row = snare;
  CHECK(hamming(Onsets::from_row(kick), Onsets::from_row(snare)) == hamming(kick_row, snare_row));
  CHECK(difference(Onsets::from_row(kick), Onsets::from_row(snare)) == difference(kick_row, snare_row));
}

TEST_CASE("swap moves each onset to its counterpart") {
  CHECK(swap_distance(read("x...x.x...x.x..."), read("x..x..x...x.x...")).value() == 1);  // shiko and son
  CHECK(swap_distance(read("x..x..x...x.x..."), read("x..x...x..x.x...")).value() == 1);  // son and rumba
  CHECK(swap_distance(read("xx......"), read("......xx")).value() == 12);
  CHECK(swap_distance(none(8), none(8)).value() == 0);
  CHECK_FALSE(swap_distance(read("x..."), read("xx..")).has_value());
}

TEST_CASE("directed swap lets onsets share a destination") {
  CHECK(directed_swap_distance(read("x.x.x..."), read("x...x...")).value() == 2);
  CHECK(directed_swap_distance(read("x...x..."), read("x.x.x...")).value() == 2);
  CHECK(directed_swap_distance(read("xxxx...."), read(".......x")).value() == 7 + 6 + 5 + 4);
  CHECK(directed_swap_distance(none(8), none(8)).value() == 0);
  CHECK_FALSE(directed_swap_distance(none(8), read("x.......")).has_value());
  CHECK_FALSE(directed_swap_distance(read("x......."), none(8)).has_value());
}

TEST_CASE("directed swap is the least of all assignments, and the swap distance where both apply") {
  for (std::uint64_t i = 1; i < 32; ++i) {
    for (std::uint64_t j = 1; j < 32; ++j) {
      const Onsets a = Onsets::from_bits(i, 5);
      const Onsets b = Onsets::from_bits(j, 5);
      const bool a_has_more = a.count() >= b.count();
      const int least = directed_swap_by_trying(a_has_more ? a : b, a_has_more ? b : a);
      CHECK(directed_swap_distance(a, b).value() == least);
      if (a.count() == b.count()) CHECK(swap_distance(a, b).value() == least);
    }
  }
}

TEST_CASE("chronotonic distance is the area between the gap lengths") {
  // 2 2 2 2 against 3 3 3 1 1 1 ... : |2-3| * 3 + |2-1| + |2-4| * 4
  CHECK(chronotonic(read("x.x.x.x."), read("x..xx...")) == 3 + 1 + 8);
  CHECK(chronotonic(read("x......."), read("...x....")) == 0);  // one gap of 8 each
  CHECK(chronotonic(none(8), read("x.......")) == 0);
  CHECK(chronotonic(all(16), none(16)) == 240);
}

TEST_CASE("distances are symmetric, 0 to itself, and obey the triangle inequality") {
  core::Rng rng(11);
  for (int i = 0; i < 300; ++i) {
    const int steps = 2 + static_cast<int>(rng.below(40));
    const Onsets a = random_onsets(rng, steps);
    const Onsets b = random_onsets(rng, steps);
    const Onsets c = random_onsets(rng, steps);
    CHECK(hamming(a, b) == hamming(b, a));
    CHECK(chronotonic(a, b) == chronotonic(b, a));
    CHECK(swap_distance(a, b) == swap_distance(b, a));
    CHECK(directed_swap_distance(a, b) == directed_swap_distance(b, a));
    CHECK(hamming(a, a) == 0);
    CHECK(chronotonic(a, a) == 0);
    CHECK(swap_distance(a, a).value() == 0);
    CHECK(directed_swap_distance(a, a).value() == 0);
    CHECK(hamming(a, c) <= hamming(a, b) + hamming(b, c));
    CHECK(chronotonic(a, c) <= chronotonic(a, b) + chronotonic(b, c));
  }
}

TEST_CASE("distances read 1024 steps") {
  const Onsets full = all(1024);
  const Onsets first = read("x" + std::string(1023, '.'));
  CHECK(directed_swap_distance(full, first).value() == directed_swap_distance_maximum(1024));
  CHECK(directed_swap_distance(full, full).value() == 0);
  CHECK(chronotonic(full, first) == chronotonic_maximum(1024));
}

}  // namespace rhythm
