// Drawing in the page's own style on top of an ImDrawList: shapes, text on device pixels, icons.
//
// Coordinates are CSS pixels. A Painter owns nothing: it is made anew for each draw list and frame.
#pragma once

#include <string>
#include <string_view>

#include "imgui.h"
#include "ui/canvas/geometry.h"
#include "ui/canvas/look.h"

namespace ui {

enum class Align { left, centre, right };

// Digits in columns of equal width, for numbers that move.
enum class Digits { proportional, tabular };

enum class Icon {
  play,
  stop,
  record,
  lock,
  pencil,
  sliders,
  undo,
  redo,
  dots,
  pads,
  chevron_right,
  chevron_down,
  speaker,
  close,
  check,
};

class Painter {
 public:
  Painter(ImDrawList* list, const Look& look) : list_(list), look_(&look) {}

  ImDrawList* list() const { return list_; }
  const Look& look() const { return *look_; }

  void fill(const Rect& rect, Colour colour, float radius = 0.0f) const;
  // A line of `width` along the inside of the rectangle's edge.
  void stroke(const Rect& rect, Colour colour, float radius, float width = 1.0f) const;
  void line(Point a, Point b, Colour colour, float width = 1.0f) const;
  void dashed_line(Point a, Point b, Colour colour, float dash = 4.0f, float width = 1.0f) const;
  void disc(Point centre, float radius, Colour colour) const;
  void triangle(Point a, Point b, Point c, Colour colour) const;
  void icon(Icon icon, Point centre, float size, Colour colour) const;

  float width(std::string_view text, Type type, Digits digits = Digits::proportional) const;

  // One line with its baseline at `at`; returns the x where it ends. `at.x` is the left end, middle or right end.
  float text(Point at, std::string_view text, Type type, Colour colour, Align align = Align::left,
             Digits digits = Digits::proportional) const;
  // One line in the middle of the rectangle's height, shortened with an ellipsis if it is too wide.
  void text_in(const Rect& rect, std::string_view text, Type type, Colour colour, Align align = Align::left,
               Digits digits = Digits::proportional) const;
  // Lines broken at spaces; returns the height they take. Draws nothing if `colour` is transparent.
  float paragraph(Point top_left, float width, std::string_view text, Type type, Colour colour) const;

  std::string shortened(std::string_view text, Type type, float width) const;

  void push_clip(const Rect& rect) const;
  void pop_clip() const;

 private:
  // In scripts that the page's font lacks. limit: CSS px, 0 for none.
  float foreign_width(std::string_view text, Type type) const;
  float foreign_text(Point at, std::string_view text, Type type, Colour colour, Align align, float limit) const;
  float words_width(std::string_view words, Type type) const;

  ImDrawList* list_;
  const Look* look_;
};

// The distance between the baselines of a paragraph.
float line_height(Type type, const Look& look);

}  // namespace ui
