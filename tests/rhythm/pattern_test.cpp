#include "rhythm/pattern.h"

#include <doctest/doctest.h>

#include <string>

TEST_CASE("a pattern starts silent and remembers velocities") {
  rhythm::Pattern pattern(2, 16);
  CHECK(pattern.onset_count(rhythm::kKick) == 0);
  pattern.set(rhythm::kKick, 4, 90);
  CHECK(pattern.velocity(rhythm::kKick, 4) == 90);
  CHECK(pattern.onset(rhythm::kKick, 4));
  CHECK_FALSE(pattern.onset(rhythm::kSnare, 4));
  pattern.toggle(rhythm::kKick, 4);
  CHECK_FALSE(pattern.onset(rhythm::kKick, 4));
  pattern.toggle(rhythm::kKick, 4);
  CHECK(pattern.velocity(rhythm::kKick, 4) == rhythm::kPlainVelocity);
}

TEST_CASE("the shortest and the longest pattern can be represented") {
  for (const int steps : {rhythm::kMinSteps, rhythm::kMaxSteps}) {
    rhythm::Pattern pattern(rhythm::kMaxVoices, steps);
    pattern.set(rhythm::kMaxVoices - 1, steps - 1, 127);
    CHECK(pattern.onset_count(rhythm::kMaxVoices - 1) == 1);
    CHECK(pattern.onset_count(0) == 0);
  }
}

TEST_CASE("resizing keeps what fits and adds rests") {
  rhythm::Pattern pattern(2, 4);
  pattern.set_row(rhythm::kKick, *rhythm::parse_row("x..x"));
  pattern.set_row(rhythm::kSnare, *rhythm::parse_row(".xx."));
  pattern.resize(6);
  CHECK(rhythm::format_row(pattern.row(rhythm::kKick)) == "x..x..");
  CHECK(rhythm::format_row(pattern.row(rhythm::kSnare)) == ".xx...");
  pattern.resize(3);
  CHECK(rhythm::format_row(pattern.row(rhythm::kKick)) == "x..");
  CHECK(rhythm::format_row(pattern.row(rhythm::kSnare)) == ".xx");
}

TEST_CASE("rows are read from several notations and written in one") {
  for (const char* text : {"x..x.X..", "x--x-X--", "xoox oXoo", "x00x|0X00", "1001.X.."}) {
    CAPTURE(text);
    const auto row = rhythm::parse_row(text);
    REQUIRE(row.has_value());
    CHECK(rhythm::format_row(*row) == "x..x.X..");
    CHECK(rhythm::render_row(*row) == "x o o x o x o o");
  }
  CHECK((*rhythm::parse_row("xX"))[0] == rhythm::kPlainVelocity);
  CHECK((*rhythm::parse_row("xX"))[1] == rhythm::kAccentVelocity);
}

TEST_CASE("rows that are not patterns are refused with a sentence") {
  for (const std::string& text : {std::string(), std::string("x"), std::string("x..y"), std::string(1025, 'x'),
                                  std::string("x.\n."), std::string("x.\0.", 4)}) {
    const auto row = rhythm::parse_row(text);
    REQUIRE_FALSE(row.has_value());
    CHECK(row.error().message.back() == '.');
  }
  CHECK(rhythm::parse_row(std::string(1024, 'x')).has_value());
}

TEST_CASE("a toggled rest becomes a plain onset, an onset of any velocity a rest") {
  rhythm::Row row = *rhythm::parse_row("x..X");
  rhythm::toggle(row[2]);
  rhythm::toggle(row[3]);
  CHECK(row == rhythm::Row{rhythm::kPlainVelocity, 0, rhythm::kPlainVelocity, 0});
}

TEST_CASE("the onsets of a row are all alike, its rests stay") {
  CHECK(rhythm::onsets_of(rhythm::Row{0, 1, 127, 0}) ==
        rhythm::Row{0, rhythm::kPlainVelocity, rhythm::kPlainVelocity, 0});
  CHECK(rhythm::onsets_of({}).empty());
}

TEST_CASE("Euclidean rhythms are even and begin with an onset") {
  const auto text = [](int onsets, int steps) { return rhythm::format_row(rhythm::euclidean_rhythm(onsets, steps)); };
  CHECK(text(3, 8) == "x..x..x.");  // the tresillo
  CHECK(text(4, 16) == "x...x...x...x...");
  CHECK(text(5, 16) == "x...x..x..x..x..");
  CHECK(text(16, 16) == "xxxxxxxxxxxxxxxx");
  CHECK(text(0, 4) == "....");
}

TEST_CASE("a window of a loop goes on where the loop begins anew") {
  const rhythm::Row loop = {1, 2, 3};
  CHECK(rhythm::window(loop, 0, 3) == loop);
  CHECK(rhythm::window(loop, 2, 2) == rhythm::Row{3, 1});
  CHECK(rhythm::window(loop, 1, 7) == rhythm::Row{2, 3, 1, 2, 3, 1, 2});
  CHECK(rhythm::window(loop, 3, 1) == rhythm::Row{1});
  CHECK(rhythm::window({}, 0, 4).empty());
}
