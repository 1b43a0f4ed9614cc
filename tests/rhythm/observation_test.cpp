#include "rhythm/observation.h"

#include <doctest/doctest.h>

#include <vector>

#include "rhythm/pattern.h"
#include "tests/rows.h"

using test::row;

TEST_CASE("a pattern is the kick, the snare and their product, +1 for an onset and -1 for a rest") {
  std::vector<float> inputs(9);
  rhythm::write_pattern(row("X.."), row(".xx"), inputs);
  CHECK(inputs == std::vector<float>{1, -1, -1, -1, 1, 1, -1, -1, -1});
  CHECK(rhythm::pattern_size(3) == 9);
  CHECK(inputs[static_cast<std::size_t>(rhythm::snare_index(3, 1))] == 1.0F);
  std::vector<float> same(9);
  rhythm::write_pattern(rhythm::StepSet::from_row(row("x..")), rhythm::StepSet::from_row(row(".xx")), same);
  CHECK(same == inputs);
}

TEST_CASE("a toggled step is what writing the toggled pattern gives") {
  std::vector<float> toggled(12);
  std::vector<float> written(12);
  rhythm::write_pattern(row("x..x"), row(".xx."), toggled);
  for (int step = 0; step < 4; ++step) {
    rhythm::Row snare = row(".xx.");
    auto& cell = snare[static_cast<std::size_t>(step)];
    cell = cell != 0 ? std::uint8_t{0} : rhythm::kPlainVelocity;
    rhythm::write_pattern(row("x..x"), snare, written);
    rhythm::toggle_snare(toggled, 4, step);
    CHECK(toggled == written);
    rhythm::toggle_snare(toggled, 4, step);
  }
}

TEST_CASE("wishes are the weights and the liked pattern, zeros without one") {
  rhythm::TermValues weights{};
  weights[1] = 0.5F;
  std::vector<float> inputs(rhythm::kTermCount + 2, 9.0F);
  rhythm::write_wishes(weights, row("x."), inputs);
  CHECK(inputs[1] == 0.5F);
  CHECK(inputs[rhythm::kTermCount] == 1.0F);
  CHECK(inputs[rhythm::kTermCount + 1] == -1.0F);
  rhythm::write_wishes(weights, {}, inputs);
  CHECK(inputs.back() == 0.0F);
  CHECK(rhythm::observation_size(2, false) == 6);
  CHECK(static_cast<std::size_t>(rhythm::observation_size(2, true)) == 6 + inputs.size());
}
