// Undo and redo.
#include <doctest/doctest.h>

#include <array>
#include <nlohmann/json.hpp>
#include <vector>

#include "core/rng.h"
#include "session/session.h"
#include "tests/rounds.h"
#include "tests/session/session_steps.h"

namespace {

using nlohmann::json;
using rhythm::kHat;
using rhythm::kKick;
using rhythm::kSnare;
using session::AgentOrigin;
using session::Session;
using session::without_answers;
using session_test::complement_agent_bytes;
using session_test::load;
using session_test::play_through;
using session_test::requests;
using session_test::set_kick;

json run(Session& session, const json& command, double now_ms = 0.0) {
  return json::parse(session_test::command(session, command.dump(), now_ms));
}

TEST_CASE("what the interface does between two frames is one step, with a name") {
  Session session;
  CHECK_FALSE(session.history().can_undo());
  CHECK_FALSE(session.undo());
  CHECK_FALSE(session.redo());
  const session::Document first = session.document();
  REQUIRE(session.edit(session::set_step, kKick, 1, 100));
  session.advance(10.0);
  CHECK(session.history().undo_label() == "draw kick");
  REQUIRE(session.edit(session::set_groove, sequencer::Groove{.swing_percent = 60.0}));
  session.advance(20.0);
  CHECK(session.history().undo_label() == "swing");
  REQUIRE(session.undo());
  CHECK(session.document().groove == first.groove);
  CHECK(session.history().undo_label() == "draw kick");
  CHECK(session.history().redo_label() == "swing");
  REQUIRE(session.undo());
  CHECK(session.document() == first);
  CHECK_FALSE(session.history().can_undo());
  REQUIRE(session.redo());
  REQUIRE(session.redo());
  CHECK(session.document().groove.swing_percent == 60.0);
  CHECK(session.document().pattern().onset(kKick, 1));
  CHECK_FALSE(session.history().can_redo());
}

TEST_CASE("a new edit ends what could be redone") {
  Session session;
  REQUIRE(session.edit(session::set_volume, 0.5));
  REQUIRE(session.undo());
  CHECK(session.history().can_redo());
  REQUIRE(session.edit(session::set_tempo, 90.0));
  session.advance(1.0);
  CHECK_FALSE(session.history().can_redo());
}

TEST_CASE("a gesture is one step, however many frames it takes") {
  Session session;
  session.begin_gesture();
  for (int i = 1; i <= 20; ++i) {
    REQUIRE(session.edit(session::set_volume, i / 20.0));
    session.advance(i * 16.0);
  }
  session.end_gesture();
  CHECK(session.history().undo_label() == "volume");
  REQUIRE(session.undo());
  CHECK(session.document().volume == 0.8);
  CHECK_FALSE(session.history().can_undo());
  SUBCASE("also by commands") {
    run(session, {{"type", "gesture_begin"}});
    for (const double volume : {0.1, 0.2, 0.3}) run(session, {{"type", "set_volume"}, {"volume", volume}});
    run(session, {{"type", "gesture_end"}});
    run(session, {{"type", "undo"}});
    CHECK(session.document().volume == 0.8);
  }
  SUBCASE("undo in the middle of one takes it back") {
    session.begin_gesture();
    REQUIRE(session.edit(session::set_volume, 0.1));
    REQUIRE(session.undo());
    CHECK(session.document().volume == 0.8);
  }
}

TEST_CASE("moves of one knob that follow closely are one step") {
  Session session;
  const auto turn = [&](const char* key, double volume, double now_ms) {
    run(session, {{"type", "set_volume"}, {"volume", volume}, {"join", key}}, now_ms);
  };
  turn("knob 1", 0.1, 0.0);
  turn("knob 1", 0.2, 400.0);
  turn("knob 1", 0.3, 800.0);
  turn("knob 1", 0.4, 1400.0);  // 600 ms later
  turn("knob 2", 0.5, 1500.0);
  REQUIRE(session.undo());
  CHECK(session.document().volume == 0.4);
  REQUIRE(session.undo());
  CHECK(session.document().volume == 0.3);
  REQUIRE(session.undo());
  CHECK(session.document().volume == 0.8);
}

TEST_CASE("answers of the agent are no steps and survive undo") {
  Session session;
  load(session, 4);
  set_kick(session, "x...");
  session.advance(1.0);
  REQUIRE(session.edit(session::set_step, kKick, 1, 100));
  session.advance(2.0);
  CHECK(session.document().row_text(rhythm::kSnare) == "..xx");
  CHECK(session.history().undo_label() == "draw kick");
  REQUIRE(session.undo());
  CHECK(session.document().row_text(rhythm::kKick) == "x...");
  CHECK(session.document().row_text(rhythm::kSnare) == ".xxx");
  CHECK(session.history().can_redo());
  session.advance(3.0);
  CHECK(session.history().can_redo());
}

TEST_CASE("the slot that is shown is no step, but undo shows what it changes") {
  Session session;
  REQUIRE(session.edit(session::set_step, kHat, 0, 100));
  session.advance(1.0);
  REQUIRE(session.player().select_slot(3));
  session.advance(2.0);
  CHECK(session.history().undo_label() == "draw hat");
  REQUIRE(session.undo());
  CHECK(session.document().slot == 0);
  CHECK(session.document().pattern().onset_count(kHat) == 0);
}

TEST_CASE("undo while playing is heard and stops nothing") {
  Session session;
  set_kick(session, "x...");
  session.advance(0.0);
  session.play(0.0);
  REQUIRE(session.edit(session::set_step, kKick, 2, 100));
  CHECK(play_through(session, 0.0, 300.0, kKick) == std::vector<double>{100.0, 350.0});
  REQUIRE(session.undo());
  CHECK(play_through(session, 300.0, 1000.0, kKick) == std::vector<double>{600.0});
  CHECK(session.playing());
}

TEST_CASE("undoing an opened agent brings the one before back") {
  Session session;
  load(session);
  session.advance(0.0);
  const session::Document before = session.document();
  REQUIRE(session.load_agent(complement_agent_bytes(16, "Mine"), AgentOrigin::file, "mine.safetensors"));
  session.advance(1.0);
  CHECK(session.history().undo_label() == "open agent");
  REQUIRE(session.undo());
  CHECK(session.agent()->name == "agent");
  CHECK(session.agent()->origin == AgentOrigin::shipped);
  CHECK(session.document().part().reward == before.part().reward);
  REQUIRE(session.redo());
  CHECK(session.agent()->name == "Mine");
  CHECK(session.agent()->origin == AgentOrigin::file);
}

TEST_CASE("undoing a reset brings the agent back, and the learner goes on from it") {
  Session session;
  load(session, 16, AgentOrigin::file);
  session.coach().train();
  session.coach().pause();
  session.advance(1.0);
  session_test::drained(session);
  session.coach().reset();
  session.advance(1.5);
  CHECK(session.history().undo_label() == "fresh agent");
  REQUIRE(session.coach().take_agent(complement_agent_bytes(16, "")));
  CHECK(session.agent()->name.empty());
  session.advance(2.0);
  CHECK(session.history().undo_label() == "fresh agent");
  session_test::drained(session);
  REQUIRE(session.undo());
  CHECK(session.agent()->name == "agent");
  CHECK(session.agent()->origin == AgentOrigin::file);
  CHECK(requests(session, "train_load_agent").size() == 1);
  REQUIRE(session.redo());
  CHECK(session.agent()->name.empty());
}

TEST_CASE("going back to the agent that came with the page pauses the training") {
  Session session;
  load(session);
  session.advance(0.0);
  session.coach().train();
  REQUIRE(session.coach().take_agent(complement_agent_bytes(16, "")));
  session.advance(1.0);
  REQUIRE(session.undo());
  CHECK(session.agent()->origin == AgentOrigin::shipped);
  CHECK(session.coach().training().status == session::TrainingStatus::paused);
  CHECK_FALSE(session.coach().training().sentence.empty());
}

TEST_CASE("what a training sends is no step") {
  Session session;
  load(session, 16, AgentOrigin::file);
  session.advance(0.0);
  const std::string label = session.history().undo_label();
  session.coach().train();
  for (int i = 0; i < 5; ++i) {
    REQUIRE(session.coach().take_agent(complement_agent_bytes(16, "")));
    session.advance(i);
  }
  CHECK(session.history().undo_label() == label);
}

TEST_CASE("the name of an agent is a step") {
  Session session;
  load(session);
  session.advance(0.0);
  REQUIRE(session.set_agent_text("Better", "a note"));
  session.advance(1.0);
  CHECK(session.history().undo_label() == "name of the agent");
  REQUIRE(session.undo());
  CHECK(session.agent()->name == "agent");
  CHECK(session.agent()->note.empty());
  REQUIRE(session.redo());
  CHECK(session.agent()->name == "Better");
}

TEST_CASE("what an earlier visit left and the agent of the page are where undo ends") {
  Session session;
  session::Document document;
  document.tempo_bpm = 99.0;
  const json restore = {
      {"type", "restore"}, {"origin", "stored"}, {"document", json::parse(session::document_json(document).dump())}};
  CHECK(run(session, restore)["ok"] == true);
  REQUIRE(session.load_agent(complement_agent_bytes(16), AgentOrigin::stored, "a.safetensors"));
  session.advance(1.0);
  CHECK_FALSE(session.history().can_undo());
  CHECK(session.document().tempo_bpm == 99.0);
}

TEST_CASE("two hundred steps and more can be undone") {
  Session session;
  for (int i = 0; i < 600; ++i) {
    REQUIRE(session.edit(session::set_tempo, 20.0 + i / 4.0));
    session.advance(i);
  }
  int undone = 0;
  while (session.history().can_undo()) {
    REQUIRE(session.undo());
    ++undone;
  }
  CHECK(undone == 500);
}

// One of everything a person can change, at random.
json random_command(core::Rng& rng, int steps) {
  const auto below = [&](int bound) { return static_cast<int>(rng.below(static_cast<std::uint32_t>(bound))); };
  const std::string voice(session::kVoiceNames[rng.below(session::kVoices)]);
  const int step = below(steps);
  const std::array<json, 28> commands = {{
      {{"type", "set_step"}, {"voice", voice}, {"step", step}, {"velocity", below(128)}},
      {{"type", "set_lock"}, {"step", step}, {"locked", below(2) == 0}},
      {{"type", "unlock_all"}},
      {{"type", "clear"}, {"voice", voice}},
      {{"type", "clear"}},
      {{"type", "set_steps"}, {"steps", 2 + below(30)}},
      {{"type", "set_pattern"}, {"kick", "x..x...x.x"}, {"snare", ".x...x...."}},
      {{"type", "set_detail"},
       {"voice", voice},
       {"step", step},
       {"micro", below(101) - 50},
       {"ratchets", 1 + below(4)}},
      {{"type", "set_voice"}, {"voice", voice}, {"length", below(steps + 1)}, {"mute", below(2) == 0}},
      {{"type", "set_groove"}, {"swing_percent", 50 + below(26)}, {"seed", below(100)}},
      {{"type", "set_sound"}, {"voice", voice}, {"decay", below(11) / 10.0}},
      {{"type", "set_song"}, {"slots", {below(16), below(16)}}, {"on", below(2) == 0}},
      {{"type", "select_slot"}, {"slot", below(16)}},
      {{"type", "copy_slot"}, {"from", below(16)}, {"to", below(16)}},
      {{"type", "copy"}, {"voice", voice}},
      {{"type", "paste"}, {"voice", voice}},
      {{"type", "rotate"}, {"voice", voice}, {"by", below(9) - 4}},
      {{"type", "invert"}, {"voice", voice}},
      {{"type", "randomise"}, {"voice", voice}, {"seed", below(1000)}},
      {{"type", "euclid"}, {"voice", voice}, {"onsets", below(steps + 1)}},
      {{"type", "double"}},
      {{"type", "halve"}},
      {{"type", "set_tempo"}, {"tempo_bpm", 20 + below(281)}},
      {{"type", "set_volume"}, {"volume", below(11) / 10.0}},
      {{"type", "set_midi"}, {"channel", 1 + below(16)}, {"notes", {{voice, below(128)}}}},
      {{"type", "set_preset"}, {"name", below(2) == 0 ? "Sparse" : "Clave"}},
      {{"type", "set_think"}, {"on", below(2) == 0}},
      {{"type", "set_config"}, {"config", {{"learning_rate", 0.0001 * (1 + below(9))}}}},
  }};
  return commands[rng.below(static_cast<std::uint32_t>(commands.size()))];
}

TEST_CASE("any edits undone give the first document and redone the last, also while it plays") {
  for (std::uint64_t seed = 1; seed <= test::rounds(60U); ++seed) {
    INFO("seed ", seed);
    core::Rng rng(seed);
    Session session(seed);
    load(session);
    session.advance(0.0);
    const bool plays = seed % 2 == 0;
    if (plays) session.play(0.0);
    double now_ms = 0.0;
    const auto tick = [&] {
      if (plays) session.schedule(now_ms += 40.0, 100.0);
    };
    std::vector<session::Document> states{without_answers(session.document())};
    std::vector<std::string> labels;
    for (int i = 0; i < 60; ++i) {
      const json command = random_command(rng, session.document().pattern().steps());
      run(session, command, now_ms);
      tick();
      const session::Document now = without_answers(session.document());
      if (now == states.back()) continue;
      states.push_back(now);
      labels.push_back(session.history().undo_label());
      CHECK_FALSE(session.history().undo_label().empty());
    }
    for (std::size_t i = states.size() - 1; i > 0; --i) {
      CHECK(session.history().undo_label() == labels[i - 1]);
      run(session, {{"type", "undo"}}, now_ms);
      CHECK((without_answers(session.document()) == states[i - 1]));
      tick();
    }
    for (std::size_t i = 1; i < states.size(); ++i) {
      run(session, {{"type", "redo"}}, now_ms);
      CHECK((without_answers(session.document()) == states[i]));
      tick();
    }
    CHECK_FALSE(session.history().can_redo());
  }
}

}  // namespace
