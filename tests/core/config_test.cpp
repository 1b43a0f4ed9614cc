#include "core/config.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <set>
#include <string>

TEST_CASE("a default config has every entry at its default, and every default is in its range") {
  const core::Config config;
  std::set<std::string_view> names;
  for (const core::ConfigEntry& entry : core::config_table()) {
    CAPTURE(entry.name);
    CHECK(names.insert(entry.name).second);
    CHECK(entry.get(config) == entry.default_value);
    core::Config copy = config;
    CHECK(core::set_config(copy, entry, entry.default_value).has_value());
    CHECK(copy == config);
    CHECK_FALSE(entry.label.empty());
    CHECK_FALSE(entry.help.empty());
    CHECK_FALSE(entry.source.empty());
  }
}

TEST_CASE("every entry of the table reads and writes a field of its own") {
  for (const core::ConfigEntry& entry : core::config_table()) {
    CAPTURE(entry.name);
    core::Config config;
    const double other = entry.default_value == entry.max ? entry.min : entry.max;
    REQUIRE(core::set_config(config, entry, other).has_value());
    CHECK(entry.get(config) == other);
    for (const core::ConfigEntry& neighbour : core::config_table()) {
      if (neighbour.name != entry.name) CHECK(neighbour.get(config) == neighbour.default_value);
    }
  }
}

TEST_CASE("values outside their range, not whole or not finite are refused and change nothing") {
  core::Config config;
  for (const core::ConfigEntry& entry : core::config_table()) {
    CAPTURE(entry.name);
    CHECK_FALSE(core::set_config(config, entry, entry.min - 1.0).has_value());
    CHECK_FALSE(core::set_config(config, entry, entry.max + 1.0).has_value());
    CHECK_FALSE(core::set_config(config, entry, std::numeric_limits<double>::quiet_NaN()).has_value());
    CHECK_FALSE(core::set_config(config, entry, std::numeric_limits<double>::infinity()).has_value());
    if (entry.kind != core::ConfigKind::real) {
      CHECK_FALSE(core::set_config(config, entry, (entry.min + entry.max) / 2.0 + 0.25).has_value());
    }
  }
  CHECK(config == core::Config());
}

TEST_CASE("text sets numbers, toggles and choices, and says what is wrong with anything else") {
  core::Config config;
  CHECK(core::set_config(config, "learning_rate", "0.25e-2").has_value());
  CHECK(config.learning_rate == 0.0025);
  CHECK(core::set_config(config, "leave_it", "off").has_value());
  CHECK_FALSE(config.leave_it);
  CHECK(core::set_config(config, "leave_it", "yes").has_value());
  CHECK(config.leave_it);
  CHECK(core::set_config(config, "exploration", "epsilon").has_value());
  CHECK(config.exploration == core::Exploration::epsilon);

  const core::Config before = config;
  for (const auto& [name, text] : {std::pair{"steps", "sixteen"},
                                   {"steps", "16 "},
                                   {"steps", ""},
                                   {"steps", "0x10"},
                                   {"learning_rate", "nan"},
                                   {"leave_it", "maybe"},
                                   {"exploration", "Softmax"},
                                   {"no_such_thing", "1"}}) {
    CAPTURE(name);
    CAPTURE(text);
    const core::Status status = core::set_config(config, name, text);
    REQUIRE_FALSE(status.has_value());
    CHECK(status.error().message.back() == '.');
  }
  CHECK(config == before);
}

TEST_CASE("formatted values read back to the same value") {
  for (const core::ConfigEntry& entry : core::config_table()) {
    for (const double value : {entry.min, entry.max, entry.default_value}) {
      core::Config config;
      CAPTURE(entry.name);
      REQUIRE(core::set_config(config, entry.name, core::format_config_value(entry, value)).has_value());
      CHECK(entry.get(config) == value);
    }
  }
}

TEST_CASE("a config survives JSON, and missing keys keep the base's values") {
  core::Config config;
  config.steps = 12;
  config.gamma = 0.1 + 0.2;  // not a short decimal
  config.exploration = core::Exploration::epsilon;
  config.leave_it = false;
  const auto back = core::config_from_json(core::config_to_json(config));
  REQUIRE(back.has_value());
  CHECK(*back == config);

  const auto partial = core::config_from_json(R"({"n_step": 3})", config);
  REQUIRE(partial.has_value());
  CHECK(partial->n_step == 3);
  CHECK(partial->steps == 12);
}

TEST_CASE("JSON that is not a config is refused with a sentence") {
  for (const char* json :
       {"", "[]", "{", "null", R"({"steps": "many"})", R"({"steps": 16.5})", R"({"steps": true})", R"({"steps": null})",
        R"({"leave_it": {}})", R"({"exploration": 0})", R"({"step": 16})", R"({"gamma": 1e999})", R"({"steps": 65})"}) {
    CAPTURE(json);
    const auto config = core::config_from_json(json);
    REQUIRE_FALSE(config.has_value());
    CHECK(config.error().message.back() == '.');
  }
}

TEST_CASE("every entry means something to one kind of network at least, and the model to a shared one alone") {
  const core::Config shared;
  const core::Config mlp = core::original_config();
  REQUIRE(shared.network == core::NetworkKind::shared);
  REQUIRE(mlp.network == core::NetworkKind::mlp);
  for (const core::ConfigEntry& entry : core::config_table()) {
    CAPTURE(std::string(entry.name));
    CHECK((core::applies(entry, shared) || core::applies(entry, mlp)));
  }
  CHECK_FALSE(core::applies(*core::find_config_entry("model"), mlp));
  CHECK_FALSE(core::applies(*core::find_config_entry("replay_capacity"), shared));
}
