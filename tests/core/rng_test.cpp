#include "core/rng.h"

#include <doctest/doctest.h>

#include <array>

TEST_CASE("the same seed gives the same numbers, another seed others") {
  core::Rng a(7);
  core::Rng b(7);
  core::Rng c(8);
  int equal = 0;
  for (int i = 0; i < 100; ++i) {
    const auto value = a.next();
    CHECK(value == b.next());
    equal += value == c.next() ? 1 : 0;
  }
  CHECK(equal == 0);
}

TEST_CASE("the generator is PCG32 as O'Neill defines it") {
  // XSH RR 64/32 worked out step by step: seeding steps from 0, adds the seed and steps again.
  constexpr std::uint64_t multiplier = 6364136223846793005ULL;
  constexpr std::uint64_t increment = 1442695040888963407ULL;
  std::uint64_t state = increment + 42;
  state = state * multiplier + increment;
  core::Rng rng(42);
  for (int i = 0; i < 10; ++i) {
    const auto shifted = static_cast<std::uint32_t>((state ^ (state >> 18U)) >> 27U);
    const auto rotation = static_cast<unsigned>(state >> 59U);
    std::uint32_t expected = shifted;
    for (unsigned turn = 0; turn < rotation; ++turn) expected = (expected >> 1U) | (expected << 31U);
    CHECK(rng.next() == expected);
    state = state * multiplier + increment;
  }
}

TEST_CASE("uniform stays in [0, 1) and is even") {
  core::Rng rng(3);
  std::array<int, 10> bins{};
  for (int i = 0; i < 100000; ++i) {
    const float value = rng.uniform();
    REQUIRE(value >= 0.0F);
    REQUIRE(value < 1.0F);
    ++bins[static_cast<std::size_t>(value * 10.0F)];
  }
  // Standard deviation of a bin is 95; five of them.
  for (const int count : bins) CHECK(std::abs(count - 10000) < 475);
}

TEST_CASE("below gives every number under its bound about equally often") {
  core::Rng rng(4);
  std::array<int, 7> counts{};
  for (int i = 0; i < 70000; ++i) ++counts[rng.below(7)];
  for (const int count : counts) CHECK(std::abs(count - 10000) < 465);
  for (int i = 0; i < 10; ++i) CHECK(rng.below(1) == 0);
}

TEST_CASE("normal has mean 0 and variance 1") {
  core::Rng rng(5);
  double sum = 0.0;
  double squares = 0.0;
  constexpr int count = 100000;
  for (int i = 0; i < count; ++i) {
    const double value = static_cast<double>(rng.normal());
    sum += value;
    squares += value * value;
  }
  CHECK(std::abs(sum / count) < 0.016);  // five standard errors
  CHECK(std::abs(squares / count - 1.0) < 0.023);
}
