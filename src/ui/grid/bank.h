// The bank of sixteen patterns in the bar: which one is shown, which comes next, which hold something.
#pragma once

#include "ui/desk/frame.h"

namespace ui {

inline constexpr float kBankWidth = 8 * 22.0f + 7 * 2.0f + 20.0f;

// Two rows of eight, and what opens the menu of the pattern.
void draw_bank(const Frame& frame, const Rect& rect);
// Where there is no room: a button that opens them.
void draw_bank_button(const Frame& frame, const Rect& rect);

}  // namespace ui
