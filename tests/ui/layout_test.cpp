#include "ui/desk/layout.h"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

namespace {

using ui::Layout;
using ui::LayoutInput;
using ui::Panel;
using ui::Rect;

constexpr float kSlack = 0.51F;  // heights are rounded to whole pixels

struct Size {
  float width, height;
};

// Phones both ways, tablets, laptops, a wall.
constexpr Size kSizes[] = {{320, 568},  {390, 844},  {844, 390},  {620, 900},   {768, 1024},
                           {1024, 768}, {1280, 800}, {1440, 900}, {1920, 1080}, {3840, 1600}};

LayoutInput input_of(const Size& size, int steps, bool more = false) {
  LayoutInput input;
  input.width = size.width;
  input.height = size.height;
  input.steps = steps;
  input.train_height = 210;
  input.reward_height = 360;
  input.usual_reward_height = 300;
  input.evaluate_height = 260;
  input.settings_height = 500;
  input.midi_height = 400;
  input.groove_height = 200;
  input.sounds_height = 240;
  input.agent_height = 210;
  input.policy_speaks = true;
  if (more) input.voices.set();
  return input;
}

bool overlap(const Rect& a, const Rect& b) {
  return a.x + kSlack < b.right() && b.x + kSlack < a.right() && a.y + kSlack < b.bottom() && b.y + kSlack < a.bottom();
}

bool inside(const Rect& inner, const Rect& outer) {
  return inner.x >= outer.x - kSlack && inner.right() <= outer.right() + kSlack && inner.y >= outer.y - kSlack &&
         inner.bottom() <= outer.bottom() + kSlack;
}

// What lies in the same scrolling column, by name.
std::vector<std::pair<std::string, Rect>> left_column(const Layout& layout) {
  std::vector<std::pair<std::string, Rect>> all = {{"grid", layout.grid.area}};
  if (layout.narrow) {
    all.emplace_back("tools", layout.tools);
    for (int i = 0; i < ui::kPanelCount; ++i) {
      if (ui::tab_of(static_cast<Panel>(i)) != ui::Tab::pattern) continue;
      all.emplace_back(std::to_string(i), layout.panels[static_cast<std::size_t>(i)].rect);
    }
  } else {
    all.emplace_back("policy", layout.panel(Panel::policy).rect);
    all.emplace_back("evaluate", layout.panel(Panel::evaluate).rect);
  }
  return all;
}

template <class Visit>
void for_each_layout(const Visit& visit) {
  for (const Size& size : kSizes) {
    for (const int steps : {2, 7, 8, 16, 17, 32, 64, 1024}) {
      for (const bool more : {false, true}) {
        CAPTURE(size.width);
        CAPTURE(size.height);
        CAPTURE(steps);
        CAPTURE(more);
        const LayoutInput input = input_of(size, steps, more);
        visit(ui::make_layout(input), input);
      }
    }
  }
}

}  // namespace

TEST_CASE("every step of every row has a cell inside the grid, and a click in its middle finds it") {
  for_each_layout([](const Layout& layout, const LayoutInput& input) {
    const ui::GridLayout& grid = layout.grid;
    CHECK(grid.lines * grid.per_line >= input.steps);
    CHECK((grid.lines - 1) * grid.per_line < input.steps);
    CHECK(grid.scrolls == (input.steps > 16));
    const auto [first, last] = grid.visible();
    if (!grid.scrolls) CHECK(last - first + 1 == input.steps);
    int above = -1;
    for (const int voice : grid.voices()) {
      for (int step = first; step <= last; ++step) {
        const Rect whole = grid.cell(voice, step);
        const Rect cell = whole.clipped_to(grid.area);  // what scrolls may be cut at the edges
        CHECK(inside(whole.top_part(0.0F).left_part(0.0F).moved(cell.x - whole.x, 0.0F), grid.area));
        CHECK(whole.w >= 12.0F);
        if (cell.w < 1.0F) continue;
        const auto found = grid.at(cell.centre());
        REQUIRE(found);
        CHECK(found->voice == voice);
        CHECK(found->step == step);
        CHECK(grid.nearest_step(voice, cell.centre()) == step);
        CHECK(grid.voice_at(cell.centre()) == voice);
        CHECK(grid.voice_at({grid.area.x - 20.0F, cell.centre().y}) == voice);  // its name
        CHECK(inside(grid.why(step).clipped_to(grid.area), grid.area));
        CHECK_FALSE(overlap(grid.why(step), cell));
        if (step > first) CHECK_FALSE(overlap(grid.cell(voice, step - 1), cell));
        if (above >= 0) CHECK_FALSE(overlap(grid.cell(above, step), cell));
      }
      above = voice;
    }
    CHECK((grid.overview_height > 0.0F) == grid.scrolls);
    CHECK_FALSE(overlap(grid.overview(), grid.numbers(0)));
    for (int line = 0; line < grid.lines; ++line) {
      CHECK_FALSE(overlap(grid.numbers(line), grid.row(0, line)));
      CHECK_FALSE(overlap(grid.fold(), grid.row(grid.voices().back(), line)));
    }
  });
}

TEST_CASE("voices have their rows in order, kick and snare always, the others where they are shown") {
  LayoutInput input = input_of({1280, 800}, 16);
  input.voices.set(rhythm::kHat).set(rhythm::kHighTom);
  const ui::GridLayout grid = ui::make_layout(input).grid;
  CHECK(std::vector<int>(grid.voices().begin(), grid.voices().end()) ==
        std::vector<int>{rhythm::kKick, rhythm::kSnare, rhythm::kHat, rhythm::kHighTom});
  CHECK(grid.row_of(rhythm::kHighTom) == 3);
  CHECK(grid.row_of(rhythm::kRim) == grid.rows);
}

TEST_CASE("nothing in a column overlaps, and nothing leaves the page at its sides") {
  for_each_layout([](const Layout& layout, const LayoutInput& input) {
    const auto left = left_column(layout);
    for (std::size_t i = 0; i < left.size(); ++i) {
      CAPTURE(left[i].first);
      CHECK(left[i].second.x >= layout.margin - kSlack);
      CHECK(left[i].second.right() <= input.width - layout.margin + kSlack);
      CHECK(left[i].second.bottom() <= layout.left_height + kSlack);
      for (std::size_t k = i + 1; k < left.size(); ++k) {
        CHECK_MESSAGE(!overlap(left[i].second, left[k].second), left[k].first);
      }
    }
    if (layout.narrow) return;
    CHECK(layout.left.right() + layout.margin <= layout.right.x + kSlack);
    CHECK_FALSE(overlap(layout.panel(Panel::train).rect, layout.panel(Panel::reward).rect));
    CHECK_FALSE(overlap(layout.panel(Panel::reward).rect, layout.tabs));
    CHECK(layout.tabs.bottom() <= layout.right_height + kSlack);
  });
}

TEST_CASE("in two columns at most one tab is open, the chosen one, and the tabs lie side by side") {
  for (const Panel chosen : ui::kTabs) {
    LayoutInput input = input_of({1280, 800}, 16);
    input.open[static_cast<std::size_t>(chosen)] = true;
    const Layout layout = ui::make_layout(input);
    int open = 0;
    for (std::size_t i = 0; i < ui::kTabs.size(); ++i) {
      const ui::PanelPlace& place = layout.panel(ui::kTabs[i]);
      open += place.open ? 1 : 0;
      CHECK(inside(place.tab, layout.tabs));
      if (i > 0) CHECK_FALSE(overlap(layout.panel(ui::kTabs[i - 1]).tab, place.tab));
    }
    CHECK(open == 1);
    CHECK(layout.panel(chosen).open);
  }
}

TEST_CASE("what the person folds stays folded, whatever would fit") {
  for (const Size& size : kSizes) {
    LayoutInput input = input_of(size, 16);
    for (auto& open : input.open) open = false;
    const Layout layout = ui::make_layout(input);
    for (int i = 0; i < ui::kPanelCount; ++i) {
      const auto panel = static_cast<Panel>(i);
      CHECK_FALSE(layout.panel(panel).open);
      CHECK(layout.panel(panel).rect.h <= ui::kPanelHeader);
    }
  }
}

TEST_CASE("policy and evaluation are folded until they have something to say, and the rows take no other height then") {
  for (const Size& size : kSizes) {
    LayoutInput input = input_of(size, 16, true);
    input.policy_speaks = false;
    const Layout silent = ui::make_layout(input);
    CHECK_FALSE(silent.panel(Panel::policy).open);
    CHECK_FALSE(silent.panel(Panel::evaluate).open);
    CHECK(silent.waterfall.empty());
    input.policy_speaks = true;
    const Layout speaking = ui::make_layout(input);
    CHECK(speaking.panel(Panel::policy).open);
    CHECK_FALSE(speaking.waterfall.empty());
    CHECK(speaking.grid.cell_height == silent.grid.cell_height);
    input.evaluate_speaks = true;
    CHECK(ui::make_layout(input).panel(Panel::evaluate).open);
  }
}

TEST_CASE("the grid has most of a wide page's left column, and the pads take theirs from the foot of all") {
  for (const Size& size : kSizes) {
    LayoutInput input = input_of(size, 16, true);
    input.policy_speaks = false;
    const Layout layout = ui::make_layout(input);
    // On tall pages cells would become too tall for their width.
    if (!layout.narrow && size.height <= 900) CHECK(layout.grid.area.h >= 0.45F * layout.left.h);
    CHECK(layout.pads.empty());
    input.pads_height = 112;
    const Layout with_pads = ui::make_layout(input);
    CHECK(with_pads.pads.bottom() == input.height);
    CHECK(with_pads.left.bottom() <= with_pads.pads.y);
    CHECK(with_pads.status.bottom() <= with_pads.pads.y);
  }
}

TEST_CASE("on a phone every cell is a finger's target, and one column holds everything") {
  for (const Size& size : {Size{320, 568}, Size{390, 844}}) {
    const Layout layout = ui::make_layout(input_of(size, 16, true));
    CHECK(layout.narrow);
    CHECK(layout.right.empty());
    CHECK(layout.grid.per_line == 8);
    CHECK(layout.grid.cell_height >= ui::kTouchTarget);
    CHECK(layout.grid.slim_height >= ui::kTouchTarget);
    CHECK(layout.grid.columns.cell >= 26.0F);
    CHECK(layout.tabs.empty());
  }
}

TEST_CASE("in one column each tab shows its panels alone, without overlaps, and every panel has one") {
  for (const Size& size : {Size{390, 844}, Size{844, 390}}) {
    int shown = 0;
    for (const ui::Tab tab : {ui::Tab::pattern, ui::Tab::reward, ui::Tab::train}) {
      LayoutInput input = input_of(size, 16, true);
      input.tab = tab;
      const Layout layout = ui::make_layout(input);
      CHECK(layout.foot_tabs.bottom() == input.height);
      CHECK(layout.left.bottom() <= layout.foot_tabs.y);
      CHECK(layout.tools.empty() == (tab != ui::Tab::pattern));
      CHECK((layout.grid.area.bottom() < 0.0F) == (tab != ui::Tab::pattern));
      std::vector<Rect> seen;
      for (const ui::PanelPlace& place : layout.panels) {
        if (place.rect.y < 0.0F) continue;
        for (const Rect& other : seen) CHECK_FALSE(overlap(place.rect, other));
        CHECK(place.rect.bottom() <= layout.left_height + kSlack);
        seen.push_back(place.rect);
      }
      shown += static_cast<int>(seen.size());
    }
    CHECK(shown == ui::kPanelCount);
  }
}

TEST_CASE("a page of two columns shows the policy, the network's fold and the evaluation's without scrolling") {
  for (const Size& size : {Size{1280, 800}, Size{1440, 900}, Size{1920, 1080}}) {
    const Layout layout = ui::make_layout(input_of(size, 16, true));
    CHECK(layout.left_height <= layout.left.h + kSlack);
  }
}

TEST_CASE("scrolling moves each column by its own way and nothing sideways") {
  const LayoutInput input = input_of({1280, 800}, 16);
  const Layout rest = ui::make_layout(input);
  Layout moved = rest;
  ui::scroll_layout(moved, 30.0F, 50.0F);
  CHECK(moved.grid.area.y == rest.grid.area.y + rest.left.y - 30.0F);
  CHECK(moved.waterfall.y == rest.waterfall.y + rest.left.y - 30.0F);
  CHECK(moved.panel(Panel::policy).rect.y == rest.panel(Panel::policy).rect.y + rest.left.y - 30.0F);
  CHECK(moved.panel(Panel::train).rect.y == rest.panel(Panel::train).rect.y + rest.right.y - 50.0F);
  CHECK(moved.panel(Panel::train).rect.x == rest.panel(Panel::train).rect.x);
  CHECK(moved.grid.area.x == rest.grid.area.x);
}

TEST_CASE("the columns of steps keep their gaps between beats, and each pixel belongs to the nearest") {
  const ui::Columns columns = ui::Columns::across(10.0F, 400.0F, 16, 6.0F, 20.0F);
  CHECK(columns.left(0) == 10.0F);
  CHECK(columns.pitch_right() == doctest::Approx(410.0F));
  CHECK(columns.left(4) - (columns.left(3) + columns.cell) == doctest::Approx(20.0F));
  CHECK(columns.left(5) - (columns.left(4) + columns.cell) == doctest::Approx(6.0F));
  for (int column = 0; column < 16; ++column) {
    CHECK(columns.at(columns.left(column) + 0.1F) == column);
    CHECK(columns.at(columns.left(column) + columns.cell - 0.1F) == column);
  }
  CHECK(columns.at(-100.0F) == 0);
  CHECK(columns.at(1e6F) == 15);
}

TEST_CASE("a pattern of one bar has no overview where all of it fits") {
  LayoutInput input = input_of({1280, 800}, 20);
  input.ruler = {20, 4};
  const Layout layout = ui::make_layout(input);
  CHECK(layout.grid.overview_height == 0.0F);
  CHECK(layout.grid.columns.pitch_right() == doctest::Approx(layout.grid.area.right()));
  input.ruler = {16, 4};
  CHECK(ui::make_layout(input).grid.overview_height > 0.0F);
}

TEST_CASE("a click on a folded bar finds no cell") {
  LayoutInput input = input_of({1280, 800}, 64);
  input.view.folded = {0};
  const ui::GridLayout grid = ui::make_layout(input).grid;
  const Rect bar = grid.bar(0);
  CHECK_FALSE(grid.at({bar.centre().x, grid.row(0, 0).centre().y}));
  CHECK(grid.next_open(0) == 16);
  CHECK(grid.next_open(16) == 16);
  REQUIRE(grid.at(grid.cell(1, 16).centre()));
}

TEST_CASE("how large cells are drawn changes nothing but their columns") {
  LayoutInput input = input_of({1280, 800}, 1024);
  const Layout usual = ui::make_layout(input);
  input.view.visible = 8.0;
  const Layout large = ui::make_layout(input);
  CHECK(large.grid.area.h == usual.grid.area.h);
  CHECK(large.grid.cell_height == usual.grid.cell_height);
  CHECK(large.grid.columns.cell > 2 * usual.grid.columns.cell);
}
