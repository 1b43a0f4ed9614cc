// Which popup is open; each is drawn in the file of what it belongs to.
#pragma once

#include "ui/desk/frame.h"

namespace ui {

void draw_popup(const Frame& frame, const Rect& page);  // nothing if none is

}  // namespace ui
