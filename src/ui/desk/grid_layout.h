// The step grid's geometry: where each cell is, and which cell is at a point.
//
// Up to 16 steps, and what is one bar and fits, all of a pattern is there: lines of at most per_line steps. Longer ones
// are a single line that scrolls below an overview of the whole. A line has beat numbers, a kick row, a snare row, a
// why lane and slimmer rows for those of the other voices that are shown. Below all lines is what folds those away.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <utility>

#include "session/song/slot.h"
#include "ui/canvas/geometry.h"
#include "ui/desk/columns.h"

namespace ui {

struct GridLayout {
  struct Place {
    int voice;
    int step;
  };
  static constexpr int kTallRows = 2;
  // From the top, where they have a row.
  static constexpr std::array<int, session::kVoices> kOrder = {rhythm::kKick,   rhythm::kSnare,  rhythm::kRim,
                                                               rhythm::kClap,   rhythm::kHat,    rhythm::kOpenHat,
                                                               rhythm::kLowTom, rhythm::kHighTom};

  Rect area;
  Columns columns;
  Ruler ruler;
  int steps = 0;
  int per_line = 16;
  int lines = 1;
  bool scrolls = false;          // one line, of which a part is shown
  bool fingers = false;          // everything is wide enough for them
  float overview_height = 0.0f;  // 0: there is none
  float numbers_height = 18.0f;
  float cell_height = 0.0f;
  float row_gap = 10.0f;
  float why_height = 32.0f;
  std::array<int, session::kVoices> order = {rhythm::kKick, rhythm::kSnare};  // the voices with a row, from the top
  int rows = kTallRows;                                                       // how many of them
  float slim_height = 0.0f;
  float slim_gap = 5.0f;
  float fold_height = 20.0f;
  float line_pitch = 0.0f;

  // Kick and snare are tall, and always shown; the others are slim.
  static constexpr bool slim(int voice) { return voice >= kTallRows; }
  // These voices have a row, and kick and snare.
  void show(const session::VoiceSet& voices);
  std::span<const int> voices() const { return std::span(order).first(static_cast<std::size_t>(rows)); }
  // Which row is a voice's, from the top; below the last if it has none.
  int row_of(int voice) const;
  Rect cell(int voice, int step) const;
  Rect why(int step) const;
  Rect why_lane(int line) const;
  Rect numbers(int line) const;
  Rect row(int voice, int line) const;
  Rect fold() const;
  Rect overview() const { return area.top_part(overview_height); }
  // What takes clicks on cells: all lines, without overview, and where bars have headers, without those.
  Rect cells() const;
  // From the numbers to the last row of a line that scrolls.
  Rect bar(int index) const;
  // The cell at a point; gaps belong to the nearest cell. None in a folded bar.
  std::optional<Place> at(Point p) const;
  // The voice whose row, with the name at its left, is at a point.
  std::optional<int> voice_at(Point p) const;
  // The step of row `voice` nearest to a point, however far above or below it is.
  int nearest_step(int voice, Point p) const;
  // The steps that can be seen, [first, last], folded bars among them.
  std::pair<int, int> visible() const;
  bool folded(int step) const { return scrolls && columns.is_folded(ruler.bar_of(step)); }
  // The first from this one on that is in no folded bar.
  int next_open(int step) const;
  bool on_beat(int step) const { return step % ruler.bar_steps % ruler.beat_steps == 0; }

  ColumnsPlace place() const { return {area.x, area.w, steps, ruler, fingers}; }
  // One line from its beat numbers to the bottom of its why lane, or of its slim rows.
  float line_height() const;
  // Across `width` from x, y on; the heights are set.
  void place_at(float x, float y, float width, const GridView& view);
  // Into lines of at most `per_line` steps, or into one that scrolls.
  void divide(int steps, const Ruler& ruler, int per_line, float width);
};

}  // namespace ui
