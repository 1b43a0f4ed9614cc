// The session under a fake clock: playing, answering, editing, MIDI.
#include "session/session.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <tuple>

#include "core/rng.h"
#include "tests/session/hand_made_agent.h"

namespace {

using nlohmann::json;
using rhythm::kKick;
using rhythm::kSnare;
using session::AgentOrigin;
using session::Session;
using session_test::complement_agent_bytes;

// The agent wants the complement, and so does the preset.
void load(Session& session, int steps = 16, AgentOrigin origin = AgentOrigin::shipped) {
  REQUIRE(session.set_preset("Original"));
  REQUIRE(session.load_agent(complement_agent_bytes(steps), origin, "agent.safetensors"));
}

void set_kick(Session& session, const char* text) {
  const auto row = rhythm::parse_row(text);
  REQUIRE(row);
  REQUIRE(session.set_row(kKick, *row));
}

std::string complement(std::string text) {
  for (char& c : text) c = c == '.' ? 'x' : '.';
  return text;
}

json drained(Session& session) { return json::parse(session.drain_outbox()); }

std::vector<json> requests(Session& session, const std::string& type) {
  std::vector<json> found;
  for (const json& request : drained(session)) {
    if (request["type"] == type) found.push_back(request);
  }
  return found;
}

void select_port(Session& session, const std::string& id = "a") {
  session.set_midi_state({.status = session::MidiStatus::ready,
                          .sentence = "",
                          .ports = {{.id = "a", .name = "Drums"}, {.id = "b", .name = "Synth"}},
                          .selected = id});
}

// The hits of one voice in ticks of 25 ms over [from_ms, to_ms).
std::vector<double> play_through(Session& session, double from_ms, double to_ms, int voice) {
  std::vector<double> times;
  for (double now_ms = from_ms; now_ms < to_ms; now_ms += 25.0) {
    for (const auto& event : session.schedule(now_ms, 100.0)) {
      if (event.kind == sequencer::EventKind::hit && event.voice == voice) times.push_back(event.time_ms);
    }
  }
  return times;
}

TEST_CASE("without an agent the snare stays silent and the page says why") {
  Session session;
  CHECK(session.why_no_answer() == "No agent is loaded: press Train for a new one, or open an agent file.");
  CHECK(session.why().empty());
  session.play(1000.0);
  CHECK(play_through(session, 1000.0, 3500.0, kSnare).empty());
}

TEST_CASE("a stall right after play delays the start instead of losing the first onsets") {
  Session session;
  session.set_row(kKick, rhythm::Row{100, 100, 0, 0});
  session.play(1000.0);
  CHECK(play_through(session, 1400.0, 1600.0, kKick) == std::vector<double>{1450.0, 1575.0});
}

TEST_CASE("when stopped an edit is answered at once") {
  Session session;
  load(session);
  CHECK(session.document().snare_text() == complement(session.document().kick_text()));
  set_kick(session, "x...x...x...x...");
  CHECK(session.document().snare_text() == ".xxx.xxx.xxx.xxx");
  REQUIRE(session.set_step(kKick, 1, 90));
  CHECK(session.document().snare_text() == "..xx.xxx.xxx.xxx");
}

TEST_CASE("while playing a kick edit sounds at once and is answered from the next bar line") {
  Session session;
  load(session);
  set_kick(session, "x...............");
  session.play(1000.0);  // first step at 1100, the bar line at 3100
  play_through(session, 1000.0, 1200.0, kKick);
  REQUIRE(session.set_step(kKick, 8, 100));
  CHECK(session.document().snare_text() == ".xxxxxxxxxxxxxxx");
  CHECK(play_through(session, 1200.0, 2900.0, kKick) == std::vector<double>{2100.0});
  // The bar line is handed over up to 100 ms early, and shown when it comes.
  const auto snares = play_through(session, 2900.0, 3100.0, kSnare);
  CHECK(session.document().snare_text() == ".xxxxxxxxxxxxxxx");
  session.advance(3100.0);
  CHECK(session.document().snare_text() == ".xxxxxxx.xxxxxxx");
  const auto next_bar = play_through(session, 3100.0, 5000.0, kSnare);
  CHECK(std::ranges::count(next_bar, 4100.0) == 0);  // step 8 of the second bar
  CHECK(std::ranges::count(next_bar, 3225.0) == 1);
}

TEST_CASE("a trained agent takes over at the next bar line") {
  Session session;
  REQUIRE(session.set_preset("Original"));
  set_kick(session, "x.x.");
  session.train();
  session.play(0.0);  // bars at 100, 600, 1100
  CHECK(play_through(session, 0.0, 300.0, kSnare).empty());
  REQUIRE(session.trained_agent(complement_agent_bytes(4)));
  CHECK(session.agent()->gradient_steps == 1000.0);
  CHECK(play_through(session, 300.0, 1000.0, kSnare) == std::vector<double>{725.0, 975.0});
}

TEST_CASE("the musician's snare steps are locked and never touched") {
  Session session;
  load(session);
  set_kick(session, "x...x...x...x...");
  REQUIRE(session.set_step(kSnare, 0, 77));  // against the agent's wish
  REQUIRE(session.set_step(kSnare, 1, 0));   // erased against its wish
  CHECK(session.document().lock_text() == "xx..............");
  CHECK(session.document().snare_text() == "x.xx.xxx.xxx.xxx");
  CHECK(session.document().pattern.velocity(kSnare, 0) == 77);
  CHECK(session.document().pattern.velocity(kSnare, 2) == rhythm::kPlainVelocity);
  REQUIRE(session.set_lock(0, false));
  CHECK(session.document().snare_text() == "..xx.xxx.xxx.xxx");
  session.unlock_all();
  CHECK(session.document().snare_text() == ".xxx.xxx.xxx.xxx");
}

TEST_CASE("locking a step keeps it as it is when the kick changes") {
  Session session;
  load(session, 4);
  set_kick(session, "x...");
  REQUIRE(session.set_lock(1, true));
  REQUIRE(session.set_step(kKick, 1, 100));
  CHECK(session.document().snare_text() == ".xxx");
}

TEST_CASE("a step locked between the hand-over and its bar line stays locked") {
  Session session;
  load(session, 4);
  set_kick(session, "x...");
  session.play(0.0);  // bars at 100, 600
  play_through(session, 0.0, 300.0, kSnare);
  REQUIRE(session.set_step(kKick, 0, 0));       // the next answer has a snare on step 0
  play_through(session, 300.0, 575.0, kSnare);  // the bar at 600 is handed over
  REQUIRE(session.set_step(kSnare, 2, 0));
  session.advance(600.0);
  CHECK(session.document().snare_text() == "xx.x");
  CHECK(session.locked(2));
}

TEST_CASE("random edits, locks, wishes and bars never change a locked step") {
  core::Rng rng(11);
  Session session;
  load(session);
  std::vector<int> locked(16, -1);  // velocity of a locked step
  double now_ms = 0.0;
  session.play(now_ms);
  for (int i = 0; i < 3000; ++i) {
    const auto step = static_cast<int>(rng.below(16));
    const auto velocity = static_cast<int>(rng.below(2) * (1 + rng.below(127)));
    switch (rng.below(10)) {
      case 0:
        REQUIRE(session.set_step(kKick, step, velocity));
        break;
      case 1:
        REQUIRE(session.set_step(kSnare, step, velocity));
        locked[static_cast<std::size_t>(step)] = velocity;
        break;
      case 2:
        REQUIRE(session.set_lock(step, false));
        locked[static_cast<std::size_t>(step)] = -1;
        break;
      case 3:
        if (rng.below(20) == 0) session.toggle_play(now_ms);
        break;
      case 4:
        REQUIRE(session.set_term(rhythm::term_table()[rng.below(rhythm::kTermCount)].term,
                                 {.weight = 2.0F * rng.uniform() - 1.0F}));
        break;
      case 5:
        if (rng.below(10) == 0) session.set_think(!session.document().think);
        break;
      default:
        session.schedule(now_ms += 25.0, 100.0);
        break;
    }
    for (int s = 0; s < 16; ++s) {
      const int expected = locked[static_cast<std::size_t>(s)];
      REQUIRE(session.locked(s) == (expected >= 0));
      if (expected >= 0) REQUIRE(session.document().pattern.velocity(kSnare, s) == expected);
    }
  }
  session.stop(now_ms);
  session.set_think(false);
  REQUIRE(session.set_preset("Original"));
  for (int s = 0; s < 16; ++s) {
    if (session.locked(s)) continue;
    CHECK(session.document().pattern.onset(kSnare, s) != session.document().pattern.onset(kKick, s));
  }
}

TEST_CASE("an agent of another length says so and leaves the snare alone") {
  Session session;
  load(session);
  set_kick(session, "x...x...x...x...");
  REQUIRE(session.set_steps(12));
  CHECK(session.why_no_answer() ==
        "This agent answers 16 steps and the pattern has 12: press Train for an agent of 12 steps, or set 16 steps.");
  CHECK(session.document().kick_text() == "x...x...x...");
  CHECK(session.document().snare_text() == ".xxx.xxx.xxx");
  REQUIRE(session.set_step(kKick, 1, 100));
  CHECK(session.document().snare_text() == ".xxx.xxx.xxx");
  CHECK(session.why().empty());
  REQUIRE(session.set_steps(16));
  CHECK(session.why_no_answer().empty());
}

TEST_CASE("why tells what each toggle is worth") {
  Session session;
  load(session, 4);
  set_kick(session, "x...");
  // The answer is the complement: each toggle would make it worse by 1.
  for (const float gain : session.why()) CHECK(gain == doctest::Approx(-1.0));
  REQUIRE(session.set_step(kSnare, 2, 0));
  CHECK(session.why()[2] == doctest::Approx(1.0));
}

TEST_CASE("the length may change while it plays") {
  Session session;
  load(session, 8);
  set_kick(session, "x.......");
  session.play(0.0);
  double now_ms = 0.0;
  core::Rng rng(3);
  for (int i = 0; i < 2000; ++i) {
    if (rng.below(5) == 0) REQUIRE(session.set_steps(2 + static_cast<int>(rng.below(63))));
    if (rng.below(9) == 0) REQUIRE(session.set_tempo(20.0 + rng.below(281), now_ms));
    session.schedule(now_ms += 25.0, 100.0);
    const auto step = session.playing_step(now_ms);
    if (step) CHECK(*step < session.document().pattern.steps());
  }
  CHECK(session.bar() > 1);
}

TEST_CASE("tapping sets the tempo") {
  Session session;
  session.tap(1000.0);
  CHECK(session.document().tempo_bpm == 120.0);
  session.tap(1600.0);
  CHECK(session.document().tempo_bpm == 100.0);
}

TEST_CASE("a tempo change while playing changes what was not handed over") {
  Session session;
  set_kick(session, "xxxx");
  session.play(0.0);                        // steps at 100, 225, 350 …
  play_through(session, 0.0, 50.0, kKick);  // handed over up to 125
  REQUIRE(session.set_tempo(60.0, 30.0));   // 0.2 of a step is past then, 0.8 of 250 ms to come
  CHECK(play_through(session, 50.0, 600.0, kKick) == std::vector<double>{325.0, 575.0});
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
        REQUIRE(session.set_midi({.snare_note = static_cast<int>(36 + rng.below(4)),
                                  .kick_note = static_cast<int>(36 + rng.below(4)),
                                  .kick_on = rng.below(2) == 0,
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

TEST_CASE("an answer to a changed kick is kept until something changes") {
  Session session;
  load(session);
  const std::uint64_t before = session.revision();
  session.play(0.0);
  play_through(session, 0.0, 2300.0, kSnare);
  CHECK(session.revision() - before <= 4);  // play, and each bar that began
}

}  // namespace
