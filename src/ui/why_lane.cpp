// Under each step, what the agent thinks of a snare there: up, it wants one; down, it wants silence.
#include <cmath>

#include "ui/frame.h"

namespace ui {
namespace {

// The bars' scale never magnifies differences below this (1 is what a good toggle earns) to full height.
constexpr float kSmallestScale = 0.02f;

std::string explanation(const session::Session& session, int step, float gain) {
  const bool onset = session.document().pattern.onset(rhythm::kSnare, step);
  const bool wants = onset ? gain <= 0.0f : gain > 0.0f;
  std::string text = wants ? "The agent wants a snare here. " : "The agent wants silence here. ";
  text += onset ? "Taking it away" : "Adding one";
  text += " is worth ";
  if (gain > 0.0f) text += "+";
  text += fixed_number(gain, 2);
  text +=
      " to it: its Q-value for the toggle, less that of leaving the pattern as it is (1 is what a good toggle earns).";
  return text;
}

}  // namespace

void draw_why_lane(const Frame& frame) {
  const GridLayout& grid = frame.layout.grid;
  const Painter& paint = frame.paint();
  const auto gains = frame.session.why();
  const std::string reason = frame.session.why_no_answer();

  float largest = kSmallestScale;
  for (const float gain : gains) largest = std::max(largest, std::abs(gain));
  const float pixel = 1.0f / paint.look().pixel_ratio();
  for (int step = 0; step < grid.steps; ++step) {
    const Rect lane = grid.why(step);
    const float middle = paint.look().snap(lane.centre().y);
    paint.fill({lane.x, middle, lane.w, std::max(1.0f, pixel)}, palette::kGridLine);
    if (gains.size() != static_cast<std::size_t>(grid.steps)) continue;
    const float gain = gains[static_cast<std::size_t>(step)];
    const bool onset = frame.session.document().pattern.onset(rhythm::kSnare, step);
    const float wish = (onset ? -gain : gain) / largest;
    const float half = lane.h / 2 - 1.0f;
    const float height = std::max(2.0f, std::abs(wish) * half);
    const float inset = lane.w * 0.18f;
    const Rect bar{lane.x + inset, wish > 0 ? middle - height : middle + 1.0f, lane.w - 2 * inset, height};
    paint.fill(bar, wish > 0 ? palette::kWant : palette::kShun, 2.0f);
    frame.widgets.explain("why_" + std::to_string(step), lane, explanation(frame.session, step, gain), 250.0);
  }
  if (!frame.narrow()) {
    for (int line = 0; line < grid.lines; ++line) {
      const Rect lane = grid.why(line * grid.per_line);
      const Rect label{frame.layout.left.x, lane.y, frame.layout.label_width - 8.0f, lane.h};
      paint.text_in(label, "Why", Type::body, palette::kTextSoft);
      frame.widgets.explain("label_why", label,
                            "What the agent thinks of each step of this pattern: up, it wants a snare here; down, it "
                            "wants silence. The taller, the surer.");
    }
  }
  if (!reason.empty()) {
    const Rect lane = grid.why((grid.lines - 1) * grid.per_line);
    const Rect line{lane.x, lane.y, grid.area.w, lane.h};
    paint.fill(line, palette::kBackground);
    paint.text_in(line, reason, Type::body, palette::kTextDim);
    frame.widgets.explain("why_not", line, reason);
  }
}

}  // namespace ui
