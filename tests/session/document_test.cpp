#include "session/song/document.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "session/song/edit.h"
#include "tests/session/session_steps.h"

namespace {

using nlohmann::json;
using session::Document;

Document changed_document() {
  Document document;
  document.resize(7);
  document.pattern().set(rhythm::kKick, 6, 33);
  document.pattern().set(rhythm::kSnare, 2, 127);
  document.part().locks[2] = 1;
  document.tempo_bpm = 93.7;
  document.volume = 0.25;
  document.drive = 0.75;
  document.samples[rhythm::kRim] = {.id = "abc", .name = "click.wav"};
  document.metronome = true;
  document.bank[3].kit = session::Kit::lo_fi;
  document.midi = {.note = {35, 40, 0, 127, 60},
                   .on = {true, false, true, false, true},
                   .channel = 2,
                   .note_length_ms = 12.5,
                   .latency_ms = -20.0};
  document.current().detail(rhythm::kHat, 6) = {.probability = 40, .micro = -50, .ratchets = 4};
  document.current().voices[rhythm::kRim] = {.length = 5, .mute = true, .solo = true};
  document.bank[15] = session::Slot(64);
  document.bank[15].feel = session::Feel{.tempo_bpm = 174.0, .swing_percent = 60.0};
  document.bank[15].pattern.set(rhythm::kOpenHat, 63, 1);
  document.bank[15].part().locks[63] = 1;
  document.song = {0, 15, 0, 3};
  document.song_on = true;
  document.groove = {.swing_percent = 66.7, .humanise_ms = 3.5, .humanise_velocity = 12, .seed = 4294967295U};
  document.sounds[rhythm::kOpenHat] = {.pitch = 0.0, .decay = 1.0, .tone = 0.25, .level = 0.1, .pan = 0.2, .room = 0.9};
  document.midi_setup.input.notes[rhythm::kKick] = {24};
  document.midi_setup.input.mode = session::RecordMode::replace;
  document.midi_setup.clock = {.out = true, .in = true};
  document.midi_setup.pads.base_note = 36;
  document.midi_setup.learned = {{.target = "tempo", .kind = session::LearnKind::note, .channel = 16, .number = 127}};
  document.midi_setup.output_latency_ms = {{"Drums", -12.5}};
  REQUIRE(session::set_density(document, -0.5));
  REQUIRE(session::set_dynamics(document, true));
  document.config.learning_rate = 0.0005;
  rhythm::RewardSettings reward = document.part().reward;
  reward[rhythm::Term::lhl] = {.weight = -0.4F, .mode = rhythm::TermMode::target, .level = 0.3F};
  reward.liked = {100, 0, 0, 100, 0, 0, 0};
  REQUIRE(session::set_reward(document, reward));
  REQUIRE(session::set_think(document, true));
  return document;
}

TEST_CASE("a first document has a kick on every beat and leaves the snare to the agent") {
  const Document document;
  CHECK(document.pattern().steps() == 16);
  for (const int step : {0, 4, 8, 12}) CHECK(document.pattern().onset(rhythm::kKick, step));
  CHECK(document.pattern().onset_count(rhythm::kSnare) == 0);
  CHECK(session::lock_text(document.part()) == "................");
  REQUIRE(rhythm::matching_preset(document.part().reward) != nullptr);
  CHECK(rhythm::matching_preset(document.part().reward)->name == "Backbeat");
  CHECK_FALSE(document.part().think);
}

// What version 1 wrote.
json first_version() {
  const Document document = changed_document();
  json old = json::parse(session::document_json(document).dump());
  for (const char* key :
       {"bank", "slot", "song", "groove", "sounds", "samples", "drive", "density", "dynamics", "midi_setup"}) {
    old.erase(key);
  }
  old["version"] = 1;
  old["kick"] = {0, 0, 0, 0, 0, 0, 33};
  old["snare"] = {0, 0, 127, 0, 0, 0, 0};
  old["locks"] = "..x....";
  old["midi"] = {{"snare_note", 40}, {"kick_note", 35},        {"kick_on", true},
                 {"channel", 2},     {"note_length_ms", 12.5}, {"latency_ms", -20.0}};
  return old;
}

TEST_CASE("a document of version 1 becomes the first pattern of the bank") {
  const auto document = session_test::document_of(first_version().dump());
  REQUIRE(document);
  CHECK(document->slot == 0);
  CHECK(document->row_text(rhythm::kKick) == "......x");
  CHECK(document->row_text(rhythm::kSnare) == "..X....");
  CHECK(session::lock_text(document->part()) == "..x....");
  CHECK(session::same_pattern(document->bank[1], session::Slot()));
  CHECK(document->groove == sequencer::Groove());
  CHECK(document->sounds == Document().sounds);
  CHECK(document->midi == sequencer::MidiSettings{.note = {35, 40, 37, 42, 46, 39, 45, 50},
                                                  .on = {true, true},
                                                  .channel = 2,
                                                  .note_length_ms = 12.5,
                                                  .latency_ms = -20.0});
  CHECK(document->tempo_bpm == 93.7);
  CHECK(document->part().think);
}

TEST_CASE("a document of before there were rewards to choose gets the first visit's") {
  json old = first_version();
  old.erase("reward");
  old.erase("think");
  const auto document = session_test::document_of(old.dump());
  REQUIRE(document);
  CHECK(document->part().reward == Document().part().reward);
  CHECK_FALSE(document->part().think);
}

TEST_CASE("a document comes back from its JSON as it was") {
  for (const Document& document : {Document(), changed_document()}) {
    const auto back = session_test::document_of(session::document_json(document).dump());
    REQUIRE(back);
    CHECK(*back == document);
  }
}

TEST_CASE("notes of a document of before there were claps and toms keep their voices") {
  json document = json::parse(session::document_json(session::Document()).dump());
  json& notes = document["midi_setup"]["input"]["notes"];
  const json tom = notes["low_tom"];
  REQUIRE_FALSE(tom.empty());
  for (const char* younger : {"clap", "low_tom", "high_tom"}) notes.erase(younger);
  notes["rim"] = tom;
  const auto read = session_test::document_of(document.dump());
  REQUIRE(read);
  CHECK(json(read->midi_setup.input.notes[rhythm::kRim]) == tom);
  CHECK(read->midi_setup.input.notes[rhythm::kLowTom].empty());
  CHECK_FALSE(read->midi_setup.input.notes[rhythm::kHighTom].empty());
}

TEST_CASE("resizing keeps what still fits and keeps the config in step") {
  Document document = changed_document();
  document.resize(3);
  CHECK(document.row_text(rhythm::kSnare) == "..X");
  CHECK(session::lock_text(document.part()) == "..x");
  CHECK(document.config.steps == 3);
  document.resize(5);
  CHECK(document.row_text(rhythm::kSnare) == "..X..");
  CHECK(session::lock_text(document.part()) == "..x..");
}

bool refused(const json& document) {
  const auto result = session_test::document_of(document.dump());
  return !result && result.error().message.ends_with(".");
}

TEST_CASE("a damaged document is refused with a sentence") {
  CHECK_FALSE(session_test::document_of("{"));
  CHECK_FALSE(session_test::document_of(""));
  CHECK_FALSE(session_test::document_of("[]"));
  for (const json& good : {json::parse(session::document_json(changed_document()).dump()), first_version()}) {
    REQUIRE_FALSE(refused(good));
    const bool first = good["version"] == 1;
    for (const auto& [key, value] : good.items()) {
      // Than the first documents, and than those of version 2.
      const bool younger =
          (first && (key == "reward" || key == "think")) || key == "drive" || key == "metronome" || key == "samples";
      json document = good;
      document.erase(key);
      CHECK_MESSAGE(refused(document) != younger, key);
      for (const json& other : {json(), json("?"), json(-1e9), json::array(), json::object({{"a", 1}}), json(true)}) {
        if (key == "samples" && other.is_object()) continue;  // of no voice
        if (value.is_boolean() && other.is_boolean()) continue;
        document[key] = other;
        CHECK_MESSAGE(refused(document), key << " " << other.dump());
      }
    }
    for (const char* name : {"midi", "midi_setup", "groove", "sounds", "song"}) {
      const json settings = good.value(name, json::object());
      for (const auto& [key, value] : settings.items()) {
        // Clap and toms came later than the other voices.
        const bool younger = key == "clap" || key == "low_tom" || key == "high_tom";
        json document = good;
        document[name].erase(key);
        CHECK_MESSAGE(refused(document) != younger, std::string(name) << " " << key);
      }
    }
  }
}

TEST_CASE("a document with a value out of range is refused") {
  const auto refuses = [](const json& good, std::initializer_list<std::pair<const char*, json>> wrong) {
    for (const auto& [path, value] : wrong) {
      json document = good;
      document[json::json_pointer(path)] = value;
      CHECK_MESSAGE(refused(document), path << " " << value.dump());
    }
  };
  refuses(first_version(), {{"/kick/0", 128},
                            {"/kick/0", 0.5},
                            {"/midi/snare_note", 128},
                            {"/locks", "xx"},
                            {"/version", 0},
                            {"/kick", json::array({0})},
                            {"/config/gamma", 2}});
  const json good = json::parse(session::document_json(changed_document()).dump());
  refuses(good, {{"/tempo_bpm", 301},
                 {"/tempo_bpm", 19},
                 {"/volume", 1.01},
                 {"/midi/channel", 0},
                 {"/midi/channel", 17},
                 {"/midi/notes/hat", 128},
                 {"/midi/on/hat", 1},
                 {"/midi/note_length_ms", 0},
                 {"/midi/latency_ms", 201},
                 {"/version", 3},
                 {"/slot", 16},
                 {"/slot", -1},
                 {"/song/slots", json::array({16})},
                 {"/song/slots", std::vector<int>(65, 0)},
                 {"/song/slots", json::array()},  // and on
                 {"/groove/swing_percent", 49.9},
                 {"/groove/swing_percent", 75.1},
                 {"/groove/humanise_ms", 20.5},
                 {"/groove/humanise_velocity", 31},
                 {"/groove/seed", -1},
                 {"/groove/seed", 4294967296.0},
                 {"/sounds/rim/decay", 1.5},
                 {"/density", 1.5},
                 {"/config/gamma", 2}});
  refuses(good, {{"/bank/15/steps", 65},
                 {"/bank/15/steps", 1},
                 {"/bank/15/steps", 32},
                 {"/bank/0/rows/kick/0", 128},
                 {"/bank/0/rows", json::array()},
                 {"/bank/0/locks", "xx"},
                 {"/bank/0/details/0/voice", "cowbell"},
                 {"/bank/0/details/0/step", 7},
                 {"/bank/0/details/0/probability", 101},
                 {"/bank/0/details/0/micro", 51},
                 {"/bank/0/details/0/ratchets", 0},
                 {"/bank/0/voices/rim/length", 8},
                 {"/bank/0/voices/rim/mute", 1}});
}

}  // namespace
