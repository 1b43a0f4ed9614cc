// The bank, the song, and how they are played and answered.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "session/session.h"
#include "tests/session/session_steps.h"

namespace {

using nlohmann::json;
using rhythm::kKick;
using rhythm::kSnare;
using session::Session;
using session_test::load;
using session_test::play_through;
using session_test::requests;
using session_test::set_kick;

// Kicks in the slots 0, 1 …; the first is shown. A step lasts 125 ms.
void fill_bank(Session& session, std::initializer_list<const char*> kicks) {
  int slot = 0;
  for (const char* kick : kicks) {
    REQUIRE(session.player().select_slot(slot++));
    set_kick(session, kick);
  }
  REQUIRE(session.player().select_slot(0));
}

json state(Session& session, double now_ms) {
  session.set_now(now_ms);
  return json::parse(session::state_json(session).dump());
}

TEST_CASE("a slot is shown at once when stopped, and each keeps its own pattern") {
  Session session;
  fill_bank(session, {"x...", "..x..."});
  CHECK(session.document().row_text(rhythm::kKick) == "x...");
  REQUIRE(session.player().select_slot(1));
  CHECK(session.document().row_text(rhythm::kKick) == "..x...");
  CHECK(session.document().config.steps == 6);
  CHECK_FALSE(session.player().slot_next());
  CHECK_FALSE(session.player().select_slot(16));
  CHECK_FALSE(session.player().select_slot(-1));
}

TEST_CASE("while playing a slot comes when the cycle ends, and is edited when it is heard") {
  Session session;
  fill_bank(session, {"x...", "..x."});
  session.play(0.0);  // onsets at 100, 600, …
  play_through(session, 0.0, 200.0, kKick);
  REQUIRE(session.player().select_slot(1));
  CHECK(session.player().slot_next() == 1);
  CHECK(session.document().slot == 0);
  CHECK(state(session, 200.0)["slot_next"] == 1);
  CHECK(play_through(session, 200.0, 600.0, kKick).empty());  // the new one's onset is at 850
  REQUIRE(session.edit(session::set_step, kKick, 1, 100));    // it is handed over, but the old one is still heard
  CHECK(session.document().bank[0].pattern.onset(kKick, 1));
  session.advance(600.0);
  CHECK(session.document().slot == 1);
  CHECK_FALSE(session.player().slot_next());
  CHECK(play_through(session, 600.0, 1500.0, kKick) == std::vector<double>{850.0, 1350.0});
}

TEST_CASE("choosing the slot that plays takes a choice back, and stopping takes it at once") {
  Session session;
  fill_bank(session, {"x...", "..x."});
  session.play(0.0);
  play_through(session, 0.0, 200.0, kKick);
  REQUIRE(session.player().select_slot(1));
  REQUIRE(session.player().select_slot(0));
  CHECK_FALSE(session.player().slot_next());
  REQUIRE(session.player().select_slot(1));
  session.stop(250.0);
  CHECK(session.document().slot == 1);
}

TEST_CASE("the answer for the next slot is there on its first beat") {
  Session session;
  load(session, 4);
  fill_bank(session, {"x.x.", ".xx."});
  session.play(0.0);
  play_through(session, 0.0, 200.0, kSnare);
  REQUIRE(session.player().select_slot(1));
  // Slot 1 begins at 600; the complement of its kick sounds on its steps 0 and 3.
  CHECK(play_through(session, 500.0, 1000.0, kSnare) == std::vector<double>{600.0, 975.0});
  CHECK(session.document().row_text(rhythm::kSnare) == "x..x");
  CHECK(session.document().bank[0].pattern.onset(kSnare, 1));
}

TEST_CASE("a slot of another length is answered window by window, and pauses the training") {
  Session session;
  load(session, 4);
  fill_bank(session, {"x.x.", "x....."});
  session.coach().train();
  session.play(0.0);
  play_through(session, 0.0, 200.0, kKick);
  REQUIRE(session.player().select_slot(1));
  CHECK(play_through(session, 200.0, 1500.0, kKick) == std::vector<double>{350.0, 600.0, 1350.0});
  CHECK(session.document().row_text(kSnare) == ".xxxxx");
  CHECK(session.learned_note().find("learned 4 steps") != std::string::npos);
  CHECK(session.coach().training().status == session::TrainingStatus::paused);
  CHECK(session.coach().training().sentence.find("6 steps") != std::string::npos);
}

TEST_CASE("a song plays its slots once through each and round again") {
  Session session;
  fill_bank(session, {"x...", ".x..", "..x..."});
  CHECK_FALSE(session.edit(session::set_song, std::vector<int>{}, true));
  REQUIRE(session.edit(session::set_song, std::vector<int>{2, 0, 0, 1}, true));
  session.play(0.0);
  CHECK(session.document().slot == 2);
  // Slot 2 at steps 0-5, slot 0 at 6-9 and 10-13, slot 1 at 14-17, slot 2 at 18.
  std::vector<double> expected;
  for (const int step : {2, 6, 10, 15, 20}) expected.push_back(100.0 + 125.0 * step);
  CHECK(play_through(session, 0.0, 2550.0, kKick) == expected);
  CHECK(session.player().song_position() == 0);
  CHECK(session.document().slot == 2);
  CHECK(state(session, 2550.0)["song"] == json({{"slots", {2, 0, 0, 1}}, {"on", true}, {"position", 0}}));
  REQUIRE(session.edit(session::set_song, session.document().song, false));
  CHECK(play_through(session, 2550.0, 4100.0, kKick) == std::vector<double>{3350.0, 4100.0});
  CHECK_FALSE(session.player().song_position());
}

TEST_CASE("a slot that is chosen in a song is played in between") {
  Session session;
  fill_bank(session, {"x.", ".x"});
  REQUIRE(session.player().select_slot(5));
  REQUIRE(session.edit(session::set_steps, 2));
  REQUIRE(session.edit(session::set_song, std::vector<int>{0, 1}, true));
  session.play(0.0);  // a cycle every 250 ms
  play_through(session, 0.0, 75.0, kKick);
  REQUIRE(session.player().select_slot(5));
  CHECK(play_through(session, 75.0, 850.0, kKick) == std::vector<double>{725.0, 850.0});
}

TEST_CASE("copying a slot over the one that plays is heard and leaves the song alone") {
  Session session;
  fill_bank(session, {"x...", ".x.."});
  session.play(0.0);
  play_through(session, 0.0, 300.0, kKick);
  REQUIRE(session.edit(session::copy_slot, 1, 0));
  CHECK(session.document().bank[0] == session.document().bank[1]);
  CHECK(play_through(session, 300.0, 1000.0, kKick) == std::vector<double>{725.0});
  CHECK_FALSE(session.edit(session::copy_slot, 0, 16));
}

TEST_CASE("sounds go to the page when they change, also by undo") {
  Session session;
  REQUIRE(session.edit(session::set_sound, kKick, session::VoiceSound{.pitch = 0.9}));
  CHECK(requests(session, "set_sounds").back()["sounds"][0]["pitch"] == 0.9);
  session.advance(1.0);
  REQUIRE(session.undo());
  CHECK(requests(session, "set_sounds").back()["sounds"][0]["pitch"] == 0.5);
  CHECK_FALSE(session.edit(session::set_sound, kKick, session::VoiceSound{.pitch = 1.1}));
  REQUIRE(session.player().strike(rhythm::kOpenHat, 90));
  CHECK(requests(session, "hit")[0] ==
        json({{"type", "hit"}, {"voice", rhythm::kOpenHat}, {"velocity", 90}, {"kit", 0}}));
}

TEST_CASE("an early first step still has its time ahead of it") {
  Session session;
  set_kick(session, "x...");
  REQUIRE(session.edit(session::set_tempo, 20.0));
  REQUIRE(session.edit(session::set_detail, kKick, 0, sequencer::StepDetail{.micro = -50}));
  session.play(1000.0);
  CHECK(play_through(session, 1000.0, 1600.0, kKick) == std::vector<double>{1100.0});
}

}  // namespace
