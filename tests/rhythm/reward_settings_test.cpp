#include "rhythm/reward_settings.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <set>
#include <string>
#include <vector>

namespace rhythm {

namespace {

std::string refusal(std::string_view json) {
  const auto settings = reward_settings_from_json(json);
  return settings ? std::string() : settings.error().message;
}

}  // namespace

TEST_CASE("the terms stand in the order of their enumeration, each with words of its own") {
  std::set<std::string_view> keys, labels;
  for (std::size_t t = 0; t < kTermCount; ++t) {
    const TermInfo& info = term_table()[t];
    CAPTURE(info.key);
    CHECK(static_cast<std::size_t>(info.term) == t);
    CHECK(find_term(info.key) == &info);
    CHECK(keys.insert(info.key).second);
    CHECK(labels.insert(info.label).second);
    CHECK(info.help.ends_with("."));
    CHECK(info.help.size() <= 120);
    CHECK_FALSE(info.metric.empty());
    CHECK_FALSE(info.source.empty());
  }
  CHECK(term_table()[1].key == "lhl");
  CHECK(term_table()[10].key == "similarity");
  CHECK(find_term("tanguiane") == nullptr);
}

TEST_CASE("the presets are in range and differ") {
  const std::vector<std::string_view> names = {"Original", "Straight", "Backbeat", "Half-time",
                                               "One drop", "Dembow",   "Motor",    "Clave",
                                               "Bell",     "Busy",     "Sparse",   "Syncopated answer"};
  std::vector<std::string_view> found;
  for (const RewardPreset& preset : reward_presets()) {
    CAPTURE(preset.name);
    found.push_back(preset.name);
    CHECK(check_settings(preset.settings).has_value());
    CHECK(preset.help.ends_with("."));
    CHECK(matching_preset(preset.settings) == &preset);
    CHECK(preset.settings.liked.empty());
  }
  CHECK(found == names);
}

TEST_CASE("the mixes of terms alone are found by their names, and have no style") {
  for (const RewardPreset& mix : reward_mixes()) {
    CAPTURE(mix.name);
    CHECK(check_settings(mix.settings).has_value());
    CHECK(mix.settings.style == Style::none);
    CHECK(find_preset(mix.name)->settings == mix.settings);
    CHECK(matching_preset(mix.settings)->name == mix.name);
  }
}

TEST_CASE("beside a style the other terms cannot make good a single mistake") {
  for (const RewardPreset& preset : reward_presets()) {
    if (preset.settings.style == Style::none) continue;
    CAPTURE(preset.name);
    CHECK(preset.settings[Term::similarity] == TermSetting{.weight = 1.0F, .mode = TermMode::maximise});
    float others = 0.0F;
    for (const TermInfo& info : term_table()) {
      if (info.term != Term::similarity) others += std::abs(preset.settings[info.term].weight);
    }
    CHECK(others <= 0.55F);
  }
}

TEST_CASE("a style goes through json, and a wrong one is refused with the list") {
  RewardSettings settings = preset_settings("Half-time").value();
  CHECK(reward_settings_from_json(reward_settings_to_json(settings)).value() == settings);
  CHECK(reward_settings_from_json(R"({"style": null})", settings).value().style == Style::none);
  for (const char* json : {R"({"style": "polka"})", R"({"style": 3})", R"({"style": "none"})"}) {
    CAPTURE(json);
    CHECK(refusal(json).starts_with("\"style\" must be one of straight, backbeat, half_time"));
  }
}

TEST_CASE("the original preset is the difference alone, and syncopated answer has its four terms") {
  const RewardSettings original = preset_settings("Original").value();
  const RewardSettings syncopated = preset_settings("Syncopated answer").value();
  for (const TermInfo& info : term_table()) {
    CAPTURE(info.key);
    CHECK(original[info.term].weight == (info.term == Term::difference ? 1.0F : 0.0F));
    const bool in_answer =
        info.term == Term::lhl || info.term == Term::cscore || info.term == Term::overlap || info.term == Term::density;
    CHECK((syncopated[info.term].weight != 0.0F) == in_answer);
  }
  CHECK(syncopated[Term::overlap].mode == TermMode::minimise);
  CHECK(syncopated[Term::density].mode == TermMode::target);
}

TEST_CASE("presets are found whatever the case, and a wrong name lists them") {
  CHECK(find_preset("syncopated ANSWER") == find_preset("Syncopated answer"));
  CHECK(find_preset("Syncopated") == nullptr);
  CHECK(preset_settings("Waltz").error().message ==
        "There is no preset \"Waltz\": use Original, Straight, Backbeat, Half-time, One drop, Dembow, Motor, Clave, "
        "Bell, "
        "Busy, Sparse or Syncopated answer.");
}

TEST_CASE("an edited preset matches none, a liked pattern leaves it what it is") {
  RewardSettings settings = preset_settings("Busy").value();
  settings.liked = parse_row("x..x").value();
  CHECK(matching_preset(settings) == find_preset("Busy"));
  settings[Term::lhl].weight += 0.1F;
  CHECK(matching_preset(settings) == nullptr);
}

TEST_CASE("settings come back from json as they went, every float of them") {
  RewardSettings settings;
  for (std::size_t t = 0; t < kTermCount; ++t) {
    settings.terms[t] = {.weight = std::sin(static_cast<float>(t) + 0.1F),
                         .mode = static_cast<TermMode>(t % 3),
                         .level = static_cast<float>(t) / 10.7F};
  }
  settings.liked = parse_row("x..xx.x.").value();
  const auto back = reward_settings_from_json(reward_settings_to_json(settings));
  REQUIRE(back.has_value());
  CHECK(*back == settings);
  CHECK(reward_settings_from_json(reward_settings_to_json({})).value() == RewardSettings{});
}

TEST_CASE("json shows a weight with the digits that the musician set") {
  RewardSettings settings;
  settings[Term::lhl] = {.weight = 0.3F, .mode = TermMode::target, .level = 0.7F};
  const std::string json = reward_settings_to_json(settings);
  CHECK(json.find(R"("lhl":{"weight":0.3,"mode":"target","level":0.7})") != std::string::npos);
  CHECK(json.ends_with(R"("liked":null})"));
}

TEST_CASE("what json leaves out keeps its value") {
  const RewardSettings base = preset_settings("Sparse").value();
  const auto settings = reward_settings_from_json(R"({"terms":{"witek":{"level":0.25}},"liked":"x.x."})", base);
  REQUIRE(settings.has_value());
  RewardSettings expected = base;
  expected[Term::witek].level = 0.25F;
  expected.liked = parse_row("x.x.").value();
  CHECK(*settings == expected);
  CHECK(reward_settings_from_json(R"({"liked":null})", expected).value().liked.empty());
  CHECK(reward_settings_from_json("{}", expected).value() == expected);
}

TEST_CASE("what is wrong with reward settings is said in a sentence that names it") {
  CHECK(refusal("[1]") == "Reward settings are a JSON object with the keys terms, style and liked.");
  CHECK(refusal("{") == "Reward settings are a JSON object with the keys terms, style and liked.");
  CHECK(refusal(R"({"term":{}})").find("\"term\"") != std::string::npos);
  CHECK(refusal(R"({"terms":[]})").find("\"terms\"") != std::string::npos);
  CHECK(refusal(R"({"terms":{"swing":{}}})") == "There is no reward term \"swing\".");
  CHECK(refusal(R"({"terms":{"lhl":1}})").find("\"lhl\"") != std::string::npos);
  CHECK(refusal(R"({"terms":{"lhl":{"weight":"1"}}})") == "The weight of \"lhl\" must be a number.");
  CHECK(refusal(R"({"terms":{"lhl":{"weight":1.01}}})") == "The weight of \"lhl\" must lie between -1 and 1.");
  CHECK(refusal(R"({"terms":{"lhl":{"weight":-1e300}}})") == "The weight of \"lhl\" must lie between -1 and 1.");
  CHECK(refusal(R"({"terms":{"lhl":{"level":-0.01}}})") == "The level of \"lhl\" must lie between 0 and 1.");
  CHECK(refusal(R"({"terms":{"lhl":{"mode":"maximize"}}})").find("\"maximise\"") != std::string::npos);
  CHECK(refusal(R"({"terms":{"lhl":{"mode":2}}})").find("\"maximise\"") != std::string::npos);
  CHECK(refusal(R"({"terms":{"lhl":{"gain":2}}})").find("\"gain\"") != std::string::npos);
  CHECK_FALSE(refusal(R"({"liked":"x"})").empty());
  CHECK_FALSE(refusal(R"({"liked":"x?x"})").empty());
  CHECK_FALSE(refusal(R"({"liked":3})").empty());
}

TEST_CASE("a weight that is no number is refused") {
  RewardSettings settings;
  settings[Term::balance].weight = std::numeric_limits<float>::quiet_NaN();
  CHECK_FALSE(check_settings(settings).has_value());
  settings[Term::balance] = {.level = std::numeric_limits<float>::quiet_NaN()};
  CHECK_FALSE(check_settings(settings).has_value());
}

}  // namespace rhythm
