// How the terms of the reward look and read: a colour for each, and words for what they ask for and what they earn.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "rhythm/reward_settings.h"
#include "session/session.h"
#include "ui/canvas/look.h"

namespace ui {

// The same wherever a term shows: sliders, stacked areas, effects of a toggle.
Colour term_colour(rhythm::Term term);

std::string_view term_label(rhythm::Term term);

// "weight_lhl": a control of a term.
std::string term_control(std::string_view control, rhythm::Term term);

// What a mode asks for, in a word: "more", "less", "target".
std::string_view mode_word(rhythm::TermMode mode);

// "+0.12", "−0.05"; without a sign where it rounds to zero.
std::string signed_number(double value, int decimals = 2);

// A regret in per cent: two decimals below one, where good agents differ.
std::string regret_words(double regret);

// Where a regret lies on a scale of powers of ten: 0 at a ten-thousandth or less, 1 at random snares.
float regret_place(double regret);

// Green for a gain, red for a loss.
Colour effect_colour(double change);

struct ToggleEffect {
  int step = 0;
  session::TermAmounts change{};  // of each contribution, if the snare at `step` were toggled
  double total = 0.0;
};

ToggleEffect toggle_effect(const session::Session& session, int step);

// "A snare here: Backbeat +0.50, Busyness −0.12; +0.38 in all."
std::string effect_words(const session::Session& session, const ToggleEffect& effect);

}  // namespace ui
