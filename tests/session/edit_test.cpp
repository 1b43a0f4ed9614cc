// What is done to whole voices and patterns.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "session/session.h"
#include "tests/session/session_steps.h"

namespace {

using nlohmann::json;
using rhythm::kHat;
using rhythm::kKick;
using rhythm::kRim;
using rhythm::kSnare;
using session::Session;
using session_test::load;
using session_test::set_kick;

std::string text(const Session& session, int voice) {
  return rhythm::format_row(session.document().pattern().row(voice));
}

void set_voice_row(Session& session, int voice, const char* row) {
  const auto cells = rhythm::parse_row(row);
  REQUIRE(cells);
  REQUIRE(session.edit(session::set_row, voice, *cells));
}

TEST_CASE("rotating takes the details along, and comes round") {
  Session session;
  set_voice_row(session, kHat, "x.X.....");
  REQUIRE(session.edit(session::set_detail, kHat, 2, sequencer::StepDetail{.ratchets = 3}));
  REQUIRE(session.edit(session::rotate, kHat, 3));
  CHECK(text(session, kHat) == "...x.X..");
  CHECK(session.document().current().detail(kHat, 5).ratchets == 3);
  REQUIRE(session.edit(session::rotate, kHat, -4));
  CHECK(text(session, kHat) == ".X.....x");
  const session::Document before = session.document();
  for (int i = 0; i < 8; ++i) REQUIRE(session.edit(session::rotate, kHat, 1));
  CHECK(session.document() == before);
}

TEST_CASE("rotating the snare takes its locks along; one without locks becomes hand-set") {
  Session session;
  load(session, 4);
  set_kick(session, "x.x.");
  REQUIRE(text(session, kSnare) == ".x.x");
  REQUIRE(session.edit(session::rotate, kSnare, 1));
  CHECK(text(session, kSnare) == "x.x.");
  CHECK(session::lock_text(session.document().part()) == "xxxx");
  session.edit(session::unlock_all, rhythm::kSnare);
  REQUIRE(session.edit(session::set_step, kSnare, 0, 100));
  REQUIRE(session.edit(session::rotate, kSnare, 2));
  CHECK(session::lock_text(session.document().part()) == "..x.");
  CHECK(text(session, kSnare) == ".xxx");  // the agent goes on answering around it
}

TEST_CASE("inverting swaps hits and rests; a snare is hand-set then") {
  Session session;
  load(session, 4);
  set_kick(session, "x.x.");
  REQUIRE(session.edit(session::invert, kKick));
  CHECK(text(session, kKick) == ".x.x");
  CHECK(text(session, kSnare) == "x.x.");
  REQUIRE(session.edit(session::invert, kSnare));
  CHECK(text(session, kSnare) == ".x.x");
  CHECK(session::lock_text(session.document().part()) == "xxxx");
}

TEST_CASE("a seed gives the same random row, and a larger share only adds to it") {
  Session session;
  REQUIRE(session.edit(session::randomise, kRim, 7, 0.3));
  const std::string some = text(session, kRim);
  REQUIRE(session.edit(session::randomise, kRim, 7, 0.8));
  const std::string more = text(session, kRim);
  for (std::size_t i = 0; i < some.size(); ++i) CHECK((some[i] == '.' || some[i] == more[i]));
  REQUIRE(session.edit(session::randomise, kRim, 8, 0.3));
  CHECK(text(session, kRim) != some);
  REQUIRE(session.edit(session::randomise, kRim, 7, 0.3));
  CHECK(text(session, kRim) == some);
  REQUIRE(session.edit(session::randomise, kRim, 7, 0.0));
  CHECK(session.document().pattern().onset_count(kRim) == 0);
  REQUIRE(session.edit(session::randomise, kRim, 7, 1.0));
  CHECK(session.document().pattern().onset_count(kRim) == 16);
  CHECK_FALSE(session.edit(session::randomise, kRim, 7, 1.1));
}

TEST_CASE("a fill is Euclidean and can be rotated") {
  Session session;
  REQUIRE(session.edit(session::set_steps, 8));
  REQUIRE(session.edit(session::fill_evenly, kHat, 3, 0));
  CHECK(text(session, kHat) == "x..x..x.");
  REQUIRE(session.edit(session::fill_evenly, kHat, 3, -1));
  CHECK(text(session, kHat) == "..x..x.x");
  REQUIRE(session.edit(session::fill_evenly, kHat, 0, 0));
  CHECK(text(session, kHat) == "........");
  CHECK_FALSE(session.edit(session::fill_evenly, kHat, 9, 0));
  CHECK_FALSE(session.edit(session::fill_evenly, kHat, -1, 0));
}

TEST_CASE("doubling repeats everything and halving keeps the first half") {
  Session session;
  set_kick(session, "x..X....");
  REQUIRE(session.edit(session::set_step, kSnare, 1, 90));
  REQUIRE(session.edit(session::set_detail, kKick, 3, sequencer::StepDetail{.probability = 50}));
  const session::Slot before = session.document().current();
  REQUIRE(session.edit(session::double_pattern));
  CHECK(text(session, kKick) == "x..X....x..X....");
  CHECK(session::lock_text(session.document().part()) == ".x.......x......");
  CHECK(session.document().current().detail(kKick, 11).probability == 50);
  CHECK(session.document().config.steps == 16);
  REQUIRE(session.edit(session::halve_pattern));
  CHECK(session.document().current() == before);
  REQUIRE(session.edit(session::set_steps, 513));
  CHECK_FALSE(session.edit(session::double_pattern));
  REQUIRE(session.edit(session::set_steps, 3));
  CHECK_FALSE(session.edit(session::halve_pattern));
}

TEST_CASE("a copied voice can be pasted into another one and another pattern") {
  Session session;
  CHECK_FALSE(session.paste(std::nullopt));
  set_kick(session, "x..X....");
  REQUIRE(session.edit(session::set_detail, kKick, 3, sequencer::StepDetail{.micro = 20}));
  session.copy(kKick);
  REQUIRE(session.paste(kHat));
  CHECK(text(session, kHat) == "x..X....");
  CHECK(session.document().current().detail(kHat, 3).micro == 20);
  REQUIRE(session.player().select_slot(1));
  REQUIRE(session.paste(std::nullopt));
  CHECK(text(session, kKick) == "x..X............");
  REQUIRE(session.edit(session::set_steps, 4));
  REQUIRE(session.paste(kSnare));
  CHECK(text(session, kSnare) == "x..X");
  CHECK(session::lock_text(session.document().part()) == "xxxx");
}

TEST_CASE("a copied pattern is pasted whole, with its length, or one voice of it") {
  Session session;
  set_kick(session, "x..X....");
  REQUIRE(session.edit(session::set_step, kSnare, 2, 80));
  session.copy(std::nullopt);
  REQUIRE(session.player().select_slot(2));
  REQUIRE(session.paste(kSnare));
  CHECK(text(session, kSnare) == "..x.............");
  CHECK(session::lock_text(session.document().part()) == "..x.............");
  REQUIRE(session.paste(std::nullopt));
  CHECK(session.document().bank[2] == session.document().bank[0]);
  CHECK(session.document().config.steps == 8);
}

TEST_CASE("the commands of editing say what they refuse") {
  Session session;
  const auto command = [&](const json& each) { return json::parse(session_test::command(session, each.dump(), 0.0)); };
  for (const json& good :
       {json{{"type", "rotate"}, {"voice", "hat"}, {"by", -1}}, json{{"type", "invert"}, {"voice", "rim"}},
        json{{"type", "randomise"}, {"voice", "open_hat"}},
        json{{"type", "euclid"}, {"voice", "hat"}, {"onsets", 5}, {"rotation", 2}}, json{{"type", "copy"}},
        json{{"type", "paste"}, {"voice", "hat"}}, json{{"type", "double"}}, json{{"type", "halve"}},
        json{{"type", "select_slot"}, {"slot", 15}}, json{{"type", "copy_slot"}, {"from", 0}, {"to", 3}},
        json{{"type", "set_song"}, {"slots", {0, 3}}, {"on", true}},
        json{{"type", "set_groove"}, {"swing_percent", 60}},
        json{{"type", "set_detail"}, {"voice", "hat"}, {"step", 1}, {"ratchets", 2}},
        json{{"type", "set_voice"}, {"voice", "hat"}, {"mute", true}},
        json{{"type", "set_sound"}, {"voice", "kick"}, {"pitch", 0.7}},
        json{{"type", "audition"}, {"voice", "kick"}}}) {
    CHECK_MESSAGE(command(good)["ok"] == true, good.dump());
  }
  const session::Document before = session.document();
  for (const json& wrong :
       {json{{"type", "rotate"}, {"voice", "hat"}}, json{{"type", "invert"}},
        json{{"type", "randomise"}, {"voice", "hat"}, {"share", 2}},
        json{{"type", "randomise"}, {"voice", "hat"}, {"seed", -1}},
        json{{"type", "euclid"}, {"voice", "hat"}, {"onsets", 17}}, json{{"type", "copy"}, {"voice", "cowbell"}},
        json{{"type", "select_slot"}, {"slot", 16}}, json{{"type", "copy_slot"}, {"from", 0}, {"to", 16}},
        json{{"type", "set_song"}, {"slots", json::array()}, {"on", true}},
        json{{"type", "set_song"}, {"slots", {1.5}}}, json{{"type", "set_groove"}, {"swing_percent", 76}},
        json{{"type", "set_detail"}, {"voice", "hat"}, {"step", 16}, {"ratchets", 2}},
        json{{"type", "set_detail"}, {"voice", "hat"}, {"step", 1}, {"ratchets", 5}},
        json{{"type", "set_voice"}, {"voice", "hat"}, {"length", 17}},
        json{{"type", "set_sound"}, {"voice", "kick"}, {"pitch", 1.7}},
        json{{"type", "audition"}, {"voice", "kick"}, {"velocity", 128}}}) {
    const json reply = command(wrong);
    CHECK_MESSAGE(reply["ok"] == false, wrong.dump());
    if (reply["ok"] == false) CHECK(reply["error"].get<std::string>().ends_with("."));
  }
  CHECK(session.document() == before);
}

}  // namespace
