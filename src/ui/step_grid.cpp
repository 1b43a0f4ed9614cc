#include "ui/step_grid.h"

#include <cmath>

#include "imgui.h"
#include "ui/terms.h"

namespace ui {
namespace {

constexpr float kRadius = 8.0f;
constexpr float kVelocityPixels = 90.0f;  // of vertical drag from silence to full
constexpr float kDragThreshold = 6.0f;
constexpr float kEaseMs = 45.0f;
constexpr float kLightMs = 130.0f;
constexpr double kCellTipDelayMs = 1200.0;
constexpr float kLockTarget = 20.0f;  // px of the corner that holds the lock

// Loudness is felt about as the root of the velocity: a plain hit fills most of its cell, a ghost note a third.
float height_of(int velocity) { return std::sqrt(static_cast<float>(velocity) / 127.0f); }

const rhythm::Pattern& pattern_of(const Frame& frame) { return frame.session.document().pattern(); }

// "Snare, step 5: velocity 100, yours. …"
std::string cell_tip(const Frame& frame, GridLayout::Place place) {
  const bool kick = place.voice == rhythm::kKick;
  const int velocity = pattern_of(frame).velocity(place.voice, place.step);
  std::string tip = (kick ? "Kick, step " : "Snare, step ") + std::to_string(place.step + 1);
  if (velocity > 0) tip += ", velocity " + std::to_string(velocity);
  if (kick) return tip + ". Drag to draw, right-click to erase, drag up or down or use the wheel for loudness.";
  tip += frame.session.locked(place.step) ? ". Yours. Click the lock to give it back to the agent. "
                                          : ". The agent's. Draw here and the step is yours. ";
  return tip + effect_words(frame.session, toggle_effect(frame.session, place.step));
}

Rect lock_target(const Rect& cell) {
  const float side = std::min({kLockTarget, cell.w * 0.55f, cell.h * 0.5f});
  return {cell.right() - side, cell.y, side, side};
}

}  // namespace

void StepGrid::draw(const Frame& frame) {
  const GridLayout& grid = frame.layout.grid;
  handle_pointer(frame);
  handle_wheel(frame);
  ease(frame);
  point(frame);

  const Painter& paint = frame.paint();
  for (int line = 0; line < grid.lines; ++line) {
    const Rect strip = grid.numbers(line);
    for (int step = line * grid.per_line; step < std::min(grid.steps, (line + 1) * grid.per_line);
         step += kStepsPerBeat) {
      const std::string number = std::to_string(step / kStepsPerBeat + 1);
      paint.text({grid.columns.left(step % grid.per_line), strip.y + 8.0f}, number, Type::small, palette::kTextDim);
    }
  }
  for (int voice = 0; voice < kDrawnVoices; ++voice) {
    for (int step = 0; step < grid.steps; ++step) draw_cell(frame, voice, step);
  }
  if (frame.narrow()) {
    draw_tools(frame);
  } else {
    draw_labels(frame);
  }
}

void StepGrid::draw_cell(const Frame& frame, int voice, int step) {
  const Painter& paint = frame.paint();
  const Rect cell = paint.look().snap(frame.layout.grid.cell(voice, step));
  const bool kick = voice == rhythm::kKick;
  const bool onset = pattern_of(frame).onset(voice, step);
  const bool hovered = hovered_ && hovered_->voice == voice && hovered_->step == step && drag_ == Drag::none;
  frame.widgets.book((kick ? "kick_" : "snare_") + std::to_string(step), cell, Gesture::drag_xy);

  const float radius = std::min(kRadius, cell.w * 0.2f);
  Colour back = step % kStepsPerBeat == 0 ? palette::kCellBeat : palette::kCell;
  if (hovered) back = mix(back, kick ? palette::kKick : palette::kSnare, 0.10f);
  paint.fill(cell, back, radius);
  const float pixel = 1.0f / paint.look().pixel_ratio();
  const Colour edge =
      hovered ? mix(palette::kCellEdge, kick ? palette::kKick : palette::kSnare, 0.35f) : palette::kCellEdge;
  paint.stroke(cell, edge, radius, std::max(1.0f, pixel));

  const auto at = static_cast<std::size_t>(step);
  const float height = heights_[static_cast<std::size_t>(voice)][at];
  const float light = lights_[static_cast<std::size_t>(voice)][at];
  if (height > 0.01f) {
    const float filled = std::max(3.0f, cell.h * height);
    Colour colour = kick ? palette::kKick : palette::kSnare;
    if (hovered) colour = kick ? palette::kKickHover : palette::kSnareHover;
    colour = mix(colour, rgb(0xffffff), light * 0.55f);
    const Rect bar{cell.x, cell.bottom() - filled, cell.w, filled};
    if (light > 0.02f) paint.fill(bar.inset(-3.0f), faded(colour, light * 0.22f), radius + 3.0f);
    paint.fill(bar, colour, radius);
  }
  if (!kick) draw_locks(frame, step, cell, onset);
  if (!kick) draw_effect(frame, step, cell);

  const auto playing = frame.session.playing_step(frame.now_ms);
  if (playing && *playing == step) paint.stroke(cell.inset(-3.0f), palette::kText, radius + 3.0f, 2.0f);
  if (cursor_visible_ && cursor_.voice == voice && cursor_.step == step) {
    paint.stroke(cell.inset(-3.0f), palette::kViolet, radius + 3.0f, 2.0f);
  }
}

// The step whose snare the pointer is on, or else the keyboard's cursor.
void StepGrid::point(const Frame& frame) {
  frame.state.pointed_step.reset();
  if (drag_ != Drag::none) return;
  if (hovered_) {
    if (hovered_->voice == rhythm::kSnare) frame.state.pointed_step = hovered_->step;
  } else if (cursor_visible_ && cursor_.voice == rhythm::kSnare && cursor_.step < pattern_of(frame).steps()) {
    frame.state.pointed_step = cursor_.step;
  }
}

// What toggling this snare would change in all, at the foot of its cell.
void StepGrid::draw_effect(const Frame& frame, int step, const Rect& cell) {
  if (frame.state.pointed_step != step || cell.w < 34.0f) return;
  const double total = toggle_effect(frame.session, step).total;
  const float filled = heights_[rhythm::kSnare][static_cast<std::size_t>(step)] * cell.h;
  const Rect foot{cell.x, cell.bottom() - 22.0f, cell.w, 18.0f};
  frame.paint().text_in(foot, signed_number(total), Type::small,
                        filled > 24.0f ? palette::kOnAccent : effect_colour(total), Align::centre, Digits::tabular);
}

void StepGrid::draw_locks(const Frame& frame, int step, const Rect& cell, bool onset) {
  const Rect corner = lock_target(cell);
  const bool locked = frame.session.locked(step);
  const Point centre{corner.centre().x - 1.0f, corner.centre().y + 2.0f};
  const float size = std::min(12.0f, corner.w * 0.62f);
  if (locked) {
    frame.widgets.book("lock_" + std::to_string(step), corner, Gesture::drag_xy);
    const float covered = heights_[rhythm::kSnare][static_cast<std::size_t>(step)] * cell.h;
    const bool on_fill = onset && covered > cell.h - corner.h * 0.6f;
    frame.paint().icon(Icon::lock, centre, size, on_fill ? rgb(0x0f1115, 0.85f) : palette::kSnare);
  } else if (frame.state.pen == Pen::lock) {
    // The lock pen shows where a click would put a lock.
    const bool hovered = hovered_ && hovered_->voice == rhythm::kSnare && hovered_->step == step;
    if (hovered) frame.paint().icon(Icon::lock, centre, size, faded(onset ? rgb(0x0f1115) : palette::kText, 0.4f));
  }
}

void StepGrid::draw_labels(const Frame& frame) {
  const GridLayout& grid = frame.layout.grid;
  const Painter& paint = frame.paint();
  const float x = frame.layout.left.x;
  const auto& document = frame.session.document();
  const auto mine =
      std::count_if(document.locks().begin(), document.locks().end(), [](auto lock) { return lock != 0; });
  for (int line = 0; line < grid.lines; ++line) {
    for (int voice = 0; voice < kDrawnVoices; ++voice) {
      const bool kick = voice == rhythm::kKick;
      const Rect row = grid.row(voice, line);
      const Rect label{x, row.y, frame.layout.label_width - 8.0f, row.h};
      const bool roomy = row.h >= 40.0f;
      const float middle = row.centre().y;
      paint.text({x, roomy ? middle - 1.0f : middle + 5.0f}, kick ? "Kick" : "Snare", Type::title, palette::kText);
      std::string owner = kick ? "you" : "agent";
      if (!kick && mine > 0) owner += " + you";
      if (roomy) paint.text({x, middle + 16.0f}, owner, Type::small, palette::kTextDim);
      frame.widgets.explain(kick ? "label_kick" : "label_snare", label,
                            kick ? "Your row. Click or drag to draw kicks, right-click to erase, drag up or down for "
                                   "loudness."
                                 : "The agent's answer. Draw here too: what you set is locked, and the agent plays "
                                   "around it.");
    }
  }
}

void StepGrid::draw_tools(const Frame& frame) {
  const Rect tools = frame.layout.tools;
  const Painter& paint = frame.paint();
  const float middle = tools.centre().y;
  paint.disc({tools.x + 4.0f, middle - 9.0f}, 4.0f, palette::kKick);
  paint.text({tools.x + 14.0f, middle - 4.5f}, "Kick", Type::strong, palette::kText);
  paint.disc({tools.x + 4.0f, middle + 9.0f}, 4.0f, palette::kSnare);
  paint.text({tools.x + 14.0f, middle + 13.5f}, "Snare", Type::strong, palette::kText);
}

void StepGrid::handle_pointer(const Frame& frame) {
  const GridLayout& grid = frame.layout.grid;
  const Hit hit = frame.widgets.area("grid", grid.area, "", Gesture::tap);
  const ImGuiIO& io = ImGui::GetIO();
  const Point at{io.MousePos.x, io.MousePos.y};
  hovered_ = hit.hovered && !frame.input.touching() ? grid.at(at) : std::nullopt;
  if (hovered_) {
    frame.widgets.set_cursor("pointer");
    const bool kick = hovered_->voice == rhythm::kKick;
    frame.widgets.explain((kick ? "tip_kick_" : "tip_snare_") + std::to_string(hovered_->step),
                          grid.cell(hovered_->voice, hovered_->step), cell_tip(frame, *hovered_), kCellTipDelayMs);
  }

  if (ImGui::IsItemActivated()) {
    if (const auto place = grid.at(at)) begin_drag(frame, *place, false);
  } else if (hit.right_pressed && drag_ == Drag::none) {
    if (const auto place = grid.at(at)) begin_drag(frame, *place, true);
  }
  const auto pressed_long = frame.input.long_press();
  if (pressed_long && drag_ == Drag::pressed) {
    set(frame, from_.voice, from_.step, 0);
    drag_ = Drag::spent;
  }
  if (drag_ == Drag::none) return;
  const bool down = io.MouseDown[ImGuiMouseButton_Left] || io.MouseDown[ImGuiMouseButton_Right];
  if (down) {
    continue_drag(frame, at);
  } else {
    if (drag_ == Drag::pressed) finish_press(frame);
    drag_ = Drag::none;
  }
}

void StepGrid::begin_drag(const Frame& frame, GridLayout::Place place, bool erase) {
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  start_ = {mouse.x, mouse.y};
  from_ = place;
  last_step_ = place.step;
  cursor_ = place;
  cursor_visible_ = false;
  const rhythm::Pattern& pattern = pattern_of(frame);
  start_velocity_ = pattern.velocity(place.voice, place.step);
  was_onset_ = start_velocity_ != 0;
  applied_ = false;
  if (erase) {
    drag_ = Drag::paint;
    paint_velocity_ = 0;
    set(frame, place.voice, place.step, 0);
    return;
  }
  if (place.voice == rhythm::kSnare) {
    const bool locked = frame.session.locked(place.step);
    const bool on_glyph = locked && !frame.input.touching() &&
                          lock_target(frame.layout.grid.cell(place.voice, place.step)).contains(start_);
    if (on_glyph || frame.state.pen == Pen::lock) {
      drag_ = Drag::lock;
      paint_lock_ = !locked;
      frame.report(frame.session.set_lock(place.step, paint_lock_));
      return;
    }
  }
  drag_ = Drag::pressed;
  paint_velocity_ = was_onset_ ? 0 : rhythm::kPlainVelocity;
  // A mouse paints at once; a finger may still turn out to press long or to change the velocity.
  if (!was_onset_ && !frame.input.touching()) {
    set(frame, place.voice, place.step, paint_velocity_);
    start_velocity_ = paint_velocity_;
    applied_ = true;
  }
}

void StepGrid::continue_drag(const Frame& frame, Point at) {
  const GridLayout& grid = frame.layout.grid;
  if (drag_ == Drag::pressed) {
    const float dx = std::abs(at.x - start_.x);
    const float dy = std::abs(at.y - start_.y);
    const int step = grid.nearest_step(from_.voice, at);
    const bool other_line = step / grid.per_line != from_.step / grid.per_line;
    if (dy > kDragThreshold && dy > dx && (was_onset_ || applied_)) {
      drag_ = Drag::velocity;
      start_.y = at.y;
    } else if (step != from_.step && !other_line) {
      drag_ = Drag::paint;
      if (!applied_) set(frame, from_.voice, from_.step, paint_velocity_);
    }
  }
  if (drag_ == Drag::paint || drag_ == Drag::lock) paint_until(frame, grid.nearest_step(from_.voice, at));
  if (drag_ == Drag::velocity) {
    const float velocity = static_cast<float>(start_velocity_) + (start_.y - at.y) / kVelocityPixels * 127.0f;
    const int rounded = static_cast<int>(std::clamp(std::round(velocity), 1.0f, 127.0f));
    if (rounded != pattern_of(frame).velocity(from_.voice, from_.step)) set(frame, from_.voice, from_.step, rounded);
    frame.widgets.set_cursor("ns-resize");
  }
}

// A fast drag jumps over cells: everything between where it was and where it is gets painted.
void StepGrid::paint_until(const Frame& frame, int step) {
  const int direction = step >= last_step_ ? 1 : -1;
  for (int at = last_step_; at != step + direction; at += direction) {
    if (drag_ == Drag::lock) {
      if (frame.session.locked(at) != paint_lock_) frame.report(frame.session.set_lock(at, paint_lock_));
    } else {
      const bool onset = pattern_of(frame).onset(from_.voice, at);
      if (onset != (paint_velocity_ != 0)) set(frame, from_.voice, at, paint_velocity_);
    }
  }
  last_step_ = step;
}

void StepGrid::finish_press(const Frame& frame) {
  if (!applied_) set(frame, from_.voice, from_.step, paint_velocity_);
}

void StepGrid::set(const Frame& frame, int voice, int step, int velocity) {
  frame.report(frame.session.set_step(voice, step, velocity));
  painted_ = true;
}

void StepGrid::handle_wheel(const Frame& frame) {
  const int velocity = hovered_ ? pattern_of(frame).velocity(hovered_->voice, hovered_->step) : 0;
  takes_wheel_ = velocity > 0;
  Point at;
  const float amount = frame.input.wheel_at(&at);
  if (amount == 0.0f || !takes_wheel_ || drag_ != Drag::none) return;
  // A notch of a wheel is about 100 px; a trackpad sends many small ones.
  const float change = -amount * 0.08f;
  const int whole = static_cast<int>(change > 0 ? std::ceil(change) : std::floor(change));
  set(frame, hovered_->voice, hovered_->step, std::clamp(velocity + whole, 1, 127));
}

void StepGrid::ease(const Frame& frame) {
  const rhythm::Pattern& pattern = pattern_of(frame);
  const auto elapsed = static_cast<float>(std::clamp(frame.now_ms - last_ms_, 0.0, 100.0));
  last_ms_ = frame.now_ms;
  const auto playing = frame.session.playing_step(frame.now_ms);
  const bool hit = playing && playing != last_playing_step_;
  last_playing_step_ = playing;
  const float follow = 1.0f - std::exp(-elapsed / kEaseMs);
  const float dim = std::exp(-elapsed / kLightMs);
  moving_ = false;
  for (int voice = 0; voice < kDrawnVoices; ++voice) {
    auto& heights = heights_[static_cast<std::size_t>(voice)];
    auto& lights = lights_[static_cast<std::size_t>(voice)];
    const auto steps = static_cast<std::size_t>(pattern.steps());
    if (heights.size() != steps) {
      heights.assign(steps, 0.0f);
      lights.assign(steps, 0.0f);
      for (std::size_t i = 0; i < steps; ++i) heights[i] = height_of(pattern.velocity(voice, static_cast<int>(i)));
    }
    for (std::size_t i = 0; i < steps; ++i) {
      const float wanted = height_of(pattern.velocity(voice, static_cast<int>(i)));
      heights[i] += (wanted - heights[i]) * follow;
      if (std::abs(wanted - heights[i]) < 0.01f) heights[i] = wanted;
      lights[i] *= dim;
      if (lights[i] < 0.02f) lights[i] = 0.0f;
      if (hit && *playing == static_cast<int>(i) && wanted > 0.0f) lights[i] = wanted;
      moving_ = moving_ || heights[i] != wanted || lights[i] > 0.0f;
    }
  }
}

bool StepGrid::key(std::string_view code, int modifiers, session::Session& session, int per_line) {
  const rhythm::Pattern& pattern = session.document().pattern();
  const int steps = pattern.steps();
  cursor_.step = std::min(cursor_.step, steps - 1);
  const bool shift = (modifiers & static_cast<int>(Modifier::shift)) != 0;
  const int velocity = pattern.velocity(cursor_.voice, cursor_.step);
  const auto set_here = [&](int value) {
    if (const auto status = session.set_step(cursor_.voice, cursor_.step, value); !status) {
      session.notify(status.error().message, session::NoticeLevel::warning);
    }
    painted_ = true;
  };
  const auto move = [&](int by) { cursor_.step = (cursor_.step + by + steps) % steps; };
  if (code == "ArrowLeft" || code == "ArrowRight") {
    move(code == "ArrowLeft" ? -1 : 1);
  } else if (code == "ArrowUp" || code == "ArrowDown") {
    const bool up = code == "ArrowUp";
    if (shift && velocity > 0) {
      set_here(std::clamp(velocity + (up ? 8 : -8), 1, 127));
    } else {
      // Down from a line's snare row is the next line's kick row.
      const int row = cursor_.step / per_line * 2 + cursor_.voice + (up ? -1 : 1);
      const int rows = (steps + per_line - 1) / per_line * 2;
      const int wrapped = (row + rows) % rows;
      cursor_.voice = wrapped % 2;
      cursor_.step = std::min(wrapped / 2 * per_line + cursor_.step % per_line, steps - 1);
    }
  } else if (code == "Enter" || code == "NumpadEnter") {
    set_here(velocity ? 0 : rhythm::kPlainVelocity);
  } else if (code == "Delete" || code == "Backspace") {
    set_here(0);
  } else if (code == "KeyL") {
    if (cursor_.voice != rhythm::kSnare) return false;
    (void)session.set_lock(cursor_.step, !session.locked(cursor_.step));
  } else {
    return false;
  }
  cursor_visible_ = true;
  return true;
}

}  // namespace ui
