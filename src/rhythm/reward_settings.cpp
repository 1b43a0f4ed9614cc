#include "rhythm/reward_settings.h"

#include <cmath>
#include <cstdlib>
#include <limits>
#include <utility>

#include "core/json.h"
#include "core/text.h"

namespace rhythm {
namespace {

using core::Json;

constexpr std::array<std::string_view, 3> kModeNames = {"maximise", "minimise", "target"};

// The decimal number with the fewest digits that reads back as this float: 0.3 and not 0.30000001192092896.
double shortest(float value) {
  constexpr int kMostDigits = 9;
  double scale = 1.0;
  for (int digits = 0; digits <= kMostDigits; ++digits, scale *= 10.0) {
    const double rounded = std::round(static_cast<double>(value) * scale) / scale;
    if (static_cast<float>(rounded) == value) return rounded;
  }
  return static_cast<double>(value);
}

core::Status read_number(const Json& json, std::string_view term, std::string_view field, float& out) {
  if (!json.is_number()) {
    return core::fail("The " + std::string(field) + " of " + core::in_quotes(term) + " must be a number.");
  }
  const double value = json.number();
  // Out of a float's range is out of ours: let check_settings say so.
  out = std::abs(value) <= 1e30 ? static_cast<float>(value) : std::numeric_limits<float>::infinity();
  return {};
}

core::Status read_setting(const Json& json, std::string_view key, TermSetting& setting) {
  if (!json.is_object()) return core::fail(core::in_quotes(key) + " must be an object such as {\"weight\": 0.5}.");
  for (const auto& [field, value] : json.items()) {
    core::Status status;
    if (field == "weight") {
      status = read_number(value, key, field, setting.weight);
    } else if (field == "level") {
      status = read_number(value, key, field, setting.level);
    } else if (field == "mode") {
      const auto mode = parse_mode(value.is_string() ? value.text() : std::string());
      if (!mode) return std::unexpected(mode.error());
      setting.mode = *mode;
    } else {
      status = core::fail(core::in_quotes(field) + " is not a setting of a reward term: use weight, mode and level.");
    }
    if (!status) return status;
  }
  return {};
}

core::Status read_terms(const Json& json, RewardSettings& settings) {
  if (!json.is_object()) return core::fail("\"terms\" must be an object with a reward term under each key.");
  for (const auto& [key, value] : json.items()) {
    const TermInfo* info = find_term(key);
    if (info == nullptr) return core::fail("There is no reward term " + core::in_quotes(key) + ".");
    if (core::Status status = read_setting(value, key, settings[info->term]); !status) return status;
  }
  return {};
}

core::Status read_liked(const Json& json, RewardSettings& settings) {
  settings.liked.clear();
  if (json.is_null()) return {};
  if (!json.is_string()) return core::fail("\"liked\" must be a pattern such as \"x...x...\", or null.");
  auto row = parse_row(json.text());
  if (!row) return std::unexpected(row.error());
  settings.liked = *std::move(row);
  return {};
}

core::Status read_style(const Json& json, RewardSettings& settings) {
  settings.style = Style::none;
  if (json.is_null()) return {};
  const StyleInfo* info = json.is_string() ? find_style(json.text()) : nullptr;
  if (info == nullptr) {
    std::string keys;
    for (const StyleInfo& each : style_table()) keys += std::string(each.key) + ", ";
    return core::fail("\"style\" must be one of " + keys + "or null.");
  }
  settings.style = info->style;
  return {};
}

}  // namespace

std::string_view mode_name(TermMode mode) { return kModeNames[static_cast<std::size_t>(mode)]; }

core::Result<TermMode> parse_mode(std::string_view name) {
  for (std::size_t mode = 0; mode < kModeNames.size(); ++mode) {
    if (name == kModeNames[mode]) return static_cast<TermMode>(mode);
  }
  return core::fail("The mode of a reward term is \"maximise\", \"minimise\" or \"target\".");
}

core::Status check_settings(const RewardSettings& settings) {
  for (const TermInfo& info : term_table()) {
    const TermSetting& setting = settings[info.term];
    if (!(setting.weight >= -1.0F && setting.weight <= 1.0F)) {
      return core::fail("The weight of " + core::in_quotes(info.key) + " must lie between -1 and 1.");
    }
    if (!(setting.level >= 0.0F && setting.level <= 1.0F)) {
      return core::fail("The level of " + core::in_quotes(info.key) + " must lie between 0 and 1.");
    }
  }
  const auto liked_steps = static_cast<int>(settings.liked.size());
  if (liked_steps != 0 && (liked_steps < kMinSteps || liked_steps > kMaxSteps)) {
    return core::fail("A liked pattern has " + std::to_string(kMinSteps) + " to " + std::to_string(kMaxSteps) +
                      " steps.");
  }
  return {};
}

std::string reward_settings_to_json(const RewardSettings& settings) {
  Json terms = Json::object();
  for (const TermInfo& info : term_table()) {
    const TermSetting& setting = settings[info.term];
    terms[std::string(info.key)] = {{"weight", shortest(setting.weight)},
                                    {"mode", std::string(mode_name(setting.mode))},
                                    {"level", shortest(setting.level)}};
  }
  Json json = {{"terms", std::move(terms)}, {"style", nullptr}, {"liked", nullptr}};
  if (settings.style != Style::none) json["style"] = std::string(style_key(settings.style));
  if (!settings.liked.empty()) json["liked"] = format_row(settings.liked);
  return json.dump();
}

core::Result<RewardSettings> reward_settings_from_json(std::string_view json, const RewardSettings& base) {
  const Json object = Json::parse(json);
  if (!object.is_object()) return core::fail("Reward settings are a JSON object with the keys terms, style and liked.");
  RewardSettings settings = base;
  for (const auto& [key, value] : object.items()) {
    core::Status status;
    if (key == "terms") {
      status = read_terms(value, settings);
    } else if (key == "style") {
      status = read_style(value, settings);
    } else if (key == "liked") {
      status = read_liked(value, settings);
    } else {
      status = core::fail(core::in_quotes(key) + " does not belong in reward settings: use terms, style and liked.");
    }
    if (!status) return std::unexpected(status.error());
  }
  if (core::Status status = check_settings(settings); !status) return std::unexpected(status.error());
  return settings;
}

}  // namespace rhythm
