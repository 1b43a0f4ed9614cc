// What answers are to be like: a style, or the snare that was liked.
#include "rhythm/style.h"
#include "ui/desk/frame.h"
#include "ui/desk/popup.h"
#include "ui/panels/panels.h"

namespace ui {

std::string_view style_words(const rhythm::RewardSettings& reward) {
  if (const rhythm::StyleInfo* info = rhythm::find_style(rhythm::style_key(reward.style))) return info->label;
  return reward.liked.empty() ? "none yet" : "my favourite";
}

void draw_styles(const Frame& frame, const Rect& page) {
  const auto styles = rhythm::style_table();
  const rhythm::Style current = frame.session.document().part().reward.style;
  std::optional<rhythm::Style> chosen;
  Choices choices(frame, page, 360.0f, styles.size() + 1);
  for (const rhythm::StyleInfo& info : styles) {
    const std::string name = "style_" + std::string(info.key);
    if (choices.offer(name, info.label, info.help, info.style == current)) chosen = info.style;
  }
  if (choices.offer("style_favourite", "My favourite", "The row that you liked last.",
                    current == rhythm::Style::none)) {
    chosen = rhythm::Style::none;
  }
  if (!chosen) return;
  frame.report(frame.session.edit(session::set_style, *chosen));
  frame.state.popup = {};
}

}  // namespace ui
