// What pointer, wheel and keys do in the step grid.
#include <cmath>

#include "imgui.h"
#include "ui/desk/terms.h"
#include "ui/desk/voices.h"
#include "ui/grid/step_grid.h"

namespace ui {
namespace {

constexpr float kVelocityPixels = 90.0f;  // of vertical drag from silence to full
constexpr float kDragThreshold = 6.0f;
constexpr double kCellTipDelayMs = 1200.0;

const rhythm::Pattern& pattern_of(const Frame& frame) { return frame.session.document().pattern(); }

// " Sounds in 60 % of its turns, 10 % of a step late, 3 times."
std::string detail_words(const sequencer::StepDetail& detail) {
  std::string words;
  const auto add = [&](const std::string& part) { words += (words.empty() ? " Sounds " : ", ") + part; };
  if (detail.probability < 100) add("in " + std::to_string(detail.probability) + " % of its turns");
  if (detail.micro != 0) {
    add(std::to_string(std::abs(detail.micro)) + " % of a step " + (detail.micro < 0 ? "early" : "late"));
  }
  if (detail.ratchets > 1) add(std::to_string(detail.ratchets) + " times");
  return words.empty() ? words : words + ".";
}

// "Snare, step 5: velocity 100, yours. …"
std::string cell_tip(const Frame& frame, GridLayout::Place place) {
  const int velocity = pattern_of(frame).velocity(place.voice, place.step);
  std::string tip = std::string(voice_title(place.voice)) + ", step " + std::to_string(place.step + 1);
  if (velocity > 0) tip += ", velocity " + std::to_string(velocity);
  tip += ".";
  if (velocity > 0) tip += detail_words(frame.session.document().current().detail(place.voice, place.step));
  const session::Slot& slot = frame.session.document().current();
  const session::Part* part = slot.part_of(place.voice);
  if (part == nullptr) {
    return tip +
           " Drag to draw, right-click to erase, drag up or down or use the wheel for loudness, Shift-click for "
           "probability, timing and ratchets.";
  }
  tip += part->locked(place.step) ? " Yours. Click the lock to give it back to the agent. "
                                  : " The agent's. Draw here and the step is yours. ";
  if (part != &slot.part()) return tip;
  return tip + effect_words(frame.session, toggle_effect(frame.session, place.step));
}

}  // namespace

void StepGrid::handle_pointer(const Frame& frame) {
  const GridLayout& grid = frame.layout.grid;
  const Hit hit = frame.widgets.area("grid", grid.cells(), "", Gesture::tap);
  const ImGuiIO& io = ImGui::GetIO();
  const Point at{io.MousePos.x, io.MousePos.y};
  hovered_ = hit.hovered && !frame.input.touching() ? grid.at(at) : std::nullopt;
  if (hovered_) {
    frame.widgets.set_cursor("pointer");
    frame.widgets.explain("tip_" + cell_name(hovered_->voice, hovered_->step),
                          grid.cell(hovered_->voice, hovered_->step), cell_tip(frame, *hovered_), kCellTipDelayMs);
  }

  // A hand may have been taken away, by a second finger, before the frame that first shows it.
  if (ImGui::IsItemActivated() && !frame.input.cancelled()) {
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
  const bool lifted = !down && !frame.input.cancelled();
  // A quick hand is up again in the frame that first shows where it went.
  if (down || (lifted && ImGui::IsMousePosValid())) continue_drag(frame, at);
  if (lifted && drag_ == Drag::pressed) finish_press(frame);
  if (!down) drag_ = Drag::none;
}

void StepGrid::begin_drag(const Frame& frame, GridLayout::Place place, bool erase) {
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  start_ = {mouse.x, mouse.y};
  from_ = place;
  last_step_ = place.step;
  cursor_ = place;
  cursor_visible_ = false;
  // Nothing moves away under the hand.
  if (frame.layout.grid.scrolls && frame.session.playing()) frame.state.follow = false;
  const rhythm::Pattern& pattern = pattern_of(frame);
  start_velocity_ = pattern.velocity(place.voice, place.step);
  was_onset_ = start_velocity_ != 0;
  applied_ = false;
  const bool shift = (frame.input.modifiers() & static_cast<int>(Modifier::shift)) != 0;
  if (!erase && (shift || frame.state.pen == Pen::detail)) {
    toggle_popup(frame, PopupKind::detail, cell_name(place.voice, place.step), place.voice, place.step);
    drag_ = Drag::spent;
    return;
  }
  if (erase) {
    drag_ = Drag::paint;
    paint_velocity_ = 0;
    set(frame, place.voice, place.step, 0);
    return;
  }
  if (const session::Part* part = frame.session.document().current().part_of(place.voice)) {
    const bool locked = part->locked(place.step);
    const bool on_glyph = locked && !frame.input.touching() &&
                          lock_target(frame.layout.grid.cell(place.voice, place.step)).contains(start_);
    if (on_glyph || frame.state.pen == Pen::lock) {
      drag_ = Drag::lock;
      paint_lock_ = !locked;
      frame.report(frame.session.edit(session::set_lock, place.voice, place.step, paint_lock_));
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
    if (frame.layout.grid.folded(at)) continue;  // what is not seen is not painted
    if (drag_ == Drag::lock) {
      const session::Part* part = frame.session.document().current().part_of(from_.voice);
      if (part == nullptr || part->locked(at) == paint_lock_) continue;
      frame.report(frame.session.edit(session::set_lock, from_.voice, at, paint_lock_));
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
  frame.report(frame.session.edit(session::set_step, voice, step, velocity));
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

// What moves the view of a grid that scrolls.
bool StepGrid::view_key(std::string_view code, session::Session& session, UiState& state, const GridLayout& grid) {
  if (!grid.scrolls) return false;
  GridView& view = state.views[static_cast<std::size_t>(session.document().slot)];
  const ColumnsPlace place = grid.place();
  if (code == "Plus" || code == "Minus") {
    const bool seen = cursor_visible_ && cursor_.step < grid.steps;
    const float anchor =
        seen ? std::clamp(grid.columns.left(cursor_.step), place.x, place.x + place.width) : place.x + place.width / 2;
    view = zoomed(place, std::move(view), code == "Plus" ? 0.5 : 2.0, anchor);
  } else if (code == "PageUp" || code == "PageDown") {
    view = scrolled(place, std::move(view), code == "PageDown" ? place.width : -place.width);
    if (session.playing()) state.follow = false;
  } else if (code == "KeyF") {
    const int step = cursor_visible_ ? std::min(cursor_.step, grid.steps - 1) : grid.visible().first;
    view = fold_toggled(std::move(view), grid.ruler.bar_of(step));
  } else if (code == "KeyP") {
    state.follow = !state.follow;
  } else {
    return false;
  }
  return true;
}

// What moves the keyboard's cursor.
bool StepGrid::cursor_key(std::string_view code, bool shift, session::Session& session, const GridLayout& grid) {
  const int steps = session.document().pattern().steps();
  const int per_line = grid.per_line;
  const auto move = [&](int to) { cursor_.step = (to + steps) % steps; };
  const int bar = grid.ruler.bar_steps;
  // A folded bar is one place.
  const bool folded = grid.folded(cursor_.step);
  const int start = cursor_.step / bar * bar;
  if (code == "ArrowLeft") {
    move(shift ? cursor_.step - bar : (folded ? start : cursor_.step) - 1);
  } else if (code == "ArrowRight") {
    move(shift ? cursor_.step + bar : std::min(folded ? start + bar : cursor_.step + 1, steps));
  } else if (code == "Home" || code == "End") {
    cursor_.step = code == "Home" ? 0 : steps - 1;
  } else if (code == "ArrowUp" || code == "ArrowDown") {
    // Down from a line's last row is the next line's kick row.
    const int row = cursor_.step / per_line * grid.rows + grid.row_of(cursor_.voice) + (code == "ArrowUp" ? -1 : 1);
    const int rows = grid.lines * grid.rows;
    const int wrapped = (row + rows) % rows;
    cursor_.voice = grid.voices()[static_cast<std::size_t>(wrapped % grid.rows)];
    cursor_.step = std::min(wrapped / grid.rows * per_line + cursor_.step % per_line, steps - 1);
  } else {
    return false;
  }
  return true;
}

// Who plays the row, and whom that one hears.
bool StepGrid::band_key(std::string_view code, session::Session& session, UiState& state) {
  const int voice = cursor_.voice;
  const bool agents = session.document().current().part_of(voice) != nullptr;
  if (code == "KeyE") {
    const core::Status status =
        agents ? session.edit(session::take_back, voice) : session.edit(session::hand_over, voice);
    if (!status) session.notify(status.error().message, session::NoticeLevel::warning);
    return true;
  }
  if (code != "KeyW" || !agents) return false;
  state.popup = {PopupKind::wires, cell_name(voice, cursor_.step), voice, 0};
  return true;
}

bool StepGrid::key(std::string_view code, int modifiers, session::Session& session, UiState& state,
                   const GridLayout& grid) {
  if (view_key(code, session, state, grid)) return true;
  const rhythm::Pattern& pattern = session.document().pattern();
  if (grid.row_of(cursor_.voice) == grid.rows) cursor_.voice = grid.voices().back();
  cursor_.step = std::min(cursor_.step, pattern.steps() - 1);
  const bool shift = (modifiers & static_cast<int>(Modifier::shift)) != 0;
  const int velocity = pattern.velocity(cursor_.voice, cursor_.step);
  const auto set_here = [&](int value) {
    if (const auto status = session.edit(session::set_step, cursor_.voice, cursor_.step, value); !status) {
      session.notify(status.error().message, session::NoticeLevel::warning);
    }
    painted_ = true;
  };
  GridView& view = state.views[static_cast<std::size_t>(session.document().slot)];
  const bool arrow = code == "ArrowUp" || code == "ArrowDown";
  if (grid.folded(cursor_.step) && code == "Enter") {
    view = fold_toggled(std::move(view), grid.ruler.bar_of(cursor_.step));  // seen first, then changed
  } else if (shift && velocity > 0 && arrow) {
    set_here(std::clamp(velocity + (code == "ArrowUp" ? 8 : -8), 1, 127));
  } else if (cursor_key(code, shift, session, grid)) {
    // Moved.
  } else if (code == "Enter") {
    set_here(velocity ? 0 : rhythm::kPlainVelocity);
  } else if (code == "Delete" || code == "Backspace") {
    set_here(0);
  } else if (code == "KeyD") {
    state.popup = {PopupKind::detail, cell_name(cursor_.voice, cursor_.step), cursor_.voice, cursor_.step};
  } else if (code == "KeyM" || code == "KeyS") {
    sequencer::VoiceSettings settings = session.document().current().voices[static_cast<std::size_t>(cursor_.voice)];
    bool& flag = code == "KeyM" ? settings.mute : settings.solo;
    flag = !flag;
    (void)session.edit(session::set_voice, cursor_.voice, settings);
  } else if (code == "KeyL") {
    const session::Part* part = session.document().current().part_of(cursor_.voice);
    if (part == nullptr) return false;
    (void)session.edit(session::set_lock, cursor_.voice, cursor_.step, !part->locked(cursor_.step));
  } else if (band_key(code, session, state)) {
    // Another agent, or another cable.
  } else {
    return false;
  }
  cursor_visible_ = true;
  if (grid.scrolls) view = revealed(grid.place(), std::move(view), cursor_.step);
  if (grid.scrolls && session.playing()) state.follow = false;
  return true;
}

}  // namespace ui
