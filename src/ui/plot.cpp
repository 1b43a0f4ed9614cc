#include "ui/plot.h"

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
  if (!name.empty()) {
    const float width = paint.width(name, Type::small);
    paint.fill({axes.area.right() - width - 3.0f, y - 15.0f, width + 3.0f, 13.0f}, faded(palette::kPanel, 0.8f), 3.0f);
    paint.text({axes.area.right(), y - 5.0f}, name, Type::small, palette::kTextDim, Align::right);
  }
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

void draw_area(const Painter& paint, const Axes& axes, std::span<const PlotPoint> points, Colour colour) {
  if (points.size() < 2) return;
  ImDrawList* list = paint.list();
  const ImVec2 white = ImGui::GetFontTexUvWhitePixel();
  const float bottom = axes.area.bottom();
  const Colour foot = faded(colour, 0.1f);
  std::optional<ImVec2> before;
  for (const PlotPoint& point : points) {
    const ImVec2 at{axes.x(point.x), axes.y(point.y)};
    if (before && at.x - before->x < 1.0f && &point != &points.back()) continue;
    if (before) {
      list->PrimReserve(6, 4);
      const auto first = static_cast<ImDrawIdx>(list->_VtxCurrentIdx);
      for (const int corner : {0, 1, 2, 0, 2, 3}) list->PrimWriteIdx(static_cast<ImDrawIdx>(first + corner));
      list->PrimWriteVtx(*before, white, colour);
      list->PrimWriteVtx(at, white, colour);
      list->PrimWriteVtx({at.x, bottom}, white, foot);
      list->PrimWriteVtx({before->x, bottom}, white, foot);
    }
    before = at;
  }
}

}  // namespace ui
