// The bars of a grid that scrolls: their headers, which fold them, and those that are folded.
#include <algorithm>
#include <cmath>

#include "ui/desk/voices.h"
#include "ui/grid/parts.h"

namespace ui {
namespace {

constexpr float kBeatLabel = 34.0f;  // px that a beat's number needs

std::string number_of(int bar) { return std::to_string(bar + 1); }

// "3" where bar 3 begins or, if that is scrolled away, at the edge; "3.2" on its second beat.
void header(const Frame& frame, int bar) {
  const GridLayout& grid = frame.layout.grid;
  const Columns& columns = grid.columns;
  const Painter& paint = frame.paint();
  const bool folded = columns.is_folded(bar);
  const Rect strip = grid.numbers(0);
  const float left = std::max(columns.bar_left(bar), strip.x);
  const Rect target{left, strip.y, std::min(columns.bar_right(bar), strip.right()) - left, strip.h};
  if (target.w < 1.0f) return;
  const std::string tip = folded ? "Bar " + number_of(bar) + ", folded. Click to unfold it. Key: F."
                                 : "Bar " + number_of(bar) +
                                       ". Click to fold it: its hits stay as thin marks, and are played all the same. "
                                       "Key: F.";
  const Hit hit = frame.widgets.area("bar_" + std::to_string(bar), target, tip);
  if (hit.hovered) frame.widgets.set_cursor("pointer");
  if (hit.pressed) frame.view() = fold_toggled(std::move(frame.view()), bar);
  const float baseline = frame.narrow() ? strip.centre().y + 4.0f : strip.y + 8.0f;
  const bool room = !folded || target.w >= 24.0f;
  if (!room) return;
  float end =
      paint.text({left, baseline}, number_of(bar), Type::small, hit.hovered ? palette::kText : palette::kTextSoft);
  if (hit.hovered || folded || frame.narrow()) {
    const Point at{end + 8.0f, baseline - 4.0f};
    if (at.x + 4.0f < target.right()) {
      paint.icon(folded ? Icon::chevron_right : Icon::chevron_down, at, 6.0f,
                 hit.hovered ? palette::kText : palette::kTextDim);
    }
    end += 16.0f;
  }
  if (folded) return;
  const int first = bar * grid.ruler.bar_steps;
  const int last = std::min(grid.steps, first + grid.ruler.bar_steps);
  const float beat_width = columns.left(std::min(first + grid.ruler.beat_steps, last - 1)) - columns.left(first);
  if (beat_width < kBeatLabel) return;
  for (int step = first + grid.ruler.beat_steps; step < last; step += grid.ruler.beat_steps) {
    const float x = columns.left(step);
    if (x < end + 8.0f || x > strip.right()) continue;
    const int beat = (step - first) / grid.ruler.beat_steps + 1;
    paint.text({x, baseline}, number_of(bar) + "." + std::to_string(beat), Type::small, palette::kTextFaint);
  }
}

// A folded bar's row: its onsets as thin marks.
void marks(const Frame& frame, int bar, int voice, const Rect& block) {
  const GridLayout& grid = frame.layout.grid;
  const Painter& paint = frame.paint();
  const session::Slot& slot = frame.session.document().current();
  paint.fill(paint.look().snap(block), faded(palette::kCell, 0.7f), 5.0f);
  const Colour ink = faded(voice_colour(voice), voice_heard(slot, voice) ? 1.0f : 0.35f);
  const int first = bar * grid.ruler.bar_steps;
  const int last = std::min(grid.steps, first + grid.ruler.bar_steps);
  const Rect inside = block.inset(3.0f, 3.0f);
  const float pitch = inside.w / static_cast<float>(grid.ruler.bar_steps);
  for (int step = first; step < last; ++step) {
    const int velocity = slot.pattern.velocity(voice, step);
    if (velocity == 0) continue;
    const float height = std::max(2.0f, inside.h * std::sqrt(static_cast<float>(velocity) / 127.0f));
    paint.fill({inside.x + static_cast<float>(step - first) * pitch, inside.bottom() - height,
                std::max(1.0f, pitch * 0.7f), height},
               ink);
  }
}

void folded_bar(const Frame& frame, int bar) {
  const GridLayout& grid = frame.layout.grid;
  const Rect whole = grid.bar(bar);
  const Rect rows = whole.below(grid.numbers_height);
  const Hit hit = frame.widgets.area("folded_" + std::to_string(bar), rows,
                                     "Bar " + number_of(bar) + ", folded. Click to unfold it.");
  if (hit.hovered) frame.widgets.set_cursor("pointer");
  for (const int voice : grid.voices()) {
    const Rect row = grid.row(voice, 0);
    marks(frame, bar, voice, {whole.x, row.y, whole.w, row.h});
  }
  const Painter& paint = frame.paint();
  if (hit.hovered) paint.stroke(rows, palette::kTextFaint, 6.0f);
  const auto playing = frame.session.player().playing_step(frame.now_ms);
  if (playing && grid.ruler.bar_of(*playing) == bar) {
    const float share = static_cast<float>(*playing % grid.ruler.bar_steps) / static_cast<float>(grid.ruler.bar_steps);
    paint.fill({rows.x + 3.0f + share * (rows.w - 6.0f), rows.y, 2.0f, rows.h}, palette::kText);
  }
  if (hit.pressed) frame.view() = fold_toggled(std::move(frame.view()), bar);
}

}  // namespace

void draw_bars(const Frame& frame) {
  const GridLayout& grid = frame.layout.grid;
  const auto [first, last] = grid.visible();
  const float half = grid.columns.bar_gap / 2;
  for (int bar = grid.ruler.bar_of(first); bar <= grid.ruler.bar_of(last); ++bar) {
    if (bar > 0) {
      const Rect whole = grid.bar(bar);
      frame.paint().fill(frame.paint().look().snap(Rect{whole.x - half - 0.5f, whole.y, 1.0f, whole.h}),
                         palette::kGridLine);
    }
    header(frame, bar);
    if (grid.columns.is_folded(bar)) folded_bar(frame, bar);
  }
}

}  // namespace ui
