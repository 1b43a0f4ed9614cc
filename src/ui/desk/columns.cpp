#include "ui/desk/columns.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace ui {
namespace {

// Pixels from step to step: as narrow as a pointer or a finger still hits, as much as is comfortable, as wide as helps.
constexpr double kNarrowest = 12.0;
constexpr double kComfortable = 24.0;
constexpr double kNarrowestForFingers = 20.0;
constexpr double kComfortableForFingers = 36.0;
constexpr double kWidest = 96.0;

constexpr float kFolded = 26.0f;
constexpr float kFoldedForFingers = 40.0f;

double clamped_visible(const ColumnsPlace& place, double visible) {
  const double width = place.width;
  const double most = std::min<double>(place.count, width / (place.fingers ? kNarrowestForFingers : kNarrowest));
  const double least = std::min(most, width / kWidest);
  return std::clamp(visible, least, most);
}

double visible_of(const ColumnsPlace& place, const GridView& view) {
  return clamped_visible(place, view.visible > 0.0 ? view.visible : usual_visible(place));
}

// So wide that the first `visible` cells, if they are a whole number, end where the width does.
float cell_of(Columns columns, const ColumnsPlace& place, double visible) {
  columns.cell = 0.0f;
  const auto gaps = [&](double steps) { return columns.right(static_cast<int>(steps) - 1) - columns.left(0); };
  const double below = std::max(1.0, std::floor(visible));
  const double above = std::max(1.0, std::ceil(visible));
  const double share = visible - below;
  const double all = static_cast<double>(gaps(below)) + share * static_cast<double>(gaps(above) - gaps(below));
  return static_cast<float>((place.width - all) / visible);
}

}  // namespace

// --- Columns ------------------------------------------------------------------------------------------------------

Columns Columns::across(float x, float width, int count, float gap, float beat_gap, int beat_steps) {
  assert(count > 0);
  const int beats = (count + beat_steps - 1) / beat_steps;
  const float gaps = static_cast<float>(count - beats) * gap + static_cast<float>(beats - 1) * beat_gap;
  Columns columns;
  columns.x = x;
  columns.count = count;
  columns.cell = (width - gaps) / static_cast<float>(count);
  columns.gap = gap;
  columns.beat_gap = beat_gap;
  columns.ruler = {count, beat_steps};
  columns.width = width;
  return columns;
}

float Columns::gaps_of_bar() const {
  const int beats = (ruler.bar_steps + ruler.beat_steps - 1) / ruler.beat_steps;
  return static_cast<float>(ruler.bar_steps - beats) * gap + static_cast<float>(beats - 1) * beat_gap + bar_gap;
}

float Columns::open_bar_width() const { return static_cast<float>(ruler.bar_steps) * cell + gaps_of_bar(); }

bool Columns::is_folded(int bar) const { return std::ranges::binary_search(folded, bar); }

float Columns::bar_content(int bar) const {
  const auto before = std::ranges::lower_bound(folded, bar) - folded.begin();
  const float open = open_bar_width();
  return static_cast<float>(bar) * open + static_cast<float>(before) * (fold_width + bar_gap - open);
}

float Columns::left(int column) const {
  const int bar = ruler.bar_of(column);
  const int in_bar = column % ruler.bar_steps;
  const float start = bar_left(bar);
  if (is_folded(bar)) {
    return start + fold_width * static_cast<float>(in_bar) / static_cast<float>(ruler.bar_steps);
  }
  const int beats = in_bar / ruler.beat_steps;
  return start + static_cast<float>(in_bar) * (cell + gap) + static_cast<float>(beats) * (beat_gap - gap);
}

float Columns::right(int column) const {
  const bool thin = is_folded(ruler.bar_of(column));
  return left(column) + (thin ? fold_width / static_cast<float>(ruler.bar_steps) : cell);
}

float Columns::bar_right(int bar) const {
  if (is_folded(bar)) return bar_left(bar) + fold_width;
  return right(std::min(count, (bar + 1) * ruler.bar_steps) - 1);
}

int Columns::at(float px) const {
  int bar = 0;
  for (int reach = bars() - 1; bar < reach;) {
    const int middle = (bar + reach + 1) / 2;
    if (bar_left(middle) - bar_gap / 2 <= px) {
      bar = middle;
    } else {
      reach = middle - 1;
    }
  }
  const int first = bar * ruler.bar_steps;
  int best = first;
  for (int column = first + 1; column < std::min(count, first + ruler.bar_steps); ++column) {
    if (px >= (right(column - 1) + left(column)) / 2) best = column;
  }
  return best;
}

int Columns::first_visible() const {
  const int column = at(x);
  return column + 1 < count && right(column) <= x ? column + 1 : column;
}

int Columns::last_visible() const {
  const int column = at(x + width);
  return column > 0 && left(column) >= x + width ? column - 1 : column;
}

double Columns::content_of(double step) const {
  const int bar = std::clamp(static_cast<int>(step) / ruler.bar_steps, 0, bars() - 1);
  const double share = (step - bar * ruler.bar_steps) / ruler.bar_steps;
  const float period = is_folded(bar) ? fold_width + bar_gap : open_bar_width();
  return bar_content(bar) + share * period;
}

double Columns::step_of(double content) const {
  const int bar = ruler.bar_of(at(static_cast<float>(content) + x - scroll));
  // at() gives half of a gap to the bar after it; here all of it belongs to the bar before.
  const int inside = bar > 0 && content < bar_content(bar) ? bar - 1 : bar;
  const float period = is_folded(inside) ? fold_width + bar_gap : open_bar_width();
  return inside * ruler.bar_steps + (content - bar_content(inside)) / period * ruler.bar_steps;
}

// --- Scrolling ----------------------------------------------------------------------------------------------------

double usual_visible(const ColumnsPlace& place) {
  const int comfortable = static_cast<int>(place.width / (place.fingers ? kComfortableForFingers : kComfortable));
  if (comfortable >= place.count) return place.count;
  const Ruler& ruler = place.ruler;
  if (comfortable >= ruler.bar_steps) return comfortable / ruler.bar_steps * ruler.bar_steps;
  return std::max(1, comfortable / ruler.beat_steps) * ruler.beat_steps;
}

Columns scrolling_columns(const ColumnsPlace& place, const GridView& view) {
  const double visible = visible_of(place, view);
  const auto pitch = static_cast<float>(place.width / visible);
  Columns columns;
  columns.x = place.x;
  columns.count = place.count;
  columns.gap = std::clamp(pitch * 0.13f, 1.0f, 6.0f);
  columns.beat_gap = std::clamp(pitch * 0.34f, 3.0f, 18.0f);
  columns.bar_gap = std::clamp(pitch * 0.6f, 9.0f, 26.0f);
  columns.ruler = place.ruler;
  columns.width = place.width;
  columns.fold_width = place.fingers ? kFoldedForFingers : kFolded;
  columns.cell = cell_of(columns, place, visible);
  for (const int bar : view.folded) {
    if (bar < columns.bars()) columns.folded.push_back(bar);
  }
  const double end = std::max(0.0f, columns.content_width() - place.width);
  columns.scroll = static_cast<float>(std::clamp(columns.content_of(view.first), 0.0, end));
  return columns;
}

GridView scrolled(const ColumnsPlace& place, GridView view, float by) {
  const Columns columns = scrolling_columns(place, view);
  const double end = std::max(0.0f, columns.content_width() - place.width);
  view.first = columns.step_of(std::clamp<double>(columns.scroll + by, 0.0, end));
  return view;
}

GridView zoomed(const ColumnsPlace& place, GridView view, double factor, float anchor) {
  const Columns before = scrolling_columns(place, view);
  const double step = before.step_of(static_cast<double>(before.scroll + anchor - place.x));
  view.visible = clamped_visible(place, visible_of(place, view) * factor);
  view.first = 0.0;
  const Columns after = scrolling_columns(place, view);
  const double content = after.content_of(step) - static_cast<double>(anchor - place.x);
  view.first = after.step_of(std::max(0.0, content));
  return view;
}

bool can_zoom(const ColumnsPlace& place, const GridView& view, double factor) {
  const double visible = visible_of(place, view);
  return std::abs(clamped_visible(place, visible * factor) - visible) > 1e-6;
}

GridView revealed(const ColumnsPlace& place, GridView view, int step) {
  const Columns columns = scrolling_columns(place, view);
  if (columns.left(step) >= place.x - 0.5f && columns.right(step) <= place.x + place.width + 0.5f) return view;
  const int bar = place.ruler.bar_of(step);
  const bool whole = columns.bar_right(bar) - columns.bar_left(bar) <= place.width;
  // Of a bar that is wider than the view, the beat.
  const int in_bar = step % place.ruler.bar_steps;
  const int start =
      bar * place.ruler.bar_steps + (whole ? 0 : in_bar / place.ruler.beat_steps * place.ruler.beat_steps);
  view.first = columns.step_of(static_cast<double>(columns.left(start) - place.x + columns.scroll));
  return view;
}

GridView fold_toggled(GridView view, int bar) {
  const auto at = std::ranges::lower_bound(view.folded, bar);
  if (at != view.folded.end() && *at == bar) {
    view.folded.erase(at);
  } else {
    view.folded.insert(at, bar);
  }
  return view;
}

}  // namespace ui
