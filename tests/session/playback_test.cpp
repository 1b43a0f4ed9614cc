#include "session/playback.h"

#include <doctest/doctest.h>

namespace {

using session::Bar;
using session::Playback;

std::vector<double> hit_times(std::span<const sequencer::TimedEvent> events) {
  std::vector<double> times;
  for (const auto& event : events) times.push_back(event.time_ms);
  return times;
}

rhythm::Pattern kicks(const char* text) {
  const auto row = rhythm::parse_row(text);
  REQUIRE(row);
  rhythm::Pattern pattern(2, static_cast<int>(row->size()));
  pattern.set_row(rhythm::kKick, *row);
  return pattern;
}

TEST_CASE("the bar wraps without a gap") {
  Playback playback;
  playback.start(kicks("x..."), 100.0);  // 125 ms a step: onsets at 100, 600, 1100
  std::vector<double> times;
  for (double now_ms = 0.0; now_ms < 1100.0; now_ms += 25.0) {
    for (const double time : hit_times(playback.schedule(now_ms, 100.0, nullptr, nullptr))) times.push_back(time);
  }
  CHECK(times == std::vector<double>{100.0, 600.0, 1100.0});
}

TEST_CASE("each bar line is asked once, in a pattern's length or every 16 steps") {
  const auto bars_in = [](const char* text, double until_ms) {
    Playback playback;
    playback.start(kicks(text), 0.0);
    int asked = 0;
    for (double now_ms = 0.0; now_ms < until_ms; now_ms += 25.0) {
      playback.schedule(now_ms, 25.0, nullptr, [&] {
        ++asked;
        return std::nullopt;
      });
    }
    return asked;
  };
  CHECK(bars_in("x......", 14 * 125.0) == 2);
  CHECK(bars_in("x...............", 32 * 125.0) == 2);
  CHECK(bars_in("x.......................................", 80 * 125.0) == 6);  // 16 + 16 + 8, twice
}

TEST_CASE("an answer sounds from its bar line and is given back when that has come") {
  Playback playback;
  playback.start(kicks("...."), 100.0);
  int bar = 0;
  const auto answer = [&]() -> std::optional<rhythm::Row> {
    return ++bar == 2 ? std::optional<rhythm::Row>({100, 0, 0, 0}) : std::nullopt;
  };
  CHECK(hit_times(playback.schedule(0.0, 550.0, nullptr, answer)).empty());
  CHECK(hit_times(playback.schedule(510.0, 100.0, nullptr, answer)) == std::vector<double>{600.0});
  auto begun = playback.take_begun(599.0);
  REQUIRE(begun.size() == 1);
  CHECK_FALSE(begun[0].snare);
  CHECK(playback.bar_number() == 1);
  begun = playback.take_begun(600.0);
  REQUIRE(begun.size() == 1);
  CHECK(begun[0].snare == rhythm::Row{100, 0, 0, 0});
  CHECK(playback.bar_number() == 2);
}

TEST_CASE("the step that sounds follows the pattern, not the hand-over") {
  Playback playback;
  playback.start(kicks("x..."), 100.0);
  CHECK_FALSE(playback.step_at(50.0));
  playback.schedule(50.0, 100.0, nullptr, nullptr);
  CHECK_FALSE(playback.step_at(99.0));
  playback.schedule(500.0, 200.0, nullptr, nullptr);
  playback.take_begun(500.0);
  CHECK(playback.step_at(599.0) == 3);
  CHECK(playback.step_at(600.0) == 0);
}

TEST_CASE("a shorter pattern goes on within its length, from where it is") {
  Playback playback;
  playback.start(kicks("................"), 0.0);
  playback.schedule(0.0, 13 * 125.0, nullptr, nullptr);  // steps 0 to 12
  playback.replace_sounding(kicks(".x.........."));      // 12 steps: the next, 13, is its step 1
  CHECK(hit_times(playback.schedule(13 * 125.0, 100.0, nullptr, nullptr)) == std::vector<double>{13 * 125.0});
}

TEST_CASE("an edit sounds with the next step that was not handed over") {
  Playback playback;
  playback.start(kicks("...."), 0.0);
  playback.schedule(0.0, 100.0, nullptr, nullptr);
  playback.set_sounding(rhythm::kKick, 1, 90);
  CHECK(hit_times(playback.schedule(50.0, 100.0, nullptr, nullptr)) == std::vector<double>{125.0});
}

TEST_CASE("a stall of the page skips bars and does not burst") {
  Playback playback;
  playback.start(kicks("xxxx"), 0.0);
  playback.schedule(0.0, 100.0, nullptr, nullptr);
  int asked = 0;
  const auto events = playback.schedule(60000.0, 100.0, nullptr, [&] {
    ++asked;
    return std::nullopt;
  });
  CHECK(hit_times(events) == std::vector<double>{60000.0});
  CHECK(asked == 1);
}

TEST_CASE("stopping in mid-bar silences what sounds, once") {
  Playback playback;
  rhythm::Pattern pattern(2, 4);
  pattern.set(rhythm::kSnare, 0, 100);
  const sequencer::MidiSettings midi;
  playback.start(pattern, 100.0);
  playback.schedule(50.0, 100.0, &midi, nullptr);
  const auto messages = playback.stop(120.0, midi.channel);
  REQUIRE(messages.size() == 3);
  CHECK(messages[0].bytes == sequencer::note_off(10, 38));
  CHECK(playback.schedule(130.0, 100.0, &midi, nullptr).empty());
  CHECK(playback.panic(130.0, midi.channel).size() == 2);
}

TEST_CASE("playing again begins at the first step") {
  Playback playback;
  playback.start(kicks("x..."), 0.0);
  playback.schedule(0.0, 1000.0, nullptr, nullptr);
  playback.stop(300.0, 10);
  playback.start(kicks("x..."), 400.0);
  CHECK(hit_times(playback.schedule(310.0, 100.0, nullptr, nullptr)) == std::vector<double>{400.0});
  CHECK_FALSE(playback.step_at(350.0));
}

}  // namespace
