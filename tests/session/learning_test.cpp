// Learned controls, pads with lights, and what comes in wrong.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>

#include "core/rng.h"
#include "session/session.h"
#include "session/targets.h"
#include "tests/session/desk.h"

namespace {

using nlohmann::json;
using session::MidiBatchItem;
using session::Session;
using session_test::Desk;
using session_test::load;
using session_test::port;
using session_test::requests;
using session_test::say;

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

TEST_CASE("channel mode messages, which keyboards and hosts send by themselves, are never learned") {
  Desk desk;
  REQUIRE(desk.session.midi().learning().begin("volume"));
  for (std::uint8_t number = 120; number < 128; ++number) say(desk.session, 0.0, {0xB0, number, 0}, desk.now_ms);
  CHECK(desk.session.midi().learning().learning() == "volume");
  CHECK(desk.session.document().midi_setup.learned.empty());
  say(desk.session, 0.0, {0xB0, 119, 64}, desk.now_ms);
  CHECK(desk.session.midi().learning().learned("volume") != nullptr);
}

TEST_CASE("learning passes over what belongs to a longer message, and takes the knob or key that comes after it") {
  Desk desk;
  REQUIRE(desk.session.midi().learning().begin("tempo"));
  // A parameter and its value; a bank, as before a program change.
  for (const std::uint8_t number : std::initializer_list<std::uint8_t>{99, 98, 6, 38, 101, 100, 6, 0, 32}) {
    say(desk.session, 0.0, {0xB0, number, 1}, desk.now_ms);
  }
  CHECK(desk.session.midi().learning().learning() == "tempo");
  say(desk.session, 0.0, {0xB1, 6, 1}, desk.now_ms);  // on a channel where no parameter was named: a knob
  CHECK(desk.session.midi().learning().learning().empty());
  REQUIRE(desk.session.midi().learning().begin("play"));
  say(desk.session, 0.0, {0xB0, 88, 40}, desk.now_ms);  // the prefix of the velocity that follows
  CHECK(desk.session.midi().learning().learning() == "play");
  say(desk.session, 0.0, {0x90, 60, 100}, desk.now_ms);
  CHECK(desk.session.midi().learning().learning().empty());
}

TEST_CASE("endless encoders are recognised by what they send, and move a slider step by step") {
  struct Encoder {
    std::vector<int> learned;  // the first values, until it is clear
    int forward;
    int back;
    session::Turns turns;
  };
  const Encoder encoders[] = {{{1, 1, 1}, 1, 127, session::Turns::twos_complement},
                              {{127, 1}, 1, 127, session::Turns::twos_complement},
                              {{65, 65, 65}, 65, 63, session::Turns::binary_offset},
                              {{63, 65, 63}, 65, 63, session::Turns::binary_offset},
                              {{1, 65, 1}, 1, 65, session::Turns::sign_magnitude},
                              {{65, 1, 65}, 1, 65, session::Turns::sign_magnitude},
                              {{2, 2, 2, 127}, 3, 125, session::Turns::twos_complement},
                              {{1, 1, 1, 65}, 1, 65, session::Turns::sign_magnitude}};
  for (const Encoder& encoder : encoders) {
    CAPTURE(encoder.learned);
    Desk desk;
    const auto turn = [&](int value) {
      say(desk.session, 0.0, {0xB0, 20, static_cast<std::uint8_t>(value)}, desk.now_ms);
    };
    const double before_bpm = desk.session.document().tempo_bpm;
    REQUIRE(desk.session.midi().learning().begin("tempo"));
    for (const int value : encoder.learned) {
      turn(value);
      CHECK(std::abs(desk.session.document().tempo_bpm - before_bpm) < 12.0);
    }
    const double learned_bpm = desk.session.document().tempo_bpm;
    for (int i = 0; i < 10; ++i) turn(encoder.forward);
    const double forward_bpm = desk.session.document().tempo_bpm;
    const double wanted_bpm = 10 * session::turned_by(encoder.turns, encoder.forward) * 280.0 / 127.0;
    CHECK(forward_bpm - learned_bpm == doctest::Approx(wanted_bpm).epsilon(0.05));
    REQUIRE(desk.session.midi().learning().learned("tempo") != nullptr);
    for (int i = 0; i < 10; ++i) turn(encoder.back);
    CHECK(desk.session.midi().learning().learned("tempo")->turns == encoder.turns);
    CHECK(desk.session.document().tempo_bpm < forward_bpm);
    const auto saved = session_test::document_of(session::document_json(desk.session.document()).dump());
    REQUIRE(saved);
    CHECK(*saved == desk.session.document());
  }
}

TEST_CASE("knobs and faders stay absolute, wherever and however fast they are moved") {
  for (const std::vector<int>& values : {std::vector{60, 66, 72, 80},
                                         {63, 65, 67, 74},
                                         {1, 2, 3, 4},
                                         {127, 126, 125, 124},
                                         {3, 2, 1, 0},
                                         {64, 65, 66},
                                         {10, 127},
                                         {0, 127},
                                         {119, 122, 125, 127}}) {
    CAPTURE(values);
    Desk desk;
    REQUIRE(desk.session.midi().learning().begin("volume"));
    for (const int value : values) {
      say(desk.session, 0.0, {0xB0, 7, static_cast<std::uint8_t>(value)}, desk.now_ms);
    }
    CHECK(desk.session.midi().learning().learned("volume")->turns == session::Turns::absolute);
    CHECK(desk.session.document().volume == doctest::Approx(values.back() / 127.0));
  }
}

TEST_CASE("how a control turns is chosen by hand, and kept; documents from before know knobs only") {
  Desk desk;
  REQUIRE(desk.session.midi().learning().begin("volume"));
  say(desk.session, 0.0, {0xB0, 7, 64}, desk.now_ms);
  desk.ok({{"type", "learn_turns"}, {"target", "volume"}, {"turns", "relative_65_63"}});
  const double before = desk.session.document().volume;
  say(desk.session, 0.0, {0xB0, 7, 60}, desk.now_ms);
  CHECK(desk.session.document().volume == doctest::Approx(before - 4 / 127.0));
  CHECK(desk.command({{"type", "learn_turns"}, {"target", "volume"}, {"turns", "sideways"}})["ok"] == false);
  CHECK(desk.command({{"type", "learn_turns"}, {"target", "tempo"}, {"turns", "absolute"}})["ok"] == false);
  REQUIRE(desk.session.midi().learning().begin("play"));
  say(desk.session, 0.0, {0x90, 50, 100}, desk.now_ms);
  CHECK(desk.command({{"type", "learn_turns"}, {"target", "play"}, {"turns", "relative_1_65"}})["ok"] == false);
  json old = json::parse(session::document_json(desk.session.document()).dump());
  CHECK(old["midi_setup"]["learned"][0]["turns"] == "relative_65_63");
  for (json& learned : old["midi_setup"]["learned"]) learned.erase("turns");
  const auto opened = session_test::document_of(old.dump());
  REQUIRE(opened);
  CHECK(opened->midi_setup.learned[0].turns == session::Turns::absolute);
}

TEST_CASE("an encoder reaches every value of a slider that goes in coarse steps") {
  Desk desk;
  REQUIRE(desk.session.midi().learning().begin("config:hidden_units"));
  for (int i = 0; i < 3; ++i) say(desk.session, 0.0, {0xB0, 7, 127}, desk.now_ms);
  for (int i = 0; i < 130; ++i) say(desk.session, 0.0, {0xB0, 7, 127}, desk.now_ms);
  const int least = desk.session.document().config.hidden_units;
  for (int i = 0; i < 130; ++i) say(desk.session, 0.0, {0xB0, 7, 1}, desk.now_ms);
  CHECK(desk.session.document().config.hidden_units > least);
  CHECK(least == core::find_config_entry("hidden_units")->min);
  CHECK(desk.session.document().config.hidden_units == core::find_config_entry("hidden_units")->max);
}

TEST_CASE("the zones of electronic drum kits are heard as hats by default") {
  for (const auto& [note, voice] : {std::pair{22, rhythm::kHat},
                                    {42, rhythm::kHat},
                                    {44, rhythm::kHat},
                                    {26, rhythm::kOpenHat},
                                    {46, rhythm::kOpenHat},
                                    {23, rhythm::kOpenHat}}) {
    Desk desk;
    requests(desk.session, "hit");
    say(desk.session, desk.now_ms, {0x99, static_cast<std::uint8_t>(note), 100}, desk.now_ms);
    const auto hits = requests(desk.session, "hit");
    REQUIRE(hits.size() == 1);
    CHECK(hits[0]["voice"] == voice);
  }
}

TEST_CASE("every target can be learned, and a knob or button on it is carried out or refused in a sentence") {
  Desk desk;
  load(desk.session);
  desk.ok({{"type", "set_steps"}, {"steps", 64}});
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
  desk.session.midi().set_pads_state(port("grid", "Grid"), port("in", "Pads"));
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

TEST_CASE("random bytes from a port stop nothing") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    core::Rng rng(seed);
    Desk desk;
    load(desk.session);
    desk.ok({{"type", "set_clock"}, {"in", true}, {"out", true}});
    desk.ok({{"type", "set_pads"}, {"on", true}});
    desk.session.midi().set_pads_state(port("grid", "Grid"), port("in", "Pads"));
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
