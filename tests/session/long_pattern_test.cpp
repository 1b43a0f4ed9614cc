// Patterns of up to 1024 steps.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string>

#include "session/session.h"
#include "session/targets.h"
#include "tests/session/desk.h"
#include "tests/session/session_steps.h"

namespace {

using nlohmann::json;
using rhythm::kHat;
using rhythm::kKick;
using session::kMaxSteps;
using session::Session;
using session::UndoHistory;
using session_test::Desk;
using session_test::document_of;
using session_test::load;
using session_test::port;
using session_test::requests;
using session_test::say;

TEST_CASE("a pattern is doubled up to 1024 steps and halved again, and one step more is refused in a sentence") {
  Session session;
  load(session);
  const std::string kick = session.document().row_text(kKick);
  for (int steps = 32; steps <= kMaxSteps; steps *= 2) REQUIRE(session.edit(session::double_pattern));
  CHECK(session.document().pattern().steps() == kMaxSteps);
  CHECK(session.document().row_text(kKick).substr(kMaxSteps - 16) == kick);
  const auto refused = session.edit(session::double_pattern);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message == "A pattern here has at most 1024 steps: this one cannot be doubled.");
  CHECK_FALSE(session.edit(session::set_steps, kMaxSteps + 1));
  for (int steps = kMaxSteps / 2; steps >= 16; steps /= 2) REQUIRE(session.edit(session::halve_pattern));
  CHECK(session.document().row_text(kKick) == kick);
}

TEST_CASE("the longest pattern is answered, played through and saved") {
  Session session;
  load(session);
  REQUIRE(session.edit(session::set_steps, kMaxSteps));
  REQUIRE(session.edit(session::set_step, kKick, kMaxSteps - 1, 90));
  REQUIRE(session.edit(session::set_detail, kKick, kMaxSteps - 1, sequencer::StepDetail{.ratchets = 2}));
  CHECK_FALSE(session.document().pattern().onset(rhythm::kSnare, kMaxSteps - 1));
  CHECK(session.document().pattern().onset(rhythm::kSnare, kMaxSteps - 2));
  const auto saved = document_of(session::document_json(session.document()).dump());
  REQUIRE(saved);
  CHECK((*saved == session.document()));
  REQUIRE(session.edit(session::set_tempo, sequencer::kMaxTempoBpm));
  session.play(0.0);
  const double step_ms = sequencer::Transport::step_ms_of(sequencer::kMaxTempoBpm);
  const auto hits = session_test::play_through(session, 0.0, session::kStartDelayMs + kMaxSteps * step_ms, kKick);
  // The last step's two hits, before the pattern begins anew.
  const double last_ms = session::kStartDelayMs + (kMaxSteps - 1) * step_ms;
  const auto at = std::ranges::find_if(hits, [&](double time_ms) { return std::abs(time_ms - last_ms) < 1e-6; });
  REQUIRE(hits.end() - at >= 2);
  CHECK(*(at + 1) == doctest::Approx(last_ms + step_ms / 2));
}

TEST_CASE("of a pattern longer than networks are made for, an agent learns windows of it, and its length is kept") {
  Session session;
  load(session);
  REQUIRE(session.edit(session::set_steps, 1000));
  CHECK(session.document().config.steps == core::kMaxAgentSteps);
  session.coach().train();
  const auto reset = requests(session, "train_reset");
  REQUIRE(reset.size() == 1);
  CHECK(reset[0]["config"]["steps"] == core::kMaxAgentSteps);
  CHECK(reset[0]["kicks"][0].get<std::string>().size() == 1000);
  core::Config config = session.document().config;
  config.learning_rate = 0.001;
  REQUIRE(session.edit(session::set_config, config));
  CHECK(session.document().pattern().steps() == 1000);
  config.steps = 8;
  REQUIRE(session.edit(session::set_config, config));
  CHECK(session.document().pattern().steps() == 8);
}

TEST_CASE("undo of long patterns stays within its memory, and its steps share what they left alone") {
  Session session;
  for (int slot = 0; slot < session::kSlots; ++slot) {
    REQUIRE(session.player().select_slot(slot));
    REQUIRE(session.edit(session::set_steps, kMaxSteps));
    session.advance(slot);
  }
  const std::size_t before = session.history().pattern_bytes();
  for (int step = 0; step < 100; ++step) {
    REQUIRE(session.edit(session::set_step, kHat, step, 100));
    session.advance(100.0 + step);
  }
  // A hundred times one pattern, not the bank.
  const std::size_t one = (session.history().pattern_bytes() - before) / 100;
  CHECK(one < 40000);
  // What is asked of answers is part of every pattern.
  for (int i = 0; i < 400; ++i) {
    REQUIRE(session.edit(session::set_density, i % 2 == 0 ? 0.5 : 0.25));
    session.advance(1000.0 + i);
    REQUIRE(session.history().pattern_bytes() <= UndoHistory::kMaxPatternBytes);
  }
  CHECK(session.history().depth() > 80);
  CHECK(session.history().depth() < UndoHistory::kCapacity);
  REQUIRE(session.undo());
  CHECK(session.document().part().density == 0.5);
  REQUIRE(session.redo());
  CHECK(session.document().part().density == 0.25);
}

TEST_CASE("every step of the longest pattern can be learned, by one name, and no other step") {
  for (const int step : {0, 63, 64, kMaxSteps - 1}) {
    const session::Target* target = session::find_target(session::step_target_name(kHat, step));
    REQUIRE(target != nullptr);
    CHECK(target->info.label == "step " + std::to_string(step + 1) + " of the hat");
    CHECK(target == session::find_target(session::step_target_name(kHat, step)));
  }
  for (const char* name : {"step:hat:1024", "step:hat:-1", "step:hat:07", "step:hat:", "step:hat", "step:", "step::1",
                           "step:gong:1", "step:hat:1x"}) {
    CHECK(session::find_target(name) == nullptr);
  }
}

TEST_CASE("pads show and toggle the part of a long pattern that they are turned to") {
  Desk desk;
  desk.ok({{"type", "set_steps"}, {"steps", kMaxSteps}});
  desk.ok({{"type", "set_pads"}, {"on", true}});
  desk.session.midi().set_pads_state(port("grid", "Grid"), port("in", "Pads"));
  // 8 x 8 pads: two bars of the kick on the upper four rows, two of the snare below. Top left is note 81.
  const auto press_first = [&] { say(desk.session, desk.now_ms, {0x90, 81, 100}, desk.now_ms); };
  press_first();
  CHECK(desk.session.document().pattern().onset(kKick, 0));
  desk.session.midi().show_on_pads(100);
  press_first();
  CHECK(desk.session.document().pattern().onset(kKick, 96));
  const auto lights = requests(desk.session, "pad_lights");
  REQUIRE_FALSE(lights.empty());
  CHECK(lights.back()["messages"].size() == 1);  // the one kick of this page
}

}  // namespace
