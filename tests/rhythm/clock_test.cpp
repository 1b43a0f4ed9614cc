#include "rhythm/clock.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "tests/rhythm/patterns.h"

namespace rhythm {
namespace {

std::string accents_of(std::string_view text) {
  const Onsets onsets = read(text);
  return write(Onsets(accents(onsets)));
}

}  // namespace

TEST_CASE("accents fall on lone onsets, the second of two, and both ends of a longer run") {
  CHECK(accents_of("x.xx.xxx.xxxx...") == "x..x.x.x.x..x...");
  CHECK(accents_of("xx..............") == ".x..............");
}

TEST_CASE("accents see runs around the end of the pattern") {
  CHECK(accents_of("x......x") == "x.......");  // a run of two: 7, 0
  CHECK(accents_of("xx.....x") == ".x.....x");  // a run of three: 7, 0, 1
  CHECK(accents_of("x......") == "x......");
  CHECK(accents_of("xxxxxxx.") == "x.....x.");
}

TEST_CASE("nothing is accented when nothing or everything sounds") {
  CHECK_FALSE(accents(none(16)).any());
  CHECK_FALSE(accents(all(16)).any());
}

TEST_CASE("clock counts are those of Povel and Essens") {
  const Onsets onsets = read("xx.x.xxx.x..");
  const StepSet accented = accents(onsets);
  const auto counts = [&](int unit, int phase) { return count_clock(onsets, accented, unit, phase); };
  CHECK(counts(4, 0) == Clock{4, 0, 0, 1, 2});
  CHECK(counts(4, 1) == Clock{4, 1, 3, 0, 0});
  CHECK(counts(4, 2) == Clock{4, 2, 0, 1, 2});
  CHECK(counts(4, 3) == Clock{4, 3, 2, 0, 1});
  CHECK(counts(3, 0) == Clock{3, 0, 2, 2, 0});
  CHECK(counts(3, 1) == Clock{3, 1, 2, 0, 2});
  CHECK(counts(3, 2) == Clock{3, 2, 1, 0, 3});
  CHECK(counts(4, 2).counter_evidence() == 9);
}

TEST_CASE("c-score grows through the blocks of Povel and Essens' patterns") {
  CHECK(cscore(read("xxxxx..xx.x.x...")).value() == 0);
  CHECK(cscore(read("xxx.xxx.xx..x...")).value() == 1);
  CHECK(cscore(read("xxx.xx..xx.xx...")).value() == 2);
  CHECK(cscore(read("xx.xxxx.xx..x...")).value() == 3);
  CHECK(cscore(read("xxxxx.xx.x..x...")).value() == 4);
  CHECK(cscore(read("xxxx.x.x..xxx...")).value() == 5);
  CHECK(cscore(read("xxxx.xxx..x.x...")).value() == 6);
}

TEST_CASE("c-score of a pulse is 0 at any phase") {
  CHECK(cscore(read(".x.x.x.x.x.x.x.x")).value() == 0);
  CHECK(cscore(read("..x...x...x...x.")).value() == 0);
  CHECK(cscore(read(".x..x..x..x.")).value() == 0);
}

TEST_CASE("c-score is defined for no, one and all onsets") {
  CHECK(cscore(none(16)).value() == 16);  // four silent ticks
  CHECK(cscore(read(".....x..........")).value() == 12);
  CHECK(cscore(all(16)).value() == 4);  // four unaccented ticks
  CHECK(cscore(none(9)).value() == 12);
  CHECK(cscore(none(2)).value() == 4);
}

TEST_CASE("c-score needs a length that some clock divides") {
  for (const int steps : {5, 7, 11, 13, 25, 1021}) {
    CAPTURE(steps);
    CHECK_FALSE(has_clock(steps));
    CHECK_FALSE(cscore(none(steps)).has_value());
    CHECK_FALSE(ps_like(all(steps)).has_value());
  }
  CHECK(cscore(all(1024)).value() == 256);
}

TEST_CASE("the c-score's maximum over patterns with an onset is the one stated") {
  for (const int steps : {2, 3, 4, 6, 8, 9, 10, 12, 14, 15, 16}) {
    CAPTURE(steps);
    int largest = 0;
    for (std::uint64_t bits = 1; bits < std::uint64_t{1} << steps; ++bits) {
      largest = std::max(largest, cscore(Onsets::from_bits(bits, steps)).value());
    }
    CHECK(largest == cscore_maximum_with_onsets(steps));
  }
}

TEST_CASE("ps-like adds up its segments") {
  // Four empty segments of an ideal clock.
  CHECK(ps_like(read("x...x...x...x...")).value() == doctest::Approx(1.206));
  // C = 0 for units 4 and 2 at phase 0; eight empty segments of 2 are simpler than four halved ones of 4.
  CHECK(ps_like(read("x.x.x.x.x.x.x.x.")).value() == doctest::Approx(1.206));
  // Every tick an unaccented onset. Unit 4: four, all segments equal.
  CHECK(ps_like(all(16)).value() == doctest::Approx(1.206 + 4 * 0.182 + 4 * 0.129));
  // Silence: four silent ticks, four segments divided by nothing.
  CHECK(ps_like(none(16)).value() == doctest::Approx(1.206 + 4 * 0.625 + 4 * 0.129));
  // One onset on its clock: empty, then three silent segments and one change.
  CHECK(ps_like(read("x...............")).value() == doctest::Approx(1.206 + 3 * 0.625 + 3 * 0.129 + 0.056));
  // Unit 2 (an equal and an empty segment) is simpler than unit 4 (one unequal segment); both fit without exception.
  CHECK(ps_like(read("xxx.")).value() == doctest::Approx(1.206 + 0.129 + 0.056));
}

}  // namespace rhythm
