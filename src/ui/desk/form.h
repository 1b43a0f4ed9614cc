// Lines of a panel: a label at the left and a control at the right. Each takes its line off the top of `rest`.
#pragma once

#include <string_view>

#include "ui/desk/frame.h"

namespace ui {

float form_line(bool narrow);

// True if it changed.
bool toggle_line(const Frame& frame, Rect& rest, std::string_view name, std::string_view label, bool* on,
                 std::string_view tip);
bool number_line(const Frame& frame, Rect& rest, std::string_view name, std::string_view label, double* value,
                 const NumberSpec& spec, std::string_view tip);
// Words in a line of their own, and a value at its right end.
void words_line(const Frame& frame, Rect& rest, std::string_view label, std::string_view value, std::string_view tip);
// A caption in capitals over what follows.
void caption_line(const Frame& frame, Rect& rest, std::string_view words);

}  // namespace ui
