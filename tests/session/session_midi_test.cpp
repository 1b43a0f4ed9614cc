// What goes to MIDI ports.
#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "session/session.h"
#include "tests/session/session_steps.h"

namespace {

using nlohmann::json;
using rhythm::kKick;
using rhythm::kSnare;
using session::Session;
using session_test::drained;
using session_test::load;
using session_test::play_through;
using session_test::requests;
using session_test::select_port;
using session_test::set_kick;

TEST_CASE("stop in mid-bar silences the notes and gives nothing more") {
  Session session;
  load(session, 4);
  select_port(session);
  set_kick(session, "....");
  session.play(0.0);
  drained(session);
  play_through(session, 0.0, 110.0, kSnare);
  session.stop(110.0);
  const json all = drained(session);
  const auto of = [&](const char* type) {
    return *std::ranges::find_if(all, [&](const json& request) { return request["type"] == type; });
  };
  CHECK(of("audio_stop").is_object());
  const json send = of("midi_send");
  CHECK(send["port"] == "a");
  CHECK(send["messages"][0] == json({110.0, 0x89, 38, 0}));
  CHECK(send["messages"][1] == json({110.0, 0xB9, 123, 0}));
  CHECK(send["messages"][2] == json({110.0, 0xB9, 120, 0}));
  CHECK(session.schedule(150.0, 100.0).empty());
  CHECK(session.player().bar() == 0);
  CHECK_FALSE(session.player().playing_step(150.0));
}

TEST_CASE("MIDI is scheduled only while a port is ready") {
  Session session;
  load(session, 4);
  const auto midi_count = [&](double now_ms) {
    return std::ranges::count(session.schedule(now_ms, 1000.0), sequencer::EventKind::midi,
                              &sequencer::TimedEvent::kind);
  };
  set_kick(session, "....");
  session.play(0.0);
  CHECK(midi_count(0.0) == 0);
  select_port(session);
  CHECK(midi_count(1000.0) == 16);  // 8 notes with their note-offs
}

TEST_CASE("with a negative latency the first note still goes out ahead of time") {
  Session session;
  load(session, 4);
  select_port(session);
  REQUIRE(session.midi().ports().set_output_settings({.latency_ms = -150.0}));
  set_kick(session, "....");
  session.play(1000.0);
  std::vector<double> notes;
  for (const auto& event : session.schedule(1000.0, 101.0)) {
    if (sequencer::is_note_on(event.bytes)) notes.push_back(event.time_ms);
  }
  REQUIRE_FALSE(notes.empty());
  CHECK(notes[0] == 1100.0);
}

TEST_CASE("choosing another port silences the old one first") {
  Session session;
  load(session, 4);
  select_port(session);
  set_kick(session, "....");
  session.play(0.0);
  play_through(session, 0.0, 110.0, kSnare);
  session.advance(110.0);
  drained(session);
  REQUIRE(session.midi().ports().select_output("b"));
  const json all = drained(session);
  CHECK(all[0]["type"] == "midi_send");
  CHECK(all[0]["port"] == "a");
  CHECK(all[0]["messages"][0] == json({110.0, 0x89, 38, 0}));
  CHECK(all[1] == json({{"type", "midi_select"}, {"id", "b"}}));
  select_port(session, "b");
  CHECK(requests(session, "midi_send").empty());
  CHECK_FALSE(session.midi().ports().select_output("c"));
  REQUIRE(session.midi().ports().select_output(""));
  CHECK(requests(session, "midi_select")[0]["id"].is_null());
}

TEST_CASE("notes lost with the cable are ended when the device comes back") {
  Session session;
  load(session, 4);
  select_port(session);
  set_kick(session, "....");
  session.play(0.0);
  play_through(session, 0.0, 110.0, kSnare);
  session.advance(110.0);
  drained(session);
  const session::MidiPort synth{.id = "b", .name = "Synth"};
  session.midi().ports().set_output_state(
      {.status = session::MidiStatus::unplugged, .sentence = "Gone.", .ports = {synth}, .selected = std::nullopt});
  CHECK(requests(session, "midi_send").empty());
  SUBCASE("under a new id but the same name") {
    session.midi().ports().set_output_state({.status = session::MidiStatus::ready,
                                             .sentence = "",
                                             .ports = {synth, {.id = "a2", .name = "Drums"}},
                                             .selected = "a2"});
    const auto sends = requests(session, "midi_send");
    REQUIRE(sends.size() == 1);
    CHECK(sends[0]["port"] == "a2");
    CHECK(sends[0]["messages"][0] == json({110.0, 0x89, 38, 0}));
  }
  SUBCASE("but not on another device") {
    session.midi().ports().set_output_state(
        {.status = session::MidiStatus::ready, .sentence = "", .ports = {synth}, .selected = "b"});
    CHECK(requests(session, "midi_send").empty());
  }
}

TEST_CASE("panic clears the channel even when nothing sounds") {
  Session session;
  session.midi().ports().panic();
  CHECK(requests(session, "midi_send").empty());
  select_port(session);
  session.set_now(10.0);
  session.midi().ports().panic();
  const auto sends = requests(session, "midi_send");
  REQUIRE(sends.size() == 1);
  CHECK(sends[0]["messages"] == json({{10.0, 0xB9, 123, 0}, {10.0, 0xB9, 120, 0}}));
}

}  // namespace
