// Curves: axes, a line over x, a dashed level with its name, and little curves without axes.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "ui/canvas/painter.h"

namespace ui {

// Data coordinates to the page.
struct Axes {
  Rect area;
  double x_min = 0.0;
  double x_max = 1.0;
  double y_min = 0.0;
  double y_max = 1.0;

  float x(double value) const {
    const double span = x_max > x_min ? x_max - x_min : 1.0;
    return area.x + area.w * static_cast<float>((value - x_min) / span);
  }
  float y(double value) const {
    const double span = y_max > y_min ? y_max - y_min : 1.0;
    const double share = std::clamp((value - y_min) / span, 0.0, 1.0);
    return area.bottom() - area.h * static_cast<float>(share);
  }
};

struct PlotPoint {
  double x;
  double y;
};

// A horizontal hairline with its value at the left of the area.
void draw_level(const Painter& paint, const Axes& axes, double value, std::string_view text);
// A dashed horizontal line, its name above its right end.
void draw_best(const Painter& paint, const Axes& axes, double value, std::string_view name);
// The line through the points.
void draw_curve(const Painter& paint, const Axes& axes, std::span<const PlotPoint> points, Colour colour,
                float width = 1.5f);
// The same, dashed along its way; it starts anew at every point that is far from the one before.
void draw_dashes(const Painter& paint, const Axes& axes, std::span<const PlotPoint> points, Colour colour);
// The name of a level above its right end.
void draw_level_name(const Painter& paint, const Axes& axes, double value, std::string_view name);
// The area between two curves of the same x, with a brighter upper edge.
void draw_band(const Painter& paint, const Axes& axes, std::span<const PlotPoint> lower,
               std::span<const PlotPoint> upper, Colour colour);

}  // namespace ui
