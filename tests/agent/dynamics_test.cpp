#include "agent/dynamics.h"

#include <doctest/doctest.h>

#include <vector>

#include "core/rng.h"
#include "tests/rows.h"

using test::row;

namespace {

rhythm::Row played(const char* snare_text, const std::vector<float>& margins, const rhythm::Row& locked = {}) {
  rhythm::Row snare = row(snare_text);
  std::vector<float> gains = margins;
  for (float& gain : gains) gain = -gain;
  agent::apply_dynamics(gains, locked, snare);
  return snare;
}

}  // namespace

TEST_CASE("the onset that matters most is an accent, and what matters less than half as much a ghost note") {
  CHECK(played("xxx.", {4.0F, 2.0F, 0.0F, 9.0F}) == rhythm::Row{127, 100, 40, 0});
  // The strong ones' mean is 4.5, and of 2.5, which is half of the strongest, 1 is two fifths.
  CHECK(played("xxxxx", {5.0F, 4.0F, 2.4F, 1.0F, -3.0F}) == rhythm::Row{127, 100, 68, 52, 40});
  // One strong stroke among ghosts is plain.
  CHECK(played("xxx.", {6.0F, 1.5F, 0.0F, 0.0F}) == rhythm::Row{100, 55, 40, 0});
}

TEST_CASE("an onset alone and onsets that matter alike are plain") {
  CHECK(played("..x.", {0.0F, 0.0F, 7.0F, 0.0F}) == rhythm::Row{0, 0, 100, 0});
  CHECK(played("x.x.", {-1.0F, 0.0F, -1.0F, 0.0F}) == rhythm::Row{100, 0, 100, 0});
  CHECK(played("....", {1.0F, 2.0F, 3.0F, 4.0F}) == rhythm::Row{0, 0, 0, 0});
}

TEST_CASE("small differences of margins make small differences of loudness") {
  // 0.1 above the mean, a fifth of the least spread.
  CHECK(played("xx", {1.1F, 0.9F}) == rhythm::Row{105, 100});
  CHECK(played("xx", {0.3F, 0.1F}) == rhythm::Row{105, 100});
}

TEST_CASE("locked onsets keep their loudness and do not count") {
  CHECK(played("Xxx.", {50.0F, 4.0F, 0.0F, 0.0F}, {1, 0, 0, 0}) == rhythm::Row{127, 100, 40, 0});
}

TEST_CASE("dynamics keep the pattern and the order of the margins, between ghost and accent") {
  core::Rng rng(5);
  for (int round = 0; round < 500; ++round) {
    const std::size_t steps = 2 + rng.below(40);
    rhythm::Row before(steps);
    std::vector<float> gains(steps);
    for (std::uint8_t& cell : before) cell = rng.below(2) != 0 ? rhythm::kPlainVelocity : std::uint8_t{0};
    for (float& gain : gains) gain = 3.0F * rng.normal();
    rhythm::Row after = before;
    agent::apply_dynamics(gains, {}, after);
    for (std::size_t i = 0; i < steps; ++i) {
      REQUIRE((after[i] != 0) == (before[i] != 0));
      if (after[i] == 0) continue;
      CHECK(after[i] >= agent::kGhostVelocity);
      CHECK(after[i] <= rhythm::kAccentVelocity);
      for (std::size_t j = 0; j < steps; ++j) {
        if (after[j] != 0 && gains[i] < gains[j]) CHECK(after[i] >= after[j]);
      }
    }
  }
}
