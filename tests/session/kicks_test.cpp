// Kicks drawn in a style.
#include "session/song/kicks.h"

#include <doctest/doctest.h>

#include <set>

#include "session/session.h"
#include "tests/session/session_steps.h"

namespace {

using rhythm::Metre;
using rhythm::Style;

TEST_CASE("a drawn kick begins the bar in most styles, leaves the backbeat free, and differs from seed to seed") {
  const Metre metre = Metre::default_for(16);
  for (const Style style : {Style::straight, Style::backbeat, Style::half_time, Style::busy, Style::sparse}) {
    CAPTURE(rhythm::style_key(style));
    std::set<rhythm::Row> rows;
    for (std::uint32_t seed = 1; seed <= 60; ++seed) {
      const rhythm::Row row = session::draw_kick(style, metre, 16, seed);
      REQUIRE(row.size() == 16);
      CHECK(row[0] == rhythm::kAccentVelocity);
      if (style == Style::backbeat || style == Style::busy) {
        CHECK(row[4] == 0);
        CHECK(row[12] == 0);
      }
      if (style == Style::half_time) CHECK(row[8] == 0);
      rows.insert(row);
      CHECK(row == session::draw_kick(style, metre, 16, seed));
    }
    CHECK(rows.size() >= 3);
  }
  for (std::uint32_t seed = 1; seed <= 20; ++seed) CHECK(session::draw_kick(Style::one_drop, metre, 16, seed)[8] != 0);
}

TEST_CASE(
    "a drawn kick has any length and metre, lies on the same beats at any resolution, and varies its fourth bar") {
  for (const int steps : {2, 3, 5, 7, 8, 12, 20, 32, 64, 100, 1024}) {
    const rhythm::Row row = session::draw_kick(Style::backbeat, Metre::default_for(steps), steps, 3);
    CHECK(row.size() == static_cast<std::size_t>(steps));
    CHECK(row[0] != 0);
  }
  const Metre fine = *Metre::parse("2,2,2,2,2/8");
  for (std::uint32_t seed = 1; seed <= 20; ++seed) {
    const rhythm::Row row = session::draw_kick(Style::straight, fine, 32, seed);
    for (std::size_t step = 1; step < row.size(); step += 2) CHECK(row[step] == 0);
  }
  bool fourth_differs = false;
  for (std::uint32_t seed = 1; seed <= 20; ++seed) {
    const rhythm::Row row = session::draw_kick(Style::backbeat, Metre::default_for(64), 64, seed);
    const auto bar = [&](std::ptrdiff_t index) {
      return rhythm::Row(row.begin() + 16 * index, row.begin() + 16 * index + 16);
    };
    CHECK(bar(1) == bar(0));
    CHECK(bar(2) == bar(0));
    fourth_differs = fourth_differs || bar(3) != bar(0);
  }
  CHECK(fourth_differs);
}

TEST_CASE("another kick is another one, one step of undo, with plain details") {
  session::Session session;
  session_test::load(session);
  REQUIRE(session.load_starter("Boom-bap"));
  session.advance(1.0);
  for (int turn = 0; turn < 10; ++turn) {
    const std::string before = session.document().row_text(rhythm::kKick);
    REQUIRE(session.edit(session::draw_another_kick, static_cast<std::uint32_t>(session.next_seed())));
    session.advance(2.0 + turn);
    CHECK(session.document().row_text(rhythm::kKick) != before);
    CHECK(session.history().undo_label() == "draw kick");
  }
  REQUIRE(session.undo());
  CHECK(session.document().feel().tempo_bpm == 90.0);
}

}  // namespace
