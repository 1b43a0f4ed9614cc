// Under each step, what the agent thinks of a snare there: up, it wants one; down, it wants silence.
#include <algorithm>
#include <cmath>

#include "imgui.h"
#include "ui/desk/frame.h"
#include "ui/desk/terms.h"
#include "ui/grid/parts.h"

namespace ui {
namespace {

// The bars' scale never magnifies differences below this (1 is what a good toggle earns) to full height.
constexpr float kSmallestScale = 0.02f;

std::string explanation(const session::Session& session, int step, float gain) {
  const bool onset = session.document().pattern().onset(session.document().part().voice, step);
  const bool wants = onset ? gain <= 0.0f : gain > 0.0f;
  const std::string name = session::spoken_name(session.document().part().voice);
  std::string text = wants ? "The agent wants a " + name + " here. " : "The agent wants silence here. ";
  text += onset ? "Taking it away" : "Adding one";
  text += " is worth ";
  if (gain > 0.0f) text += "+";
  text += fixed_number(gain, 2);
  text +=
      " to it: its Q-value for the toggle, less that of leaving the pattern as it is (1 is what a good toggle earns).";
  return text;
}

// What a toggle of the snare would change: each term's gain upwards, each loss downwards, in the terms' colours.
// `largest` fills half of the lane.
void draw_effect(const Painter& paint, const Rect& lane, const ToggleEffect& effect, double largest) {
  const float half = lane.h / 2 - 1.0f;
  const float middle = paint.look().snap(lane.centre().y);
  float up = middle;
  float down = middle + 1.0f;
  for (std::size_t i = 0; i < effect.change.size(); ++i) {
    const double change = static_cast<double>(effect.change[i]);
    const float height = half * static_cast<float>(std::abs(change) / largest);
    if (height < 0.3f) continue;
    if (change > 0.0) up -= height;
    paint.fill({lane.x, change > 0.0 ? up : down, lane.w, height}, term_colour(static_cast<rhythm::Term>(i)), 1.0f);
    if (change < 0.0) down += height;
  }
}

// The most that any toggle in the step's bar gains or loses: all are drawn to one scale, so that small effects look
// small.
double largest_effect(const Frame& frame, int at) {
  session::Session& session = frame.session;
  const Ruler& ruler = frame.layout.grid.ruler;
  const int bar = ruler.bar_of(at);
  EffectScale& scale = frame.state.effect_scale;
  if (scale.revision == session.document_revision() && scale.bar == bar) return scale.largest;
  scale = {session.document_revision(), bar, kSmallestScale * std::max(session.reward_view().possible, 0.1)};
  const int end = std::min(frame.layout.grid.steps, (bar + 1) * ruler.bar_steps);
  for (int step = bar * ruler.bar_steps; step < end; ++step) {
    double gain = 0.0;
    double loss = 0.0;
    for (const float change : session.toggle_effect(step)) {
      (change > 0.0f ? gain : loss) += std::abs(static_cast<double>(change));
    }
    scale.largest = std::max({scale.largest, gain, loss});
  }
  return scale.largest;
}

void draw_gain(const Painter& paint, const Rect& lane, float wish) {
  const float middle = paint.look().snap(lane.centre().y);
  const float height = std::max(2.0f, std::abs(wish) * (lane.h / 2 - 1.0f));
  const Rect bar{lane.x, wish > 0 ? middle - height : middle + 1.0f, lane.w, height};
  paint.fill(bar, wish > 0 ? palette::kWant : palette::kShun, 2.0f);
}

// The lane is pointed at as well as the snare above it.
void point(const Frame& frame, const Rect& lane, int step) {
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const bool rests = frame.input.long_pressing() && lane.contains(frame.input.finger_at());
  const bool hovered = ImGui::IsWindowHovered() && !frame.input.touching() && lane.contains({mouse.x, mouse.y});
  if (rests || hovered) frame.state.pointed_step = step;
}

}  // namespace

void draw_why_lane(const Frame& frame) {
  const GridLayout& grid = frame.layout.grid;
  const Painter& paint = frame.paint();
  const auto gains = frame.session.answers().why();
  const std::string reason = frame.session.answers().why_no_answer();
  const bool answered = gains.size() == static_cast<std::size_t>(grid.steps);

  float largest = kSmallestScale;
  for (const float gain : gains) largest = std::max(largest, std::abs(gain));
  const float pixel = 1.0f / paint.look().pixel_ratio();
  const auto [first, last] = grid.visible();
  if (grid.scrolls) frame.widgets.push_clip(grid.area);
  for (int step = grid.next_open(first); step <= last; step = grid.next_open(step + 1)) {
    const Rect lane = grid.why(step);
    paint.fill({lane.x, paint.look().snap(lane.centre().y), lane.w, std::max(1.0f, pixel)}, palette::kGridLine);
    point(frame, lane, step);
    Rect bar = lane.inset(lane.w * 0.18f, 0.0f);
    std::string tip;
    if (frame.state.pointed_step == step) {
      // Beside what the agent thinks, the truth about it.
      const ToggleEffect effect = toggle_effect(frame.session, step);
      const float half = bar.w / 2 - 1.0f;
      draw_effect(paint, answered ? bar.right_part(half) : bar, effect, largest_effect(frame, step));
      bar = bar.left_part(half);
      tip = effect_words(frame.session, effect);
    }
    if (answered) {
      const float gain = gains[static_cast<std::size_t>(step)];
      const bool onset = frame.session.document().pattern().onset(frame.session.document().part().voice, step);
      draw_gain(paint, bar, (onset ? -gain : gain) / largest);
      tip = explanation(frame.session, step, gain) + (tip.empty() ? "" : " " + tip);
    }
    if (!tip.empty()) frame.widgets.explain("why_" + std::to_string(step), lane, tip, 250.0);
  }
  if (grid.scrolls) frame.widgets.pop_clip();
  if (!frame.narrow()) {
    for (int line = 0; line < grid.lines; ++line) {
      const Rect lane = grid.why_lane(line);
      const float cables = frame.layout.cable_width;
      const Rect label{frame.layout.left.x + cables, lane.y, frame.layout.label_width - cables - 8.0f, lane.h};
      const session::Slot& slot = frame.session.document().current();
      const int voice = slot.part().voice;
      const bool alone = slot.parts.size() == 1 && voice == rhythm::kSnare;
      paint.text_in(label, alone ? "Why" : "Why: " + session::spoken_name(voice), Type::body, palette::kTextSoft);
      frame.widgets.explain(
          "label_why", label,
          "What the agent thinks of each step of this pattern: up, it wants a hit here; down, it "
          "wants silence. The taller, the surer. Under the step you point at, the coloured bar beside "
          "it is what a toggle would really change, term by term.");
    }
  }
  if (!reason.empty()) {
    const Rect line = grid.why_lane(grid.lines - 1);
    paint.fill(line, palette::kBackground);
    paint.text_in(line, reason, Type::body, palette::kTextDim);
    frame.widgets.explain("why_not", line, reason);
  }
}

}  // namespace ui
