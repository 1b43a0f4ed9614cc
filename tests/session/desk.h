// A session that hears a MIDI input, for the tests of what comes in.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "session/session.h"
#include "tests/session/session_steps.h"

namespace session_test {

inline constexpr double kStepMs = 125.0;  // at 120 BPM
inline constexpr int kNote = 0x99;

inline session::MidiState port(const std::string& id, const std::string& name) {
  return {.status = session::MidiStatus::ready, .sentence = "", .ports = {{.id = id, .name = name}}, .selected = id};
}

inline void say(session::Session& session, double time_ms, std::vector<std::uint8_t> bytes, double now_ms) {
  const session::MidiBatchItem item{.time_ms = time_ms, .bytes = std::move(bytes)};
  session.take_midi("in", {&item, 1}, now_ms);
}

// A session that listens, plays an empty 16-step pattern at 120 BPM from start_ms on, and is ticked like the page.
class Desk {
 public:
  Desk() {
    session.midi().set_input_state(port("in", "Pads"));
    command({{"type", "set_pattern"}, {"kick", "................"}, {"snare", "................"}});
  }

  nlohmann::json command(const nlohmann::json& request) {
    return nlohmann::json::parse(session_test::command(session, request.dump(), now_ms));
  }
  void ok(const nlohmann::json& request) { REQUIRE(command(request)["ok"] == true); }

  void play() {
    session.play(now_ms);
    start_ms = now_ms + session::kStartDelayMs;
  }
  void run_to(double end_ms) {
    while (now_ms < end_ms) {
      now_ms = std::min(end_ms, now_ms + 25.0);
      for (const auto& event : session.schedule(now_ms, 100.0)) events.push_back(event);
      session::requests_json(session.take_requests());
    }
  }
  void hit(double time_ms, int note = 36, int velocity = 90) {
    run_to(time_ms + 2.0);  // drivers and browsers take a moment
    say(session, time_ms, {kNote, static_cast<std::uint8_t>(note), static_cast<std::uint8_t>(velocity)}, now_ms);
  }
  double step_ms(double step) const { return start_ms + step * kStepMs; }
  std::string kick() const { return session.document().row_text(rhythm::kKick); }
  long hits(int voice, double from_ms, double to_ms) const {
    return std::ranges::count_if(events, [&](const sequencer::TimedEvent& event) {
      return event.kind == sequencer::EventKind::hit && event.voice == voice && event.time_ms >= from_ms &&
             event.time_ms < to_ms;
    });
  }

  session::Session session;
  double now_ms = 1000.0;
  double start_ms = 0.0;
  std::vector<sequencer::TimedEvent> events;
};

}  // namespace session_test
