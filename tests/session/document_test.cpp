#include "session/document.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

namespace {

using nlohmann::json;
using session::Document;

Document changed_document() {
  Document document;
  document.resize(7);
  document.pattern.set(rhythm::kKick, 6, 33);
  document.pattern.set(rhythm::kSnare, 2, 127);
  document.locks[2] = 1;
  document.tempo_bpm = 93.7;
  document.volume = 0.25;
  document.midi = {
      .snare_note = 40, .kick_note = 35, .kick_on = true, .channel = 2, .note_length_ms = 12.5, .latency_ms = -20.0};
  document.config.learning_rate = 0.0005;
  document.reward[rhythm::Term::lhl] = {.weight = -0.4F, .mode = rhythm::TermMode::target, .level = 0.3F};
  document.reward.liked = {100, 0, 0, 100, 0, 0, 0};
  document.think = true;
  return document;
}

TEST_CASE("a first document has a kick on every beat and leaves the snare to the agent") {
  const Document document;
  CHECK(document.pattern.steps() == 16);
  for (const int step : {0, 4, 8, 12}) CHECK(document.pattern.onset(rhythm::kKick, step));
  CHECK(document.pattern.onset_count(rhythm::kSnare) == 0);
  CHECK(document.lock_text() == "................");
  REQUIRE(rhythm::matching_preset(document.reward) != nullptr);
  CHECK(rhythm::matching_preset(document.reward)->name == "Backbeat");
  CHECK_FALSE(document.think);
}

TEST_CASE("a document of before there were rewards to choose gets the first visit's") {
  json old = json::parse(session::document_to_json(changed_document()));
  old.erase("reward");
  old.erase("think");
  const auto document = session::document_from_json(old.dump());
  REQUIRE(document);
  CHECK(document->reward == Document().reward);
  CHECK_FALSE(document->think);
}

TEST_CASE("a document comes back from its JSON as it was") {
  for (const Document& document : {Document(), changed_document()}) {
    const auto back = session::document_from_json(session::document_to_json(document));
    REQUIRE(back);
    CHECK(*back == document);
  }
}

TEST_CASE("resizing keeps what still fits and keeps the config in step") {
  Document document = changed_document();
  document.resize(3);
  CHECK(document.snare_text() == "..X");
  CHECK(document.lock_text() == "..x");
  CHECK(document.config.steps == 3);
  document.resize(5);
  CHECK(document.snare_text() == "..X..");
  CHECK(document.lock_text() == "..x..");
}

TEST_CASE("a damaged document is refused with a sentence") {
  const json good = json::parse(session::document_to_json(changed_document()));
  const auto refused = [](const json& document) {
    const auto result = session::document_from_json(document.dump());
    return !result && result.error().message.ends_with(".");
  };
  REQUIRE_FALSE(refused(good));
  SUBCASE("no JSON") {
    CHECK_FALSE(session::document_from_json("{"));
    CHECK_FALSE(session::document_from_json(""));
    CHECK_FALSE(session::document_from_json("[]"));
  }
  SUBCASE("any key missing") {
    for (const auto& [key, value] : good.items()) {
      if (key == "reward" || key == "think") continue;  // younger than the first documents
      json document = good;
      document.erase(key);
      CHECK_MESSAGE(refused(document), key);
    }
    for (const auto& [key, value] : good["midi"].items()) {
      json document = good;
      document["midi"].erase(key);
      CHECK_MESSAGE(refused(document), key);
    }
  }
  SUBCASE("any value of another type") {
    for (const auto& [key, value] : good.items()) {
      for (const json& other : {json(), json("?"), json(-1e9), json::array(), json::object({{"a", 1}}), json(true)}) {
        if (key == "think" && other.is_boolean()) continue;
        json document = good;
        document[key] = other;
        CHECK_MESSAGE(refused(document), key << " " << other.dump());
      }
    }
  }
  SUBCASE("values out of range") {
    const std::pair<const char*, json> wrong[] = {
        {"/tempo_bpm", 301},       {"/tempo_bpm", 19},        {"/volume", 1.01},
        {"/kick/0", 128},          {"/kick/0", 0.5},          {"/midi/channel", 0},
        {"/midi/channel", 17},     {"/midi/snare_note", 128}, {"/midi/note_length_ms", 0},
        {"/midi/latency_ms", 201}, {"/locks", "xx"},          {"/version", 2},
        {"/version", 0},           {"/config/gamma", 2}};
    for (const auto& [path, value] : wrong) {
      json document = good;
      document[json::json_pointer(path)] = value;
      CHECK_MESSAGE(refused(document), path);
    }
  }
  SUBCASE("too long or too short") {
    for (const int steps : {1, 65}) {
      json document = good;
      document["kick"] = document["snare"] = std::vector<int>(static_cast<std::size_t>(steps), 0);
      document["locks"] = std::string(static_cast<std::size_t>(steps), '.');
      CHECK(refused(document));
    }
  }
}

}  // namespace
