// The columns of steps across a width, and how a long pattern scrolls through it, larger or smaller, some bars folded.
//
// Content pixels count from the left edge of the first column, whatever is scrolled; an x is a pixel of the page.
// Nothing here takes longer for a longer pattern, but for a look-up among the folded bars.
#pragma once

#include <vector>

#include "rhythm/pattern.h"

namespace ui {

// Where the bar lines and the beats of a pattern lie. The last bar and the last beat of a bar may be shorter.
struct Ruler {
  int bar_steps = 16;
  int beat_steps = rhythm::kStepsPerBeat;

  int bar_of(int step) const { return step / bar_steps; }
  int bars(int steps) const { return (steps + bar_steps - 1) / bar_steps; }
  bool operator==(const Ruler&) const = default;
};

// What a person looks at of a long pattern.
struct GridView {
  double first = 0.0;       // the step at the left edge
  double visible = 0.0;     // how many steps would fill the width if no bar were folded; 0: what suits the page
  std::vector<int> folded;  // bars, rising
};

struct Columns {
  float x = 0.0f;
  int count = 0;
  float cell = 0.0f;
  float gap = 0.0f;
  float beat_gap = 0.0f;  // instead of gap where a beat ends
  float bar_gap = 0.0f;   // instead of both where a bar ends
  Ruler ruler;
  float width = 0.0f;       // of what is visible
  float scroll = 0.0f;      // content pixels left of x
  float fold_width = 0.0f;  // of a folded bar
  std::vector<int> folded;  // bars, rising

  float left(int column) const;
  float right(int column) const;
  float pitch_right() const { return right(count - 1); }
  // The column whose cell, or half of a gap next to it, holds x; of a folded bar, too.
  int at(float x) const;

  bool is_folded(int bar) const;
  int bars() const { return ruler.bars(count); }
  float bar_left(int bar) const { return x - scroll + bar_content(bar); }
  float bar_right(int bar) const;
  // Of those that can be seen, if only a part of them.
  int first_visible() const;
  int last_visible() const;

  // Where a step begins, in content pixels, between steps too; and the other way round.
  double content_of(double step) const;
  double step_of(double content) const;
  float content_width() const { return bar_right(bars() - 1) - x + scroll; }

  float gaps_of_bar() const;  // and the one after it

  // All of them across the width, without bars.
  static Columns across(float x, float width, int count, float gap, float beat_gap,
                        int beat_steps = rhythm::kStepsPerBeat);

 private:
  float bar_content(int bar) const;
  float open_bar_width() const;  // with the gap to the next one
};

// The place that scrolling columns have, and what is in it.
struct ColumnsPlace {
  float x = 0.0f;
  float width = 0.0f;
  int count = 0;
  Ruler ruler;
  bool fingers = false;  // wide enough for them
};

// What a view of this place shows, scrolled no further than there is something.
Columns scrolling_columns(const ColumnsPlace& place, const GridView& view);
// How many steps fill the width at first, and whether those are all.
double usual_visible(const ColumnsPlace& place);
// The same view with another number of steps, `factor` times as many; what lies at `anchor`, an x, stays there.
GridView zoomed(const ColumnsPlace& place, GridView view, double factor, float anchor);
// Whether it would change anything.
bool can_zoom(const ColumnsPlace& place, const GridView& view, double factor);
// Moved by so many pixels.
GridView scrolled(const ColumnsPlace& place, GridView view, float by);
// Scrolled to this step only if it cannot be seen: then its bar begins at the left edge, or itself if bars are wider.
GridView revealed(const ColumnsPlace& place, GridView view, int step);
// Folded or unfolded; what is at its left stays where it is.
GridView fold_toggled(GridView view, int bar);

}  // namespace ui
