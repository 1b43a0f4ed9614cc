// Whatever happens, no note stays on.
#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <tuple>

#include "core/rng.h"
#include "session/session.h"
#include "tests/rounds.h"
#include "tests/session/session_steps.h"

namespace {

using nlohmann::json;
using rhythm::kKick;
using session::Session;
using session_test::load;
using session_test::requests;
using session_test::select_port;
using session_test::set_kick;

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

  // What had not arrived yet is lost with the cable.
  void unplug(const std::string& port, double now_ms) {
    std::erase_if(messages_, [&](const Message& message) { return message.port == port && message.time_ms > now_ms; });
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
  for (int i = 0; i < test::rounds(5000); ++i) {
    switch (rng.below(12)) {
      case 0:
        session.toggle_play(now_ms);
        break;
      case 1:
        REQUIRE(session.edit(session::set_tempo, 20.0 + rng.below(281)));
        break;
      case 2:
        select_port(session, rng.below(2) == 0 ? "a" : "b");
        break;
      case 3:
        REQUIRE(session.midi().ports().set_output_settings(
            {.note = {static_cast<int>(36 + rng.below(4)), static_cast<int>(36 + rng.below(4)), 37, 42, 46},
             .on = {rng.below(2) == 0, true, false, false, false},
             .channel = static_cast<int>(1 + rng.below(16)),
             .note_length_ms = 1.0 + rng.below(900),
             .latency_ms = static_cast<double>(rng.below(400)) - 200.0}));
        break;
      case 4:
        REQUIRE(
            session.edit(session::set_step, kKick, static_cast<int>(rng.below(2)), static_cast<int>(rng.below(128))));
        break;
      case 5:
        REQUIRE(session.edit(session::set_steps, 2 + static_cast<int>(rng.below(20))));
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
      receivers.send(*session.midi().ports().output().selected, event.time_ms, event.bytes);
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
    REQUIRE(session.midi().ports().set_output_settings(
        {.note_length_ms = 1000.0, .latency_ms = static_cast<double>(rng.below(400)) - 200.0}));
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

// A page with everything that can happen to its notes.
struct Page {
  Session session;
  Receivers receivers;
  core::Rng rng;
  double now_ms = 0.0;
  bool plugged = true;

  explicit Page(std::uint64_t seed) : rng(seed) {
    load(session);
    select_port(session);
  }

  int below(int bound) { return static_cast<int>(rng.below(static_cast<std::uint32_t>(bound))); }

  void plug(bool in) {
    if (in == plugged) return;
    plugged = in;
    if (in) {
      select_port(session);
      return;
    }
    receivers.unplug("a", now_ms);
    session.midi().ports().set_output_state({.status = session::MidiStatus::unplugged,
                                             .sentence = "Gone.",
                                             .ports = {{.id = "b", .name = "Synth"}},
                                             .selected = std::nullopt});
  }

  void edit() {
    const int voice = below(session::kVoices);
    const int step = below(session.document().pattern().steps());
    switch (below(6)) {
      case 0:
        REQUIRE(session.edit(session::set_step, voice, step, below(128)));
        break;
      case 1:
        REQUIRE(session.edit(session::set_detail, voice, step,
                             sequencer::StepDetail{.probability = static_cast<std::uint8_t>(below(101)),
                                                   .micro = static_cast<std::int8_t>(below(101) - 50),
                                                   .ratchets = static_cast<std::uint8_t>(1 + below(4))}));
        break;
      case 2:
        REQUIRE(session.edit(session::set_voice, voice,
                             sequencer::VoiceSettings{.length = 0, .mute = below(2) == 0, .solo = below(4) == 0}));
        break;
      case 3:
        REQUIRE(session.edit(session::fill_evenly, voice, 1 + below(session.document().pattern().steps()), 0));
        break;
      case 4:
        REQUIRE(session.edit(session::set_groove, sequencer::Groove{.swing_percent = 50.0 + below(26),
                                                                    .humanise_ms = static_cast<double>(below(21)),
                                                                    .humanise_velocity = below(31),
                                                                    .seed = rng.next()}));
        break;
      default:
        REQUIRE(session.edit(session::set_steps, 2 + below(20)));
    }
  }

  void act() {
    switch (below(9)) {
      case 0:
        session.toggle_play(now_ms);
        break;
      case 1:
        REQUIRE(session.edit(session::set_tempo, 20.0 + below(281)));
        break;
      case 2:
        plug(below(2) == 0);
        break;
      case 3:
        REQUIRE(session.player().select_slot(below(4)));
        break;
      case 4:
        static_cast<void>(below(3) != 0 ? session.undo() : session.redo());  // there may be none
        break;
      case 5:
        REQUIRE(
            session.midi().ports().set_output_settings({.note = {36 + below(4), 36 + below(4), 36 + below(4), 42, 42},
                                                        .on = {below(2) == 0, true, below(2) == 0, true, below(2) == 0},
                                                        .channel = 1 + below(3),
                                                        .note_length_ms = 1.0 + below(900),
                                                        .latency_ms = below(401) - 200.0}));
        break;
      case 6:
        REQUIRE(session.edit(session::set_song, std::vector<int>{below(4), below(4)}, below(2) == 0));
        break;
      default:
        edit();
    }
  }

  void tick() {
    deliver(session, receivers, now_ms);
    now_ms += 5.0 + 40.0 * static_cast<double>(rng.uniform()) + (below(20) == 0 ? 400.0 : 0.0);
    for (const auto& event : session.schedule(now_ms, 100.0)) {
      if (event.kind == sequencer::EventKind::midi) receivers.send("a", event.time_ms, event.bytes);
    }
  }
};

TEST_CASE("no note stays on over a thousand random sequences of all that can happen") {
  int stuck = 0;
  for (std::uint64_t seed = 1; seed <= test::rounds(1000U); ++seed) {
    Page desk(seed);
    desk.session.play(0.0);
    for (int i = 0; i < 60; ++i) {
      if (desk.below(2) == 0) desk.act();
      desk.tick();
    }
    // However it ends: still playing, and perhaps unplugged.
    desk.plug(true);
    desk.session.stop(desk.now_ms);
    deliver(desk.session, desk.receivers, desk.now_ms);
    stuck += desk.receivers.stuck();
  }
  CHECK(stuck == 0);
}

}  // namespace
