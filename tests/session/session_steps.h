// What the session's tests do again and again: load an agent, edit, play through time, and read the outbox.
#pragma once

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "session/session.h"
#include "session/wire/commands.h"
#include "session/wire/document_json.h"
#include "session/wire/evaluation_json.h"
#include "session/wire/requests_json.h"
#include "session/wire/state_json.h"
#include "session/wire/training_json.h"
#include "tests/session/hand_made_agent.h"

namespace session_test {

// A command as text and its reply.
inline std::string command(session::Session& session, std::string_view json, double now_ms,
                           std::span<const std::uint8_t> inbox = {}) {
  std::vector<std::uint8_t> bytes;
  return session::run_command(session, json, now_ms, inbox, bytes);
}

// A stored document.
inline core::Result<session::Document> document_of(std::string_view json) {
  return session::read_document(core::Json::parse(json));
}

// What a worker reports, as the page gets it; false if it is refused.
inline bool accepted(session::Session& session, const nlohmann::json& report, double now_ms) {
  return nlohmann::json::parse(command(session, report.dump(), now_ms))["ok"].get<bool>();
}
inline bool training_stats(session::Session& session, const std::string& stats, double now_ms) {
  return accepted(session, {{"type", "stats"}, {"stats", stats}}, now_ms);
}
inline bool race_stats(session::Session& session, int runner, const std::string& stats, double now_ms) {
  return accepted(session, {{"type", "race_stats"}, {"runner", runner}, {"stats", stats}}, now_ms);
}
inline bool evaluation_result(session::Session& session, const std::string& result) {
  return accepted(session, {{"type", "evaluation"}, {"result", result}}, session.now_ms());
}
inline bool truth_result(session::Session& session, const std::string& result) {
  return accepted(session, {{"type", "truth"}, {"result", result}}, session.now_ms());
}

// The agent wants the complement, and so does the preset.
inline void load(session::Session& session, int steps = 16,
                 session::AgentOrigin origin = session::AgentOrigin::shipped) {
  REQUIRE(session.edit(session::set_preset, "Original"));
  REQUIRE(session.load_agent(complement_agent_bytes(steps), origin, "agent.safetensors"));
}

inline void set_kick(session::Session& session, const char* text) {
  const auto row = rhythm::parse_row(text);
  REQUIRE(row);
  REQUIRE(session.edit(session::set_row, rhythm::kKick, *row));
}

// A MIDI output is there: "a" or "b".
inline void select_port(session::Session& session, const std::string& id = "a") {
  session.midi().ports().set_output_state({.status = session::MidiStatus::ready,
                                           .sentence = "",
                                           .ports = {{.id = "a", .name = "Drums"}, {.id = "b", .name = "Synth"}},
                                           .selected = id});
}

// What JavaScript forwards as text, as the worker's program reads it.
inline void decode_forwarded(nlohmann::json& text) {
  REQUIRE(text.is_string());
  text = nlohmann::json::parse(text.get<std::string>());
}

// The outbox, with what a worker gets decoded.
inline nlohmann::json drained(session::Session& session) {
  nlohmann::json list = nlohmann::json::parse(session::requests_json(session.take_requests()));
  for (nlohmann::json& request : list) {
    for (const char* key : {"config", "kicks", "reward", "options", "question"}) {
      if (request.contains(key)) decode_forwarded(request[key]);
    }
    if (!request.contains("configs")) continue;
    for (nlohmann::json& config : request["configs"]) decode_forwarded(config);
  }
  return list;
}

inline std::vector<nlohmann::json> requests(session::Session& session, const std::string& type) {
  std::vector<nlohmann::json> found;
  for (const nlohmann::json& request : drained(session)) {
    if (request["type"] == type) found.push_back(request);
  }
  return found;
}

// What agents for the slot that is shown are judged by, as workers get it.
inline nlohmann::json brief_of(const session::Session& session) {
  const session::Slot& slot = session.document().current();
  nlohmann::json brief = nlohmann::json::parse(rhythm::reward_settings_to_json(slot.part().reward));
  brief["metre"] = slot.metre().text();
  return brief;
}

// The hits of one voice in ticks of 25 ms over [from_ms, to_ms).
inline std::vector<double> play_through(session::Session& session, double from_ms, double to_ms, int voice) {
  std::vector<double> times;
  for (double now_ms = from_ms; now_ms < to_ms; now_ms += 25.0) {
    for (const auto& event : session.schedule(now_ms, 100.0)) {
      if (event.kind == sequencer::EventKind::hit && event.voice == voice) times.push_back(event.time_ms);
    }
  }
  return times;
}

}  // namespace session_test
