// Pads to drum on, at the foot of the page: by finger, several at once, by mouse, or by the keys that are written on
// them.
#pragma once

#include <optional>
#include <string_view>

#include "ui/desk/frame.h"

namespace ui {

// How much of the page's foot they take.
float pads_height(bool narrow);

void draw_pads(const Frame& frame);

// A struck pad is lit for so long, fading.
inline constexpr double kPadLitMs = 200.0;

// The voice of the pad at a point, and how hard a stroke there is: harder the higher.
struct Stroke {
  int voice = 0;
  int velocity = 0;
};
std::optional<Stroke> pad_at(const Layout& layout, Point point);

// The voice that a key drums, named as web/keys.js says; absent if none.
std::optional<int> drummed_by(std::string_view code);

}  // namespace ui
