// The explanations that appear when the pointer rests on something.
#include "imgui.h"
#include "ui/canvas/widgets.h"

namespace ui {
namespace {

constexpr double kTipAgainMs = 300.0;  // soon after one explanation the next comes at once
constexpr float kTipWidth = 264.0f;
constexpr float kTipRowHeight = 14.0f;
constexpr float kTipCaptionHeight = 18.0f;

}  // namespace

void Widgets::offer_tip(std::string_view name, const Rect& rect, std::string_view tip, double delay_ms) {
  tip_.offered = true;
  if (tip_.name != name) {
    const bool soon = tip_.shown || now_ms_ - tip_.hidden_ms < kTipAgainMs;
    const bool again = soon && delay_ms <= kTipDelayMs;  // never in a hurry over the grid: hands are at work there
    tip_.name = name;
    tip_.since_ms = again ? now_ms_ - delay_ms + 60.0 : now_ms_;
    tip_.shown = false;
    tip_.muted = false;
  }
  tip_.text = tip;
  tip_.caption.clear();
  tip_.rows.clear();
  tip_.rect = rect;
  tip_.left_of = tips_left_of_;
  tip_.delay_ms = delay_ms;
  // A press or a drag says that the person knows what the control does.
  if (ImGui::IsAnyMouseDown() && !input_->long_pressing()) tip_.muted = true;
  if (now_ms_ - tip_.since_ms >= tip_.delay_ms) tip_.shown = true;
}

void Widgets::illustrate(std::string_view name, std::string_view caption, std::span<const TipRow> rows) {
  if (tip_.name != name) return;
  tip_.caption = caption;
  tip_.rows.assign(rows.begin(), rows.end());
}

void Widgets::draw_tip_rows(const Painter& paint, const Rect& area) const {
  paint.text({area.x, area.y + 12.0f}, tip_.caption, Type::small, palette::kTextSoft);
  float y = area.y + kTipCaptionHeight;
  for (const TipRow& row : tip_.rows) {
    const float cell = std::min(20.0f, area.w / static_cast<float>(row.onsets.size()));
    for (std::size_t i = 0; i < row.onsets.size(); ++i) {
      const float x = area.x + static_cast<float>(i) * cell;
      // Beats are told apart by their first steps.
      const Colour rest = i % 4 == 0 ? rgb(0x454e60) : rgb(0x394150);
      const Rect step{x, y, cell - (cell > 6.0f ? 2.0f : 1.0f), kTipRowHeight - 3.0f};
      paint.fill(paint.look().snap(step), row.onsets[i] != 0 ? row.colour : rest, cell > 6.0f ? 2.5f : 0.0f);
    }
    y += kTipRowHeight;
  }
}

void Widgets::draw_tip(const Rect& page) {
  if (!tip_.shown || tip_.muted || tip_.text.empty()) return;
  const Painter paint(ImGui::GetForegroundDrawList(), painter_->look());
  const float wanted = tip_.rows.empty() ? paint.width(tip_.text, Type::body) : kTipWidth;
  const float width = std::min({wanted + 1.0f, kTipWidth, page.w - 40.0f});
  const float words = paint.paragraph({0, 0}, width, tip_.text, Type::body, IM_COL32_BLACK_TRANS);
  const float rows = static_cast<float>(tip_.rows.size()) * kTipRowHeight;
  const float height = words + (tip_.rows.empty() ? 0.0f : kTipCaptionHeight + rows + 2.0f);
  Rect box{tip_.rect.centre().x - width / 2 - 12.0f, tip_.rect.bottom() + 8.0f, width + 24.0f, height + 16.0f};
  if (box.bottom() > page.bottom() - 6.0f) box.y = tip_.rect.y - 8.0f - box.h;
  if (tip_.left_of && *tip_.left_of - 10.0f - box.w > page.x + 8.0f) {
    box.x = *tip_.left_of - 10.0f - box.w;
    box.y = std::min(tip_.rect.centre().y - box.h / 2, page.bottom() - 6.0f - box.h);
  }
  box.y = std::max(box.y, page.y + 6.0f);
  box.x = std::clamp(box.x, page.x + 8.0f, std::max(page.x + 8.0f, page.right() - 8.0f - box.w));
  box = paint.look().snap(box);
  paint.fill(box.inset(-6.0f).moved(0, 3.0f), rgb(0x000000, 0.16f), 14.0f);
  paint.fill(box.inset(-2.0f).moved(0, 2.0f), rgb(0x000000, 0.25f), 11.0f);
  paint.fill(box, palette::kSheet, 9.0f);
  paint.stroke(box, palette::kSheetHover, 9.0f);
  paint.paragraph({box.x + 12.0f, box.y + 8.0f + 1.0f}, width, tip_.text, Type::body, palette::kText);
  if (!tip_.rows.empty()) draw_tip_rows(paint, {box.x + 12.0f, box.y + 10.0f + words, width, rows});
  booked_.push_back({"tooltip", box, Gesture::tap});
}

}  // namespace ui
