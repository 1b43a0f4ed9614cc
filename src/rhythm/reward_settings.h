// What the musician asks of an answer: how much each term of the reward counts, which way, and presets of these.
//
// Plain values: agents carry them in their metadata, the session and the interface edit them, env/reward.h scores with
// them. A term is a number in [0, 1] that says one thing about a snare, alone or against the kick; the reward is the
// sum over terms of weight times the term as its mode reads it. T = kTermCount terms, always in the order of Term.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/status.h"
#include "rhythm/pattern.h"
#include "rhythm/style.h"

namespace rhythm {

enum class Term : std::uint8_t {
  difference,  // of kick and snare
  lhl,         // of the snare
  cscore,      // of kick or snare
  witek,       // of kick, snare and a virtual hat
  wnbd,        // of the snare
  density,     // of the snare
  overlap,     // share of the kick's onsets that the snare doubles
  backbeat,    // share of every second beat that has a snare
  evenness,    // of the snare
  balance,     // of the snare
  similarity,  // to a style, or to the liked pattern
};

inline constexpr std::size_t kTermCount = 11;

enum class TermMode : std::uint8_t {
  maximise,  // the term itself
  minimise,  // 1 - term
  target,    // 1 at the level, falling in a straight line to 0 at the end of [0, 1] that is farther from it
};

struct TermSetting {
  float weight = 0.0F;  // -1 to 1; 0 is off
  TermMode mode = TermMode::maximise;
  float level = 0.5F;  // 0 to 1; read by the mode target only

  bool operator==(const TermSetting&) const = default;
};

struct RewardSettings {
  std::array<TermSetting, kTermCount> terms{};
  // What `similarity` compares with: a style, or without one the liked pattern. With neither the term is off.
  Style style = Style::none;
  Row liked;

  TermSetting& operator[](Term term) { return terms[static_cast<std::size_t>(term)]; }
  const TermSetting& operator[](Term term) const { return terms[static_cast<std::size_t>(term)]; }
  bool operator==(const RewardSettings&) const = default;
};

// The words that introduce a term.
struct TermInfo {
  Term term;
  std::string_view key;     // in JSON and options: "lhl"
  std::string_view label;   // for a musician: "Syncopation"
  std::string_view help;    // one line
  std::string_view metric;  // its own name in the literature: "LHL"
  std::string_view source;  // the paper
};

// In the order of Term.
const std::array<TermInfo, kTermCount>& term_table();

// Null for an unknown key.
const TermInfo* find_term(std::string_view key);

struct RewardPreset {
  std::string_view name;
  std::string_view help;  // one line
  RewardSettings settings;
};

// "Original" first: the difference alone, what the agents of before had learned.
std::span<const RewardPreset> reward_presets();

// Harder tasks than those: what presets were before there were styles, mixes of terms alone. "Original" and "Syncopated
// answer" are among both. Learners practise them, and agents are measured by them.
std::span<const RewardPreset> reward_mixes();

// One of either, whatever the case of its letters. Null for an unknown name.
const RewardPreset* find_preset(std::string_view name);

// As find_preset. Errors: a sentence that lists the names.
core::Result<RewardSettings> preset_settings(std::string_view name);

// The preset that these settings are, null when they have been edited. The liked pattern plays no part.
const RewardPreset* matching_preset(const RewardSettings& settings);

std::string_view mode_name(TermMode mode);  // "maximise", "minimise", "target"

// Errors: any other name.
core::Result<TermMode> parse_mode(std::string_view name);

// Says in a sentence what is out of range: a weight, a level (NaN too), a liked pattern too long or too short.
core::Status check_settings(const RewardSettings& settings);

// {"terms": {"lhl": {"weight": 0.5, "mode": "target", "level": 0.3}, … every term}, "style": "clave" or null,
// "liked": "x..x" or null}
std::string reward_settings_to_json(const RewardSettings& settings);

// Reads such an object on top of `base`: what is missing keeps base's value, down to a term's single fields.
// Errors: not such an object, unknown keys, what check_settings refuses.
core::Result<RewardSettings> reward_settings_from_json(std::string_view json, const RewardSettings& base = {});

}  // namespace rhythm
