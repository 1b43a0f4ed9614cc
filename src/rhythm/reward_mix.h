// How mixes of terms are written down.
#pragma once

#include <initializer_list>
#include <utility>

#include "rhythm/reward_settings.h"

namespace rhythm {

inline RewardSettings mix(std::initializer_list<std::pair<Term, TermSetting>> terms) {
  RewardSettings settings;
  for (const auto& [term, setting] : terms) settings[term] = setting;
  return settings;
}

constexpr TermSetting more(float weight) { return {.weight = weight, .mode = TermMode::maximise}; }
constexpr TermSetting less(float weight) { return {.weight = weight, .mode = TermMode::minimise}; }
constexpr TermSetting about(float weight, float level) {
  return {.weight = weight, .mode = TermMode::target, .level = level};
}

}  // namespace rhythm
