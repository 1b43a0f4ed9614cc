// What the session's tests do again and again: load an agent, edit, play through time, and read the outbox.
#pragma once

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "session/session.h"
#include "tests/session/hand_made_agent.h"

namespace session_test {

// The agent wants the complement, and so does the preset.
inline void load(session::Session& session, int steps = 16,
                 session::AgentOrigin origin = session::AgentOrigin::shipped) {
  REQUIRE(session.set_preset("Original"));
  REQUIRE(session.load_agent(complement_agent_bytes(steps), origin, "agent.safetensors"));
}

inline void set_kick(session::Session& session, const char* text) {
  const auto row = rhythm::parse_row(text);
  REQUIRE(row);
  REQUIRE(session.set_row(rhythm::kKick, *row));
}

// A MIDI output is there: "a" or "b".
inline void select_port(session::Session& session, const std::string& id = "a") {
  session.set_midi_state({.status = session::MidiStatus::ready,
                          .sentence = "",
                          .ports = {{.id = "a", .name = "Drums"}, {.id = "b", .name = "Synth"}},
                          .selected = id});
}

inline nlohmann::json drained(session::Session& session) { return nlohmann::json::parse(session.drain_outbox()); }

inline std::vector<nlohmann::json> requests(session::Session& session, const std::string& type) {
  std::vector<nlohmann::json> found;
  for (const nlohmann::json& request : drained(session)) {
    if (request["type"] == type) found.push_back(request);
  }
  return found;
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
