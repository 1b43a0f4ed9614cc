// Time signatures and resolutions of patterns.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "session/session.h"
#include "tests/session/desk.h"
#include "tests/session/session_steps.h"

namespace {

using nlohmann::json;
using rhythm::kKick;
using rhythm::kRim;
using rhythm::Resolution;
using rhythm::Signature;
using rhythm::Timing;
using session::kStartDelayMs;
using session::Session;
using session_test::Desk;
using session_test::document_of;
using session_test::play_through;
using session_test::requests;
using session_test::set_kick;

std::string kick(const Session& session) { return session.document().row_text(kKick); }

TEST_CASE("another time signature keeps the bars, and a free length stays as it is") {
  Session session;
  REQUIRE(session.edit(session::set_steps, 32));
  REQUIRE(session.edit(session::set_timing, Timing{.signature = Signature::five_four}));
  CHECK(session.document().pattern().steps() == 40);
  REQUIRE(session.edit(session::set_timing, Timing{.signature = Signature::seven_eight}));
  CHECK(session.document().pattern().steps() == 28);
  REQUIRE(session.edit(session::set_bars, 64));
  CHECK(session.document().pattern().steps() == 64 * 14);
  REQUIRE(session.edit(session::set_steps, 13));
  REQUIRE(session.edit(session::set_timing, Timing{.signature = Signature::three_four}));
  CHECK(session.document().pattern().steps() == 13);
  CHECK(session.document().current().metre() == rhythm::Metre::default_for(13));
}

TEST_CASE("another resolution leaves what sounds where it is, and back again the pattern is the same") {
  Session session;
  set_kick(session, "x..X..x.x..xx...");
  const session::Slot before = session.document().current();
  REQUIRE(session.edit(session::set_timing, Timing{.resolution = Resolution::thirty_seconds}));
  CHECK(kick(session) == "x.....X.....x...x.....x.x.......");
  REQUIRE(session.edit(session::set_timing, Timing{}));
  CHECK((session.document().current() == before));
  // Eighths: what was off them plays half a step late or early.
  set_kick(session, "x..X............");
  REQUIRE(session.edit(session::set_timing, Timing{.resolution = Resolution::eighths}));
  CHECK(session.document().pattern().steps() == 8);
  CHECK(kick(session) == "x.X.....");
  CHECK(session.document().current().detail(kKick, 2).micro == -50);
  REQUIRE(session.edit(session::set_timing, Timing{}));
  CHECK(kick(session) == "x..X............");
  CHECK(session.document().current().detail(kKick, 3).micro == 0);
}

TEST_CASE("too many bars or steps, and triplets of eighths' beats, are refused and change nothing") {
  Session session;
  REQUIRE(session.edit(session::set_steps, 1024));
  const session::Document before = session.document();
  CHECK_FALSE(session.edit(session::set_timing, Timing{.resolution = Resolution::thirty_seconds}));
  CHECK_FALSE(session.edit(session::set_timing, Timing{.signature = Signature::five_four}));
  CHECK_FALSE(
      session.edit(session::set_timing, Timing{.signature = Signature::six_eight, .resolution = Resolution::triplets}));
  const auto refused = session.edit(session::set_bars, 65);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message == "Of bars like these a pattern has from 1 to 64.");
  CHECK((session.document() == before));
}

TEST_CASE("steps last as their resolution says, and the playhead goes with them") {
  Session session;
  REQUIRE(session.edit(session::set_timing, Timing{.resolution = Resolution::triplets}));
  REQUIRE(session.edit(session::clear, kKick));
  REQUIRE(session.edit(session::set_step, kRim, 0, 100));
  REQUIRE(session.edit(session::set_step, kRim, 4, 100));
  session.play(0.0);
  const auto hits = play_through(session, 0.0, 2300.0, kRim);
  REQUIRE(hits.size() >= 3);
  CHECK(hits[1] == doctest::Approx(kStartDelayMs + 4 * 500.0 / 3));
  CHECK(hits[2] == doctest::Approx(kStartDelayMs + 2000.0));
  CHECK(session.player().playing_step(kStartDelayMs + 2000.0 + 2.5 * 500.0 / 3) == 2);
}

TEST_CASE("a song of patterns of several signatures and resolutions goes from one to the next without a gap") {
  Session session;
  const Timing timings[] = {{.signature = Signature::three_four, .resolution = Resolution::triplets},
                            {.signature = Signature::seven_eight, .resolution = Resolution::thirty_seconds},
                            {}};
  for (int slot = 0; slot < 3; ++slot) {
    REQUIRE(session.player().select_slot(slot));
    REQUIRE(session.edit(session::set_timing_and_bars, timings[slot], 1));
    REQUIRE(session.edit(session::clear, kKick));
    REQUIRE(session.edit(session::set_step, kRim, 0, 100));
  }
  REQUIRE(session.edit(session::set_song, std::vector{0, 1, 2}, true));
  session.play(0.0);
  const auto hits = play_through(session, 0.0, 6000.0, kRim);
  // Three quarter notes, seven eighths, four quarter notes.
  const std::vector<double> wanted = {0.0, 1500.0, 3250.0, 5250.0};
  REQUIRE(hits.size() >= wanted.size());
  for (std::size_t i = 0; i < wanted.size(); ++i) CHECK(hits[i] == doctest::Approx(kStartDelayMs + wanted[i]));
}

TEST_CASE("bars are as long as the signature says: for answers, for the count-in and for its clicks") {
  Desk desk;
  desk.ok({{"type", "set_metre"}, {"signature", "3/4"}, {"bars", 2}});
  CHECK(desk.session.document().pattern().steps() == 24);
  desk.session.record(true, desk.now_ms);
  desk.run_to(desk.now_ms + 3300.0);
  std::vector<double> clicks;
  for (const auto& event : desk.events) {
    if (event.kind == sequencer::EventKind::click) clicks.push_back(event.time_ms);
  }
  REQUIRE(clicks.size() >= 3);
  const auto accents = std::ranges::count_if(
      desk.events, [](const auto& event) { return event.kind == sequencer::EventKind::click && event.voice == 1; });
  CHECK(clicks[1] - clicks[0] == doctest::Approx(500.0));
  CHECK(accents >= 1);
  CHECK(desk.session.player().bar() == 2);  // 1.5 s a bar, after as much to count in
}

TEST_CASE("what is played in lands on the nearest step of any resolution") {
  Desk desk;
  desk.ok({{"type", "set_metre"}, {"resolution", "triplets"}});
  desk.ok({{"type", "set_midi_in"}, {"count_in", false}, {"quantise", true}});
  desk.session.record(true, desk.now_ms);
  desk.start_ms = desk.now_ms + kStartDelayMs;
  desk.hit(desk.start_ms + 500.0 / 3 + 20.0);
  desk.hit(desk.start_ms + 5 * 500.0 / 3 - 30.0);
  desk.hit(desk.start_ms + 2000.0 - 20.0);  // the next turn's first
  CHECK(desk.kick() == "xx...x......");
}

TEST_CASE("timing is saved, and documents without it are sixteenths in 4/4") {
  Session session;
  const json plain = json::parse(session::document_json(session.document()).dump());
  CHECK_FALSE(plain["bank"][0].contains("signature"));
  REQUIRE(session.edit(session::set_timing,
                       Timing{.signature = Signature::six_eight, .resolution = Resolution::thirty_seconds}));
  const auto saved = document_of(session::document_json(session.document()).dump());
  REQUIRE(saved);
  CHECK((*saved == session.document()));
  json damaged = json::parse(session::document_json(session.document()).dump());
  damaged["bank"][0]["resolution"] = "64ths";
  CHECK_FALSE(document_of(damaged.dump()));
}

TEST_CASE("timing can be undone, by its name") {
  Session session;
  const session::Document before = session.document();
  REQUIRE(session.edit(session::set_timing, Timing{.signature = Signature::three_four}));
  session.advance(1.0);
  CHECK(session.history().undo_label() == "time signature");
  REQUIRE(session.undo());
  CHECK((session::without_answers(session.document()) == session::without_answers(before)));
}

TEST_CASE("answers are scored in the pattern's metre") {
  Session session;
  REQUIRE(session.edit(session::set_timing, Timing{.signature = Signature::three_four}));
  CHECK(session.answers().rewarding().metre().text() == "3,2,2");
  REQUIRE(session.edit(session::set_timing, Timing{.signature = Signature::six_eight}));
  CHECK(session.answers().rewarding().metre().text() == "2,3,2/6");
}

TEST_CASE("training, evaluation and the best answer are asked for in the pattern's metre") {
  Session session;
  session_test::load(session);
  REQUIRE(session.edit(session::set_timing, Timing{.signature = Signature::three_four}));
  session.coach().train();
  CHECK(requests(session, "train_reset")[0]["reward"]["metre"] == "3,2,2");
  // As many steps, and other beats: what was learned stays.
  REQUIRE(session.edit(session::set_timing, Timing{.signature = Signature::six_eight}));
  CHECK(session.coach().training().status == session::TrainingStatus::training);
  CHECK(requests(session, "train_reward")[0]["reward"]["metre"] == "2,3,2/6");
  REQUIRE(session.coach().evaluations().start());
  const json asked = requests(session, "evaluate")[0]["options"];
  CHECK(asked["reward"]["metre"] == "2,3,2/6");
  CHECK(asked["steps"] == 12);
  [[maybe_unused]] const session::RewardView view = session.reward_view();
  CHECK(requests(session, "truth")[0]["question"]["reward"]["metre"] == "2,3,2/6");
}

TEST_CASE("a long pattern is learned in whole bars, and all of its kick is heard") {
  Session session;
  session_test::load(session);
  REQUIRE(session.edit(session::set_timing, Timing{.signature = Signature::three_four}));
  REQUIRE(session.edit(session::set_bars, 8));
  CHECK(session.document().pattern().steps() == 96);
  CHECK(session.document().config.steps == 60);
  session.coach().train();
  const json reset = requests(session, "train_reset")[0];
  CHECK(reset["config"]["steps"] == 60);
  CHECK(reset["kicks"][0].get<std::string>().size() == 96);
  REQUIRE(session.edit(session::set_step, rhythm::kKick, 95, 100));
  CHECK(requests(session, "train_kicks").size() == 1);
  REQUIRE(session.edit(session::set_timing, Timing{.signature = Signature::four_four}));
  CHECK(session.document().config.steps == 64);
}

}  // namespace
