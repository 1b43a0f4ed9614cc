#include "ui/desk/terms.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "ui/canvas/widgets.h"

namespace ui {
namespace {

using rhythm::Term;

// Of one lightness, so that none shouts, and none the amber of the kick or the cyan of the snare. Terms that presets
// combine lie far apart.
constexpr std::array<Colour, rhythm::kTermCount> kColours = {
    rgb(0x5b86c9),  // difference
    rgb(0x8f74d8),  // lhl
    rgb(0xc566a4),  // cscore
    rgb(0xd8735f),  // witek
    rgb(0xb98f3e),  // wnbd
    rgb(0x4fa873),  // density
    rgb(0xa07a5a),  // overlap
    rgb(0x3a9ba0),  // backbeat
    rgb(0x8aa345),  // evenness
    rgb(0x7d8ca6),  // balance
    rgb(0xcf7f96),  // similarity
};

}  // namespace

Colour term_colour(Term term) { return kColours[static_cast<std::size_t>(term)]; }

std::string_view term_label(Term term) { return rhythm::term_table()[static_cast<std::size_t>(term)].label; }

std::string term_control(std::string_view control, Term term) {
  return std::string(control) + "_" + std::string(rhythm::term_table()[static_cast<std::size_t>(term)].key);
}

std::string_view mode_word(rhythm::TermMode mode) {
  switch (mode) {
    case rhythm::TermMode::maximise:
      return "more";
    case rhythm::TermMode::minimise:
      return "less";
    case rhythm::TermMode::target:
      return "target";
  }
  return "";
}

std::string signed_number(double value, int decimals) {
  const std::string text = fixed_number(value, decimals);
  const bool zero = std::abs(value) < 0.5 * std::pow(10.0, -decimals);
  return value > 0.0 && !zero ? "+" + text : text;
}

std::string regret_words(double regret) {
  const double percent = regret * 100.0;
  if (std::abs(percent) < 0.005) return "0 %";
  return fixed_number(percent, std::abs(percent) < 0.995 ? 2 : percent >= 99.95 ? 0 : 1) + " %";
}

float regret_place(double regret) {
  constexpr double kLeast = 1e-4;
  return static_cast<float>(std::clamp(1.0 - std::log10(std::max(regret, kLeast)) / std::log10(kLeast), 0.0, 1.0));
}

Colour effect_colour(double change) {
  if (std::abs(change) < 0.005) return palette::kTextDim;
  return change > 0.0 ? palette::kGood : palette::kBad;
}

ToggleEffect toggle_effect(const session::Session& session, int step) {
  ToggleEffect effect{step, session.toggle_effect(step), 0.0};
  for (const float change : effect.change) effect.total += static_cast<double>(change);
  return effect;
}

std::string effect_words(const session::Session& session, const ToggleEffect& effect) {
  const int voice = session.document().part().voice;
  const bool onset = session.document().pattern().onset(voice, effect.step);
  std::string text = (onset ? "Without the " : "With the ") + session::spoken_name(voice) + " here";
  std::vector<std::size_t> felt;
  for (std::size_t i = 0; i < effect.change.size(); ++i) {
    if (std::abs(effect.change[i]) >= 0.005f) felt.push_back(i);
  }
  if (felt.empty()) return text + " the reward stays as it is.";
  const auto size = [&](std::size_t i) { return std::abs(effect.change[i]); };
  std::ranges::stable_sort(felt, std::ranges::greater{}, size);
  for (const std::size_t i : felt) {
    text += (i == felt.front() ? ": " : ", ") + std::string(rhythm::term_table()[i].label) + " " +
            signed_number(static_cast<double>(effect.change[i]));
  }
  if (felt.size() > 1) text += "; " + signed_number(effect.total) + " in all";
  return text + ".";
}

}  // namespace ui
