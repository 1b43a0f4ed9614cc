// What goes to MIDI ports, and that no note stays on.
#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <tuple>

#include "core/rng.h"
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
using session_test::set_kick;

void select_port(Session& session, const std::string& id = "a") {
  session.set_midi_state({.status = session::MidiStatus::ready,
                          .sentence = "",
                          .ports = {{.id = "a", .name = "Drums"}, {.id = "b", .name = "Synth"}},
                          .selected = id});
}

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
  CHECK(session.bar() == 0);
  CHECK_FALSE(session.playing_step(150.0));
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
  REQUIRE(session.set_midi({.latency_ms = -150.0}));
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
  REQUIRE(session.select_midi("b"));
  const json all = drained(session);
  CHECK(all[0]["type"] == "midi_send");
  CHECK(all[0]["port"] == "a");
  CHECK(all[0]["messages"][0] == json({110.0, 0x89, 38, 0}));
  CHECK(all[1] == json({{"type", "midi_select"}, {"id", "b"}}));
  select_port(session, "b");
  CHECK(requests(session, "midi_send").empty());
  CHECK_FALSE(session.select_midi("c"));
  REQUIRE(session.select_midi(""));
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
  session.set_midi_state(
      {.status = session::MidiStatus::unplugged, .sentence = "Gone.", .ports = {synth}, .selected = std::nullopt});
  CHECK(requests(session, "midi_send").empty());
  SUBCASE("under a new id but the same name") {
    session.set_midi_state({.status = session::MidiStatus::ready,
                            .sentence = "",
                            .ports = {synth, {.id = "a2", .name = "Drums"}},
                            .selected = "a2"});
    const auto sends = requests(session, "midi_send");
    REQUIRE(sends.size() == 1);
    CHECK(sends[0]["port"] == "a2");
    CHECK(sends[0]["messages"][0] == json({110.0, 0x89, 38, 0}));
  }
  SUBCASE("but not on another device") {
    session.set_midi_state({.status = session::MidiStatus::ready, .sentence = "", .ports = {synth}, .selected = "b"});
    CHECK(requests(session, "midi_send").empty());
  }
}

TEST_CASE("panic clears the channel even when nothing sounds") {
  Session session;
  session.midi_panic(5.0);
  CHECK(requests(session, "midi_send").empty());
  select_port(session);
  session.midi_panic(10.0);
  const auto sends = requests(session, "midi_send");
  REQUIRE(sends.size() == 1);
  CHECK(sends[0]["messages"] == json({{10.0, 0xB9, 123, 0}, {10.0, 0xB9, 120, 0}}));
}

// What two devices hear: everything that was sent to them, in the order of its times.
class Receivers {
 public:
  void send(const std::string& port, double time_ms, const sequencer::MidiBytes& bytes) {
    messages_.push_back({.port = port, .time_ms = time_ms, .bytes = bytes});
  }

  // Notes that still sound when everything was heard.
  int stuck() {
    std::ranges::stable_sort(messages_, {}, &Message::time_ms);
    std::set<std::tuple<std::string, int, int>> sounding;
    for (const Message& message : messages_) {
      const int channel = message.bytes[0] & 0x0F;
      const int kind = message.bytes[0] & 0xF0;
      if (sequencer::is_note_on(message.bytes)) {
        sounding.insert({message.port, channel, message.bytes[1]});
      } else if (kind == 0x80) {
        sounding.erase({message.port, channel, message.bytes[1]});
      }  // the controllers are left out, so that explicit note-offs alone must do
    }
    return static_cast<int>(sounding.size());
  }

 private:
  struct Message {
    std::string port;
    double time_ms;
    sequencer::MidiBytes bytes;
  };
  std::vector<Message> messages_;
};

void deliver(Session& session, Receivers& receivers, double now_ms) {
  for (const json& send : requests(session, "midi_send")) {
    for (const json& message : send["messages"]) {
      receivers.send(send["port"], std::max(now_ms, message[0].get<double>()), {message[1], message[2], message[3]});
    }
  }
}

TEST_CASE("no note stays on, whatever happens") {
  core::Rng rng(5);
  Session session;
  load(session);
  select_port(session);
  Receivers receivers;
  double now_ms = 0.0;
  for (int i = 0; i < 5000; ++i) {
    switch (rng.below(12)) {
      case 0:
        session.toggle_play(now_ms);
        break;
      case 1:
        REQUIRE(session.set_tempo(20.0 + rng.below(281), now_ms));
        break;
      case 2:
        select_port(session, rng.below(2) == 0 ? "a" : "b");
        break;
      case 3:
        REQUIRE(session.set_midi(
            {.note = {static_cast<int>(36 + rng.below(4)), static_cast<int>(36 + rng.below(4)), 37, 42, 46},
             .on = {rng.below(2) == 0, true, false, false, false},
             .channel = static_cast<int>(1 + rng.below(16)),
             .note_length_ms = 1.0 + rng.below(900),
             .latency_ms = static_cast<double>(rng.below(400)) - 200.0}));
        break;
      case 4:
        REQUIRE(session.set_step(kKick, static_cast<int>(rng.below(2)), static_cast<int>(rng.below(128))));
        break;
      case 5:
        REQUIRE(session.set_steps(2 + static_cast<int>(rng.below(20))));
        break;
      default:
        break;
    }
    deliver(session, receivers, now_ms);
    now_ms += 5.0 + 40.0 * rng.uniform();
    double last_ms = -1e9;
    bool in_order = true;
    int open_notes = 0;
    for (const auto& event : session.schedule(now_ms, 100.0)) {
      in_order = in_order && event.time_ms >= last_ms;
      last_ms = event.time_ms;
      if (event.kind != sequencer::EventKind::midi) continue;
      receivers.send(*session.midi().selected, event.time_ms, event.bytes);
      open_notes += sequencer::is_note_on(event.bytes) ? 1 : -1;
      CHECK(event.time_ms >= now_ms - sequencer::kLateToleranceMs);
    }
    CHECK(in_order);
    CHECK(open_notes <= 0);  // each note-on brought its note-off, and perhaps one more to end an older note
  }
  CHECK(receivers.stuck() == 0);
}

TEST_CASE("panic in mid-note leaves nothing on") {
  core::Rng rng(6);
  for (int i = 0; i < 200; ++i) {
    Session session;
    load(session, 4);
    select_port(session);
    set_kick(session, "....");
    REQUIRE(session.set_midi({.note_length_ms = 1000.0, .latency_ms = static_cast<double>(rng.below(400)) - 200.0}));
    Receivers receivers;
    session.play(0.0);
    const double end_ms = 1000.0 * rng.uniform();
    for (double now_ms = 0.0; now_ms < end_ms; now_ms += 25.0) {
      for (const auto& event : session.schedule(now_ms, 100.0)) {
        // The device offers clear(): note-offs that lie ahead are taken back by the stop below.
        const bool taken_back = event.time_ms > end_ms && !sequencer::is_note_on(event.bytes);
        if (event.kind == sequencer::EventKind::midi && !taken_back) receivers.send("a", event.time_ms, event.bytes);
      }
    }
    session.stop(end_ms);
    deliver(session, receivers, end_ms);
    CHECK(receivers.stuck() == 0);
  }
}

}  // namespace
