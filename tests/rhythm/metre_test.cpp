#include "rhythm/metre.h"

#include <doctest/doctest.h>

#include <vector>

#include "tests/rhythm/patterns.h"

namespace rhythm {
namespace {

std::vector<int> weights(const Metre& metre) {
  std::vector<int> weights;
  for (int step = 0; step < metre.bar_steps(); ++step) weights.push_back(metre.weight(step));
  return weights;
}

}  // namespace

TEST_CASE("weights of a metre fall by one at each subdivision") {
  CHECK(weights(metre("2,2,2,2")) == std::vector{0, -4, -3, -4, -2, -4, -3, -4, -1, -4, -3, -4, -2, -4, -3, -4});
  CHECK(weights(metre("2,2,3")) == std::vector{0, -3, -3, -2, -3, -3, -1, -3, -3, -2, -3, -3});
  CHECK(weights(metre("3,2,2")) == std::vector{0, -3, -2, -3, -1, -3, -2, -3, -1, -3, -2, -3});
  CHECK(weights(metre("5")) == std::vector{0, -1, -1, -1, -1});
}

TEST_CASE("a metre repeats its bar and counts the steps of each level") {
  const Metre waltz = metre("3,2,2");
  CHECK(waltz.level(12) == 0);
  CHECK(waltz.level(24 + 4) == 1);
  CHECK(waltz.deepest_level() == 3);
  CHECK(waltz.steps_at_level(0) == 1);
  CHECK(waltz.steps_at_level(1) == 2);
  CHECK(waltz.steps_at_level(2) == 3);
  CHECK(waltz.steps_at_level(3) == 6);
}

TEST_CASE("a metre fits whole bars only") {
  const Metre common = metre("2,2,2,2");
  CHECK(common.fits(16));
  CHECK(common.fits(1024));
  CHECK(common.bars(1024) == 64);
  CHECK_FALSE(common.fits(8));
  CHECK_FALSE(common.fits(24));
  CHECK_FALSE(common.fits(0));
  CHECK(check_metre(common, 32).has_value());
  CHECK(check_metre(common, 24).error().message ==
        "The metre 2,2,2,2 has bars of 16 steps and the pattern has 24: choose a metre whose bar goes into 24 a whole "
        "number of times.");
}

TEST_CASE("a metre is read from text and written back") {
  CHECK(metre("2,2,3").text() == "2,2,3");
  CHECK(metre(" 3, 2 ,2").text() == "3,2,2");
  CHECK(metre("1024").bar_steps() == 1024);
  CHECK(metre("2,2,2,2,2,2,2,2,2,2").deepest_level() == Metre::kMaxLevels);
  CHECK(metre("2,3") == metre("2, 3"));
  CHECK_FALSE(metre("2,3") == metre("3,2"));
}

TEST_CASE("a metre says how long its beat is where its numbers do not") {
  const Metre six_eight = metre("2,3,2/6");
  CHECK(six_eight.beat_steps() == 6);
  CHECK(six_eight.bar_steps() == 12);
  CHECK(six_eight.text() == "2,3,2/6");
  CHECK(metre("2,3,2").beat_steps() == 2);
  CHECK_FALSE(six_eight == metre("2,3,2"));
  CHECK(metre(" 3,2, 2 / 4 ") == metre("3,2,2"));
  CHECK(metre("3,2,2/4").text() == "3,2,2");
  CHECK(Metre::parse("3,2,2/5").error().message == "A beat of 5 steps does not divide a bar of 12.");
  CHECK_FALSE(Metre::parse("3,2,2/0").has_value());
}

TEST_CASE("what is no metre is refused with a sentence") {
  for (const char* text : {"", ",", "/", "/4", "2,2/", "2/2/2", "2/2,2", "2,,2", "2,", ",2", "2;2", "2.2", "-2", "x",
                           "2 2,x", "999999999999"}) {
    CAPTURE(text);
    const auto parsed = Metre::parse(text);
    REQUIRE_FALSE(parsed.has_value());
    CHECK(parsed.error().message.ends_with("."));
  }
  CHECK(Metre::parse("2,1").error().message == "Every number of a metre is 2 or more; this one has 1.");
  CHECK_FALSE(Metre::parse("0").has_value());
  CHECK_FALSE(Metre::parse("1025").has_value());
  CHECK_FALSE(Metre::parse("2,2,2,2,2,2,2,2,2,2,2").has_value());
  CHECK_FALSE(Metre::parse("99999,99999,99999").has_value());
  CHECK_FALSE(Metre::make({}).has_value());
}

TEST_CASE("the default metre is the bar people mean, and always fits") {
  CHECK(Metre::default_for(16).text() == "2,2,2,2");
  CHECK(Metre::default_for(12).text() == "2,2,3");
  CHECK(Metre::default_for(8).text() == "2,2,2");
  CHECK(Metre::default_for(2).text() == "2");
  CHECK(Metre::default_for(6).text() == "2,3");
  CHECK(Metre::default_for(10).text() == "2,5");
  CHECK(Metre::default_for(15).text() == "3,5");
  CHECK(Metre::default_for(32).text() == "2,2,2,2");
  CHECK(Metre::default_for(24).text() == "2,2,3");
  CHECK(Metre::default_for(40).text() == "2,2,2");
  CHECK(Metre::default_for(20).text() == "2,5");
  CHECK(Metre::default_for(34).text() == "2,17");
  CHECK(Metre::default_for(1021).text() == "1021");
  CHECK(Metre::default_for(1024).bars(1024) == 64);
  for (int steps = kMinSteps; steps <= kMaxSteps; ++steps) {
    CAPTURE(steps);
    CHECK(Metre::default_for(steps).fits(steps));
  }
}

TEST_CASE("a beat is the smallest group that is felt as one") {
  CHECK(metre("2,2,2,2").beat_steps() == 4);
  CHECK(metre("3,2,2").beat_steps() == 4);
  CHECK(metre("2,2,3").beat_steps() == 3);
  CHECK(metre("4,4").beat_steps() == 4);
  CHECK(metre("2,3,2").beat_steps() == 2);
  CHECK(metre("2").beat_steps() == 2);
  CHECK(metre("5").beat_steps() == 5);
}

}  // namespace rhythm
