#include "ui/desk/grid_layout.h"

#include <algorithm>
#include <cmath>

namespace ui {
namespace {

constexpr int kMostInLines = 16;
constexpr float kOverviewGap = 10.0f;

}  // namespace

void GridLayout::divide(int count, const Ruler& bars_and_beats, int most_per_line, float width) {
  steps = count;
  ruler = bars_and_beats;
  scrolls = steps > kMostInLines;
  // Lines break between beats.
  const bool several = steps > most_per_line && ruler.beat_steps <= most_per_line;
  per_line = scrolls ? steps : several ? most_per_line - most_per_line % ruler.beat_steps : most_per_line;
  lines = (steps + per_line - 1) / per_line;
  const bool one_bar = steps <= ruler.bar_steps;
  const bool fits = usual_visible({0.0f, width, steps, ruler, fingers}) >= steps;
  if (!scrolls || (one_bar && fits)) overview_height = 0.0f;
}

void GridLayout::show(const session::VoiceSet& voices) {
  rows = 0;
  for (const int voice : kOrder) {
    if (!slim(voice) || voices.test(static_cast<std::size_t>(voice))) order[static_cast<std::size_t>(rows++)] = voice;
  }
}

int GridLayout::row_of(int voice) const {
  return static_cast<int>(std::ranges::find(voices(), voice) - voices().begin());
}

float GridLayout::line_height() const {
  const auto slim_count = static_cast<float>(rows - kTallRows);
  const float slim_rows = rows > kTallRows ? 6.0f + slim_count * (slim_height + slim_gap) : 0.0f;
  return numbers_height + 2 * cell_height + row_gap + 10.0f + why_height + slim_rows;
}

void GridLayout::place_at(float x, float y, float width, const GridView& view) {
  line_pitch = line_height() + 10.0f;
  const float above = overview_height > 0.0f ? overview_height + kOverviewGap : 0.0f;
  area = {x, y, width, above + line_height() + static_cast<float>(lines - 1) * line_pitch + fold_height};
  if (scrolls) {
    columns = scrolling_columns(place(), view);
    return;
  }
  const bool tight = width / static_cast<float>(per_line) < 34.0f;
  const int count = std::min(steps, per_line);
  // A short pattern keeps cells of a bearable width instead of stretching over the page.
  // On a phone every pixel goes into the cells: they are a finger wide.
  const bool phone = per_line <= 8;
  const float gap = tight ? 3.0f : phone ? 5.0f : 6.0f;
  const float beat_gap = tight ? 8.0f : phone ? 10.0f : 20.0f;
  columns = Columns::across(x, width, std::max(count, std::min(per_line, 8)), gap, beat_gap, ruler.beat_steps);
  columns.count = count;
}

Rect GridLayout::numbers(int line) const {
  const float above = overview_height > 0.0f ? overview_height + kOverviewGap : 0.0f;
  return {area.x, area.y + above + static_cast<float>(line) * line_pitch, area.w, numbers_height};
}

Rect GridLayout::row(int voice, int line) const {
  const float top = numbers(line).bottom();
  const auto tall_top = [&](int row) { return top + static_cast<float>(row) * (cell_height + row_gap); };
  if (!slim(voice)) return {area.x, tall_top(voice), area.w, cell_height};
  const float slim_top = tall_top(kTallRows - 1) + cell_height + 10.0f + why_height + 6.0f;
  const auto below = static_cast<float>(row_of(voice) - kTallRows);
  return {area.x, slim_top + below * (slim_height + slim_gap), area.w, slim_height};
}

Rect GridLayout::cell(int voice, int step) const {
  const Rect line = row(voice, step / per_line);
  const int column = step % per_line;
  const float left = columns.left(column);
  return {left, line.y, columns.right(column) - left, line.h};
}

Rect GridLayout::why_lane(int line) const {
  const Rect above = row(kTallRows - 1, line);
  return {above.x, above.bottom() + 10.0f, above.w, why_height};
}

Rect GridLayout::why(int step) const {
  const Rect lane = why_lane(step / per_line);
  const Rect above = cell(kTallRows - 1, step);
  return {above.x, lane.y, above.w, lane.h};
}

Rect GridLayout::fold() const { return {area.x, area.bottom() - fold_height, area.w, fold_height}; }

Rect GridLayout::cells() const {
  const float top = scrolls ? row(0, 0).y : area.y;
  return {area.x, top, area.w, fold().y - top};
}

Rect GridLayout::bar(int index) const {
  const float top = numbers(0).y;
  const float left = columns.bar_left(index);
  return {left, top, columns.bar_right(index) - left, row(voices().back(), 0).bottom() - top};
}

std::pair<int, int> GridLayout::visible() const {
  if (!scrolls) return {0, steps - 1};
  return {columns.first_visible(), columns.last_visible()};
}

int GridLayout::next_open(int step) const {
  while (folded(step)) step = (ruler.bar_of(step) + 1) * ruler.bar_steps;
  return step;
}

std::optional<GridLayout::Place> GridLayout::at(Point p) const {
  constexpr float kReach = 4.0f;
  if (p.x < area.x - columns.gap / 2 || p.x > columns.pitch_right() + columns.gap / 2) return std::nullopt;
  if (scrolls && p.x > area.right()) return std::nullopt;
  std::optional<Place> nearest;
  float distance = kReach;
  for (int line = 0; line < lines; ++line) {
    const int step = line * per_line + columns.at(p.x);
    if (folded(step)) return std::nullopt;
    if (step >= steps) continue;
    for (const int voice : voices()) {
      const Rect there = row(voice, line);
      const float away = std::max({there.y - p.y, p.y - there.bottom(), 0.0f});
      if (away > distance) continue;
      distance = away;
      nearest = Place{voice, step};
    }
  }
  return nearest;
}

std::optional<int> GridLayout::voice_at(Point p) const {
  constexpr float kReach = 4.0f;
  if (p.x > area.right() + 2 * kReach) return std::nullopt;
  for (int line = 0; line < lines; ++line) {
    for (const int voice : voices()) {
      const Rect there = row(voice, line);
      if (p.y >= there.y - kReach && p.y <= there.bottom() + kReach) return voice;
    }
  }
  return std::nullopt;
}

int GridLayout::nearest_step(int voice, Point p) const {
  int nearest = 0;
  float distance = 1e9f;
  for (int line = 0; line < lines; ++line) {
    const float away = std::abs(row(voice, line).centre().y - p.y);
    if (away < distance) {
      distance = away;
      nearest = line;
    }
  }
  const float inside = scrolls ? std::clamp(p.x, area.x, area.right()) : p.x;
  return std::min(nearest * per_line + columns.at(inside), steps - 1);
}

}  // namespace ui
