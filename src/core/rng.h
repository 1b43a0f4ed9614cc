// A small seeded random generator: PCG32 (O'Neill 2014, "PCG: A Family of Simple Fast Space-Efficient
// Statistically Good Algorithms for Random Number Generation", the XSH RR 64/32 member).
//
// We do not use std::*_distribution: their results differ between standard libraries, and a seed must mean the
// same thing natively and in the tab.
#pragma once

#include <cassert>
#include <cmath>
#include <cstdint>
#include <numbers>

namespace core {

class Rng {
 public:
  explicit Rng(std::uint64_t seed = 1) {
    next();
    state_ += seed;
    next();
  }

  // 32 uniform bits.
  std::uint32_t next() {
    const std::uint64_t old = state_;
    state_ = old * 6364136223846793005ULL + kIncrement;
    const auto shifted = static_cast<std::uint32_t>(((old >> 18U) ^ old) >> 27U);
    const auto rotation = static_cast<std::uint32_t>(old >> 59U);
    return (shifted >> rotation) | (shifted << ((32U - rotation) & 31U));
  }

  // Uniform in [0, 1). 24 bits, because 32 bits rounded to float can be exactly 1.
  float uniform() { return static_cast<float>(next() >> 8U) * (1.0F / 16777216.0F); }

  // Uniform integer in [0, bound), without modulo bias (Lemire 2019). bound >= 1.
  std::uint32_t below(std::uint32_t bound) {
    assert(bound > 0);
    std::uint64_t product = static_cast<std::uint64_t>(next()) * bound;
    if (auto low = static_cast<std::uint32_t>(product); low < bound) {
      const std::uint32_t threshold = (0U - bound) % bound;
      while (low < threshold) {
        product = static_cast<std::uint64_t>(next()) * bound;
        low = static_cast<std::uint32_t>(product);
      }
    }
    return static_cast<std::uint32_t>(product >> 32U);
  }

  // Standard normal (Box & Muller 1958; one of the pair is thrown away to keep the generator's state one number).
  float normal() {
    const float radius = std::sqrt(-2.0F * std::log(1.0F - uniform()));
    return radius * std::cos(2.0F * std::numbers::pi_v<float> * uniform());
  }

 private:
  static constexpr std::uint64_t kIncrement = 1442695040888963407ULL;
  std::uint64_t state_ = 0;
};

}  // namespace core
