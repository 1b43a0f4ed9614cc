#include "ui/desk/frame.h"

namespace ui {
namespace {

// The header of a panel that is one of several in a place.
Rect begin_tab(const Frame& frame, Panel panel, std::string_view name, std::string_view title, std::string_view aside,
               std::string_view tip) {
  const PanelPlace& place = frame.layout.panel(panel);
  std::string words(tip);
  if (!aside.empty()) words = std::string(title) + ": " + std::string(aside) + ". " + words;
  const Hit hit = frame.widgets.area(name, place.tab, words);
  const Painter& paint = frame.paint();
  if (hit.hovered) frame.widgets.set_cursor("pointer");
  if (place.open || hit.hovered) {
    paint.fill(paint.look().snap(place.tab.inset(1.0f, 3.0f)), place.open ? palette::kRaised : palette::kCell, 9.0f);
  }
  // All tabs in the size that the longest title has room for.
  const Type type = paint.width("Settings", Type::strong) > place.tab.w - 4.0f ? Type::small : Type::strong;
  paint.text_in(place.tab, title, type, place.open || hit.hovered ? palette::kText : palette::kTextDim, Align::centre);
  if (hit.pressed && place.open) {
    frame.state.open[static_cast<std::size_t>(panel)] = false;
  } else if (hit.pressed) {
    open_panel(frame, panel);
  }
  return place.open ? place.rect.below(kPanelHeader + 2.0f).inset(kPanelPadding, 0.0f) : Rect{};
}

}  // namespace

void open_panel(const Frame& frame, Panel panel) {
  const bool tab = !frame.layout.panel(panel).tab.empty();
  for (const Panel other : kTabs) {
    if (tab) frame.state.open[static_cast<std::size_t>(other)] = false;
  }
  frame.state.open[static_cast<std::size_t>(panel)] = true;
  frame.state.reveal = panel;
}

Rect begin_panel(const Frame& frame, Panel panel, std::string_view name, std::string_view title, std::string_view aside,
                 std::string_view tip, float kept) {
  const PanelPlace& place = frame.layout.panel(panel);
  if (!place.tab.empty()) return begin_tab(frame, panel, name, title, aside, tip);
  const Painter& paint = frame.paint();
  paint.fill(paint.look().snap(place.rect), palette::kPanel, 12.0f);

  const Rect whole = place.rect.top_part(std::min(kPanelHeader, place.rect.h));
  const Rect header = whole.left_part(whole.w - kept);
  const Hit hit = frame.widgets.area(name, header, tip);
  if (hit.hovered) frame.widgets.set_cursor("pointer");
  if (hit.pressed) {
    frame.state.open[static_cast<std::size_t>(panel)] = !place.open;
    if (!place.open) frame.state.reveal = panel;
  }

  const float title_width = paint.width(title, Type::title);
  const Rect inside = header.inset(kPanelPadding, 0.0f);
  const Rect words{inside.x, inside.y + 1.0f, inside.w, std::min(40.0f, header.h - 1.0f)};
  paint.text_in(words, title, Type::title, palette::kText);
  // A closed panel says that it opens; an open one only under the pointer.
  const bool chevron = !place.open || hit.hovered || frame.narrow();
  if (chevron) {
    paint.icon(place.open ? Icon::chevron_down : Icon::chevron_right, {inside.right() - 4.0f, words.centre().y}, 8.0f,
               hit.hovered ? palette::kText : palette::kTextDim);
  }
  const float aside_right = chevron ? 22.0f : 0.0f;
  const Rect rest{inside.x + title_width + 14.0f, words.y, inside.w - title_width - 14.0f - aside_right, words.h};
  paint.text_in(rest, aside, Type::body, palette::kTextDim, Align::right, Digits::tabular);
  return place.open ? place.rect.below(kPanelHeader).inset(kPanelPadding, 0.0f) : Rect{};
}

}  // namespace ui
