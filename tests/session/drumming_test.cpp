// Drumming by keys and pads of the page, the metronome, and kits.
#include <doctest/doctest.h>

#include "session/session.h"
#include "tests/session/desk.h"

namespace {

using session_test::Desk;

TEST_CASE("what is drummed by hand sounds, is recorded at its step, and is answered, without any MIDI input") {
  Desk desk;
  desk.session.midi().set_input_state({});
  desk.ok({{"type", "set_midi_in"}, {"count_in", false}});
  desk.ok({{"type", "record"}, {"on", true}});
  CHECK(desk.session.notices().size() == 1);  // how to play
  desk.start_ms = desk.now_ms + session::kStartDelayMs;
  desk.run_to(desk.step_ms(4.0) + 10.0);
  desk.ok({{"type", "drum"}, {"voice", "kick"}, {"velocity", 120}});
  desk.run_to(desk.step_ms(7.0));
  CHECK(desk.kick() == "....X...........");
  desk.ok({{"type", "record"}, {"on", false}});
  desk.ok({{"type", "answer_me"}});
  CHECK(desk.command({{"type", "drum"}, {"voice", "gong"}})["ok"] == false);
  CHECK(desk.command({{"type", "drum"}, {"voice", "kick"}, {"velocity", 128}})["ok"] == false);
}

TEST_CASE("a drummed voice sounds even where what comes in by MIDI is not heard, in the pattern's kit") {
  Desk desk;
  desk.ok({{"type", "set_midi_in"}, {"monitor", false}});
  desk.ok({{"type", "set_kit"}, {"kit", "nine"}});
  session::requests_json(desk.session.take_requests());
  desk.ok({{"type", "drum"}, {"voice", "snare"}});
  const auto requests = nlohmann::json::parse(session::requests_json(desk.session.take_requests()));
  const auto hit = std::ranges::find_if(requests, [](const auto& request) { return request["type"] == "hit"; });
  REQUIRE(hit != requests.end());
  CHECK((*hit)["voice"] == 1);
  CHECK((*hit)["kit"] == static_cast<int>(session::Kit::nine));
  CHECK(desk.command({{"type", "set_kit"}, {"kit", "ten"}})["ok"] == false);
}

TEST_CASE("the metronome clicks on each beat while it is on, through stops, and one undo takes it back") {
  Desk desk;
  const auto clicks = [&](double from, double to) {
    return std::ranges::count_if(desk.events, [&](const sequencer::TimedEvent& event) {
      return event.kind == sequencer::EventKind::click && event.time_ms >= from - 1.0 && event.time_ms < to - 1.0;
    });
  };
  desk.ok({{"type", "set_metronome"}, {"on", true}});
  desk.play();
  desk.run_to(desk.step_ms(16.0));
  CHECK(clicks(desk.step_ms(0.0), desk.step_ms(16.0)) == 4);
  desk.session.stop(desk.now_ms);
  desk.play();
  desk.run_to(desk.step_ms(8.0));
  CHECK(clicks(desk.step_ms(0.0), desk.step_ms(8.0)) == 2);
  desk.ok({{"type", "undo"}});
  CHECK_FALSE(desk.session.document().metronome);
  desk.run_to(desk.step_ms(32.0));
  CHECK(clicks(desk.step_ms(16.0), desk.step_ms(30.0)) == 0);
}

TEST_CASE("each pattern has its kit, and its hits say so") {
  Desk desk;
  desk.ok({{"type", "set_pattern"}, {"kick", "x...............x"}});
  desk.ok({{"type", "set_kit"}, {"kit", "acoustic"}});
  desk.play();
  desk.run_to(desk.step_ms(4.0));
  REQUIRE(desk.hits(rhythm::kKick, 0.0, desk.step_ms(4.0)) == 1);
  for (const auto& event : desk.events) {
    if (event.kind == sequencer::EventKind::hit) CHECK(event.kit == static_cast<int>(session::Kit::acoustic));
  }
  desk.ok({{"type", "select_slot"}, {"slot", 1}});
  CHECK(desk.session.document().bank[1].kit == session::Kit::studio);
}

TEST_CASE("in a song each pattern that has a tempo of its own brings it at its bar line") {
  Desk desk;
  desk.ok({{"type", "set_pattern"}, {"kick", "x..............."}});
  desk.ok({{"type", "copy_slot"}, {"from", 0}, {"to", 1}});
  desk.ok({{"type", "select_slot"}, {"slot", 1}});
  desk.ok({{"type", "set_own_feel"}, {"own", true}});
  desk.ok({{"type", "set_tempo"}, {"tempo_bpm", 240}});
  desk.ok({{"type", "set_song"}, {"slots", {0, 1}}, {"on", true}});
  desk.play();
  desk.run_to(desk.step_ms(16.0) + 3500.0);
  std::vector<double> kicks;
  for (const auto& event : desk.events) {
    if (event.kind == sequencer::EventKind::hit) kicks.push_back(event.time_ms - desk.start_ms);
  }
  REQUIRE(kicks.size() >= 4);
  CHECK(kicks[1] == doctest::Approx(2000.0));  // a bar at 120
  CHECK(kicks[2] == doctest::Approx(3000.0));  // and one at 240
  CHECK(kicks[3] == doctest::Approx(5000.0));
}

}  // namespace
