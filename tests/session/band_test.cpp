// Several agents in one pattern: who plays which row, who hears whom, and what they play together.
#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

#include "session/player/together.h"
#include "session/session.h"
#include "tests/session/band_steps.h"

namespace {

using nlohmann::json;
using rhythm::kHat;
using rhythm::kKick;
using rhythm::kRim;
using rhythm::kSnare;
using session::Session;
using session_test::kKickRow;
using session_test::kOpposite;
using session_test::load;
using session_test::set_kick;
using session_test::text_row;
using session_test::told;
using session_test::wire_to;

// An agent of this voice that wants the opposite of what it hears.
void hand_to_opponent(Session& session, int voice) {
  REQUIRE(session.edit(session::hand_over, voice));
  REQUIRE(session.edit(session::set_preset, "Original"));
}

void draw_row(Session& session, int voice, const char* text) {
  REQUIRE(session.edit(session::set_row, voice, *rhythm::parse_row(text)));
}

session::AnswerRef played(std::string_view text) {
  return std::make_shared<const session::Answer>(session::Answer{
      .question = {.heard = {}, .own = {}, .locks = {}, .reward = {}, .metre = rhythm::Metre::default_for(2)},
      .settings = {},
      .row = *rhythm::parse_row(text),
      .threshold = {}});
}

// A pattern of two steps whose rim, clap and hat agents each hear one other.
session::Slot ring() {
  session::Slot slot(2);
  slot.parts.clear();
  for (const auto& [voice, heard] : {std::pair{2, 4}, std::pair{3, 2}, std::pair{4, 3}}) {
    session::Part part(2);
    part.voice = voice;
    part.hears = session::only(heard);
    slot.parts.push_back(part);
  }
  return slot;
}

session::AnswerRef play_opposite(const rhythm::Pattern& pattern, const session::Part& part) {
  std::string text;
  for (const std::uint8_t cell : session::heard_row(pattern, part)) text += cell != 0 ? '.' : 'x';
  return played(text);
}

TEST_CASE("a row that is handed to an agent is played by it, and taken back it stays as it was played last") {
  Session session;
  load(session);
  set_kick(session, kKickRow);
  draw_row(session, kHat, "x.x.x.x.x.x.x.x.");
  hand_to_opponent(session, kHat);
  wire_to(session, kHat, {kKick});
  CHECK(text_row(session, kHat) == kOpposite);
  CHECK(text_row(session, kSnare) == kOpposite);
  CHECK(session.document().part().voice == kHat);
  REQUIRE(session.edit(session::take_back, kHat));
  CHECK(text_row(session, kHat) == kOpposite);
  CHECK(session.document().part().voice == kSnare);
  set_kick(session, "x...............");
  CHECK(text_row(session, kHat) == kOpposite);
  CHECK(text_row(session, kSnare) == ".xxxxxxxxxxxxxxx");
}

TEST_CASE("an agent hears the voices that it is wired to, all of them, and no other") {
  Session session;
  load(session);
  set_kick(session, kKickRow);
  hand_to_opponent(session, kHat);
  wire_to(session, kHat, {kKick});
  const std::string before = text_row(session, kHat);
  draw_row(session, kRim, "..x...x...x...x.");
  CHECK(text_row(session, kHat) == before);
  REQUIRE(session.edit(session::set_wire, kHat, kRim, true));
  CHECK(text_row(session, kHat) == ".x.x.x.x.x...x.x");
  REQUIRE(session.edit(session::set_wire, kHat, kKick, false));
  CHECK(text_row(session, kHat) == "xx.xxx.xxx.xxx.x");
  REQUIRE(session.edit(session::set_wire, kHat, kRim, false));
  CHECK(text_row(session, kHat) == "xxxxxxxxxxxxxxxx");
}

TEST_CASE("an agent hears what another one plays, whichever row is above") {
  Session session;
  load(session);
  set_kick(session, kKickRow);
  hand_to_opponent(session, kHat);
  wire_to(session, kHat, {kSnare});
  CHECK(text_row(session, kSnare) == kOpposite);
  CHECK(text_row(session, kHat) == kKickRow);
  // The snare now hears the hat, which hears the kick.
  wire_to(session, kHat, {kKick});
  wire_to(session, kSnare, {kHat});
  CHECK(text_row(session, kHat) == kOpposite);
  CHECK(text_row(session, kSnare) == kKickRow);
}

TEST_CASE("the same pattern has the same answers of a band, however they were come to") {
  Session session;
  load(session);
  hand_to_opponent(session, kHat);
  wire_to(session, kHat, {kSnare});
  wire_to(session, kSnare, {kKick, kHat});
  set_kick(session, "x.x.x.x.x.x.x.x.");
  set_kick(session, kKickRow);
  const std::string snare = text_row(session, kSnare);
  const std::string hat = text_row(session, kHat);
  REQUIRE(session.edit(session::clear, kKick));
  set_kick(session, kKickRow);
  CHECK(text_row(session, kSnare) == snare);
  CHECK(text_row(session, kHat) == hat);
}

TEST_CASE("agents that go round in circles stop there, and the best of what they played is taken") {
  const session::Slot slot = ring();
  REQUIRE(session::hears_later_ones(slot));
  int turns = 0;
  const session::TakeTurn take_turn = [&](const rhythm::Pattern& pattern, const session::Part& part) {
    ++turns;
    return play_opposite(pattern, part);
  };
  // Rim, clap and hat: on, off, on; then off, on, off; and so on.
  const auto likes_clap = [](const rhythm::Pattern& pattern) { return pattern.onset(3, 0) ? 1.0 : 0.0; };
  const session::Together together = session::answer_together(slot, take_turn, likes_clap);
  CHECK_FALSE(together.settled);
  CHECK(together.rounds == 3);
  CHECK(turns == 9);
  CHECK(rhythm::format_row(together.answers[0]->row) == "..");
  CHECK(rhythm::format_row(together.answers[1]->row) == "xx");
  CHECK(rhythm::format_row(together.answers[2]->row) == "..");
  const auto likes_rim = [](const rhythm::Pattern& pattern) { return pattern.onset(2, 0) ? 1.0 : 0.0; };
  const session::Together other = session::answer_together(slot, take_turn, likes_rim);
  CHECK(rhythm::format_row(other.answers[0]->row) == "xx");
}

TEST_CASE("one round is enough where nobody hears who comes later") {
  session::Slot slot = ring();
  slot.parts[0].hears = session::only(kKick);
  CHECK_FALSE(session::hears_later_ones(slot));
  const session::Together together =
      session::answer_together(slot, play_opposite, [](const rhythm::Pattern&) { return 0.0; });
  CHECK(together.settled);
  CHECK(together.rounds == 1);
  CHECK(rhythm::format_row(together.answers[0]->row) == "xx");
  CHECK(rhythm::format_row(together.answers[1]->row) == "..");
  CHECK(rhythm::format_row(together.answers[2]->row) == "xx");
}

TEST_CASE("each agent is asked for what its own row is to be like") {
  Session session;
  load(session);
  set_kick(session, kKickRow);
  REQUIRE(session.edit(session::set_band, "Trio"));
  REQUIRE(session.document().current().parts.size() == 3);
  REQUIRE(session.edit(session::show_part, kRim));
  REQUIRE(session.edit(session::set_density, 0.5));
  REQUIRE(session.edit(session::set_preset, "Motor"));
  CHECK(session.document().part().density == 0.5);
  const session::Slot& slot = session.document().current();
  CHECK(slot.part_of(kSnare)->density == 0.0);
  CHECK(session::name_of(slot.part_of(kSnare)->reward) == "Original");
  CHECK(session::name_of(slot.part_of(kRim)->reward) == "Motor");
  CHECK(slot.part_of(kHat)->reward == rhythm::usual_reward(kHat));
  CHECK(session.reward_view().weights ==
        session::RewardView(session.answers().rewarding().view(session::heard_row(slot), slot.pattern.row(kRim)))
            .weights);
}

TEST_CASE("steps of a row are locked for its own agent alone") {
  Session session;
  load(session);
  set_kick(session, kKickRow);
  hand_to_opponent(session, kHat);
  wire_to(session, kHat, {kKick});
  REQUIRE(session.edit(session::set_step, kHat, 0, 100));
  CHECK(session.document().current().part_of(kHat)->locked(0));
  CHECK_FALSE(session.document().current().part_of(kSnare)->locked(0));
  CHECK(text_row(session, kHat) == std::string("x") + (kOpposite + 1));
  REQUIRE(session.edit(session::unlock_all, kHat));
  CHECK(text_row(session, kHat) == kOpposite);
}

TEST_CASE("what cannot be is refused in a sentence, and nothing changes") {
  Session session;
  load(session);
  const session::Document before = session.document();
  CHECK_FALSE(session.edit(session::hand_over, kSnare));
  CHECK_FALSE(session.edit(session::take_back, kHat));
  CHECK_FALSE(session.edit(session::take_back, kSnare));  // the last one
  CHECK_FALSE(session.edit(session::set_wire, kSnare, kSnare, true));
  CHECK_FALSE(session.edit(session::set_wire, kHat, kKick, true));
  CHECK_FALSE(session.edit(session::show_part, kHat));
  CHECK_FALSE(session.edit(session::set_band, "Orchestra"));
  CHECK_FALSE(session.edit(session::hand_over, 8));
  CHECK_FALSE(session.player().seat_kept(kHat, 3));
  CHECK(session.document() == before);
}

TEST_CASE("undo takes a row back, pulls a cable out, and leaves alone which agent is shown") {
  Session session;
  load(session);
  set_kick(session, kKickRow);
  session.record_edits();
  hand_to_opponent(session, kHat);
  session.record_edits();
  CHECK(session.history().undo_label() == "hand over hat");
  REQUIRE(session.edit(session::set_wire, kHat, kRim, true));
  session.record_edits();
  CHECK(session.history().undo_label() == "cable of hat");
  REQUIRE(session.edit(session::show_part, kSnare));
  session.record_edits();
  CHECK(session.history().undo_label() == "cable of hat");
  REQUIRE(session.undo());
  CHECK_FALSE(session.document().current().part_of(kHat)->hears.test(kRim));
  CHECK(session.document().part().voice == kSnare);
  REQUIRE(session.undo());
  CHECK(session.document().current().part_of(kHat) == nullptr);
  REQUIRE(session.redo());
  CHECK(session.document().current().part_of(kHat) != nullptr);
}

TEST_CASE("while it plays, a row that was handed over is heard from the next bar") {
  Session session;
  load(session);
  set_kick(session, "x...x...x...x...");
  session.play(0.0);
  session_test::play_through(session, 0.0, 500.0, kHat);
  hand_to_opponent(session, kHat);
  wire_to(session, kHat, {kKick});
  constexpr double kBandBarMs = 2000.0;
  const auto hits = session_test::play_through(session, 500.0, 2 * kBandBarMs, kHat);
  REQUIRE_FALSE(hits.empty());
  CHECK(hits.front() == doctest::Approx(session::kStartDelayMs + kBandBarMs + 125.0));
  CHECK(text_row(session, kHat) == ".xxx.xxx.xxx.xxx");
}

TEST_CASE("a document keeps its bands, and one of before has its snare's agent alone") {
  Session session;
  load(session);
  set_kick(session, kKickRow);
  const json plain = told(session, {{"type", "document"}});
  CHECK_FALSE(plain["bank"][0].contains("parts"));
  REQUIRE(session_test::document_of(plain.dump()));
  CHECK(*session_test::document_of(plain.dump()) == session.document());

  REQUIRE(session.edit(session::set_band, "Kit"));
  REQUIRE(session.edit(session::set_wire, kHat, kRim, true));
  REQUIRE(session.edit(session::set_step, kHat, 3, 0));
  REQUIRE(session.edit(session::show_part, kRim));
  REQUIRE(session.edit(session::set_density, -0.25));
  const json stored = told(session, {{"type", "document"}});
  const auto read = session_test::document_of(stored.dump());
  REQUIRE(read);
  CHECK(*read == session.document());
  for (const auto& damage : {R"({"voice": "snare"})"_json, R"({"hears": ["moon"]})"_json, R"({"density": 7})"_json}) {
    json damaged = stored;
    damaged["bank"][0]["parts"][1].update(damage);
    CAPTURE(damaged["bank"][0]["parts"][1].dump());
    CHECK_FALSE(session_test::document_of(damaged.dump()));
  }
}

TEST_CASE("scripts hand rows over, wire them and read who plays what") {
  Session session;
  load(session);
  told(session, {{"type", "hand_over"}, {"voice", "hat"}});
  told(session, {{"type", "set_wire"}, {"voice", "hat"}, {"from", "rim"}, {"on", true}});
  json state = told(session, {{"type", "state"}});
  REQUIRE(state["parts"].size() == 2);
  CHECK(state["shown_part"] == "hat");
  CHECK(state["parts"][1]["hears"] == json{"kick", "snare", "rim"});
  told(session, {{"type", "show_part"}, {"voice", "snare"}});
  told(session, {{"type", "take_back"}, {"voice", "hat"}});
  state = told(session, {{"type", "state"}});
  CHECK(state["parts"].size() == 1);
  CHECK(told(session, {{"type", "bands"}}).size() == rhythm::bands().size());
  const json refused = json::parse(session_test::command(session, R"({"type": "hand_over", "voice": "cowbell"})", 0.0));
  CHECK(refused["ok"] == false);
}

TEST_CASE("the usual wishes of every voice make rows that differ from each other") {
  Session session;
  REQUIRE(session.load_agent(session_test::complement_agent_bytes(16), session::AgentOrigin::shipped, "a"));
  for (int voice = 0; voice < session::kVoices; ++voice) {
    CAPTURE(voice);
    CHECK_FALSE(rhythm::usual_wires(voice).test(static_cast<std::size_t>(voice)));
    CHECK(rhythm::usual_wires(voice).any());
    CHECK(rhythm::check_settings(rhythm::usual_reward(voice)));
    for (int other = 0; other < voice; ++other) {
      CHECK(rhythm::usual_reward(voice) != rhythm::usual_reward(other));
    }
  }
}

}  // namespace
