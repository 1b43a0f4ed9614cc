// How a training comes along: its regret over its updates, both by powers of ten, and the marks on the way.
#pragma once

#include <string>

#include "ui/desk/frame.h"

namespace ui {

// The plot with its marks below, each of which can be clicked to hear the agent of that time.
void draw_progress(const Frame& frame, const Rect& area);

// One sentence on what was reached, or what there is to hear.
std::string progress_sentence(const session::Session& session);

}  // namespace ui
