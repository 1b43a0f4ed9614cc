// One term in the Reward panel: its name, its weight on a slider, and which way it counts.
#pragma once

#include <optional>

#include "rhythm/reward_settings.h"
#include "ui/desk/terms.h"
#include "ui/panels/panels.h"

namespace ui {

float term_row_height(bool narrow);

// `effect`: of the step that is pointed at. Gives the setting if a hand changed it.
std::optional<rhythm::TermSetting> draw_term_row(const Frame& frame, const rhythm::TermInfo& info, const Rect& row,
                                                 const std::optional<ToggleEffect>& effect);

}  // namespace ui
