// Below the grid: how the policy of the training formed, a column a step.
#include <string_view>

#include "ui/grid/parts.h"

namespace ui {
namespace {

constexpr std::string_view kTip =
    "How the policy formed: each row is a moment of the training, newest at the bottom. The brighter a cell, the "
    "likelier the agent was to toggle that step.";
}  // namespace

void draw_policy(const Frame& frame, Waterfall& waterfall) {
  const Painter& paint = frame.paint();
  const Layout& layout = frame.layout;
  if (layout.narrow) begin_panel(frame, Panel::policy, "panel_policy", "Policy over time", "", kTip);
  const Rect area = paint.look().snap(layout.waterfall);
  if (!layout.narrow) draw_side_fold(frame, Panel::policy, "panel_policy", "Policy", "over time", kTip);
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
  const bool formed = history.row_count() > 0 && history.steps() == steps;
  if (formed) {
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
  if (!layout.narrow && formed)
    paint.text({layout.left.x, area.bottom() - 2.0f}, "now", Type::small, palette::kTextDim);
}

}  // namespace ui
