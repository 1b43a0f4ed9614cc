// Points and rectangles of the page, in CSS pixels, y downwards.
#pragma once

#include <algorithm>

namespace ui {

struct Point {
  float x = 0.0f;
  float y = 0.0f;
};

struct Rect {
  float x = 0.0f;
  float y = 0.0f;
  float w = 0.0f;
  float h = 0.0f;

  float right() const { return x + w; }
  float bottom() const { return y + h; }
  Point centre() const { return {x + w / 2, y + h / 2}; }
  bool empty() const { return w <= 0.0f || h <= 0.0f; }
  bool contains(Point p) const { return p.x >= x && p.x < right() && p.y >= y && p.y < bottom(); }

  Rect inset(float dx, float dy) const { return {x + dx, y + dy, w - 2 * dx, h - 2 * dy}; }
  Rect inset(float d) const { return inset(d, d); }
  Rect moved(float dx, float dy) const { return {x + dx, y + dy, w, h}; }

  // Parts cut off from one side.
  Rect top_part(float height) const { return {x, y, w, height}; }
  Rect left_part(float width) const { return {x, y, width, h}; }
  Rect right_part(float width) const { return {right() - width, y, width, h}; }
  Rect below(float height) const { return {x, y + height, w, h - height}; }
  Rect after(float width) const { return {x + width, y, w - width, h}; }

  Rect clipped_to(const Rect& clip) const {
    const float left = std::max(x, clip.x);
    const float top = std::max(y, clip.y);
    return {left, top, std::max(0.0f, std::min(right(), clip.right()) - left),
            std::max(0.0f, std::min(bottom(), clip.bottom()) - top)};
  }
};

}  // namespace ui
