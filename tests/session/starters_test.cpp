// The grooves to begin from.
#include "session/song/starters.h"

#include <doctest/doctest.h>

#include <string>

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
    REQUIRE(session.edit(session::load_starter, starter.name));
    const session::Document& document = session.document();
    CHECK(document.pattern().steps() == starter.timing.bar_steps());
    CHECK(document.row_text(rhythm::kKick) == starter.kick);
    CHECK(document.pattern().onset_count(rhythm::kHat) > 3);
    CHECK(document.tempo_bpm == starter.tempo_bpm);
    CHECK(document.groove.swing_percent == starter.swing_percent);
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
  REQUIRE(session.edit(session::load_starter, "Trap"));
  CHECK(session.document().current().detail(rhythm::kHat, 7).ratchets == 3);
  CHECK_FALSE(session.document().part().locked(3));
  CHECK(session.document().bank[1].pattern == before.bank[1].pattern);
  session.advance(2.0);
  CHECK(session.history().undo_label() == "starter groove Trap");
  REQUIRE(session.undo());
  CHECK((session::without_answers(session.document()) == session::without_answers(before)));
  CHECK_FALSE(session.edit(session::load_starter, "Polka"));
}

TEST_CASE("scripts list the starter grooves and load them") {
  Desk desk;
  const nlohmann::json list = desk.command({{"type", "starters"}})["result"];
  CHECK(list.size() == 14);
  desk.ok({{"type", "starter"}, {"name", list[2]["name"]}});
  CHECK(desk.session.document().tempo_bpm == list[2]["tempo_bpm"]);
}

}  // namespace
