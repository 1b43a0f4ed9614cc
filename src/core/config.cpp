#include "core/config.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstdlib>
#include <optional>

#include "core/json.h"
#include "core/text.h"

namespace core {
namespace {

// The fewest digits that read back to the same number. By the JSON library, whose algorithm needs a few hundred bytes
// of tables: std::to_chars brings 100 KB of them into a WebAssembly program.
std::string format_number(double value) {
  constexpr double kExact = 1e15;
  if (std::isnan(value)) return "nan";
  if (value == std::floor(value) && std::abs(value) < kExact) return std::to_string(static_cast<std::int64_t>(value));
  return std::isinf(value) ? "infinity" : Json(value).dump();
}

// "temperature_start goes from 0.001 to 1000 toggles"
std::string describe_range(const ConfigEntry& entry) {
  std::string text(entry.name);
  text += " goes from " + format_number(entry.min) + " to " + format_number(entry.max);
  if (!entry.unit.empty()) text += " " + std::string(entry.unit);
  return text;
}

std::string list_choices(const ConfigEntry& entry) {
  std::string text;
  for (const std::string_view choice : entry.choices) {
    if (!text.empty()) text += ", ";
    text += choice;
  }
  return text;
}

std::optional<double> parse_toggle(std::string_view text) {
  for (const std::string_view yes : {"on", "true", "yes", "1"}) {
    if (text == yes) return 1.0;
  }
  for (const std::string_view no : {"off", "false", "no", "0"}) {
    if (text == no) return 0.0;
  }
  return std::nullopt;
}

// The whole text must be one number. strtod, because libc++ 19 has no from_chars for double; the locale is always "C".
std::optional<double> parse_number(std::string_view text) {
  const std::string terminated(text);
  if (terminated.empty() || terminated.find_first_not_of("+-.0123456789eE") != std::string::npos) return std::nullopt;
  char* end = nullptr;
  const double value = std::strtod(terminated.c_str(), &end);
  if (end != terminated.c_str() + terminated.size()) return std::nullopt;
  return value;
}

Result<double> parse_value(const ConfigEntry& entry, std::string_view text) {
  if (entry.kind == ConfigKind::choice) {
    const auto found = std::ranges::find(entry.choices, text);
    if (found == entry.choices.end()) {
      return fail(std::string(entry.name) + " is one of " + list_choices(entry) + "; it cannot be " + in_quotes(text) +
                  ".");
    }
    return static_cast<double>(found - entry.choices.begin());
  }
  const std::optional<double> value = entry.kind == ConfigKind::toggle ? parse_toggle(text) : parse_number(text);
  if (value) return *value;
  if (entry.kind == ConfigKind::toggle)
    return fail(std::string(entry.name) + " is on or off, not " + in_quotes(text) + ".");
  return fail(describe_range(entry) + "; " + in_quotes(text) + " is not a number.");
}

Result<double> value_from_json(const ConfigEntry& entry, const Json& json) {
  if (json.is_string()) return parse_value(entry, json.text());
  if (json.is_boolean() && entry.kind == ConfigKind::toggle) return json.boolean() ? 1.0 : 0.0;
  if (json.is_number() && entry.kind != ConfigKind::choice) return json.number();
  return fail(std::string(entry.name) + " has a value of the wrong type.");
}

}  // namespace

Config::Config() {
  for (const ConfigEntry& entry : config_table()) entry.set(*this, entry.default_value);
}

Config original_config() {
  Config config;
  config.network = NetworkKind::mlp;
  config.model = false;
  config.gamma = 0.5;
  config.environments = 32;
  config.learning_rate_steps = 600000;
  config.exploration_steps = 300000;
  return config;
}

void take_network(Config& config, const Config& from) {
  config.network = from.network;
  config.model = from.model;
  config.leave_it = from.leave_it;
  config.conditioned = from.conditioned;
  config.hidden_units = from.hidden_units;
  config.hidden_layers = from.hidden_layers;
  config.channels = from.channels;
  config.conv_layers = from.conv_layers;
  if (from.network == NetworkKind::mlp) config.steps = from.steps;
}

bool applies(const ConfigEntry& entry, const Config& config) {
  constexpr std::array<std::string_view, 9> kOfMlp = {"reward_mode",   "hidden_units",   "hidden_layers",
                                                      "n_step",        "batch_size",     "replay_capacity",
                                                      "warm_up_steps", "train_interval", "double_dqn"};
  constexpr std::array<std::string_view, 3> kOfShared = {"model", "channels", "conv_layers"};
  const bool shared = config.network == NetworkKind::shared;
  const std::span<const std::string_view> others = shared ? std::span<const std::string_view>(kOfMlp) : kOfShared;
  return std::ranges::find(others, entry.name) == others.end();
}

const ConfigEntry* find_config_entry(std::string_view name) {
  const auto table = config_table();
  const auto found = std::ranges::find(table, name, &ConfigEntry::name);
  return found == table.end() ? nullptr : &*found;
}

Status set_config(Config& config, const ConfigEntry& entry, double value) {
  // NaN fails both comparisons, so it is refused here as well.
  if (!(value >= entry.min && value <= entry.max)) {
    return fail(describe_range(entry) + "; " + format_number(value) + " is outside.");
  }
  if (entry.kind != ConfigKind::real && value != std::floor(value)) {
    return fail(std::string(entry.name) + " is a whole number, not " + format_number(value) + ".");
  }
  entry.set(config, value);
  return {};
}

Status set_config(Config& config, std::string_view name, std::string_view text) {
  const ConfigEntry* entry = find_config_entry(name);
  if (entry == nullptr) return fail("There is no hyper-parameter called " + in_quotes(name) + ".");
  const Result<double> value = parse_value(*entry, text);
  if (!value) return fail(value.error().message);
  return set_config(config, *entry, *value);
}

std::string format_config_value(const ConfigEntry& entry, double value) {
  if (entry.kind == ConfigKind::toggle) return value != 0.0 ? "on" : "off";
  if (entry.kind == ConfigKind::choice) return std::string(entry.choices[static_cast<std::size_t>(value)]);
  return format_number(value);
}

std::string config_to_json(const Config& config) {
  Json json = Json::object();
  for (const ConfigEntry& entry : config_table()) {
    const double value = entry.get(config);
    Json& slot = json[std::string(entry.name)];
    switch (entry.kind) {
      case ConfigKind::real:
        slot = value;
        break;
      case ConfigKind::integer:
        slot = static_cast<std::int64_t>(value);
        break;
      case ConfigKind::toggle:
        slot = value != 0.0;
        break;
      case ConfigKind::choice:
        slot = format_config_value(entry, value);
        break;
    }
  }
  return json.dump();
}

Result<Config> config_from_json(std::string_view json, const Config& base) {
  const auto parsed = Json::parse(json);
  if (!parsed.is_object()) return fail("The hyper-parameters are not a JSON object.");
  Config config = base;
  for (const auto& [name, slot] : parsed.items()) {
    const ConfigEntry* entry = find_config_entry(name);
    if (entry == nullptr) return fail("There is no hyper-parameter called " + in_quotes(name) + ".");
    const Result<double> value = value_from_json(*entry, slot);
    if (!value) return fail(value.error().message);
    const Status status = set_config(config, *entry, *value);
    if (!status) return fail(status.error().message);
  }
  return config;
}

}  // namespace core
