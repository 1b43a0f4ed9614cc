#include "session/player/playback.h"

#include <doctest/doctest.h>

namespace {

using session::Bar;
using session::Playback;

std::vector<double> hit_times(std::span<const sequencer::TimedEvent> events) {
  std::vector<double> times;
  for (const auto& event : events) times.push_back(event.time_ms);
  return times;
}

session::Slot kicks(const char* text) {
  const auto row = rhythm::parse_row(text);
  REQUIRE(row);
  session::Slot slot(static_cast<int>(row->size()));
  slot.pattern.set_row(rhythm::kKick, *row);
  return slot;
}

session::Heard heard(rhythm::Row row) {
  session::Answer answer{
      .question = {.heard = {}, .own = {}, .locks = {}, .reward = {}, .metre = rhythm::Metre::default_for(16)},
      .settings = {},
      .row = {},
      .threshold = std::nullopt};
  answer.row = std::move(row);
  return {.answer = std::make_shared<const session::Answer>(std::move(answer))};
}

// A playback with its bank and groove.
struct Player {
  session::Bank bank;
  sequencer::Groove groove;
  Playback playback;

  explicit Player(session::Slot first) { bank[0] = std::move(first); }
  void start(double start_ms) { playback.start(bank, 0, start_ms); }
  std::span<const sequencer::TimedEvent> schedule(double now_ms, double horizon_ms, const session::Cues& cues = {},
                                                  const sequencer::MidiSettings* midi = nullptr) {
    return playback.schedule(now_ms, horizon_ms, bank, groove, session::earliest_micro(bank), midi, cues);
  }
};

TEST_CASE("the bar wraps without a gap") {
  Player player(kicks("x..."));
  player.start(100.0);  // 125 ms a step: onsets at 100, 600, 1100
  std::vector<double> times;
  for (double now_ms = 0.0; now_ms < 1100.0; now_ms += 25.0) {
    for (const double time : hit_times(player.schedule(now_ms, 100.0))) times.push_back(time);
  }
  CHECK(times == std::vector<double>{100.0, 600.0, 1100.0});
}

TEST_CASE("each bar line is asked once, in a pattern's length or every 16 steps") {
  const auto bars_in = [](const char* text, double until_ms) {
    Player player(kicks(text));
    player.start(0.0);
    int asked = 0;
    const session::Cues cues{.next_slot = {}, .answer = [&](const session::Slot&) {
                               ++asked;
                               return std::vector<session::Heard>();
                             }};
    for (double now_ms = 0.0; now_ms < until_ms; now_ms += 25.0) player.schedule(now_ms, 25.0, cues);
    return asked;
  };
  CHECK(bars_in("x......", 14 * 125.0) == 2);
  CHECK(bars_in("x...............", 32 * 125.0) == 2);
  CHECK(bars_in("x.......................................", 80 * 125.0) == 6);  // 16 + 16 + 8, twice
}

TEST_CASE("an answer sounds from its bar line and is given back when that has come") {
  Player player(kicks("...."));
  player.start(100.0);
  int bar = 0;
  const session::Cues cues{.next_slot = {}, .answer = [&](const session::Slot&) {
                             return ++bar == 2 ? std::vector{heard({100, 0, 0, 0})} : std::vector<session::Heard>();
                           }};
  CHECK(hit_times(player.schedule(0.0, 550.0, cues)).empty());
  CHECK(hit_times(player.schedule(510.0, 100.0, cues)) == std::vector<double>{600.0});
  auto begun = player.playback.take_begun(599.0);
  REQUIRE(begun.size() == 1);
  CHECK(begun[0].heard.empty());
  CHECK(player.playback.bar_number() == 1);
  begun = player.playback.take_begun(600.0);
  REQUIRE(begun.size() == 1);
  REQUIRE(begun[0].heard.size() == 1);
  CHECK(begun[0].new_row);
  CHECK(begun[0].heard[0].answer->row == rhythm::Row{100, 0, 0, 0});
  CHECK(player.playback.bar_number() == 2);
}

TEST_CASE("the step that sounds follows the pattern, not the hand-over") {
  Player player(kicks("x..."));
  player.start(100.0);
  CHECK_FALSE(player.playback.step_at(50.0));
  player.schedule(50.0, 100.0);
  CHECK_FALSE(player.playback.step_at(99.0));
  player.schedule(500.0, 200.0);
  player.playback.take_begun(500.0);
  CHECK(player.playback.step_at(599.0) == 3);
  CHECK(player.playback.step_at(600.0) == 0);
}

TEST_CASE("a shorter pattern goes on within its length, from where it is") {
  Player player(kicks("................"));
  player.start(0.0);
  player.schedule(0.0, 13 * 125.0);        // steps 0 to 12
  player.bank[0] = kicks(".x..........");  // 12 steps: the next, 13, is its step 1
  player.playback.replace(player.bank);
  CHECK(hit_times(player.schedule(13 * 125.0, 100.0)) == std::vector<double>{13 * 125.0});
}

TEST_CASE("an edit sounds with the next step that was not handed over") {
  Player player(kicks("...."));
  player.start(0.0);
  player.schedule(0.0, 100.0);
  player.bank[0].pattern.set(rhythm::kKick, 1, 90);
  player.playback.edit(player.bank);
  CHECK(hit_times(player.schedule(50.0, 100.0)) == std::vector<double>{125.0});
}

TEST_CASE("a stall of the page skips bars and does not burst") {
  Player player(kicks("xxxx"));
  player.start(0.0);
  player.schedule(0.0, 100.0);
  int asked = 0;
  const session::Cues cues{.next_slot = {}, .answer = [&](const session::Slot&) {
                             ++asked;
                             return std::vector<session::Heard>();
                           }};
  const auto events = player.schedule(60000.0, 100.0, cues);
  CHECK(hit_times(events) == std::vector<double>{60000.0});
  CHECK(asked == 1);
}

TEST_CASE("onsets that a stall of the page swallows are counted") {
  Player player(kicks("x.x."));
  player.start(100.0);  // an onset each 250 ms
  player.schedule(0.0, 100.0);
  player.schedule(90.0, 100.0);
  CHECK(player.playback.missed() == 0);
  player.schedule(1005.0, 100.0);  // 350, 600 and 850 are over; 1100 is not
  CHECK(player.playback.missed() == 3);
  player.schedule(1030.0, 100.0);
  CHECK(player.playback.missed() == 3);
  player.playback.forget_missed();
  CHECK(player.playback.missed() == 0);
}

TEST_CASE("an onset up to the tolerance late is still played") {
  Player player(kicks("xxxx"));  // a step every 125 ms
  player.start(0.0);
  player.schedule(0.0, 100.0);
  SUBCASE("9 ms late") { CHECK(hit_times(player.schedule(134.0, 100.0)) == std::vector<double>{125.0}); }
  SUBCASE("11 ms late") { CHECK(hit_times(player.schedule(136.0, 100.0)).empty()); }
}

TEST_CASE("a clock that goes back gives nothing twice") {
  Player player(kicks("xxxx"));
  player.start(0.0);
  for (double now_ms = 0.0; now_ms <= 1000.0; now_ms += 25.0) player.schedule(now_ms, 100.0);
  CHECK(player.schedule(500.0, 100.0).empty());
  CHECK(hit_times(player.schedule(1050.0, 100.0)) == std::vector<double>{1125.0});
}

TEST_CASE("what is sent early is handed over that much earlier") {
  Player player(kicks("xxxx"));
  sequencer::MidiSettings midi;
  midi.latency_ms = -150.0;
  player.start(0.0);
  CHECK(hit_times(player.schedule(0.0, 100.0, {}, &midi)) == std::vector<double>{0.0, 125.0});
}

TEST_CASE("an edit just ahead of the playhead sounds, and nothing sounds twice by it") {
  Player player(kicks("x..."));
  player.start(50.0);
  CHECK(hit_times(player.schedule(0.0, 100.0)) == std::vector<double>{50.0});
  player.groove.swing_percent = 75.0;
  player.bank[0].pattern.set(rhythm::kKick, 0, 90);
  player.bank[0].detail(rhythm::kKick, 0).micro = 40;  // it would come again at 100 ms
  player.bank[0].pattern.set(rhythm::kHat, 0, 90);     // 40 ms ahead
  player.playback.edit(player.bank);
  CHECK(hit_times(player.schedule(10.0, 100.0)) == std::vector<double>{50.0});
}

TEST_CASE("slots switch at the end of the cycle, and the bar says which one plays") {
  Player player(kicks("x....."));
  player.bank[3] = kicks(".x.");
  int next = 0;
  const session::Cues cues{.next_slot = [&] { return next; }, .answer = {}};
  player.start(0.0);
  CHECK(hit_times(player.schedule(0.0, 375.0, cues)) == std::vector<double>{0.0});
  next = 3;
  CHECK(hit_times(player.schedule(375.0, 700.0, cues)) == std::vector<double>{875.0});
  const auto begun = player.playback.take_begun(1000.0);
  REQUIRE(begun.size() == 2);
  CHECK(begun[1].slot == 3);
  CHECK(begun[1].steps == 3);
  CHECK(player.playback.step_at(1000.0) == 2);
  CHECK(player.playback.slot() == 3);
}

TEST_CASE("a stall of the page goes on where the song would be") {
  Player player(kicks("x..."));
  player.bank[1] = kicks("x.");
  std::vector<int> song{1, 0};
  std::size_t at = 0;
  const session::Cues cues{.next_slot = [&] { return song[at++ % 2]; }, .answer = {}};
  player.start(0.0);
  player.schedule(0.0, 100.0, cues);
  // Cycles begin at steps 0, 4 (slot 1), 6 (slot 0), 10 (slot 1) …: step 64 is the first of slot 1.
  CHECK(hit_times(player.schedule(64 * 125.0, 250.0, cues)) == std::vector<double>{64 * 125.0});
  CHECK(player.playback.slot() == 1);
}

TEST_CASE("stopping in mid-bar silences what sounds, once") {
  Player player(kicks("...."));
  player.bank[0].pattern.set(rhythm::kSnare, 0, 100);
  const sequencer::MidiSettings midi;
  player.start(100.0);
  player.schedule(50.0, 100.0, {}, &midi);
  const auto messages = player.playback.stop(120.0, midi.channel);
  REQUIRE(messages.size() == 3);
  CHECK(messages[0].bytes == sequencer::note_off(10, 38));
  CHECK(player.schedule(130.0, 100.0, {}, &midi).empty());
  CHECK(player.playback.panic(130.0, midi.channel).size() == 2);
}

TEST_CASE("playing again begins at the first step") {
  Player player(kicks("x..."));
  player.start(0.0);
  player.schedule(0.0, 1000.0);
  player.playback.stop(300.0, 10);
  player.start(400.0);
  CHECK(hit_times(player.schedule(310.0, 100.0)) == std::vector<double>{400.0});
  CHECK_FALSE(player.playback.step_at(350.0));
}

}  // namespace
