// What is drawn around the step grid, one file each.
#pragma once

#include "ui/desk/frame.h"
#include "ui/grid/waterfall.h"

namespace ui {

void draw_why_lane(const Frame& frame);
// How the policy formed, below the grid.
void draw_policy(const Frame& frame, Waterfall& waterfall);
// What goes on in the network that plays, below the policy.
void draw_network(const Frame& frame);
// A line of the left column that unfolds what is below it, or while that is open a label beside it.
void draw_side_fold(const Frame& frame, Panel panel, std::string_view name, std::string_view title,
                    std::string_view second, std::string_view tip);
// Of a grid that scrolls.
void draw_bars(const Frame& frame);

// Beside the names of the rows: who hears whom.
void draw_jacks(const Frame& frame);

// Popups of the rows and of the bank.
void draw_wires(const Frame& frame, const Rect& page);  // whom the agent of a row hears
void draw_seats(const Frame& frame, const Rect& page);  // which agent plays a row
void draw_bands(const Frame& frame, const Rect& page);  // rows that agents take at once
void draw_voice_list(const Frame& frame, const Rect& page);
void draw_row_menu(const Frame& frame, const Rect& page);
void draw_euclid(const Frame& frame, const Rect& page);
void draw_detail(const Frame& frame, const Rect& page);
void draw_bank_list(const Frame& frame, const Rect& page);
void draw_starters(const Frame& frame, const Rect& page);  // grooves to begin from, a popup
void draw_timing(const Frame& frame, const Rect& page);

}  // namespace ui
