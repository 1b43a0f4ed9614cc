// Below the grid: how the policy of the training formed, a column a step.
#include <string_view>

#include "ui/grid/parts.h"

namespace ui {

void draw_policy(const Frame& frame, Waterfall& waterfall) {
  constexpr std::string_view kTip =
      "How the policy formed: each row is a moment of the training, newest at the bottom. The brighter a cell, the "
      "likelier the agent was to toggle that step.";
  const Painter& paint = frame.paint();
  const Layout& layout = frame.layout;
  if (layout.narrow) begin_panel(frame, Panel::policy, "panel_policy", "Policy over time", "", kTip);
  const Rect area = paint.look().snap(layout.waterfall);
  if (area.empty()) return;
  const auto& history = frame.session.coach().training().waterfall;
  const int steps = frame.session.document().config.steps;
  const bool one_line = !layout.grid.scrolls && !layout.narrow;
  const float crowd = area.w / static_cast<float>(steps);
  const Columns columns = one_line ? layout.grid.columns
                                   : Columns::across(area.x, area.w, steps, crowd < 16.0f ? 1.0f : 3.0f,
                                                     crowd < 16.0f ? 3.0f : 8.0f, layout.grid.ruler.beat_steps);
  for (int step = 0; step < steps; ++step) {
    const Rect column{columns.left(step), area.y, columns.cell, area.h};
    paint.fill(paint.look().snap(column), rgb(0x16191f));
  }
  if (history.row_count() > 0 && history.steps() == steps) {
    waterfall.draw(paint.list(), history, area, columns, paint.look().pixel_ratio());
  } else {
    const Rect middle{area.x, area.y, columns.pitch_right() - area.x, area.h};
    const std::string_view words = "While it trains, the agent's policy forms here";
    const float width = paint.width(words, Type::body) + 32.0f;
    paint.fill({middle.centre().x - width / 2, middle.centre().y - 15.0f, width, 30.0f}, palette::kBackground, 15.0f);
    paint.text_in(middle, words, Type::body, palette::kTextDim, Align::centre);
  }
  frame.widgets.book("waterfall", area);
  frame.widgets.explain("waterfall", area, kTip, 900.0);
  if (!layout.narrow) {
    const float x = layout.left.x;
    paint.text({x, area.y + 14.0f}, "Policy", Type::body, palette::kTextSoft);
    paint.text({x, area.y + 31.0f}, "over time", Type::small, palette::kTextDim);
    if (history.row_count() > 0) paint.text({x, area.bottom() - 2.0f}, "now", Type::small, palette::kTextDim);
    frame.widgets.explain("label_policy", {x, area.y, layout.label_width - 8.0f, area.h}, kTip);
  }
}

}  // namespace ui
