// The clock both ways.
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

using nlohmann::json;
using session_test::Desk;
using session_test::drained;
using session_test::kNote;
using session_test::port;
using session_test::requests;
using session_test::say;

TEST_CASE("clock out: start before the first pulse, clock before notes, stop at the end") {
  Desk desk;
  desk.session.midi().ports().set_output_state(port("out", "Synth"));
  desk.ok({{"type", "set_clock"}, {"out", true}});
  desk.ok({{"type", "set_pattern"}, {"snare", "x...x...x...x..."}});
  desk.play();
  desk.run_to(desk.start_ms + 2000.0);
  std::vector<sequencer::TimedEvent> midi;
  std::ranges::copy_if(desk.events, std::back_inserter(midi),
                       [](const auto& event) { return event.kind == sequencer::EventKind::midi; });
  REQUIRE(midi.size() > 100);
  CHECK(midi[0].bytes[0] == 0xFA);
  CHECK(midi[0].time_ms == desk.start_ms - 1.0);
  CHECK(midi[1].bytes[0] == 0xF8);
  CHECK(midi[1].time_ms == desk.start_ms);
  CHECK(midi[2].bytes[0] == kNote);
  CHECK(midi[2].time_ms == desk.start_ms);
  drained(desk.session);
  desk.session.stop(desk.now_ms);
  const auto sends = requests(desk.session, "midi_send");
  REQUIRE_FALSE(sends.empty());
  CHECK(std::ranges::any_of(sends[0]["messages"], [](const json& message) { return message[1] == 0xFC; }));
}

// Pulses of a master with jitter, as they come in between the ticks.
void follow_master(Desk& desk, core::Rng& rng, double first_ms, double tempo_bpm, double jitter_ms, int from_tick,
                   int to_tick) {
  const double tick_ms = 60000.0 / tempo_bpm / 24.0;
  for (int tick = from_tick; tick < to_tick; ++tick) {
    const double at_ms = first_ms + tick * tick_ms + jitter_ms * (2.0 * rng.uniform() - 1.0);
    desk.run_to(at_ms);
    say(desk.session, at_ms, {0xF8}, std::max(desk.now_ms, at_ms));
  }
}

TEST_CASE("clock in: what is heard is within 2 ms of the master after two bars of 3 ms jitter") {
  for (const double tempo_bpm : {83.0, 120.0, 151.0}) {
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
      Desk desk;
      core::Rng rng(seed);
      desk.ok({{"type", "set_pattern"}, {"kick", "xxxxxxxxxxxxxxxx"}});
      desk.ok({{"type", "set_clock"}, {"in", true}});
      say(desk.session, desk.now_ms, {0xFA}, desk.now_ms);
      const double first_ms = desk.now_ms + 5.0;
      follow_master(desk, rng, first_ms, tempo_bpm, 3.0, 0, 5 * 96);
      REQUIRE(desk.session.playing());
      CHECK(desk.session.midi().follower().view().following);
      CHECK(std::abs(desk.session.midi().follower().view().tempo_bpm - tempo_bpm) <= 0.1);
      const double step_ms = 15000.0 / tempo_bpm;
      double worst_ms = 0.0;
      int heard = 0;
      for (const auto& event : desk.events) {
        if (event.kind != sequencer::EventKind::hit || event.time_ms < first_ms + 33.0 * step_ms) continue;
        const double steps = (event.time_ms - first_ms) / step_ms;
        worst_ms = std::max(worst_ms, std::abs(steps - std::round(steps)) * step_ms);
        ++heard;
      }
      CHECK(heard > 40);
      CHECK(worst_ms < 2.0);
    }
  }
}

TEST_CASE("clock in: pulses that a stall holds back move no kick") {
  struct Case {
    double tempo_bpm;
    double stall_ms;
  };
  for (const auto& [tempo_bpm, stall_ms] :
       {Case{120.0, 120.0}, Case{120.0, 150.0}, Case{120.0, 200.0}, Case{83.333, 150.0}, Case{300.0, 200.0}}) {
    CAPTURE(tempo_bpm);
    CAPTURE(stall_ms);
    Desk desk;
    desk.ok({{"type", "set_pattern"}, {"kick", "xxxxxxxxxxxxxxxx"}});
    desk.ok({{"type", "set_clock"}, {"in", true}});
    say(desk.session, desk.now_ms, {0xFA}, desk.now_ms);
    const double first_ms = desk.now_ms + 5.0;
    const double tick_ms = 60000.0 / tempo_bpm / 24.0;
    const double stalled_ms = first_ms + 100.3 * tick_ms;
    for (int tick = 0; tick < 4 * 96; ++tick) {
      const double sent_ms = first_ms + tick * tick_ms;
      const bool held = sent_ms > stalled_ms && sent_ms < stalled_ms + stall_ms;
      const double at_ms = held ? stalled_ms + stall_ms : sent_ms;
      desk.run_to(at_ms);
      say(desk.session, at_ms, {0xF8}, std::max(desk.now_ms, at_ms));
      if (tick > 24) CHECK(desk.session.midi().follower().view().tempo_bpm == doctest::Approx(tempo_bpm).epsilon(0.01));
    }
    const double step_ms = 6.0 * tick_ms;
    int heard = 0;
    for (const auto& event : desk.events) {
      if (event.kind != sequencer::EventKind::hit || event.time_ms < stalled_ms) continue;
      const double steps = (event.time_ms - first_ms) / step_ms;
      CHECK(std::abs(steps - std::round(steps)) * step_ms < 3.0);
      ++heard;
    }
    CHECK(heard > 40);
    CHECK(desk.session.midi().follower().view().sentence.empty());
  }
}

TEST_CASE("clock in: stop and continue, a drop-out, and back to the page's own tempo") {
  Desk desk;
  core::Rng rng(1);
  desk.ok({{"type", "set_clock"}, {"in", true}});
  say(desk.session, desk.now_ms, {0xFA}, desk.now_ms);
  const double first_ms = desk.now_ms + 5.0;
  follow_master(desk, rng, first_ms, 100.0, 1.0, 0, 192);
  desk.run_to(desk.now_ms + 1500.0);  // a drop-out of 60 pulses
  CHECK(desk.session.playing());
  CHECK(desk.session.notices().back().text.find("gone") != std::string::npos);
  follow_master(desk, rng, first_ms, 100.0, 1.0, 252, 300);
  CHECK(desk.session.playing());
  CHECK(std::abs(desk.session.midi().follower().view().tempo_bpm - 100.0) < 0.2);
  say(desk.session, desk.now_ms, {0xFC}, desk.now_ms);
  CHECK_FALSE(desk.session.playing());
  say(desk.session, desk.now_ms, {0xF2, 4, 0, 0xFB}, desk.now_ms);
  follow_master(desk, rng, first_ms, 100.0, 1.0, 300, 306);
  CHECK(desk.session.playing());
  desk.run_to(desk.now_ms + 60.0);
  CHECK(desk.session.player().playing_step(desk.now_ms) == 5);
  desk.ok({{"type", "set_clock"}, {"in", false}});
  CHECK(desk.session.playing());
  CHECK_FALSE(desk.session.midi().follower().view().following);
}

}  // namespace
