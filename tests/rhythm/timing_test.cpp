#include "rhythm/timing.h"

#include <doctest/doctest.h>

#include <tuple>

namespace {

using rhythm::Metre;
using rhythm::Resolution;
using rhythm::Signature;
using rhythm::Timing;

TEST_CASE("bars, beats and metres of every signature and resolution") {
  using enum Signature;
  using enum Resolution;
  const std::tuple<Signature, Resolution, int, int, const char*> cases[] = {
      {four_four, eighths, 8, 2, "2,2,2/2"},
      {four_four, sixteenths, 16, 4, "2,2,2,2"},
      {four_four, triplets, 12, 3, "2,2,3"},
      {four_four, thirty_seconds, 32, 8, "2,2,2,2,2/8"},
      {three_four, eighths, 6, 2, "3,2"},
      {three_four, sixteenths, 12, 4, "3,2,2"},
      {three_four, triplets, 9, 3, "3,3"},
      {three_four, thirty_seconds, 24, 8, "3,2,2,2/8"},
      {six_eight, eighths, 6, 3, "2,3"},
      {six_eight, sixteenths, 12, 6, "2,3,2/6"},
      {six_eight, thirty_seconds, 24, 12, "2,3,2,2/12"},
      {five_four, eighths, 10, 2, "5,2"},
      {five_four, sixteenths, 20, 4, "5,2,2"},
      {five_four, triplets, 15, 3, "5,3"},
      {five_four, thirty_seconds, 40, 8, "5,2,2,2/8"},
      {seven_eight, eighths, 7, 1, "7"},
      {seven_eight, sixteenths, 14, 2, "7,2"},
      {seven_eight, thirty_seconds, 28, 4, "7,2,2"}};
  for (const auto& [signature, resolution, bar, beat, metre] : cases) {
    const Timing timing{.signature = signature, .resolution = resolution};
    CAPTURE(metre);
    REQUIRE(rhythm::check_timing(timing));
    CHECK(timing.bar_steps() == bar);
    CHECK(timing.beat_steps() == beat);
    CHECK(timing.metre(2 * bar).text() == metre);
    CHECK(*rhythm::Metre::parse(metre) == timing.metre(2 * bar));
    if (beat > 1) CHECK(timing.metre(bar).beat_steps() == beat);
    CHECK(timing.whole_bars(3 * bar));
    CHECK_FALSE(timing.whole_bars(bar + 1));
  }
}

TEST_CASE("beats of eighths have no triplets, in a sentence") {
  for (const Signature signature : {Signature::six_eight, Signature::seven_eight}) {
    const auto refused = rhythm::check_timing({.signature = signature, .resolution = Resolution::triplets});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message.find("no triplets") != std::string::npos);
  }
}

TEST_CASE("sixteenths in 4/4 are scored as they were: whole bars as 2,2,2,2, any other length by itself") {
  for (int steps = rhythm::kMinSteps; steps <= rhythm::kMaxSteps; ++steps) {
    CHECK(Timing{}.metre(steps) == Metre::default_for(steps));
  }
}

TEST_CASE("names are found again, and nothing else is") {
  CHECK(rhythm::find_signature("6/8") == Signature::six_eight);
  CHECK(rhythm::find_resolution("triplets") == Resolution::triplets);
  CHECK_FALSE(rhythm::find_signature("4/3"));
  CHECK_FALSE(rhythm::find_resolution("64ths"));
}

}  // namespace
