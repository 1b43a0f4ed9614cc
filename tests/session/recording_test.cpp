// What is played in by hand: recording and answer me.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>

#include "core/rng.h"
#include "session/session.h"
#include "session/targets.h"
#include "tests/session/desk.h"

namespace {

using rhythm::kKick;
using rhythm::kSnare;
using session_test::Desk;
using session_test::drained;
using session_test::kStepMs;
using session_test::load;
using session_test::port;
using session_test::requests;

TEST_CASE("played kicks go to the nearest step, with the port's latency taken out") {
  Desk desk;
  desk.ok({{"type", "set_midi_in"}, {"latency_ms", 40.0}, {"count_in", false}});
  desk.play();
  desk.session.record(true, desk.now_ms);
  desk.hit(desk.step_ms(0) + 40.0 + 50.0);
  desk.hit(desk.step_ms(4) + 40.0 - 55.0, 35);
  desk.hit(desk.step_ms(7) + 40.0 + 60.0);
  CHECK(desk.kick() == "x...x..x........");
  CHECK(desk.session.midi().recorder().recording().hits == 3);
  CHECK(desk.session.document().pattern().velocity(kKick, 4) == 90);
}

TEST_CASE("the grid is the one that sounds: with swing the off-step is late") {
  Desk desk;
  desk.ok({{"type", "set_groove"}, {"swing_percent", 70.0}});
  desk.play();
  desk.session.record(true, desk.now_ms);
  // Step 1 sounds 0.4 of a step late: 0.65 is nearer to it (1.4) only beyond 0.7.
  desk.hit(desk.step_ms(0.66));
  CHECK(desk.kick() == "x...............");
  desk.hit(desk.step_ms(2.75));
  CHECK(desk.kick() == "x..x............");
}

TEST_CASE("a hit just before the bar line is the first step of the next bar") {
  Desk desk;
  desk.play();
  desk.session.record(true, desk.now_ms);
  desk.hit(desk.step_ms(15.7));
  CHECK(desk.kick() == "x...............");
}

TEST_CASE("what was just played by hand is not struck a second time in the same cycle, and is in the next") {
  for (const double tempo_bpm : {20.0, 120.0, 300.0}) {
    for (const double late : {-0.45, -0.2, -0.02, 0.02, 0.3}) {
      Desk desk;
      desk.ok({{"type", "set_tempo"}, {"tempo_bpm", tempo_bpm}});
      desk.play();
      desk.session.record(true, desk.now_ms);
      const double step_ms = 15000.0 / tempo_bpm;
      desk.hit(desk.start_ms + (4.0 + late) * step_ms);
      desk.run_to(desk.start_ms + 15.0 * step_ms);
      CHECK(desk.kick() == "....x...........");
      CHECK(desk.hits(kKick, 0.0, desk.start_ms + 15.0 * step_ms) == 0);
      desk.run_to(desk.start_ms + 32.0 * step_ms);
      CHECK(desk.hits(kKick, desk.start_ms + 16.0 * step_ms, desk.start_ms + 31.0 * step_ms) == 1);
    }
  }
}

TEST_CASE("unquantised, a hit is kept within a millisecond of where it was played") {
  core::Rng rng(3);
  for (int i = 0; i < 30; ++i) {
    Desk desk;
    desk.ok({{"type", "set_midi_in"}, {"quantise", false}, {"latency_ms", 12.0}});
    desk.play();
    desk.session.record(true, desk.now_ms);
    const double played_ms = desk.step_ms(2.0 + 6.0 * rng.uniform());
    desk.hit(played_ms + 12.0);
    desk.run_to(desk.step_ms(31));
    const auto again = std::ranges::find_if(desk.events, [&](const sequencer::TimedEvent& event) {
      return event.kind == sequencer::EventKind::hit && event.voice == kKick && event.time_ms > desk.step_ms(16.5);
    });
    REQUIRE(again != desk.events.end());
    CHECK(std::abs(again->time_ms - 16.0 * kStepMs - played_ms) < 1.0);
  }
}

TEST_CASE("replace erases a row with the first hit of a cycle; overdub adds") {
  for (const bool replace : {true, false}) {
    Desk desk;
    desk.ok({{"type", "set_pattern"}, {"kick", "x.x.x.x.x.x.x.x."}});
    desk.ok({{"type", "set_midi_in"}, {"mode", replace ? "replace" : "overdub"}});
    desk.play();
    desk.session.record(true, desk.now_ms);
    desk.hit(desk.step_ms(3));
    desk.hit(desk.step_ms(5));
    CHECK(desk.kick() == (replace ? "...x.x.........." : "x.xxxxx.x.x.x.x."));
    desk.run_to(desk.step_ms(33));  // a whole cycle without a hit leaves it
    desk.hit(desk.step_ms(34) + 1.0);
    CHECK(desk.kick() == (replace ? "..x............." : "x.xxxxx.x.x.x.x."));
  }
}

TEST_CASE("snares are hand-set steps, or the favourite") {
  for (const bool liked : {false, true}) {
    Desk desk;
    desk.ok({{"type", "set_midi_in"}, {"snare_as_liked", liked}});
    desk.play();
    desk.session.record(true, desk.now_ms);
    desk.hit(desk.step_ms(4), 38);
    desk.hit(desk.step_ms(12), 40);
    if (liked) {
      CHECK(rhythm::format_row(desk.session.document().part().reward.liked) == "....x.......x...");
      CHECK(desk.session.document().row_text(rhythm::kSnare) == "................");
    } else {
      CHECK(desk.session.document().row_text(rhythm::kSnare) == "....x.......x...");
      CHECK(desk.session.locked(4));
    }
  }
}

TEST_CASE("record from standstill counts in one bar, with clicks") {
  Desk desk;
  desk.session.record(true, desk.now_ms);
  const double first_ms = desk.now_ms + session::kStartDelayMs;
  desk.run_to(first_ms + 1.0);
  CHECK(desk.session.midi().recorder().recording().count_in_beats == 4);
  desk.run_to(first_ms + 3.5 * 500.0);
  CHECK(desk.session.midi().recorder().recording().count_in_beats == 1);
  desk.start_ms = first_ms + 2000.0;
  desk.hit(desk.step_ms(-0.3));
  CHECK(desk.kick() == "x...............");
  desk.run_to(desk.step_ms(8));
  CHECK(desk.session.midi().recorder().recording().count_in_beats == 0);
  std::vector<double> clicks;
  for (const auto& event : desk.events) {
    if (event.kind == sequencer::EventKind::click) clicks.push_back(event.time_ms);
  }
  REQUIRE(clicks.size() >= 6);
  for (std::size_t i = 0; i < clicks.size(); ++i) {
    CHECK(clicks[i] == doctest::Approx(first_ms + 500.0 * static_cast<double>(i)));
  }
  desk.session.stop(desk.now_ms);
  CHECK_FALSE(desk.session.midi().recorder().recording().on);
}

TEST_CASE("a hit sounds at once, whether it is recorded or not, and what was recorded is undone") {
  Desk desk;
  drained(desk.session);
  desk.hit(desk.now_ms, 46, 77);
  const auto heard = requests(desk.session, "hit");
  REQUIRE(heard.size() == 1);
  CHECK(heard[0]["voice"] == rhythm::kOpenHat);
  CHECK(heard[0]["velocity"] == 77);
  desk.play();
  desk.session.record(true, desk.now_ms);
  desk.hit(desk.step_ms(4));
  CHECK(desk.kick() == "....x...........");
  desk.ok({{"type", "undo"}});
  CHECK(desk.kick() == "................");
}

TEST_CASE("answer me: the last bar becomes the kick at the next bar line, though record is off") {
  Desk desk;
  load(desk.session);
  desk.session.edit(session::unlock_all, rhythm::kSnare);
  CHECK_FALSE(desk.session.answer_me(desk.now_ms));
  desk.play();
  desk.hit(desk.step_ms(0) + 10.0);
  desk.hit(desk.step_ms(6) - 10.0);
  desk.hit(desk.step_ms(10));
  CHECK(desk.kick() == "................");
  REQUIRE(desk.session.answer_me(desk.now_ms));
  CHECK(desk.session.midi().recorder().answer_pending());
  desk.hit(desk.step_ms(15.2));  // the answer is on its way already
  desk.run_to(desk.step_ms(16.5));
  CHECK(desk.kick() == "x.....x...x....x");
  CHECK_FALSE(desk.session.midi().recorder().answer_pending());
  desk.run_to(desk.step_ms(31.9));
  CHECK(desk.hits(kKick, desk.step_ms(15.9), desk.step_ms(31.9)) == 4);
  // The agent wants the complement.
  desk.run_to(desk.step_ms(33));
  CHECK(desk.session.document().row_text(rhythm::kSnare) == ".xxxxx.xxx.xxxx.");
}

TEST_CASE("answer me: what is called in a row that an agent plays is the musician's from then on") {
  Desk desk;
  load(desk.session);
  REQUIRE(desk.session.edit(session::unlock_all, kSnare));
  REQUIRE(desk.session.edit(session::hand_over, kKick));
  REQUIRE(desk.session.edit(session::show_part, kSnare));
  desk.play();
  desk.hit(desk.step_ms(0));
  desk.hit(desk.step_ms(6));
  REQUIRE(desk.session.answer_me(desk.now_ms));
  desk.run_to(desk.step_ms(36));
  CHECK(desk.kick() == "x.....x.........");
  CHECK(desk.session.document().current().part_of(kKick)->locked(0));
  CHECK(desk.session.document().current().part_of(kKick)->locked(1));
}

TEST_CASE("call and response: each bar that is played is answered in the next") {
  Desk desk;
  load(desk.session);
  desk.ok({{"type", "set_midi_in"}, {"auto_answer", true}});
  desk.play();
  desk.hit(desk.step_ms(2));
  desk.run_to(desk.step_ms(17));
  CHECK(desk.kick() == "..x.............");
  desk.hit(desk.step_ms(25));
  desk.run_to(desk.step_ms(33));
  CHECK(desk.kick() == ".........x......");
  desk.run_to(desk.step_ms(66));  // nothing was played: it stays
  CHECK(desk.kick() == ".........x......");
}

TEST_CASE("when stopped, answer me takes the last phrase at the tempo that is set") {
  Desk desk;
  desk.hit(5000.0);
  desk.hit(5000.0 + 3.0 * kStepMs + 20.0);
  desk.hit(5000.0 + 8.0 * kStepMs - 20.0);
  REQUIRE(desk.session.answer_me(desk.now_ms));
  CHECK(desk.kick() == "x..x....x.......");
}

}  // namespace
