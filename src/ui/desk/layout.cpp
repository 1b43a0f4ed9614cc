#include "ui/desk/layout.h"

#include <cmath>

namespace ui {
namespace {

constexpr float kBarHeight = 56.0f;
constexpr float kPanelGap = 14.0f;
constexpr float kTightGap = 10.0f;       // of the right column, where height is short
constexpr float kFoldedHeader = 40.0f;   // of the right column
constexpr float kTrainStretch = 150.0f;  // how much taller its plot may get where there is room
constexpr float kTrainNarrow = 30.0f;    // how much taller it is in one column
constexpr float kSmallestWaterfall = 96.0f;
constexpr float kUsualWaterfall = 130.0f;  // the rows of the grid leave it so much, folded or not
constexpr float kFoldedPolicy = 28.0f;
constexpr float kTallestWaterfall = 300.0f;
constexpr float kNetworkHeight = 216.0f;
constexpr float kOverviewHeight = 28.0f;
constexpr float kFootTabs = 48.0f;
constexpr float kLabelWidth = 104.0f;
constexpr float kCableWidth = 18.0f;
constexpr float kCablesFrom = 560.0f;  // of the left column: below, all of its width goes into the cells
constexpr float kLowestCell = 44.0f;   // of the tall rows, beside panels
constexpr float kTallestCell = 132.0f;
constexpr float kTallestByWidth = 2.2f;  // of the cell's width
constexpr float kTallestScrolling = 100.0f;

float clamped(float value, float low, float high) { return std::max(low, std::min(value, high)); }

float slim_height_of(float cell_height) { return std::round(clamped(cell_height * 0.48f, 20.0f, 56.0f)); }

float wide_margin(float width) { return width < 1100.0f ? 18.0f : 24.0f; }

float narrow_margin(float width) { return width < 620.0f ? 14.0f : 20.0f; }

// Very wide screens: the desk keeps its proportions in the middle instead of stretching to the edges.
float desk_width(float width) { return std::min(width, 2200.0f); }

bool open_or(const LayoutInput& input, Panel panel, bool otherwise) {
  return input.open[static_cast<std::size_t>(panel)].value_or(otherwise);
}

// The tallest rows whose grid is no taller than `room`.
void fit_rows(const LayoutInput& input, GridLayout& grid, float x, float width, float room) {
  const auto place = [&](float cell_height) {
    grid.cell_height = cell_height;
    grid.slim_height = slim_height_of(cell_height);
    grid.place_at(x, 0.0f, width, input.view);
  };
  place(kLowestCell);
  // Cells that scroll may be of any width.
  const float tallest =
      grid.scrolls ? kTallestScrolling : std::min(kTallestCell, std::round(grid.columns.cell * kTallestByWidth));
  for (float cell = std::max(kLowestCell, tallest); cell > kLowestCell; cell -= 1.0f) {
    place(cell);
    if (grid.area.h <= room) return;
  }
  place(kLowestCell);
}

void layout_left(const LayoutInput& input, Layout& layout) {
  const float available = layout.left.h;
  const float x = layout.left.x + layout.label_width;
  const float width = layout.left.w - layout.label_width;
  constexpr float kGridGap = 15.0f;
  constexpr float kPolicyGap = 16.0f;
  GridLayout& grid = layout.grid;
  grid.overview_height = kOverviewHeight;
  grid.divide(input.steps, input.ruler, 16, width);
  grid.show(input.voices);
  PanelPlace& policy = layout.panel(Panel::policy);
  PanelPlace& evaluate = layout.panel(Panel::evaluate);
  policy.open = open_or(input, Panel::policy, input.policy_speaks);
  evaluate.open = open_or(input, Panel::evaluate, input.evaluate_speaks);
  const float evaluate_height = evaluate.open ? input.evaluate_height : kPanelHeader;
  const float room = available - kGridGap - 2 * kPolicyGap - kFoldedPolicy - evaluate_height;
  fit_rows(input, grid, x, width, room - kUsualWaterfall);

  const float top = grid.area.h + kGridGap;
  const float rest = std::floor(clamped(room - grid.area.h, kSmallestWaterfall, kTallestWaterfall));
  policy.rect = {layout.left.x, top, layout.left.w, policy.open ? rest : kFoldedPolicy};
  layout.waterfall = policy.open ? Rect{x, top, width, rest} : Rect{};
  PanelPlace& network = layout.panel(Panel::network);
  network.open = open_or(input, Panel::network, false);
  const float network_top = policy.rect.bottom() + (policy.open ? kPolicyGap : 0.0f);
  network.rect = {layout.left.x, network_top, layout.left.w, network.open ? kNetworkHeight : kFoldedPolicy};
  layout.network = network.open ? Rect{x, network_top, width, kNetworkHeight} : Rect{};
  evaluate.rect = {layout.left.x, network.rect.bottom() + kPolicyGap, layout.left.w, evaluate_height};
  layout.left_height = evaluate.rect.bottom();
}

float tab_height(const LayoutInput& input, Panel panel) {
  switch (panel) {
    case Panel::sounds:
      return input.sounds_height;
    case Panel::groove:
      return input.groove_height;
    case Panel::midi:
      return input.midi_height;
    case Panel::agent:
      return input.agent_height;
    default:
      return input.settings_height;
  }
}

// The tab that is open. Nobody chose yet: the agent's, where there is room for it.
std::optional<Panel> open_tab(const LayoutInput& input, float room) {
  bool chosen = false;
  for (const Panel panel : kTabs) {
    const auto& choice = input.open[static_cast<std::size_t>(panel)];
    if (choice.value_or(false)) return panel;
    chosen = chosen || choice.has_value();
  }
  return !chosen && input.agent_height <= room ? std::optional(Panel::agent) : std::nullopt;
}

void layout_tabs(const LayoutInput& input, Layout& layout, float y, std::optional<Panel> open) {
  const float height = open ? std::floor(tab_height(input, *open)) : kPanelHeader;
  layout.tabs = {layout.right.x, y, layout.right.w, height};
  const float width = (layout.right.w - 8.0f) / static_cast<float>(kTabs.size());
  for (std::size_t i = 0; i < kTabs.size(); ++i) {
    PanelPlace& place = layout.panel(kTabs[i]);
    place.open = kTabs[i] == open;
    place.rect = place.open ? layout.tabs : layout.tabs.top_part(kPanelHeader);
    place.tab = {layout.tabs.x + 4.0f + static_cast<float>(i) * width, y + 4.0f, width, kPanelHeader - 8.0f};
  }
}

void layout_right(const LayoutInput& input, Layout& layout) {
  struct Entry {
    Panel panel;
    float height;
    float usual;  // what the tabs reckon with, so that they stay where they are while it grows
    bool open;
  };
  std::array<Entry, 2> entries = {{{Panel::train, input.train_height, input.train_height, true},
                                   {Panel::reward, input.reward_height, input.usual_reward_height, true}}};
  for (Entry& entry : entries) entry.open = open_or(input, entry.panel, entry.open);
  float gap = kPanelGap;
  float usual = gap * static_cast<float>(entries.size());
  for (const Entry& entry : entries) usual += entry.open ? entry.usual : kFoldedHeader;
  const std::optional<Panel> tab = open_tab(input, layout.right.h - usual);
  usual += tab ? tab_height(input, *tab) : kPanelHeader;
  if (usual > layout.right.h) gap = kTightGap;
  const float spare = std::max(0.0f, layout.right.h - usual);
  float y = 0.0f;
  for (const Entry& entry : entries) {
    PanelPlace& place = layout.panel(entry.panel);
    place.open = entry.open;
    float height = entry.open ? entry.height : kFoldedHeader;
    if (entry.panel == Panel::train && entry.open) height += std::min(spare, kTrainStretch);
    place.rect = {layout.right.x, y, layout.right.w, std::floor(height)};
    y = place.rect.bottom() + gap;
  }
  layout_tabs(input, layout, y, tab);
  layout.right_height = layout.tabs.bottom();
}

// Where what belongs to another tab lies: nothing of it can be seen or touched.
constexpr float kFarOff = -1e6f;

void layout_column(const LayoutInput& input, Layout& layout) {
  const float x = layout.left.x;
  const float width = layout.left.w;
  const bool pattern = input.tab == Tab::pattern;
  GridLayout& grid = layout.grid;
  grid.fingers = true;
  grid.overview_height = kTouchTarget;
  grid.divide(input.steps, input.ruler, width < 620.0f ? 8 : 16, width);
  if (grid.scrolls) grid.numbers_height = kTouchTarget;  // the bars are folded there
  grid.why_height = 24.0f;
  grid.row_gap = 6.0f;
  grid.show(input.voices);
  grid.slim_height = kTouchTarget;
  grid.fold_height = kTouchTarget;
  float y = input.hint_height;
  layout.hint = {x, 0.0f, width, input.hint_height};
  if (pattern) layout.tools = {x, y, width, kTouchTarget};
  grid.cell_height = width < 620.0f ? 52.0f : 56.0f;
  grid.place_at(x, pattern ? y + kTouchTarget + 4.0f : kFarOff, width, input.view);
  if (pattern) y = grid.area.bottom() + kPanelGap;

  struct Entry {
    Panel panel;
    float height;
    bool open;
  };
  const std::array<Entry, 10> entries = {{{Panel::train, input.train_height + kTrainNarrow, true},
                                          {Panel::reward, input.reward_height, true},
                                          {Panel::policy, kPanelHeader + 200.0f, input.policy_speaks},
                                          {Panel::network, kPanelHeader + kNetworkHeight + 12.0f, false},
                                          {Panel::sounds, input.sounds_height, false},
                                          {Panel::groove, input.groove_height, false},
                                          {Panel::agent, input.agent_height, false},
                                          {Panel::midi, input.midi_height, false},
                                          {Panel::evaluate, input.evaluate_height, input.evaluate_speaks},
                                          {Panel::settings, input.settings_height, false}}};
  for (const Entry& entry : entries) {
    PanelPlace& place = layout.panel(entry.panel);
    const bool shown = tab_of(entry.panel) == input.tab;
    place.open = open_or(input, entry.panel, entry.open);
    place.rect = {x, shown ? y : kFarOff, width, place.open ? entry.height : kPanelHeader};
    if (shown) y = place.rect.bottom() + 10.0f;
  }
  const Rect& policy = layout.panel(Panel::policy).rect;
  layout.waterfall = layout.panel(Panel::policy).open ? policy.below(kPanelHeader).inset(16.0f, 0.0f) : Rect{};
  layout.waterfall.h = std::max(0.0f, layout.waterfall.h - 16.0f);
  const Rect& network = layout.panel(Panel::network).rect;
  layout.network = layout.panel(Panel::network).open ? network.below(kPanelHeader).inset(16.0f, 0.0f) : Rect{};
  layout.network.h = std::max(0.0f, layout.network.h - 12.0f);
  layout.left_height = y + 2.0f;
}

}  // namespace

Tab tab_of(Panel panel) {
  switch (panel) {
    case Panel::sounds:
    case Panel::groove:
    case Panel::midi:
      return Tab::pattern;
    case Panel::reward:
    case Panel::agent:
    case Panel::evaluate:
      return Tab::reward;
    case Panel::train:
    case Panel::policy:
    case Panel::network:
    case Panel::settings:
      return Tab::train;
  }
  return Tab::pattern;
}

bool is_narrow(float width, float height) { return width < 760.0f || height < 500.0f; }

float panel_width(float width, float height) {
  if (is_narrow(width, height)) return width - 2 * narrow_margin(width);
  return std::round(clamped(desk_width(width) * 0.2453f, 286.0f, 380.0f));
}

float left_width(float width, float height) {
  if (is_narrow(width, height)) return panel_width(width, height);
  const float margin = wide_margin(width);
  return desk_width(width) - 3 * margin - panel_width(width, height);
}

Layout make_layout(const LayoutInput& input) {
  Layout layout;
  layout.narrow = is_narrow(input.width, input.height);
  layout.margin = layout.narrow ? narrow_margin(input.width) : wide_margin(input.width);
  const float margin = layout.margin;
  layout.bar = {0, 0, input.width, kBarHeight};
  const float status = layout.narrow ? input.notice_height : 24.0f;
  float foot = input.height - input.pads_height;
  if (input.pads_height > 0.0f) layout.pads = {0, foot, input.width, input.pads_height};
  if (layout.narrow) {
    foot -= kFootTabs;
    layout.foot_tabs = {0, foot, input.width, kFootTabs};
  }
  layout.status = {margin, foot - status, input.width - 2 * margin, status};
  if (layout.narrow) {
    const float top = layout.bar.bottom() + 8.0f;
    layout.left = {margin, top, input.width - 2 * margin, foot - top - status};
    layout_column(input, layout);
    return layout;
  }
  const float desk = desk_width(input.width);
  const float x = (input.width - desk) / 2 + margin;
  const float right_width = panel_width(input.width, input.height);
  const float top = layout.bar.bottom() + 24.0f;
  const float height = foot - top - 24.0f;
  layout.hint = {x, layout.bar.bottom(), desk - 2 * margin, 24.0f};
  layout.right = {x + desk - 2 * margin - right_width, top, right_width, height};
  layout.left = {x, top, layout.right.x - margin - x, height};
  layout.cable_width = layout.left.w >= kCablesFrom ? kCableWidth : 0.0f;
  layout.label_width = kLabelWidth + layout.cable_width;
  layout_left(input, layout);
  layout_right(input, layout);
  return layout;
}

void scroll_layout(Layout& layout, float left_scroll, float right_scroll) {
  const float left = layout.left.y - left_scroll;
  const float right = layout.right.y - right_scroll;
  layout.tools.y += left;
  layout.grid.area.y += left;
  layout.tabs.y += right;
  layout.waterfall.y += left;
  layout.network.y += left;
  if (layout.narrow) layout.hint.y += left;
  for (int i = 0; i < kPanelCount; ++i) {
    const auto panel = static_cast<Panel>(i);
    const bool in_left = layout.narrow || panel == Panel::evaluate || panel == Panel::policy || panel == Panel::network;
    layout.panel(panel).rect.y += in_left ? left : right;
    layout.panel(panel).tab.y += right;
  }
}

}  // namespace ui
