#include "rhythm/style.h"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "core/rng.h"
#include "rhythm/timing.h"
#include "tests/rhythm/patterns.h"

namespace rhythm {
namespace {

StepSet steps_of(std::string_view text) { return StepSet::from_row(parse_row(text).value()); }

StyleRule rule(Style style, int steps) { return {style, Metre::default_for(steps), steps}; }

// In one bar of sixteenths unless it is Bell's.
int mistakes(Style style, std::string_view row) {
  return rule(style, static_cast<int>(row.size())).violations(steps_of(row));
}

}  // namespace

TEST_CASE("each style lets what a drummer plays in it pass, and counts the mistakes of others") {
  using enum Style;
  CHECK(mistakes(straight, "....x.......x...") == 0);
  CHECK(mistakes(straight, "....x..x........") == 2);
  CHECK(mistakes(backbeat, ".x.xx..x....x..x") == 0);
  CHECK(mistakes(backbeat, "x...x...x...x.x.") == 3);
  CHECK(mistakes(backbeat, ".x.xxx.x.x..x..x") == 2);  // six ghost notes where four may be
  CHECK(mistakes(half_time, "......x.x......x") == 0);
  CHECK(mistakes(half_time, "......xxx.....xx") == 2);
  CHECK(mistakes(half_time, "....x.......x...") == 3);
  CHECK(mistakes(one_drop, ".......xx.......") == 0);
  CHECK(mistakes(one_drop, "......x.x.......") == 1);
  CHECK(mistakes(dembow, "...x..xx...x..x.") == 0);
  CHECK(mistakes(dembow, "x..x..x....x....") == 2);
  CHECK(mistakes(motor, "x...x...x...x...") == 0);
  CHECK(mistakes(motor, "x...x...x.x.x...") == 1);
  CHECK(mistakes(busy, ".x.xx..x.x..x.xx") == 0);
  CHECK(mistakes(busy, "...xxxx.....x...") == 1);  // four in a row
  CHECK(mistakes(busy, "xx..x.......x.xx") == 1);  // and around the bar line
  CHECK(mistakes(sparse, "....x.......x..x") == 0);
  CHECK(mistakes(sparse, "........x..x....") == 0);
  CHECK(mistakes(sparse, "x.......x..x....") == 1);
  CHECK(mistakes(sparse, "....x..xx...x...") == 1);
}

TEST_CASE("the claves are son, rumba and bossa nova from either side, the bells turn on their hits") {
  for (const char* clave : {"x..x..x...x.x...", "x..x...x..x.x...", "x..x..x...x..x.."}) {
    CAPTURE(clave);
    const std::string turned = std::string(clave).substr(8) + std::string(clave).substr(0, 8);
    CHECK(mistakes(Style::clave, clave) == 0);
    CHECK(mistakes(Style::clave, turned) == 0);
    const std::string late = std::string(clave).substr(15) + std::string(clave).substr(0, 15);
    CHECK(mistakes(Style::clave, late) > 0);
  }
  CHECK(rule(Style::clave, 16).patterns().size() == 6);
  CHECK(mistakes(Style::bell, "x.x.xx.x.x.x") == 0);
  CHECK(mistakes(Style::bell, "x.xx.x.x.xx.") == 0);
  CHECK(mistakes(Style::bell, "x.x.x..x.x..") == 0);
  CHECK(mistakes(Style::bell, ".x.x.xx.x.x.") > 0);
  CHECK(rule(Style::bell, 12).patterns().size() == 12);
  for (const StepSet& pattern : rule(Style::bell, 12).patterns()) CHECK(pattern.test(0));
}

TEST_CASE("a style lies where it does in the bar, whatever the steps are") {
  using enum Style;
  CHECK(mistakes(straight, "...x.....x..") == 0);  // triplets
  CHECK(mistakes(straight, "....x...") == 0);      // half a bar of sixteenths
  const Timing coarse{.resolution = Resolution::eighths};
  CHECK(StyleRule(straight, coarse.metre(8), 8).violations(steps_of("..x...x.")) == 0);
  CHECK(mistakes(straight, "....x.......x.......x...........") == 1);  // two bars
  const Timing fine{.resolution = Resolution::thirty_seconds};
  const StyleRule claves(Style::clave, fine.metre(32), 32);
  CHECK(claves.violations(steps_of("x.....x.....x.......x...x.......")) == 0);
  CHECK(claves.violations(steps_of("x.....x.....x.......x...x......x")) == 1);
  const Timing waltz{.signature = Signature::three_four};
  CHECK(StyleRule(straight, waltz.metre(12), 12).violations(steps_of("....x.......")) == 0);
  CHECK(StyleRule(motor, waltz.metre(24), 24).violations(steps_of("x...x...x...x...x...x...")) == 0);
}

TEST_CASE("a style that a metre does not have is empty, and so is none") {
  const Timing waltz{.signature = Signature::three_four};
  for (const Style style : {Style::clave, Style::half_time, Style::one_drop, Style::dembow}) {
    CHECK(StyleRule(style, waltz.metre(12), 12).empty());
    CHECK_FALSE(rule(style, 16).empty());
  }
  CHECK(rule(Style::clave, 12).empty());  // no sixteenths in triplets
  CHECK(rule(Style::bell, 16).empty());
  CHECK(rule(Style::none, 16).empty());
  CHECK(StyleRule().empty());
  CHECK(rule(Style::straight, 5).empty());  // one beat
}

TEST_CASE("nearness halves with each mistake, is the mean of the bars, and counts all bars by one figure") {
  const StyleRule straight = rule(Style::straight, 16);
  CHECK(straight.nearness(steps_of("....x.......x...")) == 1.0);
  CHECK(straight.nearness(steps_of("....x...........")) == 0.5);
  CHECK(straight.nearness(steps_of("x...x.......x.x.")) == 0.25);
  const StyleRule claves = rule(Style::clave, 32);
  const std::string son = "x..x..x...x.x...";
  const std::string rumba = "x..x...x..x.x...";
  CHECK(claves.nearness(steps_of(son + son)) == 1.0);
  CHECK(claves.nearness(steps_of(son + rumba)) == (1.0 + 0.25) / 2.0);
  CHECK(claves.violations(steps_of(son + rumba)) == 2);
}

TEST_CASE("after every toggle at once it is as near as after each by itself") {
  core::Rng rng(3);
  for (const int steps : {8, 12, 16, 24, 48, 64, 192}) {
    for (const StyleInfo& info : style_table()) {
      const StyleRule styled = rule(info.style, steps);
      if (styled.empty()) continue;
      CAPTURE(info.key);
      CAPTURE(steps);
      StepSet row(steps);
      for (int step = 0; step < steps; ++step) {
        if (rng.below(3) == 0) row.set(step);
      }
      std::vector<double> toggled(static_cast<std::size_t>(steps));
      styled.nearness_of_toggles(row, toggled);
      for (int step = 0; step < steps; ++step) {
        StepSet changed = row;
        changed.flip(step);
        CHECK(toggled[static_cast<std::size_t>(step)] == doctest::Approx(styled.nearness(changed)));
      }
    }
  }
}

TEST_CASE("styles are found by their keys, and speak in sentences") {
  for (const StyleInfo& info : style_table()) {
    CAPTURE(info.key);
    CHECK(find_style(info.key)->style == info.style);
    CHECK(style_key(info.style) == info.key);
    CHECK(info.help.ends_with("."));
  }
  CHECK(find_style("polka") == nullptr);
  CHECK(find_style("") == nullptr);
  CHECK(style_key(Style::none).empty());
}

TEST_CASE("bits of a set are read across its words") {
  StepSet set(130);
  for (const int step : {0, 63, 64, 100, 129}) set.set(step);
  CHECK(set.bits(0, 1) == 1);
  CHECK(set.bits(62, 4) == 0b110);
  CHECK(set.bits(63, 64) == (1ULL | 1ULL << 1U | 1ULL << 37U));
  CHECK(set.bits(128, 2) == 0b10);
}

}  // namespace rhythm
