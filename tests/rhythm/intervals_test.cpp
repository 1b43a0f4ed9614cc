#include "rhythm/intervals.h"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/rhythm/patterns.h"

namespace rhythm {

TEST_CASE("variability of the six claves is as published") {
  // Toussaint 2013, figure 17.13, to the printed digits.
  const double published[] = {66.7, 40.5, 41.0, 70.5, 23.8, 14.3};
  for (std::size_t i = 0; i < kClaves.size(); ++i) {
    CAPTURE(kClaves[i].name);
    CHECK(std::round(10.0 * npvi(read(kClaves[i].pattern))) / 10.0 == doctest::Approx(published[i]));
  }
}

TEST_CASE("phrases of the six claves") {
  const int expected[] = {5, 6, 6, 6, 5, 5};
  for (std::size_t i = 0; i < kClaves.size(); ++i) {
    CAPTURE(kClaves[i].name);
    CHECK(lz76(read(kClaves[i].pattern)) == expected[i]);
  }
}

TEST_CASE("lz76 parses as Lempel and Ziv do") {
  CHECK(lz76(read("1001111011000010")) == 6);  // 1 . 0 . 01 . 1110 . 1100 . 0010, published
  CHECK(lz76(read("0001101001000101")) == 6);  // 0 . 001 . 10 . 100 . 1000 . 101, the paper's own example
  CHECK(lz76(read("0101010101010101")) == 3);  // 0 . 1 . the rest copies itself
  CHECK(lz76(read("1")) == 1);
  CHECK(lz76(read("00")) == 2);
  CHECK(lz76(read("011")) == 3);
}

TEST_CASE("lz76 hears a rhythm and its complement alike") {
  core::Rng rng(7);
  for (int i = 0; i < 200; ++i) {
    const Onsets onsets = random_onsets(rng, 2 + static_cast<int>(rng.below(60)));
    CHECK(lz76(onsets) == lz76(Onsets(~onsets.set())));
  }
}

TEST_CASE("entropy counts how many lengths the gaps have") {
  CHECK(ioi_entropy(read("x...x...x...x...")) == 0.0);
  CHECK(ioi_entropy(read("x.......x..x....")) == doctest::Approx(std::log2(3.0)));      // 8 3 5
  CHECK(ioi_entropy(read("x.x.x...")) == doctest::Approx(std::log2(3.0) - 2.0 / 3.0));  // 2 2 4
  CHECK(ioi_entropy(read("xx.x..x...x.....")) == doctest::Approx(std::log2(5.0)));  // 1 2 3 4 6, the most there can be
}

TEST_CASE("variability compares each gap with the next") {
  CHECK(npvi(read("x.......x.......")) == 0.0);
  CHECK(npvi(read("xx..............")) == doctest::Approx(175.0));
  CHECK(npvi(read("x...........x...")) == doctest::Approx(100.0));  // 12 and 4: 8 / 8
}

TEST_CASE("balance and evenness have their published values") {
  CHECK(balance(read("x..x..x..x..x...")) == doctest::Approx(0.92976934).epsilon(1e-7));
  CHECK(balance(read("x..xxxx.x.x.xxx.")) == doctest::Approx(0.96098194).epsilon(1e-7));
  // A triangle and a pair on 12 steps: perfectly balanced and not even.
  CHECK(balance(read("xx..x..xx...")) == doctest::Approx(1.0));
  CHECK(evenness(read("xx..x..xx...")) < 0.99);
  CHECK(balance(read("x...x...x...")) == doctest::Approx(1.0));
  CHECK(evenness(read("x...x...x...")) == doctest::Approx(1.0));
  CHECK(balance(read("x.....x.....")) == doctest::Approx(1.0));
  CHECK(evenness(read("xx..........")) == doctest::Approx(std::cos(3.14159265358979 * 5.0 / 12.0)));
}

TEST_CASE("balance and evenness stay in [0, 1] and defined for no, one and all onsets") {
  CHECK(balance(none(16)) == 0.0);
  CHECK(evenness(none(16)) == 0.0);
  CHECK(balance(read("...x............")) == doctest::Approx(0.0));
  CHECK(evenness(read("...x............")) == doctest::Approx(1.0));
  CHECK(balance(all(16)) == doctest::Approx(1.0));
  CHECK(evenness(all(16)) == doctest::Approx(1.0));
  CHECK(evenness(all(1024)) <= 1.0);
}

TEST_CASE("balance of the silent steps follows from that of the others") {
  // All n steps sum to nothing, so rests pull exactly against onsets: K (1 - b) = (n - K) (1 - b').
  for (std::uint64_t bits = 1; bits < 4095; ++bits) {
    const Onsets onsets = Onsets::from_bits(bits, 12);
    const Onsets rests = Onsets::from_bits(~bits, 12);
    CHECK(onsets.count() * (1.0 - balance(onsets)) == doctest::Approx(rests.count() * (1.0 - balance(rests))));
  }
}

TEST_CASE("metrics of the gaps are defined for no and one onset") {
  for (const Onsets& onsets : {none(16), read(".....x..........")}) {
    CHECK(ioi_entropy(onsets) == 0.0);
    CHECK(npvi(onsets) == 0.0);
  }
  CHECK(ioi_entropy(all(16)) == 0.0);
  CHECK(npvi(all(16)) == 0.0);
  CHECK(lz76(none(16)) == 2);
  CHECK(lz76(all(16)) == 2);
  CHECK(density(none(16)) == 0.0);
  CHECK(density(all(16)) == 1.0);
  CHECK(density(read("x...")) == 0.25);
}

TEST_CASE("the upper bound of lz76 goes on where the exhaustive search ended") {
  CHECK(lz76_maximum(16) == 8);
  for (int steps = 2; steps <= kMaxSteps; ++steps) CHECK(lz76_maximum(steps) >= lz76_maximum(steps - 1));
  core::Rng rng(3);
  for (const int steps : {25, 64, 300, 1024}) CHECK(lz76(random_onsets(rng, steps)) <= lz76_maximum(steps));
}

}  // namespace rhythm
