// Playing the agents: when the fader, dynamics, the other agent and newer agents of the training are heard.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "agent/dynamics.h"
#include "session/session.h"
#include "tests/nn/matrices.h"
#include "tests/session/session_steps.h"

namespace {

using nlohmann::json;
using session::AgentOrigin;
using session::Session;
using session::Side;
using session_test::complement_agent;
using session_test::complement_agent_bytes;
using session_test::drained;
using session_test::load;
using session_test::set_kick;

constexpr double kBarMs = 2000.0;  // of 16 steps at 120 BPM
constexpr double kStartMs = session::kStartDelayMs;

// As the complement agent, but each step matters less than the one before: margins fall from 1 to -0.5.
std::vector<std::uint8_t> graded_bytes(const char* name, std::uint64_t gradient_steps = 1000) {
  agent::Agent agent = complement_agent(16, name);
  agent.info.gradient_steps = gradient_steps;
  nn::Mlp& mlp = agent.network.mlp();
  Eigen::MatrixXf output = Eigen::MatrixXf::Zero(17, 32);
  Eigen::VectorXf bias = Eigen::VectorXf::Zero(17);
  for (int i = 0; i < 16; ++i) {
    output(i, i) = output(i, 16 + i) = 1.0F;
    bias(i) = -1.0F + 0.1F * static_cast<float>(i);
  }
  nn_test::set_layer(mlp, 1, output, bias);
  return agent::encode_agent(agent);
}

// Knows nothing: walks from the first step to the last.
std::vector<std::uint8_t> untrained_bytes(int steps, const char* name) {
  core::Config config = core::original_config();
  config.steps = steps;
  config.hidden_layers = 1;
  config.hidden_units = 4;
  agent::Agent agent(config);
  agent.info.name = name;
  return agent::encode_agent(agent);
}

std::string snare(const Session& session) { return session.document().row_text(rhythm::kSnare); }
int snare_count(const Session& session) { return session.document().pattern().onset_count(rhythm::kSnare); }

void play_until(Session& session, double from_ms, double to_ms) {
  session_test::play_through(session, from_ms, to_ms, rhythm::kSnare);
}

void start_training(Session& session) {
  session.coach().train();
  drained(session);
}

std::vector<std::uint8_t> trained_bytes(int gradient_steps) {
  return graded_bytes("", static_cast<std::uint64_t>(gradient_steps));
}

TEST_CASE("the fader is heard at once when stopped, keeps locks, and comes back to the same answer") {
  Session session;
  load(session);
  set_kick(session, "x...x...x...x...");
  REQUIRE(session.edit(session::set_lock, rhythm::kSnare, 0, true));
  const std::string middle = snare(session);
  CHECK(middle == ".xxx.xxx.xxx.xxx");
  REQUIRE(session.edit(session::set_density, 1.0));
  CHECK(snare(session) == ".xxxxxxx.xxx.xxx");  // half of the three free rests, the first of equals
  REQUIRE(session.answers().heard());
  CHECK(session.answers().heard()->answer->added == 1);
  CHECK(session.answers().heard()->answer->threshold == -1.0F);
  REQUIRE(session.edit(session::set_density, -1.0));
  CHECK(snare_count(session) == 3);
  CHECK(session.answers().heard()->answer->added == -9);
  REQUIRE(session.edit(session::set_density, 0.0));
  CHECK(snare(session) == middle);
  CHECK_FALSE(session.answers().heard()->answer->threshold);
  CHECK_FALSE(session.edit(session::set_density, 1.1));
  CHECK_FALSE(session.edit(session::set_density, std::nan("")));
  CHECK(snare(session) == middle);
}

TEST_CASE("while playing, fader and dynamics are heard at the next bar line") {
  Session session;
  REQUIRE(session.edit(session::set_preset, "Original"));
  REQUIRE(session.load_agent(graded_bytes("Graded"), AgentOrigin::shipped, "a"));
  set_kick(session, "x...x...x...x...");
  session.edit(session::set_dynamics, false);
  const rhythm::Pattern before = session.document().pattern();
  session.play(0.0);
  play_until(session, 0.0, 1000.0);
  REQUIRE(session.edit(session::set_density, 0.5));
  session.edit(session::set_dynamics, true);
  play_until(session, 1000.0, kStartMs + kBarMs - 1.0);
  CHECK(session.document().pattern() == before);
  session.advance(kStartMs + kBarMs);
  CHECK(snare_count(session) == 13);
  CHECK(session.answers().heard()->answer->added == 1);
  CHECK(session.document().pattern().velocity(rhythm::kSnare, 1) > rhythm::kPlainVelocity);
  CHECK(std::ranges::equal(session.document().pattern().row(rhythm::kSnare), session.answers().heard()->answer->row));
  CHECK(session.document().pattern().velocity(rhythm::kSnare, 12) <= agent::kLoudestGhost);
}

TEST_CASE("fader and dynamics are the document's") {
  Session session;
  load(session);
  drained(session);
  REQUIRE(session.edit(session::set_density, 0.25));
  session.edit(session::set_dynamics, false);
  CHECK(drained(session).back()["document"] == true);
  Session other;
  other.restore(*session_test::document_of(session::document_json(session.document()).dump()));
  CHECK(other.document().part().density == 0.25);
  CHECK_FALSE(other.document().part().dynamics);
}

TEST_CASE("an agent is put aside and both answer the same kick, the other one from the next bar line") {
  Session session;
  load(session);
  CHECK_FALSE(session.player().ab_toggle());
  REQUIRE(session.player().ab_store());
  CHECK(session.player().agents().side() == Side::a);
  CHECK(session.player().agents().card(Side::b)->layer_sizes == session.agent()->layer_sizes);
  REQUIRE(session.load_agent(untrained_bytes(16, "Fresh"), AgentOrigin::file, "b"));
  set_kick(session, "x...x...x...x...");
  const std::string fresh = snare(session);
  const std::string complement = ".xxx.xxx.xxx.xxx";
  REQUIRE(fresh != complement);
  CHECK(rhythm::format_row(session.answers().answer_of(Side::a)) == fresh);
  CHECK(rhythm::format_row(session.answers().answer_of(Side::b)) == complement);

  session.play(0.0);
  play_until(session, 0.0, 1000.0);
  REQUIRE(session.player().ab_toggle());
  CHECK(session.player().agents().side() == Side::b);
  play_until(session, 1000.0, kStartMs + kBarMs - 1.0);
  CHECK(snare(session) == fresh);
  CHECK(session.answers().heard()->side == Side::a);
  session.advance(kStartMs + kBarMs);
  CHECK(snare(session) == complement);
  CHECK(session.answers().heard()->side == Side::b);

  session.stop(2500.0);
  REQUIRE(session.player().ab_toggle());
  CHECK(snare(session) == fresh);
  CHECK(session.answers().heard()->side == Side::a);
}

TEST_CASE("clearing B plays A, and storing while B plays changes nothing") {
  Session session;
  CHECK_FALSE(session.player().ab_store());
  load(session);
  REQUIRE(session.player().ab_store());
  REQUIRE(session.load_agent(untrained_bytes(16, "Fresh"), AgentOrigin::file, "b"));
  REQUIRE(session.player().ab_toggle());
  const auto name = session.player().agents().card(Side::b)->name;
  REQUIRE(session.player().ab_store());
  CHECK(session.player().agents().card(Side::b)->name == name);
  CHECK(session.player().agents().card(Side::a)->name == "Fresh");
  session.player().ab_clear();
  CHECK(session.player().agents().side() == Side::a);
  CHECK_FALSE(session.player().agents().card(Side::b));
  CHECK(session.answers().heard()->side == Side::a);
  CHECK_FALSE(session.player().ab_toggle());
}

TEST_CASE("opened agents go to side A and are heard; names and exports are the playing side's") {
  Session session;
  load(session);
  REQUIRE(session.player().ab_store());
  REQUIRE(session.player().ab_toggle());
  REQUIRE(session.set_agent_text("Old friend", ""));
  CHECK(session.player().agents().card(Side::a)->name != "Old friend");
  CHECK(session.player().agents().file_name(session.player().agents().side(), session.document().pattern().steps()) ==
        "Old friend.safetensors");
  REQUIRE(session.load_agent(untrained_bytes(16, "Fresh"), AgentOrigin::file, "b"));
  CHECK(session.player().agents().side() == Side::a);
  CHECK(session.agent()->name == "Fresh");
  CHECK(session.player().agents().card(Side::b)->name == "Old friend");
  Session other;
  REQUIRE(other.load_agent_b(*session.export_agent(Side::b), "kept"));
  CHECK(other.player().agents().card(Side::b)->name == "Old friend");
  CHECK(other.player().agents().card(Side::b)->origin == AgentOrigin::stored);
  CHECK_FALSE(other.agent());
  CHECK_FALSE(other.load_agent_b({}, "kept"));
}

TEST_CASE("B is saved when it changes, and only then") {
  Session session;
  load(session);
  drained(session);
  REQUIRE(session.player().ab_store());
  CHECK(drained(session).back() ==
        json({{"type", "save"}, {"document", false}, {"agent", false}, {"agent_b", true}, {"kept", false}}));
  REQUIRE(session.player().ab_toggle());
  for (const json& request : drained(session)) CHECK(request["type"] != "save");
  session.player().ab_clear();
  CHECK(drained(session).back()["agent_b"] == true);
}

TEST_CASE("the training's agents come in at bar lines only, with thinking and fader, and are told by their update") {
  Session session;
  load(session);
  set_kick(session, "x...x...x...x...");
  session.edit(session::set_think, true);
  REQUIRE(session.edit(session::set_density, 0.5));
  start_training(session);
  session.play(0.0);
  play_until(session, 0.0, 500.0);
  const rhythm::Pattern first = session.document().pattern();
  const double first_update = session.answers().heard()->gradient_steps;
  double now_ms = 500.0;
  for (int update = 1; update <= 3; ++update) {
    REQUIRE(session.coach().take_agent(trained_bytes(100 * update)));
    play_until(session, now_ms, now_ms + 400.0);
    now_ms += 400.0;
    CHECK(session.document().pattern() == first);
    CHECK(session.answers().heard()->gradient_steps == first_update);
  }
  play_until(session, now_ms, kStartMs + kBarMs + 25.0);
  CHECK(session.answers().heard()->gradient_steps == 300.0);
  CHECK(session.answers().heard()->origin == AgentOrigin::trained);
  CHECK(session.document().pattern() != first);
}

TEST_CASE("the training learns on side A while B plays") {
  Session session;
  load(session);
  REQUIRE(session.player().ab_store());
  REQUIRE(session.player().ab_toggle());
  start_training(session);
  session.play(0.0);
  play_until(session, 0.0, 500.0);
  REQUIRE(session.coach().take_agent(trained_bytes(700)));
  play_until(session, 500.0, kStartMs + kBarMs + 25.0);
  CHECK(session.player().agents().card(Side::a)->gradient_steps == 700.0);
  CHECK(session.answers().heard()->side == Side::b);
  CHECK(session.answers().heard()->gradient_steps == 1000.0);
  REQUIRE(session.player().ab_toggle());
  play_until(session, kStartMs + kBarMs + 25.0, kStartMs + 2 * kBarMs + 25.0);
  CHECK(session.answers().heard()->side == Side::a);
  CHECK(session.answers().heard()->gradient_steps == 700.0);
}

TEST_CASE("putting aside, clearing and the fader are undone and redone; which side plays is not an edit") {
  Session session;
  load(session);
  const auto edit = [&](const char* json_text) {
    REQUIRE(json::parse(session_test::command(session, json_text, 0.0))["ok"] == true);
  };
  edit(R"({"type":"ab_store"})");
  CHECK(session.history().undo_label() == "put agent aside");
  edit(R"({"type":"ab_toggle"})");
  CHECK(session.history().undo_label() == "put agent aside");
  edit(R"({"type":"set_density","density":0.5})");
  CHECK(session.history().undo_label() == "density");
  edit(R"({"type":"ab_clear"})");
  CHECK(session.history().undo_label() == "clear agent B");
  CHECK(session.player().agents().side() == Side::a);

  REQUIRE(session.undo());
  CHECK(session.player().agents().card(Side::b));
  CHECK(session.document().part().density == 0.5);
  REQUIRE(session.undo());
  CHECK(session.document().part().density == 0.0);
  REQUIRE(session.player().ab_toggle());
  drained(session);
  REQUIRE(session.undo());
  CHECK_FALSE(session.player().agents().card(Side::b));
  CHECK(session.player().agents().side() == Side::a);  // B is gone, so A plays
  CHECK(drained(session).back()["agent_b"] == true);
  CHECK(session.history().undo_label() == "preset Original");
  REQUIRE(session.redo());
  CHECK(rhythm::format_row(session.answers().answer_of(Side::b)) == snare(session));
}

TEST_CASE("an agent on B of another length answers too, and says what it has learned") {
  Session session;
  load(session);
  REQUIRE(session.player().ab_store());
  REQUIRE(session.load_agent(untrained_bytes(8, "Short"), AgentOrigin::file, "b"));
  REQUIRE(session.edit(session::set_steps, 8));
  REQUIRE(session.answers().heard());
  REQUIRE(session.player().ab_toggle());
  CHECK(session.answers().why_no_answer().empty());
  REQUIRE(session.answers().heard());
  CHECK(session.answers().heard()->side == Side::b);
  CHECK(session.learned_note().find("learned 16 steps") != std::string::npos);
  CHECK(session.answers().answer_of(Side::b).size() == 8);
  CHECK(session.answers().answer_of(Side::a).size() == 8);
}

TEST_CASE("commands and state tell of fader, dynamics and both agents") {
  Session session;
  load(session);
  const auto command = [&](const json& text) { return json::parse(session_test::command(session, text.dump(), 0.0)); };
  CHECK(command({{"type", "set_density"}, {"density", -0.5}})["ok"] == true);
  CHECK(command({{"type", "set_density"}, {"density", 2}})["error"] == "The density goes from -1 to 1.");
  CHECK(command({{"type", "set_dynamics"}, {"on", false}})["ok"] == true);
  CHECK(command({{"type", "ab_toggle"}})["ok"] == false);
  CHECK(command({{"type", "ab_store"}})["ok"] == true);
  CHECK(command({{"type", "ab_toggle"}})["result"]["side"] == "b");
  CHECK(command({{"type", "load_agent"}, {"side", "b"}})["ok"] == false);
  CHECK(command({{"type", "export_agent"}, {"side", "c"}})["error"] == "\"side\" should be \"a\" or \"b\".");
  const json state = json::parse(session::state_json(session).dump());
  CHECK(state["density"] == -0.5);
  CHECK(state["dynamics"] == false);
  CHECK(state["ab"]["side"] == "b");
  CHECK(state["ab"]["a"]["snare"] == state["snare"]);
  CHECK(state["ab"]["b"]["snare"] == state["snare"]);
  CHECK(state["heard"]["side"] == "b");
  CHECK(state["heard"]["gradient_steps"] == 1000.0);
  CHECK(state["heard"]["added"] < 0);
  CHECK(state["heard"]["threshold"] == -1.0);
  CHECK(command({{"type", "ab_clear"}})["ok"] == true);
  CHECK(json::parse(session::state_json(session).dump())["ab"]["b"].is_null());
}

}  // namespace
