// The session under a fake clock: playing, answering, editing.
#include "session/session.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/rng.h"
#include "tests/session/session_steps.h"

namespace {

using nlohmann::json;
using rhythm::kKick;
using rhythm::kSnare;
using session::Session;
using session_test::complement_agent_bytes;
using session_test::load;
using session_test::play_through;
using session_test::set_kick;

std::string complement(std::string text) {
  for (char& c : text) c = c == '.' ? 'x' : '.';
  return text;
}

TEST_CASE("without an agent the snare stays silent and the page says why") {
  Session session;
  CHECK(session.answers().why_no_answer() == "No agent is loaded: press Train for a new one, or open an agent file.");
  CHECK(session.answers().why().empty());
  session.play(1000.0);
  CHECK(play_through(session, 1000.0, 3500.0, kSnare).empty());
}

TEST_CASE("a stall right after play delays the start instead of losing the first onsets") {
  Session session;
  session.edit(session::set_row, kKick, rhythm::Row{100, 100, 0, 0});
  session.play(1000.0);
  CHECK(play_through(session, 1400.0, 1600.0, kKick) == std::vector<double>{1450.0, 1575.0});
}

TEST_CASE("when stopped an edit is answered at once") {
  Session session;
  load(session);
  CHECK(session.document().row_text(rhythm::kSnare) == complement(session.document().row_text(rhythm::kKick)));
  set_kick(session, "x...x...x...x...");
  CHECK(session.document().row_text(rhythm::kSnare) == ".xxx.xxx.xxx.xxx");
  REQUIRE(session.edit(session::set_step, kKick, 1, 90));
  CHECK(session.document().row_text(rhythm::kSnare) == "..xx.xxx.xxx.xxx");
}

TEST_CASE("while playing a kick edit sounds at once and is answered from the next bar line") {
  Session session;
  load(session);
  set_kick(session, "x...............");
  session.play(1000.0);  // first step at 1100, the bar line at 3100
  play_through(session, 1000.0, 1200.0, kKick);
  REQUIRE(session.edit(session::set_step, kKick, 8, 100));
  CHECK(session.document().row_text(rhythm::kSnare) == ".xxxxxxxxxxxxxxx");
  CHECK(play_through(session, 1200.0, 2900.0, kKick) == std::vector<double>{2100.0});
  // The bar line is handed over up to 100 ms early, and shown when it comes.
  const auto snares = play_through(session, 2900.0, 3100.0, kSnare);
  CHECK(session.document().row_text(rhythm::kSnare) == ".xxxxxxxxxxxxxxx");
  session.advance(3100.0);
  CHECK(session.document().row_text(rhythm::kSnare) == ".xxxxxxx.xxxxxxx");
  const auto next_bar = play_through(session, 3100.0, 5000.0, kSnare);
  CHECK(std::ranges::count(next_bar, 4100.0) == 0);  // step 8 of the second bar
  CHECK(std::ranges::count(next_bar, 3225.0) == 1);
}

TEST_CASE("a trained agent takes over at the next bar line") {
  Session session;
  REQUIRE(session.edit(session::set_preset, "Original"));
  set_kick(session, "x.x.");
  session.coach().train();
  session.play(0.0);  // bars at 100, 600, 1100
  CHECK(play_through(session, 0.0, 300.0, kSnare).empty());
  REQUIRE(session.coach().take_agent(complement_agent_bytes(4)));
  CHECK(session.agent()->gradient_steps == 1000.0);
  CHECK(play_through(session, 300.0, 1000.0, kSnare) == std::vector<double>{725.0, 975.0});
}

TEST_CASE("the musician's snare steps are locked and never touched") {
  Session session;
  load(session);
  set_kick(session, "x...x...x...x...");
  REQUIRE(session.edit(session::set_step, kSnare, 0, 77));  // against the agent's wish
  REQUIRE(session.edit(session::set_step, kSnare, 1, 0));   // erased against its wish
  CHECK(session::lock_text(session.document().part()) == "xx..............");
  CHECK(session.document().row_text(rhythm::kSnare) == "x.xx.xxx.xxx.xxx");
  CHECK(session.document().pattern().velocity(kSnare, 0) == 77);
  CHECK(session.document().pattern().velocity(kSnare, 2) == rhythm::kPlainVelocity);
  REQUIRE(session.edit(session::set_lock, rhythm::kSnare, 0, false));
  CHECK(session.document().row_text(rhythm::kSnare) == "..xx.xxx.xxx.xxx");
  session.edit(session::unlock_all, rhythm::kSnare);
  CHECK(session.document().row_text(rhythm::kSnare) == ".xxx.xxx.xxx.xxx");
}

TEST_CASE("locking a step keeps it as it is when the kick changes") {
  Session session;
  load(session, 4);
  set_kick(session, "x...");
  REQUIRE(session.edit(session::set_lock, rhythm::kSnare, 1, true));
  REQUIRE(session.edit(session::set_step, kKick, 1, 100));
  CHECK(session.document().row_text(rhythm::kSnare) == ".xxx");
}

TEST_CASE("a step locked between the hand-over and its bar line stays locked") {
  Session session;
  load(session, 4);
  set_kick(session, "x...");
  session.play(0.0);  // bars at 100, 600
  play_through(session, 0.0, 300.0, kSnare);
  REQUIRE(session.edit(session::set_step, kKick, 0, 0));  // the next answer has a snare on step 0
  play_through(session, 300.0, 575.0, kSnare);            // the bar at 600 is handed over
  REQUIRE(session.edit(session::set_step, kSnare, 2, 0));
  session.advance(600.0);
  CHECK(session.document().row_text(rhythm::kSnare) == "xx.x");
  CHECK(session.locked(2));
}

TEST_CASE("random edits, locks, wishes and bars never change a locked step") {
  core::Rng rng(11);
  Session session;
  load(session);
  std::vector<int> locked(16, -1);  // velocity of a locked step
  double now_ms = 0.0;
  session.play(now_ms);
  for (int i = 0; i < 3000; ++i) {
    const auto step = static_cast<int>(rng.below(16));
    const auto velocity = static_cast<int>(rng.below(2) * (1 + rng.below(127)));
    switch (rng.below(10)) {
      case 0:
        REQUIRE(session.edit(session::set_step, kKick, step, velocity));
        break;
      case 1:
        REQUIRE(session.edit(session::set_step, kSnare, step, velocity));
        locked[static_cast<std::size_t>(step)] = velocity;
        break;
      case 2:
        REQUIRE(session.edit(session::set_lock, rhythm::kSnare, step, false));
        locked[static_cast<std::size_t>(step)] = -1;
        break;
      case 3:
        if (rng.below(20) == 0) session.toggle_play(now_ms);
        break;
      case 4:
        REQUIRE(session.edit(session::set_term, rhythm::term_table()[rng.below(rhythm::kTermCount)].term,
                             rhythm::TermSetting{.weight = 2.0F * rng.uniform() - 1.0F}));
        break;
      case 5:
        if (rng.below(10) == 0) session.edit(session::set_think, !session.document().part().think);
        break;
      default:
        session.schedule(now_ms += 25.0, 100.0);
        break;
    }
    for (int s = 0; s < 16; ++s) {
      const int expected = locked[static_cast<std::size_t>(s)];
      REQUIRE(session.locked(s) == (expected >= 0));
      if (expected >= 0) REQUIRE(session.document().pattern().velocity(kSnare, s) == expected);
    }
  }
  session.stop(now_ms);
  session.edit(session::set_think, false);
  REQUIRE(session.edit(session::set_preset, "Original"));
  for (int s = 0; s < 16; ++s) {
    if (session.locked(s)) continue;
    CHECK(session.document().pattern().onset(kSnare, s) != session.document().pattern().onset(kKick, s));
  }
}

TEST_CASE("an agent answers every length: what it has not learned a window at a time, and it says so") {
  Session session;
  load(session);
  set_kick(session, "x...x...x...x...");
  CHECK(session.learned_note().empty());
  REQUIRE(session.edit(session::set_steps, 12));
  CHECK(session.answers().why_no_answer().empty());
  CHECK(session.learned_note() ==
        "This agent has learned 16 steps and answers the first of them: press Train for one that learns 12.");
  CHECK(session.document().row_text(rhythm::kSnare) == ".xxx.xxx.xxx");
  REQUIRE(session.edit(session::set_step, kKick, 1, 100));
  CHECK(session.document().row_text(rhythm::kSnare) == "..xx.xxx.xxx");
  CHECK(session.answers().why().size() == 12);
  for (const int steps : {2, 15, 17, 24, 32, 64}) {
    CAPTURE(steps);
    REQUIRE(session.edit(session::set_steps, steps));
    REQUIRE(session.edit(session::randomise, kKick, 7U, 0.5));
    CHECK(session.answers().why().size() == static_cast<std::size_t>(steps));
    for (int step = 0; step < steps; ++step) {
      CHECK(session.document().pattern().onset(kSnare, step) != session.document().pattern().onset(kKick, step));
    }
  }
  CHECK(session.learned_note() ==
        "This agent has learned 16 steps and answers so many at a time: press Train for one that learns 64.");
  REQUIRE(session.edit(session::set_steps, 16));
  CHECK(session.learned_note().empty());
}

TEST_CASE("locks, density and a favourite hold in every window") {
  Session session;
  load(session);
  REQUIRE(session.edit(session::set_steps, 32));
  set_kick(session, "x...x...x...x...x...x...x...x...");
  CHECK(session.document().row_text(kSnare) == ".xxx.xxx.xxx.xxx.xxx.xxx.xxx.xxx");
  REQUIRE(session.edit(session::set_step, kSnare, 4, 90));
  REQUIRE(session.edit(session::set_step, kSnare, 17, 0));
  CHECK(session.document().row_text(kSnare) == ".xxxxxxx.xxx.xxx..xx.xxx.xxx.xxx");
  CHECK(session.document().pattern().velocity(kSnare, 4) == 90);
  REQUIRE(session.edit(session::set_density, -1.0));
  const std::string sparse = session.document().row_text(kSnare);
  CHECK(std::ranges::count(sparse.substr(0, 16), 'x') < 12);
  CHECK(std::ranges::count(sparse.substr(16), 'x') < 12);
  CHECK(session.document().pattern().onset(kSnare, 4));
  CHECK_FALSE(session.document().pattern().onset(kSnare, 17));
}

TEST_CASE("why tells what each toggle is worth") {
  Session session;
  load(session, 4);
  set_kick(session, "x...");
  // The answer is the complement: each toggle would make it worse by 1.
  for (const float gain : session.answers().why()) CHECK(gain == doctest::Approx(-1.0));
  REQUIRE(session.edit(session::set_step, kSnare, 2, 0));
  CHECK(session.answers().why()[2] == doctest::Approx(1.0));
}

TEST_CASE("the length may change while it plays") {
  Session session;
  load(session, 8);
  set_kick(session, "x.......");
  session.play(0.0);
  double now_ms = 0.0;
  core::Rng rng(3);
  for (int i = 0; i < 2000; ++i) {
    if (rng.below(5) == 0) REQUIRE(session.edit(session::set_steps, 2 + static_cast<int>(rng.below(63))));
    if (rng.below(9) == 0) REQUIRE(session.edit(session::set_tempo, 20.0 + rng.below(281)));
    session.schedule(now_ms += 25.0, 100.0);
    const auto step = session.player().playing_step(now_ms);
    if (step) CHECK(*step < session.document().pattern().steps());
  }
  CHECK(session.player().bar() > 1);
}

TEST_CASE("tapping sets the tempo") {
  Session session;
  session.player().tap(1000.0);
  CHECK(session.document().tempo_bpm == 120.0);
  session.player().tap(1600.0);
  CHECK(session.document().tempo_bpm == 100.0);
}

TEST_CASE("a tempo change while playing changes what was not handed over") {
  Session session;
  set_kick(session, "xxxx");
  session.play(0.0);                                // steps at 100, 225, 350 …
  play_through(session, 0.0, 50.0, kKick);          // handed over up to 125
  REQUIRE(session.edit(session::set_tempo, 60.0));  // 0.2 of a step is past then, 0.8 of 250 ms to come
  CHECK(play_through(session, 50.0, 600.0, kKick) == std::vector<double>{325.0, 575.0});
}

TEST_CASE("an answer to a changed kick is kept until something changes") {
  Session session;
  load(session);
  const std::uint64_t before = session.revision();
  session.play(0.0);
  play_through(session, 0.0, 2300.0, kSnare);
  CHECK(session.revision() - before <= 4);  // play, and each bar that began
}

}  // namespace
