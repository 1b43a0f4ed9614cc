// MIDI that comes in: recording, answer me, learned controls, pads, and the clock both ways.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>

#include "core/rng.h"
#include "session/session.h"
#include "tests/session/session_steps.h"

namespace {

using nlohmann::json;
using rhythm::kKick;
using rhythm::kSnare;
using session::MidiBatchItem;
using session::Session;
using session_test::drained;
using session_test::load;
using session_test::requests;

constexpr double kStepMs = 125.0;  // at 120 BPM
constexpr int kNote = 0x99;

session::MidiState port(const std::string& id, const std::string& name) {
  return {.status = session::MidiStatus::ready, .sentence = "", .ports = {{.id = id, .name = name}}, .selected = id};
}

void say(Session& session, double time_ms, std::vector<std::uint8_t> bytes, double now_ms) {
  const MidiBatchItem item{.time_ms = time_ms, .bytes = std::move(bytes)};
  session.take_midi("in", {&item, 1}, now_ms);
}

// A session that listens, plays an empty 16-step pattern at 120 BPM from start_ms on, and is ticked like the page.
class Desk {
 public:
  Desk() {
    session.midi().set_input_state(port("in", "Pads"));
    command({{"type", "set_pattern"}, {"kick", "................"}, {"snare", "................"}});
  }

  json command(const json& request) { return json::parse(session_test::command(session, request.dump(), now_ms)); }
  void ok(const json& request) { REQUIRE(command(request)["ok"] == true); }

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

  Session session;
  double now_ms = 1000.0;
  double start_ms = 0.0;
  std::vector<sequencer::TimedEvent> events;
};

TEST_CASE("played kicks go to the nearest step, with the port's latency taken out") {
  Desk desk;
  desk.ok({{"type", "set_midi_in"}, {"latency_ms", 40.0}, {"count_in", false}});
  desk.play();
  desk.session.record(true, desk.now_ms);
  desk.hit(desk.step_ms(0) + 40.0 + 50.0);
  desk.hit(desk.step_ms(4) + 40.0 - 55.0, 35);
  desk.hit(desk.step_ms(7) + 40.0 + 60.0);
  CHECK(desk.kick() == "x...x..x........");
  CHECK(desk.session.midi().recorder().recording().hits == 3);
  CHECK(desk.session.document().pattern().velocity(kKick, 4) == 90);
}

TEST_CASE("the grid is the one that sounds: with swing the off-step is late") {
  Desk desk;
  desk.ok({{"type", "set_groove"}, {"swing_percent", 70.0}});
  desk.play();
  desk.session.record(true, desk.now_ms);
  // Step 1 sounds 0.4 of a step late: 0.65 is nearer to it (1.4) only beyond 0.7.
  desk.hit(desk.step_ms(0.66));
  CHECK(desk.kick() == "x...............");
  desk.hit(desk.step_ms(2.75));
  CHECK(desk.kick() == "x..x............");
}

TEST_CASE("a hit just before the bar line is the first step of the next bar") {
  Desk desk;
  desk.play();
  desk.session.record(true, desk.now_ms);
  desk.hit(desk.step_ms(15.7));
  CHECK(desk.kick() == "x...............");
}

TEST_CASE("what was just played by hand is not struck a second time in the same cycle, and is in the next") {
  for (const double tempo_bpm : {20.0, 120.0, 300.0}) {
    for (const double late : {-0.45, -0.2, -0.02, 0.02, 0.3}) {
      Desk desk;
      desk.ok({{"type", "set_tempo"}, {"tempo_bpm", tempo_bpm}});
      desk.play();
      desk.session.record(true, desk.now_ms);
      const double step_ms = 15000.0 / tempo_bpm;
      desk.hit(desk.start_ms + (4.0 + late) * step_ms);
      desk.run_to(desk.start_ms + 15.0 * step_ms);
      CHECK(desk.kick() == "....x...........");
      CHECK(desk.hits(kKick, 0.0, desk.start_ms + 15.0 * step_ms) == 0);
      desk.run_to(desk.start_ms + 32.0 * step_ms);
      CHECK(desk.hits(kKick, desk.start_ms + 16.0 * step_ms, desk.start_ms + 31.0 * step_ms) == 1);
    }
  }
}

TEST_CASE("unquantised, a hit is kept within a millisecond of where it was played") {
  core::Rng rng(3);
  for (int i = 0; i < 30; ++i) {
    Desk desk;
    desk.ok({{"type", "set_midi_in"}, {"quantise", false}, {"latency_ms", 12.0}});
    desk.play();
    desk.session.record(true, desk.now_ms);
    const double played_ms = desk.step_ms(2.0 + 6.0 * rng.uniform());
    desk.hit(played_ms + 12.0);
    desk.run_to(desk.step_ms(31));
    const auto again = std::ranges::find_if(desk.events, [&](const sequencer::TimedEvent& event) {
      return event.kind == sequencer::EventKind::hit && event.voice == kKick && event.time_ms > desk.step_ms(16.5);
    });
    REQUIRE(again != desk.events.end());
    CHECK(std::abs(again->time_ms - 16.0 * kStepMs - played_ms) < 1.0);
  }
}

TEST_CASE("replace erases a row with the first hit of a cycle; overdub adds") {
  for (const bool replace : {true, false}) {
    Desk desk;
    desk.ok({{"type", "set_pattern"}, {"kick", "x.x.x.x.x.x.x.x."}});
    desk.ok({{"type", "set_midi_in"}, {"mode", replace ? "replace" : "overdub"}});
    desk.play();
    desk.session.record(true, desk.now_ms);
    desk.hit(desk.step_ms(3));
    desk.hit(desk.step_ms(5));
    CHECK(desk.kick() == (replace ? "...x.x.........." : "x.xxxxx.x.x.x.x."));
    desk.run_to(desk.step_ms(33));  // a whole cycle without a hit leaves it
    desk.hit(desk.step_ms(34) + 1.0);
    CHECK(desk.kick() == (replace ? "..x............." : "x.xxxxx.x.x.x.x."));
  }
}

TEST_CASE("snares are hand-set steps, or the favourite") {
  for (const bool liked : {false, true}) {
    Desk desk;
    desk.ok({{"type", "set_midi_in"}, {"snare_as_liked", liked}});
    desk.play();
    desk.session.record(true, desk.now_ms);
    desk.hit(desk.step_ms(4), 38);
    desk.hit(desk.step_ms(12), 40);
    if (liked) {
      CHECK(rhythm::format_row(desk.session.document().part().reward.liked) == "....x.......x...");
      CHECK(desk.session.document().row_text(rhythm::kSnare) == "................");
    } else {
      CHECK(desk.session.document().row_text(rhythm::kSnare) == "....x.......x...");
      CHECK(desk.session.locked(4));
    }
  }
}

TEST_CASE("record from standstill counts in one bar, with clicks") {
  Desk desk;
  desk.session.record(true, desk.now_ms);
  const double first_ms = desk.now_ms + session::kStartDelayMs;
  desk.run_to(first_ms + 1.0);
  CHECK(desk.session.midi().recorder().recording().count_in_beats == 4);
  desk.run_to(first_ms + 3.5 * 500.0);
  CHECK(desk.session.midi().recorder().recording().count_in_beats == 1);
  desk.start_ms = first_ms + 2000.0;
  desk.hit(desk.step_ms(-0.3));
  CHECK(desk.kick() == "x...............");
  desk.run_to(desk.step_ms(8));
  CHECK(desk.session.midi().recorder().recording().count_in_beats == 0);
  std::vector<double> clicks;
  for (const auto& event : desk.events) {
    if (event.kind == sequencer::EventKind::click) clicks.push_back(event.time_ms);
  }
  REQUIRE(clicks.size() >= 6);
  for (std::size_t i = 0; i < clicks.size(); ++i) {
    CHECK(clicks[i] == doctest::Approx(first_ms + 500.0 * static_cast<double>(i)));
  }
  desk.session.stop(desk.now_ms);
  CHECK_FALSE(desk.session.midi().recorder().recording().on);
}

TEST_CASE("a hit sounds at once, whether it is recorded or not, and what was recorded is undone") {
  Desk desk;
  drained(desk.session);
  desk.hit(desk.now_ms, 46, 77);
  const auto heard = requests(desk.session, "hit");
  REQUIRE(heard.size() == 1);
  CHECK(heard[0]["voice"] == rhythm::kOpenHat);
  CHECK(heard[0]["velocity"] == 77);
  desk.play();
  desk.session.record(true, desk.now_ms);
  desk.hit(desk.step_ms(4));
  CHECK(desk.kick() == "....x...........");
  desk.ok({{"type", "undo"}});
  CHECK(desk.kick() == "................");
}

TEST_CASE("answer me: the last bar becomes the kick at the next bar line, though record is off") {
  Desk desk;
  load(desk.session);
  desk.session.edit(session::unlock_all);
  CHECK_FALSE(desk.session.answer_me(desk.now_ms));
  desk.play();
  desk.hit(desk.step_ms(0) + 10.0);
  desk.hit(desk.step_ms(6) - 10.0);
  desk.hit(desk.step_ms(10));
  CHECK(desk.kick() == "................");
  REQUIRE(desk.session.answer_me(desk.now_ms));
  CHECK(desk.session.midi().recorder().answer_pending());
  desk.hit(desk.step_ms(15.2));  // the answer is on its way already
  desk.run_to(desk.step_ms(16.5));
  CHECK(desk.kick() == "x.....x...x....x");
  CHECK_FALSE(desk.session.midi().recorder().answer_pending());
  desk.run_to(desk.step_ms(31.9));
  CHECK(desk.hits(kKick, desk.step_ms(15.9), desk.step_ms(31.9)) == 4);
  // The agent wants the complement.
  desk.run_to(desk.step_ms(33));
  CHECK(desk.session.document().row_text(rhythm::kSnare) == ".xxxxx.xxx.xxxx.");
}

TEST_CASE("call and response: each bar that is played is answered in the next") {
  Desk desk;
  load(desk.session);
  desk.ok({{"type", "set_midi_in"}, {"auto_answer", true}});
  desk.play();
  desk.hit(desk.step_ms(2));
  desk.run_to(desk.step_ms(17));
  CHECK(desk.kick() == "..x.............");
  desk.hit(desk.step_ms(25));
  desk.run_to(desk.step_ms(33));
  CHECK(desk.kick() == ".........x......");
  desk.run_to(desk.step_ms(66));  // nothing was played: it stays
  CHECK(desk.kick() == ".........x......");
}

TEST_CASE("when stopped, answer me takes the last phrase at the tempo that is set") {
  Desk desk;
  desk.hit(5000.0);
  desk.hit(5000.0 + 3.0 * kStepMs + 20.0);
  desk.hit(5000.0 + 8.0 * kStepMs - 20.0);
  REQUIRE(desk.session.answer_me(desk.now_ms));
  CHECK(desk.kick() == "x..x....x.......");
}

TEST_CASE("learn: the next control is bound, moves its target and is told about conflicts") {
  Desk desk;
  CHECK_FALSE(desk.session.midi().learning().begin("nonsense"));
  REQUIRE(desk.session.midi().learning().begin("tempo"));
  say(desk.session, 0.0, {0x90, 60, 100}, desk.now_ms);  // a key is no knob
  CHECK(desk.session.midi().learning().learning() == "tempo");
  CHECK(desk.session.notices().back().text.find("knob") != std::string::npos);
  say(desk.session, 0.0, {0xB0, 74, 10}, desk.now_ms);
  CHECK(desk.session.midi().learning().learning().empty());
  REQUIRE(desk.session.midi().learning().learned("tempo") != nullptr);
  say(desk.session, 0.0, {0xB0, 74, 127}, desk.now_ms);
  CHECK(desk.session.document().tempo_bpm == sequencer::kMaxTempoBpm);
  say(desk.session, 0.0, {0xB0, 74, 0}, desk.now_ms);
  CHECK(desk.session.document().tempo_bpm == sequencer::kMinTempoBpm);

  REQUIRE(desk.session.midi().learning().begin("swing"));
  say(desk.session, 0.0, {0xB0, 74, 20}, desk.now_ms);
  CHECK(desk.session.notices().back().text.find("already moves the tempo") != std::string::npos);
  CHECK(desk.session.midi().learning().learning() == "swing");
  say(desk.session, 0.0, {0xB1, 74, 20}, desk.now_ms);  // another channel is another control
  say(desk.session, 0.0, {0xB1, 74, 127}, desk.now_ms);
  CHECK(desk.session.document().groove.swing_percent == 75.0);

  REQUIRE(desk.session.midi().learning().begin("play"));
  say(desk.session, 0.0, {0x90, 50, 100}, desk.now_ms);
  CHECK_FALSE(desk.session.playing());
  say(desk.session, 0.0, {0x90, 50, 100, 0x80, 50, 0}, desk.now_ms);
  CHECK(desk.session.playing());

  const auto saved = session_test::document_of(session::document_json(desk.session.document()).dump());
  REQUIRE(saved);
  CHECK(*saved == desk.session.document());
  REQUIRE(desk.session.midi().learning().remove("tempo"));
  say(desk.session, 0.0, {0xB0, 74, 127}, desk.now_ms);
  CHECK(desk.session.document().tempo_bpm == sequencer::kMinTempoBpm);
}

TEST_CASE("every target can be learned, and a knob or button on it is carried out or refused in a sentence") {
  Desk desk;
  load(desk.session);
  const json targets = desk.command({{"type", "learn_targets"}})["result"];
  CHECK(targets.size() > 400);
  for (const json& target : targets) {
    REQUIRE(desk.session.midi().learning().begin(target["name"].get<std::string>()));
    say(desk.session, 0.0, {0xB2, 20, 0}, desk.now_ms);
    REQUIRE(desk.session.midi().learning().learning().empty());
    for (const int value : {127, 0, 64}) {
      say(desk.session, 0.0, {0xB2, 20, static_cast<std::uint8_t>(value)}, desk.now_ms);
    }
    // All that are there: undo and redo change what was learned.
    for (const session::Learned& learned : std::vector(desk.session.document().midi_setup.learned)) {
      REQUIRE(desk.session.midi().learning().remove(learned.target));
    }
  }
}

TEST_CASE("a knob's turn is one step of undo, and a flood of its values costs one command") {
  Desk desk;
  REQUIRE(desk.session.midi().learning().begin("volume"));
  say(desk.session, 0.0, {0xB0, 7, 64}, desk.now_ms);
  const auto steps = desk.session.revision();
  std::vector<MidiBatchItem> flood;
  for (int i = 0; i < 5000; ++i) {
    flood.push_back({.time_ms = desk.now_ms, .bytes = {0xB0, 7, static_cast<std::uint8_t>(i % 128)}});
  }
  flood.push_back({.time_ms = desk.now_ms, .bytes = {0xB0, 7, 127}});
  desk.session.take_midi("in", flood, desk.now_ms);
  CHECK(desk.session.document().volume == 1.0);
  CHECK(desk.session.revision() - steps < 10);
  desk.ok({{"type", "undo"}});
  CHECK(desk.session.document().volume == 0.8);
}

TEST_CASE("pads toggle steps, and their lights show pattern and playhead, changes only") {
  Desk desk;
  desk.session.midi().set_pads_state(port("grid", "Grid"), "in");
  desk.ok({{"type", "set_pads"}, {"on", true}});
  desk.ok({{"type", "set_pattern"}, {"kick", "x...x..........."}, {"snare", "................"}});
  const auto lights = [&] {
    std::map<int, int> lit;
    for (const json& request : requests(desk.session, "pad_lights")) {
      CHECK(request["port"] == "grid");
      for (const json& message : request["messages"]) lit[message[1]] = message[2];
    }
    return lit;
  };
  CHECK(lights() == std::map<int, int>{{81, 9}, {85, 9}});  // the top row of eight
  CHECK(lights().empty());
  say(desk.session, desk.now_ms, {0x90, 72, 100}, desk.now_ms);  // second row, second pad: step 9
  CHECK(desk.kick() == "x...x....x......");
  CHECK(lights() == std::map<int, int>{{72, 9}});
  say(desk.session, desk.now_ms, {0x90, 81, 100}, desk.now_ms);
  CHECK(desk.kick() == "....x....x......");
  CHECK(lights() == std::map<int, int>{{81, 0}});
  desk.play();
  for (const double step : {0.5, 1.5}) {
    while (desk.now_ms < desk.step_ms(step)) {
      desk.now_ms += 25.0;
      desk.session.schedule(desk.now_ms, 100.0);
    }
    const auto lit = lights();
    CHECK(lit.size() == (step < 1.0 ? 4 : 8));  // a step of the four voices that the grid has room for
  }
  desk.session.stop(desk.now_ms);
  desk.ok({{"type", "set_pads"}, {"on", false}});
  for (const auto& [note, velocity] : lights()) CHECK(velocity == 0);
}

TEST_CASE("clock out: start before the first pulse, clock before notes, stop at the end") {
  Desk desk;
  desk.session.midi().ports().set_output_state(port("out", "Synth"));
  desk.ok({{"type", "set_clock"}, {"out", true}});
  desk.ok({{"type", "set_pattern"}, {"snare", "x...x...x...x..."}});
  desk.play();
  desk.run_to(desk.start_ms + 2000.0);
  std::vector<sequencer::TimedEvent> midi;
  std::ranges::copy_if(desk.events, std::back_inserter(midi),
                       [](const auto& event) { return event.kind == sequencer::EventKind::midi; });
  REQUIRE(midi.size() > 100);
  CHECK(midi[0].bytes[0] == 0xFA);
  CHECK(midi[0].time_ms == desk.start_ms - 1.0);
  CHECK(midi[1].bytes[0] == 0xF8);
  CHECK(midi[1].time_ms == desk.start_ms);
  CHECK(midi[2].bytes[0] == kNote);
  CHECK(midi[2].time_ms == desk.start_ms);
  drained(desk.session);
  desk.session.stop(desk.now_ms);
  const auto sends = requests(desk.session, "midi_send");
  REQUIRE_FALSE(sends.empty());
  CHECK(std::ranges::any_of(sends[0]["messages"], [](const json& message) { return message[1] == 0xFC; }));
}

// Pulses of a master with jitter, as they come in between the ticks.
void follow_master(Desk& desk, core::Rng& rng, double first_ms, double tempo_bpm, double jitter_ms, int from_tick,
                   int to_tick) {
  const double tick_ms = 60000.0 / tempo_bpm / 24.0;
  for (int tick = from_tick; tick < to_tick; ++tick) {
    const double at_ms = first_ms + tick * tick_ms + jitter_ms * (2.0 * rng.uniform() - 1.0);
    desk.run_to(at_ms);
    say(desk.session, at_ms, {0xF8}, std::max(desk.now_ms, at_ms));
  }
}

TEST_CASE("clock in: what is heard is within 2 ms of the master after two bars of 3 ms jitter") {
  for (const double tempo_bpm : {83.0, 120.0, 151.0}) {
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
      Desk desk;
      core::Rng rng(seed);
      desk.ok({{"type", "set_pattern"}, {"kick", "xxxxxxxxxxxxxxxx"}});
      desk.ok({{"type", "set_clock"}, {"in", true}});
      say(desk.session, desk.now_ms, {0xFA}, desk.now_ms);
      const double first_ms = desk.now_ms + 5.0;
      follow_master(desk, rng, first_ms, tempo_bpm, 3.0, 0, 5 * 96);
      REQUIRE(desk.session.playing());
      CHECK(desk.session.midi().follower().view().following);
      CHECK(std::abs(desk.session.midi().follower().view().tempo_bpm - tempo_bpm) <= 0.1);
      const double step_ms = 15000.0 / tempo_bpm;
      double worst_ms = 0.0;
      int heard = 0;
      for (const auto& event : desk.events) {
        if (event.kind != sequencer::EventKind::hit || event.time_ms < first_ms + 33.0 * step_ms) continue;
        const double steps = (event.time_ms - first_ms) / step_ms;
        worst_ms = std::max(worst_ms, std::abs(steps - std::round(steps)) * step_ms);
        ++heard;
      }
      CHECK(heard > 40);
      CHECK(worst_ms < 2.0);
    }
  }
}

TEST_CASE("clock in: stop and continue, a drop-out, and back to the page's own tempo") {
  Desk desk;
  core::Rng rng(1);
  desk.ok({{"type", "set_clock"}, {"in", true}});
  say(desk.session, desk.now_ms, {0xFA}, desk.now_ms);
  const double first_ms = desk.now_ms + 5.0;
  follow_master(desk, rng, first_ms, 100.0, 1.0, 0, 192);
  desk.run_to(desk.now_ms + 1500.0);  // a drop-out of 60 pulses
  CHECK(desk.session.playing());
  CHECK(desk.session.notices().back().text.find("gone") != std::string::npos);
  follow_master(desk, rng, first_ms, 100.0, 1.0, 252, 300);
  CHECK(desk.session.playing());
  CHECK(std::abs(desk.session.midi().follower().view().tempo_bpm - 100.0) < 0.2);
  say(desk.session, desk.now_ms, {0xFC}, desk.now_ms);
  CHECK_FALSE(desk.session.playing());
  say(desk.session, desk.now_ms, {0xF2, 4, 0, 0xFB}, desk.now_ms);
  follow_master(desk, rng, first_ms, 100.0, 1.0, 300, 306);
  CHECK(desk.session.playing());
  desk.run_to(desk.now_ms + 60.0);
  CHECK(desk.session.player().playing_step(desk.now_ms) == 5);
  desk.ok({{"type", "set_clock"}, {"in", false}});
  CHECK(desk.session.playing());
  CHECK_FALSE(desk.session.midi().follower().view().following);
}

TEST_CASE("random bytes from a port stop nothing") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    core::Rng rng(seed);
    Desk desk;
    load(desk.session);
    desk.ok({{"type", "set_clock"}, {"in", true}, {"out", true}});
    desk.ok({{"type", "set_pads"}, {"on", true}});
    desk.session.midi().set_pads_state(port("grid", "Grid"), "in");
    for (int i = 0; i < 300; ++i) {
      std::vector<std::uint8_t> bytes;
      for (std::uint32_t j = rng.below(12) + 1; j > 0; --j) bytes.push_back(static_cast<std::uint8_t>(rng.below(256)));
      say(desk.session, desk.now_ms - 3000.0 * rng.uniform() + 500.0, bytes, desk.now_ms);
      if (rng.below(10) == 0) desk.session.record(rng.below(2) == 0, desk.now_ms);
      if (rng.below(10) == 0) [[maybe_unused]]
        const auto status = desk.session.answer_me(desk.now_ms);
      desk.run_to(desk.now_ms + 40.0 * rng.uniform());
    }
    CHECK(desk.command({{"type", "state"}})["ok"] == true);
  }
}

TEST_CASE("latencies are kept for each port by its name") {
  Session session;
  session.midi().ports().set_output_state({.status = session::MidiStatus::ready,
                                           .sentence = "",
                                           .ports = {{.id = "a", .name = "Drums"}, {.id = "b", .name = "Synth"}},
                                           .selected = "a"});
  auto midi = session.midi().ports().output_settings();
  midi.latency_ms = -30.0;
  REQUIRE(session.midi().ports().set_output_settings(midi));
  REQUIRE(session.midi().ports().select_output("b"));
  CHECK(session.midi().ports().output_settings().latency_ms == 0.0);
  REQUIRE(session.midi().ports().select_output("a"));
  CHECK(session.midi().ports().output_settings().latency_ms == -30.0);
  CHECK_FALSE(session.midi().ports().set_input_latency(10.0));
  session.midi().set_input_state(port("in", "Pads"));
  CHECK_FALSE(session.midi().ports().set_input_latency(999.0));
  REQUIRE(session.midi().ports().set_input_latency(10.0));
  CHECK(session.midi().ports().input_latency_ms() == 10.0);
}

TEST_CASE("the loop-back test sets half of the loop on each port") {
  Session session;
  CHECK_FALSE(session.midi().measurements().start_loopback());
  session.midi().ports().set_output_state(port("out", "Out"));
  session.midi().set_input_state(port("in", "In"));
  REQUIRE(session.midi().measurements().start_loopback());
  CHECK(requests(session, "loopback").size() == 1);
  CHECK_FALSE(session.midi().measurements().apply_loopback());
  session.midi().measurements().take_loopback(
      {.sentence = "", .sent = 64, .received = 64, .latency_ms = 9.0, .jitter_ms = 0.5, .worst_ms = 11.0});
  REQUIRE(session.midi().measurements().apply_loopback());
  CHECK(session.midi().ports().input_latency_ms() == 4.5);
  CHECK(session.midi().ports().output_settings().latency_ms == -4.5);
  session.midi().measurements().take_loopback({.sentence = "", .sent = 64, .received = 0});
  CHECK(session.midi().measurements().loopback().sentence.find("cable") != std::string::npos);
}

}  // namespace
