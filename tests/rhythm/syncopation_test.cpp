#include "rhythm/syncopation.h"

#include <doctest/doctest.h>

#include <array>
#include <numeric>
#include <string>

#include "tests/rhythm/patterns.h"

namespace rhythm {
namespace {

struct ClaveValues {
  int keith_count;
  int tob;
  double wnbd;
  int tmc;
  int keith_full;
  double pressing;
  int lhl;
};

// In the order of kClaves. Keith count, off-beatness and WNBD as published (Gomez et al. 2005, figure 8); TMC of son as
// published (Toussaint 2002).
constexpr std::array<ClaveValues, 6> kClaveValues = {{
    {1, 0, 6.0 / 5.0, 2, 3, 6.0, 2},
    {2, 1, 14.0 / 5.0, 4, 6, 14.5, 4},
    {2, 2, 18.0 / 5.0, 5, 6, 17.0, 5},
    {3, 2, 18.0 / 5.0, 6, 8, 15.0, 6},
    {3, 1, 18.0 / 5.0, 5, 9, 19.5, 5},
    {3, 2, 4.0, 6, 9, 22.0, 6},
}};

}  // namespace

TEST_CASE("syncopation of the six claves is as published") {
  const Metre common = metre("2,2,2,2");
  for (std::size_t i = 0; i < kClaves.size(); ++i) {
    CAPTURE(kClaves[i].name);
    const Onsets clave = read(kClaves[i].pattern);
    const ClaveValues& expected = kClaveValues[i];
    CHECK(keith_count(clave) == expected.keith_count);
    CHECK(tob(clave) == expected.tob);
    CHECK(wnbd(clave, 4).value() == doctest::Approx(expected.wnbd));
    CHECK(tmc(clave, common) == expected.tmc);
    CHECK(keith_full(clave) == expected.keith_full);
    CHECK(pressing(clave).value() == expected.pressing);
    CHECK(lhl(clave, common) == expected.lhl);
  }
}

TEST_CASE("lhl heard once ends with the pattern") {
  CHECK(lhl(read("xx.."), metre("2,2"), Wrap::kLinear) == 1.0);
  CHECK(lhl(read("x.xx..x."), metre("2,2,2"), Wrap::kLinear) == 2.0);
  CHECK(lhl(read("xx."), metre("3"), Wrap::kLinear) == 0.0);
  // The last onset waits for the bar line only when the pattern comes round again.
  CHECK(lhl(read("...x"), metre("2,2"), Wrap::kLinear) == 0.0);
  CHECK(lhl(read("...x"), metre("2,2")) == 2.0);
}

TEST_CASE("lhl takes the heaviest rest of each gap") {
  // Step 3 (-4) waits over steps 4 to 9, of which 8 (-1) is the heaviest: 3. Step 10 (-3) waits over the bar line: 3.
  CHECK(lhl(read("...x......x....."), metre("2,2,2,2")) == 3.0 + 3.0);
  CHECK(lhl(read(".x.x.x.x.x.x.x.x"), metre("2,2,2,2")) == 15.0);
}

TEST_CASE("lhl hears the order of the subdivisions") {
  const Onsets onsets = read("x....x.x.x..");
  // 12/8: step 5 (-3) waits over the half bar on 6 (-1).
  CHECK(lhl(onsets, metre("2,2,3")) == 2.0);
  // 3/4: step 5 (-3) over 6 (-2), step 7 (-3) over beat three on 8 (-1), step 9 (-3) over 10 (-2).
  CHECK(lhl(onsets, metre("3,2,2")) == 1.0 + 2.0 + 1.0);
}

TEST_CASE("metrical complexity compares with the strongest steps that could sound") {
  // Weights 5 1 2 1 3 1 2 1 4 ...: one onset on step 1 costs 5 - 1, two on 0 and 8 cost nothing.
  CHECK(tmc(read(".x.............."), metre("2,2,2,2")) == 4.0);
  CHECK(tmc(read("x.......x......."), metre("2,2,2,2")) == 0.0);
  CHECK(tmc(read(".x.x.x.x.x.x.x.x"), metre("2,2,2,2")) == 15.0);
  CHECK(tmc(read(".x."), metre("3")) == 1.0);
}

TEST_CASE("keith names hesitation, anticipation and syncopation") {
  CHECK(keith_full(read("x.......")) == 0);  // 8 long from 0
  // 3 steps from 0 (c = 2) end on 3: 1. 5 steps from 3 (c = 4) start off and end on: 2.
  CHECK(keith_full(read("x..x....")) == 3);
  CHECK(keith_count(read("x..x....")) == 1);
  CHECK(keith_full(read(".x.x")) == 6);  // two syncopations
  CHECK(keith_full(all(16)) == 0);
  // 12 steps from 4 (c = 8) end where they began, on 4 and not on 16.
  CHECK(keith_full(read("....x.......")) == 3);
}

TEST_CASE("off-beatness counts the steps no pulse reaches") {
  CHECK(tob(all(16)) == 8);
  CHECK(tob(all(12)) == 4);  // 1 5 7 11
  CHECK(tob(read(".x...x.x...x")) == 4);
  CHECK(tob(all(7)) == 6);
  CHECK(tob_maximum(12) == 4);
}

TEST_CASE("distance to the beat doubles for a note that sounds across the next beat") {
  CHECK(wnbd(read("x...x...x...x..."), 4).value() == 0.0);
  CHECK(wnbd(read(".x...x...x...x.."), 4).value() == 8.0);  // T = 1/4, each ends inside the following beat
  CHECK(wnbd(read(".x..x..........."), 4).value() == 2.0);  // 4 because it ends on the next beat, and 0
  CHECK(wnbd(read("..x............."), 4).value() == 2.0);  // T = 1/2, ends far beyond the second beat
  CHECK(wnbd(read("..x..x......"), 3).value() == doctest::Approx(6.0 / 2 + 3.0 / 2));
}

TEST_CASE("distance to the beat needs whole beats") {
  CHECK_FALSE(wnbd(read("x..x.x"), 4).has_value());
  CHECK_FALSE(wnbd(read("x..x.x"), 0).has_value());
  CHECK(wnbd(read("xxxxxx"), 1).value() == 0.0);
}

TEST_CASE("sg of a lone onset is worked by hand") {
  const Metre common = metre("2,2,2,2");
  // Level 4: neighbours 0 (level 0: 1) and 2 (level 3: 0.625), times 15/16.
  CHECK(sg(read(".x.............."), common) == doctest::Approx(15.0 / 16.0 * (0.8 + 0.625) / 1.8));
  // Level 1: the bar line on both sides (0.625) is the least of all levels, times 1/2.
  CHECK(sg(read("........x......."), common) == doctest::Approx(0.5 * 0.625));
  // A sounding neighbour takes its share away.
  CHECK(sg(read("xx.............."), common) == doctest::Approx(15.0 / 16.0 * 0.625 / 1.8));
  CHECK(sg(read(".xx............."), common) ==
        doctest::Approx(15.0 / 16.0 * 0.8 / 1.8 + 7.0 / 8.0 * (0.8 * 0.0 + 0.625) / 1.8));
  CHECK(sg(read("x..............."), common) == 0.0);
}

TEST_CASE("sg compares on the levels that the rhythm has, by hand and as SynPy does") {
  const Metre common = metre("2,2,2,2");
  // Level 2 only, potential 3/4. Step 4: before it the bar line (level 0: 0.75), after it step 8 (level 1: 0.625).
  // Step 12: the other way round. (0.8 * 0.75 + 0.625 + 0.8 * 0.625 + 0.75) / 1.8 * 3/4.
  CHECK(sg(read("....x.......x..."), common) == doctest::Approx(1.03125));
  // Level 3 only, potential 7/8. Before and after: step 2: 0.875, 0.625; 6: 0.625, 0.75; 10: 0.75, 0.625; 14: 0.625,
  // 0.875. (0.8 * 2.875 + 2.875) / 1.8 * 7/8.
  CHECK(sg(read("..x...x...x...x."), common) == doctest::Approx(2.515625));
  // Step 2: 0.875, 0.625; 6: 0.625, 0; 14: 0, 0.875, all on level 3, times 7/8. Step 8 is least on level 2, between the
  // silent 4 (0.625) and the sounding 12, times 1/2. Step 12 is least on level 3, between the silent 10 (0.625) and the
  // sounding 14, times 3/4. (0.8 * 1.5 + 1.5) / 1.8 * 7/8 + 0.5 / 1.8 * (1/2 + 3/4) = 1.65972.
  CHECK(sg(read("..x...x.x...x.x."), common) == doctest::Approx(1.5 * 7.0 / 8.0 + 0.5 / 1.8 * 1.25));
}

TEST_CASE("sg does not depend on a grid finer than the rhythm") {
  for (std::uint64_t bits = 0; bits < 256; ++bits) {
    const Onsets eighths = Onsets::from_bits(bits, 8);
    StepSet spread(16);
    for (int k = 0; k < eighths.count(); ++k) spread.set(2 * eighths.position(k));
    CAPTURE(write(eighths));
    CHECK(sg(Onsets(spread), metre("2,2,2,2")) == doctest::Approx(sg(eighths, metre("2,2,2"))));
  }
}

TEST_CASE("pressing's sixteen beats follow one rule, the eleven published ones included") {
  const auto half_cost = [](bool first, bool second, bool then) {
    if (!second) return 0.0;
    if (first) return 1.0;
    return then ? 3.0 : 5.0;
  };
  for (unsigned cells = 0; cells < 16; ++cells) {
    const Onsets beat = Onsets::from_bits(cells, 4);
    CAPTURE(write(beat));
    const bool a = beat.at(0), b = beat.at(1), c = beat.at(2), d = beat.at(3);
    double whole = 0.0;
    if (!a) {
      whole = beat.count() > 0 ? 5.0 : 0.0;
    } else if (c) {
      whole = 1.0;
    } else if (d) {
      whole = 3.0;
    } else if (b) {
      whole = 2.0;
    }
    CHECK(pressing(beat).value() == whole + (half_cost(a, b, c) + half_cost(c, d, a)) / 2.0);
  }
  CHECK(pressing(read("xx..")).value() == 2.5);
  CHECK(pressing(read(".xx.")).value() == 6.5);
  CHECK(pressing(read(".x.xx..x")).value() == 14.5);
}

TEST_CASE("pressing needs beats of four steps") {
  CHECK_FALSE(pressing(read("x..x..")).has_value());
  CHECK_FALSE(pressing(all(1023)).has_value());
  CHECK(pressing(all(1024)).value() == 512.0);
}

TEST_CASE("syncopation metrics are defined for no, one and all onsets") {
  const Metre common = metre("2,2,2,2");
  for (const Onsets& onsets : {none(16), all(16), read("x...............")}) {
    CAPTURE(write(onsets));
    CHECK(lhl(onsets, common) == 0.0);
    CHECK(tmc(onsets, common) == 0.0);
    CHECK(sg(onsets, common) == 0.0);
    CHECK(keith_full(onsets) == 0);
    CHECK(keith_count(onsets) == 0);
  }
  CHECK(tob(none(16)) == 0);
  CHECK(wnbd(none(16), 4).value() == 0.0);
  CHECK(wnbd(all(16), 4).value() == doctest::Approx((4.0 + 2.0 + 4.0) * 4 / 16));
  CHECK(pressing(none(16)).value() == 0.0);
  CHECK(pressing(all(16)).value() == 8.0);
  // One onset late in the bar: it waits over the bar line, starts and ends off everything.
  const Onsets late = read("...............x");
  CHECK(lhl(late, common) == 4.0);
  CHECK(tmc(late, common) == 4.0);
  CHECK(keith_full(late) == 3);
  CHECK(tob(late) == 1);
  CHECK(wnbd(late, 4).value() == 4.0);
}

}  // namespace rhythm
