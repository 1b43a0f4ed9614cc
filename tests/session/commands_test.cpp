// Every command by its JSON: what it does, and what it refuses.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "session/session.h"
#include "tests/session/hand_made_agent.h"
#include "tests/session/session_steps.h"

namespace {

using nlohmann::json;
using session::Session;
using session_test::complement_agent_bytes;
using session_test::drained;

json call(Session& session, const json& command, std::span<const std::uint8_t> inbox = {}, double now_ms = 1000.0) {
  return json::parse(session_test::command(session, command.dump(), now_ms, inbox));
}

json result_of(Session& session, const json& command, std::span<const std::uint8_t> inbox = {}) {
  const json reply = call(session, command, inbox);
  REQUIRE_MESSAGE(reply["ok"] == true, reply.dump());
  return reply["result"];
}

json last_request(Session& session) {
  json requests = drained(session);
  std::erase_if(requests.get_ref<json::array_t&>(),
                [](const json& request) { return request["type"] == "save" || request["type"] == "truth"; });
  return requests.empty() ? json() : requests.back();
}

// Refused with a sentence, and nothing of the state changed.
void check_refused(Session& session, const json& command, std::span<const std::uint8_t> inbox = {}) {
  const json before = json::parse(session::state_json(session).dump());
  const json reply = call(session, command, inbox);
  CHECK_MESSAGE(reply["ok"] == false, command.dump());
  if (reply["ok"] == false) CHECK_MESSAGE(reply["error"].get<std::string>().ends_with("."), reply.dump());
  CHECK_MESSAGE(json::parse(session::state_json(session).dump()) == before, command.dump());
}

TEST_CASE("what is no command is refused with one sentence") {
  Session session;
  for (const char* text : {"", "{", "[]", "3", "null", "{}", R"({"type":3})", "\xff\xfe"}) {
    const json reply = json::parse(session_test::command(session, text, 0.0));
    CHECK(reply["ok"] == false);
    CHECK(reply["error"] == "A command is a JSON object with a \"type\".");
  }
  CHECK(call(session, {{"type", "dance"}})["error"] == "There is no command \"dance\".");
}

TEST_CASE("commands that only give a result refuse nothing and change nothing") {
  Session session;
  const json names = result_of(session, {{"type", "commands"}});
  CHECK(names.size() > 50);
  CHECK(std::set<std::string>(names.begin(), names.end()).size() == names.size());
  CHECK(result_of(session, {{"type", "state"}})["steps"] == 16);
  CHECK(result_of(session, {{"type", "document"}})["version"] == 2);
}

TEST_CASE("the transport's commands") {
  Session session;
  result_of(session, {{"type", "play"}});
  CHECK(session.playing());
  CHECK(last_request(session)["type"] == "audio_start");
  result_of(session, {{"type", "stop"}});
  CHECK_FALSE(session.playing());
  CHECK(last_request(session)["type"] == "audio_stop");
  result_of(session, {{"type", "toggle_play"}});
  CHECK(session.playing());
  result_of(session, {{"type", "set_tempo"}, {"tempo_bpm", 93.5}});
  CHECK(session.document().tempo_bpm == 93.5);
  CHECK(result_of(session, {{"type", "tap"}}) == json({{"tempo_bpm", 93.5}}));
  result_of(session, {{"type", "set_volume"}, {"volume", 0.5}});
  CHECK(last_request(session) == json({{"type", "set_volume"}, {"volume", 0.5}}));
  for (const json& tempo_bpm : {json(19.9), json(300.1), json("120"), json(), json(true)}) {
    check_refused(session, {{"type", "set_tempo"}, {"tempo_bpm", tempo_bpm}});
  }
  check_refused(session, {{"type", "set_tempo"}});
  for (const json& volume : {json(-0.1), json(1.1), json("1")}) {
    check_refused(session, {{"type", "set_volume"}, {"volume", volume}});
  }
}

TEST_CASE("set_pattern takes text or velocities and sets the length") {
  Session session;
  result_of(session, {{"type", "set_pattern"}, {"kick", "x..x ..X."}});
  CHECK(session.document().row_text(rhythm::kKick) == "x..x..X.");
  CHECK(session.document().pattern().steps() == 8);
  result_of(session, {{"type", "set_pattern"}, {"kick", {0, 30, 127}}, {"snare", ".x."}});
  CHECK(session.document().pattern().velocity(rhythm::kKick, 1) == 30);
  CHECK(session.document().row_text(rhythm::kSnare) == ".x.");
  CHECK(session::lock_text(session.document().part()) == "xxx");
  result_of(session, {{"type", "set_pattern"}, {"snare", "xx."}, {"locks", "x.."}});
  CHECK(session::lock_text(session.document().part()) == "x..");
}

TEST_CASE("set_pattern refuses what is no pattern of the page") {
  Session session;
  const json wrong[] = {json::object(),
                        {{"kick", 3}},
                        {{"kick", "x"}},
                        {{"kick", "x?.."}},
                        {{"kick", std::string(1025, 'x')}},
                        {{"kick", {0, 128}}},
                        {{"kick", {0, -1}}},
                        {{"kick", {0, 0.5}}},
                        {{"kick", {0, "x"}}},
                        {{"kick", "x..."}, {"snare", "x.."}},
                        {{"snare", "x..."}, {"locks", "x"}},
                        {{"snare", "x..."}, {"locks", "x.."}},
                        {{"locks", "x..."}},
                        {{"kick", "x..."}, {"snare", nullptr}}};
  for (json command : wrong) {
    command["type"] = "set_pattern";
    check_refused(session, command);
  }
}

TEST_CASE("the steps' commands") {
  Session session;
  result_of(session, {{"type", "set_step"}, {"voice", "kick"}, {"step", 1}, {"velocity", 64}});
  CHECK(session.document().pattern().velocity(rhythm::kKick, 1) == 64);
  result_of(session, {{"type", "set_step"}, {"voice", "snare"}, {"step", 2}, {"velocity", 99}});
  CHECK(session.locked(2));
  result_of(session, {{"type", "set_lock"}, {"step", 3}, {"locked", true}});
  CHECK(session::lock_text(session.document().part()) == "..xx............");
  result_of(session, {{"type", "unlock_all"}});
  CHECK(session::lock_text(session.document().part()) == "................");
  result_of(session, {{"type", "set_lock"}, {"step", 2}, {"locked", true}});
  result_of(session, {{"type", "clear"}, {"voice", "kick"}});
  CHECK(session.document().row_text(rhythm::kKick) == "................");
  CHECK(session.locked(2));
  result_of(session, {{"type", "clear"}});
  CHECK_FALSE(session.locked(2));
  result_of(session, {{"type", "set_steps"}, {"steps", 64}});
  CHECK(session.document().pattern().steps() == 64);

  const json wrong[] = {{{"type", "set_step"}, {"voice", "cowbell"}, {"step", 1}, {"velocity", 64}},
                        {{"type", "set_step"}, {"step", 1}, {"velocity", 64}},
                        {{"type", "set_step"}, {"voice", "kick"}, {"step", 64}, {"velocity", 64}},
                        {{"type", "set_step"}, {"voice", "kick"}, {"step", -1}, {"velocity", 64}},
                        {{"type", "set_step"}, {"voice", "kick"}, {"step", 1.5}, {"velocity", 64}},
                        {{"type", "set_step"}, {"voice", "kick"}, {"step", 1e300}, {"velocity", 64}},
                        {{"type", "set_step"}, {"voice", "kick"}, {"step", 1}, {"velocity", 128}},
                        {{"type", "set_step"}, {"voice", "kick"}, {"step", 1}},
                        {{"type", "set_lock"}, {"step", 64}, {"locked", true}},
                        {{"type", "set_lock"}, {"step", 1}, {"locked", 1}},
                        {{"type", "set_lock"}, {"locked", true}},
                        {{"type", "clear"}, {"voice", "cowbell"}},
                        {{"type", "clear"}, {"voice", nullptr}},
                        {{"type", "set_steps"}, {"steps", 1}},
                        {{"type", "set_steps"}, {"steps", 1025}},
                        {{"type", "set_steps"}, {"steps", "16"}},
                        {{"type", "set_steps"}}};
  for (const json& command : wrong) check_refused(session, command);
}

TEST_CASE("the training's commands") {
  Session session;
  result_of(session, {{"type", "train"}});
  CHECK(session.coach().training().status == session::TrainingStatus::training);
  result_of(session, {{"type", "pause"}});
  CHECK(session.coach().training().status == session::TrainingStatus::paused);
  result_of(session, {{"type", "toggle_training"}});
  result_of(session, {{"type", "reset"}});
  CHECK(session.coach().training().status == session::TrainingStatus::training);
  result_of(session, {{"type", "set_config"}, {"config", {{"learning_rate", 0.01}, {"exploration", "epsilon"}}}});
  CHECK(session.document().config.exploration == core::Exploration::epsilon);
  CHECK(result_of(session, {{"type", "agent"}}, complement_agent_bytes(16)) == json({{"gradient_steps", 1000.0}}));
  result_of(session, {{"type", "trainer_state"}, {"state", "ready"}});
  CHECK(session.coach().training().status == session::TrainingStatus::training);
  result_of(session, {{"type", "trainer_state"}, {"state", "paused"}});
  CHECK(session.coach().training().status == session::TrainingStatus::paused);
  result_of(session, {{"type", "trainer_error"}, {"error", "One."}});
  CHECK(session.coach().training().sentence == "One.");
  result_of(session, {{"type", "trainer_crashed"}, {"error", "Two."}});
  CHECK(session.coach().training().status == session::TrainingStatus::crashed);

  const json wrong[] = {{{"type", "set_config"}},
                        {{"type", "set_config"}, {"config", 3}},
                        {{"type", "set_config"}, {"config", {{"learning_rate", -1}}}},
                        {{"type", "set_config"}, {"config", {{"gamma", 0.9}, {"swagger", 1}}}},
                        {{"type", "set_config"}, {"config", {{"gamma", 0.9}, {"steps", 1025}}}},
                        {{"type", "stats"}},
                        {{"type", "stats"}, {"stats", json::object()}},
                        {{"type", "stats"}, {"stats", "{"}},
                        {{"type", "agent"}},
                        {{"type", "trainer_state"}, {"state", "asleep"}},
                        {{"type", "trainer_state"}},
                        {{"type", "trainer_error"}},
                        {{"type", "trainer_crashed"}, {"error", 4}}};
  for (const json& command : wrong) check_refused(session, command);
}

TEST_CASE("the agent's commands") {
  Session session;
  for (const char* type : {"export_agent", "evaluate", "evaluation_csv"}) check_refused(session, {{"type", type}});
  check_refused(session, {{"type", "download"}, {"what", "agent"}});
  check_refused(session, {{"type", "set_agent_text"}, {"name", "x"}});
  const auto bytes = complement_agent_bytes(16, "Noon");
  const json card = result_of(session, {{"type", "load_agent"}, {"name", "a.safetensors"}}, bytes);
  CHECK(card["name"] == "Noon");
  CHECK(card["origin"] == "file");
  CHECK(card["layer_sizes"] == json({48, 32, 17}));
  CHECK(result_of(session, {{"type", "load_agent"}, {"origin", "shipped"}}, bytes)["origin"] == "shipped");
  const json exported = result_of(session, {{"type", "export_agent"}});
  CHECK(exported == json({{"name", "Noon.safetensors"}, {"size", bytes.size()}}));
  std::vector<std::uint8_t> given;
  session::run_command(session, R"({"type":"export_agent"})", 0.0, {}, given);
  CHECK(given.size() == bytes.size());
  result_of(session, {{"type", "set_agent_text"}, {"note", "Mine."}});
  CHECK(session.agent()->name == "Noon");
  CHECK(session.agent()->note == "Mine.");
  result_of(session, {{"type", "download"}, {"what", "agent"}});
  CHECK(last_request(session) == json({{"type", "download"}, {"what", "agent"}, {"name", "Noon.safetensors"}}));
  result_of(session, {{"type", "open_agent"}});
  CHECK(last_request(session)["type"] == "open_file");
  result_of(session, {{"type", "evaluate"}, {"iterations", 8}, {"starts", 100}});
  const json request = last_request(session);
  CHECK(request["type"] == "evaluate");
  CHECK(request["options"]["iterations"] == 8);
  CHECK(request["options"]["starts"] == 100);
  CHECK(request["options"]["seed"] == 1);
  result_of(session, {{"type", "evaluation_error"}, {"error", "No."}});
  CHECK(session.coach().evaluations().sentence() == "No.");

  check_refused(session, {{"type", "load_agent"}});
  check_refused(session, {{"type", "load_agent"}, {"origin", "trained"}}, bytes);
  check_refused(session, {{"type", "load_agent"}, {"name", 3}}, bytes);
  check_refused(session, {{"type", "set_agent_text"}, {"name", 3}});
  check_refused(session, {{"type", "evaluate"}, {"iterations", "8"}});
  check_refused(session, {{"type", "evaluate"}, {"starts", 0}});
  check_refused(session, {{"type", "evaluate"}, {"kicks", 0}});
  check_refused(session, {{"type", "download"}, {"what", "evaluation_png"}});
  check_refused(session, {{"type", "download"}});
  check_refused(session, {{"type", "evaluation"}});
  check_refused(session, {{"type", "evaluation_error"}});
}

TEST_CASE("the reward's commands") {
  Session session;
  result_of(session, {{"type", "set_preset"}, {"name", "original"}});
  CHECK(result_of(session, {{"type", "state"}})["reward"]["preset"] == "Original");
  result_of(session, {{"type", "set_term"}, {"term", "lhl"}, {"weight", -0.5}, {"mode", "target"}, {"level", 0.25}});
  result_of(session, {{"type", "set_term"}, {"term", "lhl"}, {"weight", 0.5}});
  json reward = result_of(session, {{"type", "state"}})["reward"];
  CHECK(reward["preset"].is_null());
  CHECK(reward["terms"]["lhl"] == json({{"weight", 0.5}, {"mode", "target"}, {"level", 0.25}}));
  CHECK(reward["terms"]["difference"]["weight"] == 1.0);
  result_of(session, {{"type", "set_reward"}, {"reward", {{"terms", {{"lhl", {{"weight", 0}}}}}}}});
  CHECK(session.document().part().reward[rhythm::Term::lhl].weight == 0.0F);
  CHECK(session.document().part().reward[rhythm::Term::difference].weight == 1.0F);
  result_of(session, {{"type", "set_reward"}, {"reward", reward}});  // the state's comes back as it is
  CHECK(session.document().part().reward[rhythm::Term::lhl].weight == 0.5F);
  check_refused(session, {{"type", "like_snare"}});
  result_of(session, {{"type", "set_step"}, {"voice", "snare"}, {"step", 4}, {"velocity", 90}});
  result_of(session, {{"type", "like_snare"}});
  CHECK(result_of(session, {{"type", "state"}})["reward"]["liked"] == "....x...........");
  result_of(session, {{"type", "forget_liked"}});
  CHECK(session.document().part().reward.liked.empty());
  result_of(session, {{"type", "set_think"}, {"on", true}});
  CHECK(result_of(session, {{"type", "state"}})["think"] == true);
  CHECK(result_of(session, {{"type", "presets"}}).size() == rhythm::reward_presets().size());
  const json wrong[] = {{{"type", "set_preset"}, {"name", "Polka"}},
                        {{"type", "set_preset"}},
                        {{"type", "set_term"}, {"term", "swing"}, {"weight", 1}},
                        {{"type", "set_term"}, {"weight", 1}},
                        {{"type", "set_term"}, {"term", "lhl"}, {"weight", 1.5}},
                        {{"type", "set_term"}, {"term", "lhl"}, {"weight", "much"}},
                        {{"type", "set_term"}, {"term", "lhl"}, {"level", -0.5}},
                        {{"type", "set_term"}, {"term", "lhl"}, {"mode", "double"}},
                        {{"type", "set_reward"}},
                        {{"type", "set_reward"}, {"reward", {{"colour", "red"}}}},
                        {{"type", "set_reward"}, {"reward", {{"liked", "x"}}}},
                        {{"type", "set_think"}},
                        {{"type", "set_think"}, {"on", 1}},
                        {{"type", "truth"}},
                        {{"type", "truth"}, {"result", json::object()}}};
  for (const json& command : wrong) check_refused(session, command);
}

TEST_CASE("the MIDI commands") {
  Session session;
  result_of(session, {{"type", "midi_connect"}});
  CHECK(last_request(session)["type"] == "midi_connect");
  result_of(session, {{"type", "midi_state"},
                      {"status", "ready"},
                      {"sentence", "Playing."},
                      {"ports", {{{"id", "a"}, {"name", "Drums"}}}},
                      {"selected", "a"}});
  CHECK(session.midi().ports().output().ready());
  CHECK(session.midi().ports().output().ports[0].name == "Drums");
  result_of(session, {{"type", "set_midi"}, {"channel", 3}, {"kick_on", true}, {"latency_ms", -12.5}});
  CHECK(session.midi().ports().output_settings() ==
        sequencer::MidiSettings{.on = {true, true, false, false, false}, .channel = 3, .latency_ms = -12.5});
  result_of(session, {{"type", "midi_panic"}});
  CHECK(last_request(session)["messages"] == json({{1000.0, 0xB2, 123, 0}, {1000.0, 0xB2, 120, 0}}));
  result_of(session, {{"type", "midi_select"}, {"id", nullptr}});
  CHECK_FALSE(session.midi().ports().output().selected);

  const json wrong[] = {{{"type", "set_midi"}, {"channel", 0}},
                        {{"type", "set_midi"}, {"channel", 17}},
                        {{"type", "set_midi"}, {"channel", 2.5}},
                        {{"type", "set_midi"}, {"snare_note", 128}},
                        {{"type", "set_midi"}, {"kick_note", -1}},
                        {{"type", "set_midi"}, {"kick_on", 1}},
                        {{"type", "set_midi"}, {"note_length_ms", 0}},
                        {{"type", "set_midi"}, {"note_length_ms", 10}, {"latency_ms", 500}},
                        {{"type", "midi_select"}},
                        {{"type", "midi_select"}, {"id", "z"}},
                        {{"type", "midi_state"}, {"status", "fine"}, {"sentence", ""}, {"ports", json::array()}},
                        {{"type", "midi_state"}, {"status", "off"}, {"ports", json::array()}},
                        {{"type", "midi_state"}, {"status", "off"}, {"sentence", ""}},
                        {{"type", "midi_state"}, {"status", "off"}, {"sentence", ""}, {"ports", {1}}},
                        {{"type", "midi_state"}, {"status", "off"}, {"sentence", ""}, {"ports", {{{"id", "a"}}}}}};
  for (const json& command : wrong) check_refused(session, command);
}

TEST_CASE("the page's commands") {
  Session session;
  result_of(session, {{"type", "notice"}, {"level", "warning"}, {"text", "Mind \xC3\xA9 this."}});
  CHECK(result_of(session, {{"type", "state"}})["notices"] ==
        json({{{"level", "warning"}, {"text", "Mind \xC3\xA9 this."}}}));
  json document = result_of(session, {{"type", "document"}});
  document["tempo_bpm"] = 77;
  result_of(session, {{"type", "restore"}, {"document", document}});
  CHECK(session.document().tempo_bpm == 77.0);
  check_refused(session, {{"type", "notice"}, {"level", "loud"}, {"text", "x"}});
  check_refused(session, {{"type", "notice"}, {"level", "info"}});
  check_refused(session, {{"type", "restore"}});
  document["volume"] = 2;
  check_refused(session, {{"type", "restore"}, {"document", document}});
}

TEST_CASE("the state has everything a script may read") {
  Session session;
  result_of(session, {{"type", "load_agent"}, {"name", "tea.safetensors"}}, complement_agent_bytes(16));
  session.play(0.0);
  session.schedule(50.0, 100.0);
  session.advance(250.0);
  const json state = json::parse(session::state_json(session).dump());
  CHECK(state["playing"] == true);
  CHECK(state["step"] == 1);
  CHECK(state["bar"] == 1);
  CHECK(state["kick"] == session.document().row_text(rhythm::kKick));
  CHECK(state["kick_velocities"][0] == 100);
  CHECK(state["why"].size() == 16);
  CHECK(state["agent"]["name"] == "tea");
  CHECK(state["config"]["steps"] == 16);
  CHECK(state["reward"]["preset"] == "Original");  // the opened agent's
  CHECK(state["agent"]["reward_name"] == "Original");
  CHECK(state["reward_view"]["contribution"].size() == rhythm::kTermCount);
  CHECK(state["reward_view"]["truth"].is_null());
  CHECK(state["reward_note"].is_string());
  CHECK(state["thought"] == 0.0);
  CHECK(state["training"]["status"] == "idle");
  CHECK(state["training"]["terms"].is_null());
  CHECK(state["training"]["loss"].is_null());
  CHECK(state["evaluation"]["status"] == "none");
  CHECK(state["evaluation"]["result"].is_null());
  CHECK(state["midi"]["channel"] == 10);
  CHECK(state["midi"]["selected"].is_null());
}

}  // namespace
