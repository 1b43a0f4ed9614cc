#include "rhythm/metrics.h"

#include <doctest/doctest.h>

#include "rhythm/pattern.h"
#include "tests/rows.h"

using test::row;

TEST_CASE("hamming counts the steps at which only one row has an onset, whatever the velocities") {
  CHECK(rhythm::hamming(row("x..."), row("x...")) == 0);
  CHECK(rhythm::hamming(row("X..."), row("x...")) == 0);
  CHECK(rhythm::hamming(row("x..x"), row(".x.x")) == 2);
  CHECK(rhythm::hamming(row("xxxx"), row("....")) == 4);
}

TEST_CASE("difference is 1 for the complement, -1 for the same row and linear between") {
  CHECK(rhythm::difference(row("x...x..."), row(".xxx.xxx")) == 1.0);
  CHECK(rhythm::difference(row("x...x..."), row("x...x...")) == -1.0);
  CHECK(rhythm::difference(row("x...x..."), row("xxxxx...")) == doctest::Approx(-0.25));  // 3 of 8 differ
  CHECK(rhythm::difference(row("x.."), row("..x")) == doctest::Approx(1.0 / 3.0));        // 2 of 3
}
