// The race in the Train panel: what starts and ends it, and how the runners are doing.
#pragma once

#include "ui/panels/panels.h"

namespace ui {

// One row: Race and its settings, or while one is on what ends it.
void draw_race_controls(const Frame& frame, const Rect& row);

// The regrets of all runners over their time of training, and a line for each. While a race is on.
void draw_race(const Frame& frame, const Rect& area);

}  // namespace ui
