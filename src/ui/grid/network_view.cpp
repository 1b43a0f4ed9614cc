// What goes on in the network that plays: what it reads, its layers, what it wants, and the way from silence to the
// row.
#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <string>

#include "imgui.h"
#include "ui/desk/terms.h"
#include "ui/grid/parts.h"

namespace ui {
namespace {

constexpr std::string_view kTip =
    "What goes on in the network for these rows. From above: what it reads at each step, its layers, one "
    "row a channel, and what it wants: up, a toggle there would bring more (its Q-value, in toggles).";
constexpr std::string_view kPointWords = "Point at one of its steps to see which hits it depends on.";
constexpr double kWalkMs = 1100.0;  // a toggle, at reading speed
constexpr float kListens = 12.0f;
constexpr float kWords = 20.0f;
constexpr float kWants = 44.0f;
constexpr float kGap = 6.0f;

// What the rows of the first block are (agent/shared_input.h).
struct Group {
  int rows;
  std::string_view words;
};
constexpr std::array<Group, 4> kReads = {{{3, "what it hears, what is there, and both"},
                                          {2, "the favourite and what is locked"},
                                          {8, "the place of the step in the bar"},
                                          {13, "what a toggle would earn, by each term and in all"}}};

float largest(std::span<const float> values) {
  float most = 1e-6f;
  for (const float value : values) most = std::max(most, std::abs(value));
  return most;
}

// One row a channel, brighter the larger; negative numbers red.
void draw_layer(const Frame& frame, const Rect& area, const Columns& columns, const session::InsideLayer& layer,
                int steps) {
  const Painter& paint = frame.paint();
  const float most = largest(layer.values);
  const float row = area.h / static_cast<float>(std::max(1, layer.channels));
  for (int channel = 0; channel < layer.channels; ++channel) {
    for (int step = 0; step < steps; ++step) {
      const float value = layer.values[static_cast<std::size_t>(channel * steps + step)] / most;
      if (std::abs(value) < 0.02f) continue;
      const Rect cell{columns.left(step), area.y + static_cast<float>(channel) * row, columns.cell, row};
      paint.fill(cell, faded(value > 0.0f ? palette::kCyan : palette::kBad, 0.12f + 0.88f * std::abs(value)));
    }
  }
}

// From silence to the row that is shown, toggle by toggle. Returns the step that is spoken of.
std::optional<int> draw_walk(const Frame& frame, const Rect& line) {
  const std::vector<session::WalkStep>& walk = frame.session.answers().walk();
  if (walk.empty()) {
    frame.paint().text_in(line, "There is nothing to add.", Type::small, palette::kTextSoft);
    return std::nullopt;
  }
  const bool still = frame.input.reduced_motion() || !frame.session.playing();
  const auto turn = static_cast<std::size_t>(frame.now_ms / kWalkMs) % (walk.size() + 1);
  const std::size_t shown = still ? walk.size() : turn;
  std::string words = "From silence";
  for (std::size_t i = 0; i < walk.size() && (still || i <= shown); ++i) {
    const std::string next =
        (i == 0 ? " add " : ", ") + std::to_string(walk[i].step + 1) + " (" + signed_number(walk[i].gain) + ")";
    const std::string rest = ", and " + std::to_string(walk.size() - i) + " more";
    if (frame.paint().width(words + next + rest + ".", Type::small) > line.w) {
      words += rest;
      break;
    }
    words += next;
  }
  frame.paint().text_in(line, words + ".", Type::small, palette::kTextSoft, Align::left, Digits::tabular);
  if (still || shown >= walk.size()) return std::nullopt;
  return walk[shown].step;
}

void draw_wants(const Frame& frame, const Rect& area, const Columns& columns, const session::Inside& inside,
                std::optional<int> spoken) {
  const Painter& paint = frame.paint();
  const float most = std::max(0.5f, largest(inside.q));
  const float middle = paint.look().snap(area.centre().y);
  for (int step = 0; step < inside.steps; ++step) {
    const float share = inside.q[static_cast<std::size_t>(step)] / most;
    const float height = std::max(1.0f, std::abs(share) * area.h / 2);
    const Rect bar{columns.left(step), share > 0.0f ? middle - height : middle, columns.cell, height};
    paint.fill(bar, share > 0.0f ? palette::kWant : palette::kShun, 2.0f);
    if (spoken == step) paint.stroke({bar.x - 2.0f, area.y, columns.cell + 4.0f, area.h}, palette::kCyan, 4.0f, 1.5f);
  }
}

void draw_listens(const Frame& frame, const Rect& area, const Columns& columns) {
  const Painter& paint = frame.paint();
  if (!frame.state.pointed_step) {
    paint.text_in(area, kPointWords, Type::small, palette::kTextDim);
    return;
  }
  const std::vector<float>& changes = frame.session.answers().listens(*frame.state.pointed_step);
  const float most = largest(changes);
  for (std::size_t step = 0; step < changes.size(); ++step) {
    const Rect cell{columns.left(static_cast<int>(step)), area.y, columns.cell, area.h};
    paint.fill(cell, palette::kCell, 3.0f);
    paint.fill(cell, faded(palette::kAmber, changes[step] / most), 3.0f);
  }
}

std::string_view group_at(float share, int rows) {
  int row = static_cast<int>(share * static_cast<float>(rows));
  for (const Group& group : kReads) {
    if (row < group.rows) return group.words;
    row -= group.rows;
  }
  return kReads.back().words;
}

}  // namespace

void draw_network(const Frame& frame) {
  const Painter& paint = frame.paint();
  const Layout& layout = frame.layout;
  if (layout.narrow) {
    begin_panel(frame, Panel::network, "panel_network", "In the network", "", kTip);
  } else {
    draw_side_fold(frame, Panel::network, "panel_network", "In the", "network", kTip);
  }
  const Rect area = layout.network;
  if (area.empty()) return;
  frame.widgets.book("network", area);
  const session::Inside& inside = frame.session.answers().inside();
  if (inside.steps == 0) {
    const std::string why = frame.session.answers().why_no_answer();
    paint.paragraph({area.x, area.y}, area.w,
                    !why.empty()
                        ? why
                        : "There is nothing to see at this length: only up to 64 steps, and as many as the agent "
                          "answers at a time.",
                    Type::small, palette::kTextDim);
    return;
  }
  const bool one_line = !layout.grid.scrolls && !layout.narrow;
  const float crowd = area.w / static_cast<float>(inside.steps);
  const Columns columns = one_line ? layout.grid.columns
                                   : Columns::across(area.x, area.w, inside.steps, crowd < 16.0f ? 1.0f : 3.0f,
                                                     crowd < 16.0f ? 3.0f : 8.0f, layout.grid.ruler.beat_steps);
  const std::optional<int> spoken = draw_walk(frame, area.top_part(kWords));
  Rect rest = area.below(kWords);
  draw_listens(frame, rest.top_part(kListens), columns);
  rest = rest.below(kListens + kGap);
  const Rect wants = rest.below(rest.h - kWants);
  const auto blocks = static_cast<float>(inside.hidden.size() + 1);
  const float height = (rest.h - kWants - kGap * blocks) / blocks;
  const auto block = [&](std::size_t index) {
    return rest.below(static_cast<float>(index) * (height + kGap)).top_part(height);
  };
  if (inside.reads.channels > 0) {
    draw_layer(frame, block(0), columns, inside.reads, inside.steps);
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const std::string_view group =
        group_at(std::clamp((mouse.y - block(0).y) / height, 0.0f, 0.999f), inside.reads.channels);
    frame.widgets.explain("network_reads", block(0), "What it reads at each step; here " + std::string(group) + ".");
  }
  for (std::size_t i = 0; i < inside.hidden.size(); ++i) {
    draw_layer(frame, block(i + 1), columns, inside.hidden[i], inside.steps);
    frame.widgets.explain(
        "network_layer_" + std::to_string(i + 1), block(i + 1),
        "Layer " + std::to_string(i + 1) + ": " + std::to_string(inside.hidden[i].channels) +
            " numbers a step, each a sum over the steps around it and a summary of the whole, where that is above 0.");
  }
  draw_wants(frame, wants, columns, inside, spoken);
  frame.widgets.explain(
      "network_wants", wants,
      "What it wants: the Q-value of toggling each step, in toggles. Above 0 the toggle would bring more "
      "than leaving the row as it is.");
}

}  // namespace ui
