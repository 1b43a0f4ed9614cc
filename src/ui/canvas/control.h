// The values that controls take and give (ui/canvas/widgets.h), and how numbers are written on them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ui/canvas/geometry.h"
#include "ui/canvas/look.h"

namespace ui {

struct Hit {
  bool hovered = false;
  bool held = false;
  bool pressed = false;        // clicked: pressed and released on it
  bool right_pressed = false;  // the right button went down on it
};

enum class ButtonStyle {
  plain,  // raised grey
  amber,  // what the musician does
  cyan,   // what the agent does
  text,   // only words
};

struct NumberSpec {
  double min = 0.0;
  double max = 1.0;
  double step = 1.0;         // what a few pixels of dragging change, and what the value is rounded to; 0: not rounded
  bool logarithmic = false;  // dragging multiplies
  int decimals = 0;          // negative: as few as tell the value
  std::string_view unit;     // written after the number
};

// A row of steps that illustrates an explanation.
struct TipRow {
  std::vector<std::uint8_t> onsets;  // nonzero: an onset
  Colour colour = 0;
};

// The real text field that lies over the value being edited.
struct TextEntry {
  std::string name;
  Rect rect;
  std::string value;
  std::string label;
  bool numeric = true;
};

// "61,200"
std::string grouped_number(double value);
// "6,120", "61.2k", "1.23M"
std::string compact_number(double value);
// "0.98", "−0.25"
std::string fixed_number(double value, int decimals);
// At most four significant digits: "0.003", "1e-08", "20000".
std::string short_number(double value);

}  // namespace ui
