#include "ui/canvas/plot.h"

#include <cmath>

namespace ui {

void draw_level(const Painter& paint, const Axes& axes, double value, std::string_view text) {
  const float y = paint.look().snap(axes.y(value));
  const float pixel = 1.0f / paint.look().pixel_ratio();
  paint.fill({axes.area.x, y, axes.area.w, pixel}, palette::kGridLine);
  paint.text_in({axes.area.x - 34.0f, y - 8.0f, 27.0f, 16.0f}, text, Type::small, palette::kTextDim, Align::right);
}

void draw_best(const Painter& paint, const Axes& axes, double value, std::string_view name) {
  const float pixel = 1.0f / paint.look().pixel_ratio();
  const float y = paint.look().snap(axes.y(value)) + pixel / 2;
  paint.dashed_line({axes.area.x, y}, {axes.area.right(), y}, palette::kTextSoft, 4.0f);
  draw_level_name(paint, axes, value, name);
}

void draw_level_name(const Painter& paint, const Axes& axes, double value, std::string_view name) {
  if (name.empty()) return;
  const float y = paint.look().snap(axes.y(value));
  const float width = paint.width(name, Type::small);
  paint.fill({axes.area.right() - width - 3.0f, y - 15.0f, width + 3.0f, 13.0f}, faded(palette::kPanel, 0.8f), 3.0f);
  paint.text({axes.area.right(), y - 5.0f}, name, Type::small, palette::kTextDim, Align::right);
}

void draw_curve(const Painter& paint, const Axes& axes, std::span<const PlotPoint> points, Colour colour, float width) {
  if (points.empty()) return;
  if (points.size() == 1) {
    paint.disc({axes.x(points[0].x), axes.y(points[0].y)}, width + 0.5f, colour);
    return;
  }
  ImDrawList* list = paint.list();
  list->PathClear();
  // More than one point per half pixel adds nothing but work.
  float last_x = -1e9f;
  for (const PlotPoint& point : points) {
    const float x = axes.x(point.x);
    if (x - last_x < 0.5f && &point != &points.back()) continue;
    last_x = x;
    list->PathLineTo({x, axes.y(point.y)});
  }
  list->PathStroke(colour, ImDrawFlags_None, width);
}

void draw_dashes(const Painter& paint, const Axes& axes, std::span<const PlotPoint> points, Colour colour) {
  constexpr float kDash = 4.0f;
  float done = 0.0f;  // of the pattern of dash and gap
  for (std::size_t i = 1; i < points.size(); ++i) {
    const Point from{axes.x(points[i - 1].x), axes.y(points[i - 1].y)};
    const Point to{axes.x(points[i].x), axes.y(points[i].y)};
    const float length = std::hypot(to.x - from.x, to.y - from.y);
    if (length <= 0.0f) continue;
    const auto at = [&](float way) {
      return Point{from.x + (to.x - from.x) * way / length, from.y + (to.y - from.y) * way / length};
    };
    for (float way = -done; way < length; way += 2 * kDash) {
      const float start = std::max(way, 0.0f);
      const float end = std::min(way + kDash, length);
      if (end > start) paint.line(at(start), at(end), colour, 1.0f);
    }
    done = std::fmod(done + length, 2 * kDash);
  }
}

void draw_band(const Painter& paint, const Axes& axes, std::span<const PlotPoint> lower,
               std::span<const PlotPoint> upper, Colour colour) {
  if (upper.size() < 2) return;
  ImDrawList* list = paint.list();
  const ImVec2 white = ImGui::GetFontTexUvWhitePixel();
  const Colour inside = faded(colour, 0.62f);
  std::size_t before = 0;
  for (std::size_t i = 1; i < upper.size(); ++i) {
    const float left = axes.x(upper[before].x);
    const float right = axes.x(upper[i].x);
    if (right - left < 1.0f && i + 1 < upper.size()) continue;
    list->PrimReserve(6, 4);
    const auto first = static_cast<ImDrawIdx>(list->_VtxCurrentIdx);
    for (const int corner : {0, 1, 2, 0, 2, 3}) list->PrimWriteIdx(static_cast<ImDrawIdx>(first + corner));
    list->PrimWriteVtx({left, axes.y(upper[before].y)}, white, inside);
    list->PrimWriteVtx({right, axes.y(upper[i].y)}, white, inside);
    list->PrimWriteVtx({right, axes.y(lower[i].y)}, white, inside);
    list->PrimWriteVtx({left, axes.y(lower[before].y)}, white, inside);
    before = i;
  }
  draw_curve(paint, axes, upper, colour, 1.0f);
}

}  // namespace ui
