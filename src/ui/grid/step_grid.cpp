#include "ui/grid/step_grid.h"

#include <cmath>

#include "imgui.h"
#include "ui/desk/terms.h"
#include "ui/desk/voices.h"
#include "ui/grid/parts.h"

namespace ui {
namespace {

constexpr float kRadius = 8.0f;
constexpr float kEaseMs = 45.0f;
constexpr float kLightMs = 130.0f;

// As loud as it is heard: the level of a stroke falls by about 28 dB for a tenth of the velocity (web/kit_studio.js),
// and what is 10 dB lower is half as loud (Stevens 1955), which together is nearly in proportion.
float height_of(int velocity) { return static_cast<float>(velocity) / 127.0f; }

const rhythm::Pattern& pattern_of(const Frame& frame) { return frame.session.document().pattern(); }

// An onset as it is played: as high as it is loud, cut into its ratchets, moved by its micro-timing, and solid as far
// as it is probable.
void draw_onset(const Painter& paint, const Rect& cell, float height, const sequencer::StepDetail& detail,
                Colour colour, float radius) {
  const float filled = std::max(3.0f, cell.h * height);
  const float shift = cell.w * static_cast<float>(detail.micro) / 100.0f;
  const auto ratchets = static_cast<float>(detail.ratchets);
  const float gap = detail.ratchets > 1 ? std::min(3.0f, cell.w / 12.0f) : 0.0f;
  const float width = (cell.w - gap * (ratchets - 1)) / ratchets;
  const auto bars = [&](Colour ink) {
    for (int i = 0; i < detail.ratchets; ++i) {
      const float x = cell.x + shift + static_cast<float>(i) * (width + gap);
      paint.fill({x, cell.bottom() - filled, width, filled}, ink, std::min(radius, width * 0.3f));
    }
  };
  const bool moved = detail.micro != 0;
  if (detail.probability >= 100) {
    if (moved) paint.push_clip(cell);
    bars(colour);
    if (moved) paint.pop_clip();
    return;
  }
  paint.push_clip(cell);
  bars(faded(colour, 0.3f));
  paint.pop_clip();
  paint.push_clip(cell.left_part(cell.w * static_cast<float>(detail.probability) / 100.0f));
  bars(colour);
  paint.pop_clip();
}

constexpr float kLockTarget = 20.0f;

}  // namespace

Rect lock_target(const Rect& cell) {
  const float side = std::min({kLockTarget, cell.w * 0.55f, cell.h * 0.5f});
  return {cell.right() - side, cell.y, side, side};
}

void StepGrid::draw(const Frame& frame) {
  const GridLayout& grid = frame.layout.grid;
  draw_fold(frame);
  if (grid.overview_height > 0.0f) overview_.draw(frame);
  // Outlines reach a few pixels out of the cells.
  const Rect view = grid.area.inset(-4.0f, -4.0f);
  if (grid.scrolls) frame.widgets.push_clip(view);
  if (grid.scrolls) draw_bars(frame);
  if (cursor_visible_ && cursor_.step < grid.steps && grid.folded(cursor_.step)) {
    const Rect block = grid.bar(grid.ruler.bar_of(cursor_.step)).below(grid.numbers_height);
    frame.paint().stroke(block.inset(-3.0f), palette::kViolet, 8.0f, 2.0f);
  }
  handle_pointer(frame);
  handle_wheel(frame);
  ease(frame);
  point(frame);
  if (!grid.scrolls) draw_numbers(frame);
  const auto [first, last] = grid.visible();
  for (const int voice : grid.voices()) {
    for (int step = grid.next_open(first); step <= last; step = grid.next_open(step + 1)) {
      draw_cell(frame, voice, step);
    }
  }
  if (grid.scrolls) frame.widgets.pop_clip();
  if (frame.narrow()) return;
  draw_row_labels(frame);
  draw_jacks(frame);
}

void StepGrid::draw_numbers(const Frame& frame) {
  const GridLayout& grid = frame.layout.grid;
  const Painter& paint = frame.paint();
  for (int line = 0; line < grid.lines; ++line) {
    const Rect strip = grid.numbers(line);
    for (int step = line * grid.per_line; step < std::min(grid.steps, (line + 1) * grid.per_line);
         step += grid.ruler.beat_steps) {
      const std::string number = std::to_string(step / grid.ruler.beat_steps + 1);
      paint.text({grid.columns.left(step % grid.per_line), strip.y + 8.0f}, number, Type::small, palette::kTextDim);
    }
  }
}

void StepGrid::draw_cell(const Frame& frame, int voice, int step) {
  const Painter& paint = frame.paint();
  const session::Slot& slot = frame.session.document().current();
  const Rect cell = paint.look().snap(frame.layout.grid.cell(voice, step));
  const bool hovered = hovered_ && hovered_->voice == voice && hovered_->step == step && drag_ == Drag::none;
  frame.widgets.book(cell_name(voice, step), cell, Gesture::drag_xy);

  // A voice with a cycle of its own never comes to the steps behind it.
  const int length = slot.voices[static_cast<std::size_t>(voice)].length;
  const bool reached = length == 0 || step < length;
  const float strength = reached ? (voice_heard(slot, voice) ? 1.0f : 0.35f) : 0.15f;
  const float radius = std::min(kRadius, std::min(cell.w, cell.h) * 0.2f);
  Colour back = frame.layout.grid.on_beat(step) ? palette::kCellBeat : palette::kCell;
  if (hovered) back = mix(back, voice_colour(voice), 0.10f);
  paint.fill(cell, faded(back, reached ? 1.0f : 0.4f), radius);
  const float pixel = 1.0f / paint.look().pixel_ratio();
  const Colour edge = hovered ? mix(palette::kCellEdge, voice_colour(voice), 0.35f) : palette::kCellEdge;
  paint.stroke(cell, faded(edge, reached ? 1.0f : 0.4f), radius, std::max(1.0f, pixel));

  const auto at = static_cast<std::size_t>(step);
  const float height = heights_[static_cast<std::size_t>(voice)][at];
  const float light = lights_[static_cast<std::size_t>(voice)][at];
  if (height > 0.01f) {
    Colour colour = hovered ? voice_hover_colour(voice) : voice_colour(voice);
    colour = faded(mix(colour, rgb(0xffffff), light * 0.55f), strength);
    const float filled = std::max(3.0f, cell.h * height);
    const Rect bar{cell.x, cell.bottom() - filled, cell.w, filled};
    if (light > 0.02f) paint.fill(bar.inset(-3.0f), faded(colour, light * 0.22f), radius + 3.0f);
    draw_onset(paint, cell, height, slot.detail(voice, step), colour, radius);
  }
  const bool first = frame.layout.grid.scrolls ? step == frame.layout.grid.next_open(frame.layout.grid.visible().first)
                                               : step % frame.layout.grid.per_line == 0;
  if (frame.narrow() && first) {
    // There is no room for names beside the rows. On the bar where that leaves no room above it.
    const float above = cell.h - height * cell.h;
    const bool on_bar = height > 0.01f && above < 16.0f;
    paint.text_in({cell.x + 5.0f, cell.y + 3.0f + (on_bar ? above : 0.0f), cell.w - 8.0f, 13.0f}, short_title(voice),
                  Type::small,
                  !on_bar           ? (slot.part_of(voice) != nullptr ? palette::kCyan : palette::kTextDim)
                  : strength < 1.0f ? palette::kText
                                    : palette::kOnAccent);
  }
  if (const session::Part* part = slot.part_of(voice)) {
    draw_locks(frame, *part, step, cell);
    if (part == &slot.part()) draw_effect(frame, voice, step, cell);
  }

  const auto playing = frame.session.player().playing_step(frame.now_ms);
  if (playing && *playing == step) paint.stroke(cell.inset(-3.0f), palette::kText, radius + 3.0f, 2.0f);
  const Popup& popup = frame.state.popup;
  const bool edited = popup.kind == PopupKind::detail && popup.voice == voice && popup.step == step;
  if (edited || (cursor_visible_ && cursor_.voice == voice && cursor_.step == step)) {
    paint.stroke(cell.inset(-3.0f), palette::kViolet, radius + 3.0f, 2.0f);
  }
}

// The step of the shown agent's row that the pointer is on, or else the keyboard's cursor.
void StepGrid::point(const Frame& frame) {
  frame.state.pointed_step.reset();
  if (drag_ != Drag::none) return;
  const session::Slot& slot = frame.session.document().current();
  if (hovered_) {
    if (hovered_->voice == slot.part().voice) frame.state.pointed_step = hovered_->step;
  } else if (cursor_visible_ && cursor_.voice == slot.part().voice && cursor_.step < slot.steps()) {
    frame.state.pointed_step = cursor_.step;
  }
}

// What toggling this step would change in all, at the foot of its cell.
void StepGrid::draw_effect(const Frame& frame, int voice, int step, const Rect& cell) {
  if (frame.state.pointed_step != step || cell.w < 34.0f) return;
  const double total = toggle_effect(frame.session, step).total;
  const float filled = heights_[static_cast<std::size_t>(voice)][static_cast<std::size_t>(step)] * cell.h;
  const Rect foot{cell.x, cell.bottom() - 22.0f, cell.w, 18.0f};
  frame.paint().text_in(foot, signed_number(total), Type::small,
                        filled > 24.0f ? palette::kOnAccent : effect_colour(total), Align::centre, Digits::tabular);
}

void StepGrid::draw_locks(const Frame& frame, const session::Part& part, int step, const Rect& cell) {
  const Rect corner = lock_target(cell);
  const bool locked = part.locked(step);
  const bool onset = pattern_of(frame).onset(part.voice, step);
  const Point centre{corner.centre().x - 1.0f, corner.centre().y + 2.0f};
  const float size = std::min(12.0f, corner.w * 0.62f);
  if (locked) {
    const std::string name = part.voice == rhythm::kSnare ? "lock" : voice_control("lock", part.voice);
    frame.widgets.book(name + "_" + std::to_string(step), corner, Gesture::drag_xy);
    const float covered = heights_[static_cast<std::size_t>(part.voice)][static_cast<std::size_t>(step)] * cell.h;
    const bool on_fill = onset && covered > cell.h - corner.h * 0.6f;
    frame.paint().icon(Icon::lock, centre, size, on_fill ? rgb(0x0f1115, 0.85f) : voice_colour(part.voice));
  } else if (frame.state.pen == Pen::lock) {
    // The lock pen shows where a click would put a lock.
    const bool hovered = hovered_ && hovered_->voice == part.voice && hovered_->step == step;
    if (hovered) frame.paint().icon(Icon::lock, centre, size, faded(onset ? rgb(0x0f1115) : palette::kText, 0.4f));
  }
}

void StepGrid::ease(const Frame& frame) {
  const rhythm::Pattern& pattern = pattern_of(frame);
  const auto elapsed = static_cast<float>(std::clamp(frame.now_ms - last_ms_, 0.0, 100.0));
  last_ms_ = frame.now_ms;
  const auto playing = frame.session.player().playing_step(frame.now_ms);
  const bool hit = playing && playing != last_playing_step_;
  last_playing_step_ = playing;
  const bool still = frame.input.reduced_motion();
  const float follow = still ? 1.0f : 1.0f - std::exp(-elapsed / kEaseMs);
  const float dim = still ? 0.0f : std::exp(-elapsed / kLightMs);
  moving_ = false;
  const GridLayout& grid = frame.layout.grid;
  const auto [first, last] = grid.visible();
  const auto eased = std::exchange(eased_, {first, last});
  for (int voice = 0; voice < session::kVoices; ++voice) {
    auto& heights = heights_[static_cast<std::size_t>(voice)];
    auto& lights = lights_[static_cast<std::size_t>(voice)];
    const auto steps = static_cast<std::size_t>(pattern.steps());
    if (heights.size() != steps) {
      heights.assign(steps, 0.0f);
      lights.assign(steps, 0.0f);
      for (std::size_t i = 0; i < steps; ++i) heights[i] = height_of(pattern.velocity(voice, static_cast<int>(i)));
    }
    for (int step = grid.next_open(first); step <= last; step = grid.next_open(step + 1)) {
      const auto i = static_cast<std::size_t>(step);
      const float wanted = height_of(pattern.velocity(voice, step));
      if (step < eased.first || step > eased.second) {
        heights[i] = wanted;
        lights[i] = 0.0f;
      }
      heights[i] += (wanted - heights[i]) * follow;
      if (std::abs(wanted - heights[i]) < 0.01f) heights[i] = wanted;
      lights[i] *= dim;
      if (lights[i] < 0.02f) lights[i] = 0.0f;
      if (hit && *playing == step && wanted > 0.0f) lights[i] = wanted;
      moving_ = moving_ || heights[i] != wanted || lights[i] > 0.0f;
    }
  }
}

}  // namespace ui
