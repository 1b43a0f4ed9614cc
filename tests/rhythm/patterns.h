// Patterns that several metric tests share.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "core/rng.h"
#include "rhythm/metre.h"
#include "rhythm/metric_table.h"
#include "rhythm/onsets.h"

namespace rhythm {

// 'x' or '1' an onset, anything else a rest.
inline Onsets read(std::string_view text) {
  Row row;
  for (const char c : text) row.push_back(c == 'x' || c == '1' ? kPlainVelocity : std::uint8_t{0});
  return Onsets::from_row(row);
}

inline std::string write(const Onsets& onsets) {
  std::string text;
  for (int step = 0; step < onsets.steps(); ++step) text += onsets.at(step) ? 'x' : '.';
  return text;
}

// "2,2,2,2", known to be right.
inline Metre metre(std::string_view text) {
  auto parsed = Metre::parse(text);
  REQUIRE(parsed.has_value());
  return *parsed;
}

inline Onsets none(int steps) { return Onsets(StepSet(steps)); }
inline Onsets all(int steps) { return Onsets(~StepSet(steps)); }

// Started `shift` steps later, a negative one earlier.
inline Onsets rotated(const Onsets& onsets, int shift) {
  const int steps = onsets.steps();
  StepSet moved(steps);
  for (int step = 0; step < steps; ++step) {
    if (onsets.set().test(step)) moved.set(((step + shift) % steps + steps) % steps);
  }
  return Onsets(moved);
}

// A metric that there is.
inline const Metric& metric_of(std::string_view key) {
  const auto found = std::ranges::find(metric_table(), key, &Metric::key);
  REQUIRE(found != metric_table().end());
  return *found;
}

// About every third step an onset.
inline Onsets random_onsets(core::Rng& rng, int steps) {
  StepSet set(steps);
  for (int step = 0; step < steps; ++step) {
    if (rng.below(3) == 0) set.set(step);
  }
  return Onsets(set);
}

// The six claves and bells of 16 steps that the literature measures everything on.
struct Clave {
  const char* name;
  const char* pattern;
};
inline constexpr std::array<Clave, 6> kClaves = {{
    {"shiko", "x...x.x...x.x..."},
    {"son", "x..x..x...x.x..."},
    {"rumba", "x..x...x..x.x..."},
    {"soukous", "x..x..x...xx...."},
    {"gahu", "x..x..x...x...x."},
    {"bossa", "x..x..x...x..x.."},
}};

}  // namespace rhythm
