// The grooves to begin from.
#include "session/song/starters.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "session/session.h"
#include "tests/session/desk.h"
#include "tests/session/session_steps.h"

namespace {

using session::Session;
using session_test::Desk;

TEST_CASE("every starter groove is a bar with kick and hat, a tempo, a swing, and a style that its metre has") {
  CHECK(session::starters().size() == 14);
  for (const session::Starter& starter : session::starters()) {
    CAPTURE(starter.name);
    Session session;
    session_test::load(session);
    REQUIRE(session.load_starter(starter.name));
    const session::Document& document = session.document();
    CHECK(document.pattern().steps() == starter.timing.bar_steps());
    CHECK(document.row_text(rhythm::kKick) == starter.kick);
    CHECK(document.pattern().onset_count(rhythm::kHat) > 3);
    CHECK(document.feel() == session::Feel{starter.tempo_bpm, starter.swing_percent});
    CHECK(document.current().kit == starter.kit);
    CHECK(session::name_of(document.part().reward) == starter.preset);
    CHECK(document.part().reward.style != rhythm::Style::none);
    CHECK(session.answers().rewarding().applies(rhythm::Term::similarity));
    CHECK(session::matching_starter(document) == &starter);
    CHECK(starter.help.ends_with("."));
  }
}

TEST_CASE("a starter groove takes the place of the pattern that is shown, and one undo brings all of it back") {
  Session session;
  session_test::load(session);
  REQUIRE(session.edit(session::set_step, rhythm::kSnare, 3, 100));
  session.advance(1.0);
  const session::Document before = session.document();
  REQUIRE(session.load_starter("Trap"));
  CHECK(session.document().current().detail(rhythm::kHat, 7).ratchets == 3);
  CHECK_FALSE(session.document().part().locked(3));
  CHECK(session.document().bank[1].pattern == before.bank[1].pattern);
  session.advance(2.0);
  CHECK(session.history().undo_label() == "starter groove Trap");
  REQUIRE(session.undo());
  CHECK((session::without_answers(session.document()) == session::without_answers(before)));
  CHECK_FALSE(session.load_starter("Polka"));
}

TEST_CASE("scripts list the starter grooves and load them") {
  Desk desk;
  const nlohmann::json list = desk.command({{"type", "starters"}})["result"];
  CHECK(list.size() == 14);
  desk.ok({{"type", "starter"}, {"name", list[2]["name"]}});
  CHECK(desk.session.document().feel().tempo_bpm == list[2]["tempo_bpm"]);
}

TEST_CASE("a starter groove brings its own tempo, and patterns that somebody made keep theirs") {
  Session session;
  session_test::load(session);
  REQUIRE(session.player().select_slot(1));
  REQUIRE(session.edit(session::set_step, rhythm::kKick, 0, 100));
  REQUIRE(session.player().select_slot(2));
  REQUIRE(session.load_starter("Drum and bass"));
  CHECK(session.document().feel() == session::Feel{174.0, 50.0});
  CHECK(session.document().feel_of(1) == session::Feel{120.0, 50.0});
  CHECK(session.document().feel_of(5) == session::Feel{174.0, 50.0});  // an empty one goes along
  REQUIRE(session.edit(session::set_tempo, 170.0));
  CHECK(session.document().feel().tempo_bpm == 170.0);
  CHECK(session.document().feel_of(5).tempo_bpm == 174.0);
  sequencer::Groove groove = session.document().shown_groove();
  groove.swing_percent = 55.0;
  groove.humanise_ms = 3.0;
  REQUIRE(session.edit(session::set_groove, groove));
  CHECK(session.document().feel().swing_percent == 55.0);
  CHECK(session.document().groove.swing_percent == 50.0);
  CHECK(session.document().groove.humanise_ms == 3.0);
  REQUIRE(session.edit(session::set_own_feel, false));
  CHECK(session.document().feel() == session::Feel{174.0, 50.0});
}

TEST_CASE("a first visit begins with a groove that swings, has hats, and is nothing to undo") {
  Desk desk;
  desk.ok({{"type", "first_visit"}});
  const session::Document& document = desk.session.document();
  CHECK(document.feel().swing_percent > 55.0);
  CHECK(document.pattern().onset_count(rhythm::kHat) >= 8);
  CHECK(session::matching_starter(document) != nullptr);
  CHECK_FALSE(desk.session.history().can_undo());
}

TEST_CASE("while it plays a starter groove is heard from the next bar line on, at its tempo, and begins there") {
  Desk desk;
  desk.ok({{"type", "set_pattern"}, {"kick", "x...............x..............."}});  // two bars
  desk.play();
  desk.run_to(desk.step_ms(6.0));
  desk.ok({{"type", "starter"}, {"name", "House"}});
  CHECK(desk.session.player().playback().transport().tempo_bpm() == 120.0);
  const double bar_ms = desk.step_ms(16.0);
  desk.run_to(bar_ms + 2000.0);
  // What was there goes on to its bar line, although its pattern is longer; the groove begins there, at its own pace.
  CHECK(desk.hits(rhythm::kKick, desk.start_ms + 1.0, bar_ms - 1.0) == 0);
  CHECK(desk.session.player().playback().transport().tempo_bpm() == 124.0);
  std::vector<double> kicks;
  for (const auto& event : desk.events) {
    const bool kick = event.kind == sequencer::EventKind::hit && event.voice == rhythm::kKick;
    if (kick && event.time_ms > bar_ms - 1.0) kicks.push_back(event.time_ms);
    if (kick && event.time_ms > bar_ms - 1.0) CHECK(event.kit == static_cast<int>(session::Kit::nine));
  }
  REQUIRE(kicks.size() >= 4);
  const double beat_ms = 60000.0 / 124.0;
  for (std::size_t i = 0; i < 4; ++i) CHECK(kicks[i] == doctest::Approx(bar_ms + beat_ms * static_cast<double>(i)));
  REQUIRE(desk.session.undo());
  CHECK(desk.session.player().playback().transport().tempo_bpm() == 120.0);
}

}  // namespace
