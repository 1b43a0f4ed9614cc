#include "ui/desk/popup.h"

#include <cctype>

#include "imgui.h"
#include "ui/desk/frame.h"

namespace ui {
namespace {

constexpr float kPadding = 4.0f;
constexpr float kGap = 4.0f;  // to the control
constexpr float kChoice = 46.0f;

}  // namespace

void toggle_popup(const Frame& frame, PopupKind kind, std::string_view anchor, int voice, int step) {
  Popup& popup = frame.state.popup;
  const bool open = popup.kind == kind && popup.anchor == anchor;
  popup = open ? Popup{} : Popup{kind, std::string(anchor), voice, step};
}

std::optional<Rect> begin_popup(const Frame& frame, const Rect& page, float width, float height) {
  const auto anchor = frame.widgets.find(frame.state.popup.anchor);
  if (!anchor) {
    frame.state.popup = {};
    return std::nullopt;
  }
  const Painter& paint = frame.paint();
  Rect sheet{anchor->x, anchor->bottom() + kGap, std::min(width + 2 * kPadding, page.w - 16.0f), height + 2 * kPadding};
  if (sheet.right() > page.right() - 8.0f) sheet.x = anchor->right() - sheet.w;
  if (sheet.bottom() > page.bottom() - 8.0f) sheet.y = anchor->y - kGap - sheet.h;
  sheet.x = std::clamp(sheet.x, page.x + 8.0f, std::max(page.x + 8.0f, page.right() - 8.0f - sheet.w));
  sheet.y = std::clamp(sheet.y, page.y + 8.0f, std::max(page.y + 8.0f, page.bottom() - 8.0f - sheet.h));
  sheet = paint.look().snap(sheet);

  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const bool outside = !sheet.contains({mouse.x, mouse.y}) && !frame.state.popup.fresh;
  frame.state.popup.fresh = false;
  if (outside && (ImGui::IsMouseClicked(ImGuiMouseButton_Left) || ImGui::IsMouseClicked(ImGuiMouseButton_Right))) {
    frame.state.popup = {};
    return std::nullopt;
  }
  frame.widgets.book("popup", sheet, Gesture::drag_xy);  // a finger on it does not scroll the page
  paint.fill(sheet.inset(-5.0f).moved(0.0f, 4.0f), rgb(0, 0.25f), 16.0f);
  paint.fill(sheet, palette::kSheet, 11.0f);
  paint.stroke(sheet, palette::kSheetHover, 11.0f);
  return sheet.inset(kPadding);
}

float menu_row_height(bool narrow) { return narrow ? 44.0f : 32.0f; }

bool menu_item(const Frame& frame, Rect& rest, std::string_view name, const MenuItem& item) {
  const Painter& paint = frame.paint();
  const Rect row = rest.top_part(menu_row_height(frame.narrow()));
  rest = rest.below(row.h);
  const Hit hit = frame.widgets.area(name, row, "");
  if (hit.hovered && item.enabled) {
    paint.fill(row, palette::kSheetHover, 8.0f);
    frame.widgets.set_cursor("pointer");
  }
  const Rect words = row.inset(10.0f, 0.0f);
  paint.text_in(words.left_part(words.w - 28.0f), item.words, Type::body,
                item.enabled ? palette::kText : palette::kTextFaint);
  paint.text_in(words, item.aside, Type::small, item.enabled ? palette::kTextDim : palette::kTextFaint, Align::right);
  if (item.checked) paint.icon(Icon::check, {row.right() - 16.0f, row.centre().y}, 10.0f, palette::kCyan);
  return item.enabled && hit.pressed;
}

Choices::Choices(const Frame& frame, const Rect& page, float width, std::size_t count) : frame_(frame) {
  const bool fits = kChoice * static_cast<float>(count) + 24.0f <= page.h;
  columns_ = fits ? 1 : 2;
  rows_ = (count + columns_ - 1) / columns_;
  inside_ = begin_popup(frame, page, width * static_cast<float>(columns_), kChoice * static_cast<float>(rows_));
}

bool Choices::offer(std::string_view name, std::string_view words, std::string_view sentence, bool checked) {
  if (!inside_) return false;
  const std::size_t at = next_++;
  const float width = inside_->w / static_cast<float>(columns_);
  const Rect row{inside_->x + static_cast<float>(at / rows_) * width,
                 inside_->y + static_cast<float>(at % rows_) * kChoice, width, kChoice};
  const Painter& paint = frame_.paint();
  const Hit hit = frame_.widgets.area(name, row, "");
  if (hit.hovered) {
    paint.fill(row, palette::kSheetHover, 8.0f);
    frame_.widgets.set_cursor("pointer");
  }
  const Rect lines = row.inset(10.0f, 4.0f).left_part(row.w - 40.0f);
  paint.text_in(lines.top_part(20.0f), words, Type::strong, palette::kText);
  paint.text_in(lines.below(20.0f), sentence, Type::small, palette::kTextSoft);
  if (checked) paint.icon(Icon::check, {row.right() - 16.0f, row.centre().y}, 10.0f, palette::kCyan);
  return hit.pressed;
}

std::string choice_name(std::string_view list, std::string_view words) {
  std::string name = std::string(list) + "_";
  for (const char c : words) name += c == ' ' ? '_' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return name;
}

void menu_line(const Frame& frame, Rect& rest) {
  frame.paint().fill({rest.x + 10.0f, rest.y + 4.0f, rest.w - 20.0f, 1.0f}, palette::kSheetHover);
  rest = rest.below(kMenuLine);
}

void menu_title(const Frame& frame, Rect& rest, std::string_view words) {
  frame.paint().text_in(rest.top_part(kMenuTitle).inset(10.0f, 0.0f), words, Type::strong, palette::kTextSoft);
  rest = rest.below(kMenuTitle);
}

}  // namespace ui
