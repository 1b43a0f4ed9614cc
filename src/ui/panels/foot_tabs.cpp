// At the foot of a phone's page: what of it is shown.
#include <array>

#include "ui/panels/panels.h"

namespace ui {
namespace {

struct Entry {
  Tab tab;
  std::string_view name;
  std::string_view title;
  std::string_view tip;
};

constexpr std::array<Entry, kTabCount> kEntries = {{
    {Tab::pattern, "tab_pattern", "Pattern", "The grid, sounds, groove and MIDI."},
    {Tab::reward, "tab_reward", "Reward", "What the answer should be like, and which agent gives it."},
    {Tab::train, "tab_train", "Train", "An agent of your own, and how it learns."},
}};

}  // namespace

void draw_foot_tabs(const Frame& frame) {
  const Rect& area = frame.layout.foot_tabs;
  if (area.empty()) return;
  const Painter& paint = frame.paint();
  paint.fill(area, palette::kBar);
  const float width = area.w / static_cast<float>(kTabCount);
  for (std::size_t i = 0; i < kEntries.size(); ++i) {
    const Entry& entry = kEntries[i];
    const Rect rect{area.x + static_cast<float>(i) * width, area.y, width, area.h};
    const Hit hit = frame.widgets.area(entry.name, rect, entry.tip);
    const bool chosen = frame.state.tab == entry.tab;
    paint.text_in(rect, entry.title, Type::strong, chosen ? palette::kText : palette::kTextDim, Align::centre);
    if (chosen) paint.fill(paint.look().snap(Rect{rect.centre().x - 18.0f, rect.y, 36.0f, 3.0f}), palette::kCyan, 1.5f);
    if (!hit.pressed) continue;
    if (!chosen) frame.state.left_scroll = 0.0f;
    frame.state.tab = entry.tab;
  }
}

}  // namespace ui
