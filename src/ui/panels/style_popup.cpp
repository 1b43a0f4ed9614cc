// What answers are to be like: a style, or the snare that was liked.
#include "rhythm/style.h"
#include "ui/desk/frame.h"
#include "ui/desk/popup.h"
#include "ui/panels/panels.h"

namespace ui {
namespace {

constexpr float kRow = 42.0f;
constexpr std::string_view kFavourite = "My favourite";

// One line of the list; true if it was chosen.
bool choice(const Frame& frame, Rect& rest, std::string_view name, std::string_view label, std::string_view help,
            bool current) {
  const Painter& paint = frame.paint();
  const Rect row = rest.top_part(kRow);
  rest = rest.below(kRow);
  const Hit hit = frame.widgets.area(name, row, "");
  if (hit.hovered) {
    paint.fill(row, rgb(0x3a4252), 8.0f);
    frame.widgets.set_cursor("pointer");
  }
  const Rect words = row.inset(10.0f, 3.0f).left_part(row.w - 40.0f);
  paint.text_in(words.top_part(18.0f), label, Type::strong, palette::kText);
  paint.text_in(words.below(18.0f), help, Type::small, palette::kTextSoft);
  if (current) paint.icon(Icon::check, {row.right() - 16.0f, row.centre().y}, 10.0f, palette::kCyan);
  return hit.pressed;
}

}  // namespace

std::string_view style_words(const rhythm::RewardSettings& reward) {
  if (const rhythm::StyleInfo* info = rhythm::find_style(rhythm::style_key(reward.style))) return info->label;
  return reward.liked.empty() ? "none yet" : "my favourite";
}

void draw_styles(const Frame& frame, const Rect& page) {
  const auto styles = rhythm::style_table();
  const auto list = begin_popup(frame, page, 360.0f, kRow * static_cast<float>(styles.size() + 1));
  if (!list) return;
  const rhythm::Style current = frame.session.document().part().reward.style;
  Rect rest = *list;
  std::optional<rhythm::Style> chosen;
  for (const rhythm::StyleInfo& info : styles) {
    const std::string name = "style_" + std::string(info.key);
    if (choice(frame, rest, name, info.label, info.help, info.style == current)) chosen = info.style;
  }
  if (choice(frame, rest, "style_favourite", kFavourite, "The snare that “Like this snare” keeps.",
             current == rhythm::Style::none)) {
    chosen = rhythm::Style::none;
  }
  if (!chosen) return;
  frame.report(frame.session.edit(session::set_style, *chosen));
  frame.state.popup = {};
}

}  // namespace ui
