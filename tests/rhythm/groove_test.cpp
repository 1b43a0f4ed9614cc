#include "rhythm/groove.h"

#include <doctest/doctest.h>

#include "tests/rhythm/patterns.h"

namespace rhythm {
namespace {

const char* const kBar = "2,2,2,2";

}  // namespace

TEST_CASE("the published drum break has a groove index of 41") {
  const Onsets kick = read("x.x.......x.....x.x..x..x.xx.xx.");
  const Onsets snare = read("....x..x.x..x..x....x..x.x..x..x");
  const Onsets hat = read("x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.x.");
  CHECK(witek(kick, snare, hat, metre(kBar)).value() == 41.0);
  CHECK(witek(kick, snare, metre(kBar)).value() == 41.0);
}

TEST_CASE("groove weighs who answers a note") {
  const Metre common = metre(kBar);
  const Onsets silence = none(16);
  // The virtual hat alone answers step 3 on the beat: -1 + 3 + 5.
  CHECK(witek(read("...x............"), silence, common).value() == 7.0);
  CHECK(witek(silence, read("...x............"), common).value() == 7.0);
  // A snare answers the kick there, a kick the snare.
  CHECK(witek(read("...x............"), read("....x..........."), common).value() == 2.0 + 2.0);
  CHECK(witek(read("....x..........."), read("...x............"), common).value() == 2.0 + 1.0);
  // The kick answers itself, or the next step is weaker.
  CHECK(witek(read("...xx..........."), silence, common).value() == 0.0);
  CHECK(witek(read("x..............."), silence, common).value() == 0.0);
  // Beats 2 and 3 are equally strong, so the rest of a hat at equal weight counts too.
  CHECK(witek(read("....x..........."), silence, read("........x......."), common).value() == 0 + 5.0);
  // Around the end: step 15 leans on the bar line.
  CHECK(witek(read("...............x"), silence, common).value() == 3.0 + 5.0);
}

TEST_CASE("a note before a strong silent step leans on silence") {
  const Metre common = metre(kBar);
  const Onsets silence = none(16);
  // No hat at all: step 3 waits over the bar line (0) before it returns itself: 0 + 3 + 6.
  CHECK(witek(read("...x............"), silence, silence, common).value() == 9.0);
  CHECK(witek(read("x..............."), silence, silence, common).value() == 0.0);
  // The hat on 5 comes after the silent beat on 4: -1 + 3 + 6.
  CHECK(witek(read("...x............"), silence, read(".....x.........."), common).value() == 8.0);
  // A silent beat as strong as the note's own is enough, a weaker one is not.
  CHECK(witek(read("....x..........."), silence, read(".........x......"), common).value() == 6.0);
  CHECK(witek(read("....x..........."), silence, read(".......x........"), common).value() == 0.0);
}

TEST_CASE("groove is 0 for silence and for drums that never rest") {
  const Metre common = metre(kBar);
  CHECK(witek(none(16), none(16), common).value() == 0.0);
  CHECK(witek(all(16), all(16), common).value() == 0.0);
  CHECK(witek(all(16), none(16), common).value() == 0.0);
}

TEST_CASE("groove needs beats of four steps and whole bars") {
  CHECK_FALSE(witek(all(12), none(12), metre("2,2,3")).has_value());
  CHECK(witek(all(12), none(12), metre("3,2,2")).has_value());
  CHECK_FALSE(witek(all(12), none(12), metre(kBar)).has_value());
  CHECK_FALSE(witek(all(5), none(5), metre("5")).has_value());
  CHECK(witek(all(1024), none(1024), metre(kBar)).has_value());
}

TEST_CASE("the largest groove index is the one stated") {
  CHECK(witek_maximum(metre(kBar), 16, false) == 106.0);
  CHECK(witek_maximum(metre(kBar), 16, true) == 122.0);
  const Onsets odd = read(".x.x.x.x.x.x.x.x");
  CHECK(witek(odd, odd, metre(kBar)).value() == 106.0);
  CHECK(witek(odd, odd, none(16), metre(kBar)).value() == 122.0);

  // Every kick against every snare of eight steps; every kick, snare and hat of four.
  double largest = 0.0;
  for (std::uint64_t i = 0; i < 65536; ++i) {
    const Onsets kick = Onsets::from_bits(i & 255, 8);
    const Onsets snare = Onsets::from_bits(i >> 8, 8);
    largest = std::max(largest, witek(kick, snare, metre("2,2,2")).value());
  }
  CHECK(largest == witek_maximum(metre("2,2,2"), 8, false));
  largest = 0.0;
  for (std::uint64_t i = 0; i < 4096; ++i) {
    const Onsets kick = Onsets::from_bits(i & 15, 4);
    const Onsets snare = Onsets::from_bits(i >> 4 & 15, 4);
    largest = std::max(largest, witek(kick, snare, Onsets::from_bits(i >> 8, 4), metre("2,2")).value());
  }
  CHECK(largest == witek_maximum(metre("2,2"), 4, true));
}

}  // namespace rhythm
