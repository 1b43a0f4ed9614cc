// Rows as tests write them down.
#pragma once

#include <doctest/doctest.h>

#include <cstdint>
#include <string_view>

#include "core/rng.h"
#include "rhythm/pattern.h"

namespace test {

// "x..X"; as rhythm::parse_row.
inline rhythm::Row row(std::string_view text) {
  const auto parsed = rhythm::parse_row(text);
  REQUIRE(parsed);
  return *parsed;
}

// Each step is an onset with chance 1 / one_in.
inline rhythm::Row random_row(core::Rng& rng, int steps, std::uint32_t one_in) {
  rhythm::Row result(static_cast<std::size_t>(steps));
  for (std::uint8_t& cell : result) cell = rng.below(one_in) == 0 ? rhythm::kPlainVelocity : std::uint8_t{0};
  return result;
}

}  // namespace test
