#include "ui/grid/parts.h"

namespace ui {

void draw_side_fold(const Frame& frame, Panel panel, std::string_view name, std::string_view title,
                    std::string_view second, std::string_view tip) {
  const Painter& paint = frame.paint();
  const PanelPlace& place = frame.layout.panel(panel);
  const std::string words = std::string(title) + " " + std::string(second);
  const float x = frame.layout.left.x;
  const Rect target = place.open ? Rect{x - 4.0f, place.rect.y, frame.layout.label_width - 8.0f, 40.0f}
                                 : place.rect.left_part(paint.width(words, Type::small) + 20.0f);
  const Hit hit = frame.widgets.area(
      name, target, std::string(tip) + (place.open ? " Click to fold it away." : " Click to unfold it."));
  if (hit.hovered) frame.widgets.set_cursor("pointer");
  const Colour ink = hit.hovered ? palette::kText : palette::kTextDim;
  if (place.open) {
    const float end =
        paint.text({x, place.rect.y + 14.0f}, title, Type::body, hit.hovered ? palette::kText : palette::kTextSoft);
    if (hit.hovered) paint.icon(Icon::chevron_down, {end + 8.0f, place.rect.y + 9.0f}, 7.0f, palette::kTextSoft);
    paint.text({x, place.rect.y + 31.0f}, second, Type::small, palette::kTextDim);
  } else {
    paint.icon(Icon::chevron_right, {target.x + 4.0f, target.centre().y + 0.5f}, 7.0f, ink);
    paint.text_in(target.after(14.0f), words, Type::small, ink);
  }
  if (!hit.pressed) return;
  frame.state.open[static_cast<std::size_t>(panel)] = !place.open;
  if (!place.open) frame.state.reveal = panel;
}

}  // namespace ui
