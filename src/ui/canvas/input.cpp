#include "ui/canvas/input.h"

#include <cfloat>
#include <cmath>

#include "imgui.h"
#include "imgui_internal.h"

namespace ui {
namespace {

constexpr double kLongPressMs = 400.0;
constexpr float kTouchSlop = 8.0f;  // a finger that moved less has not moved
constexpr double kGlideMs = 320.0;  // a flicked page glides this long, until its speed fell to a third
constexpr int kSettleFrames = 5;    // a click takes three, what it closes or opens one or two more

// Whether Dear ImGui has yet to hand out some of what came in.
bool events_wait() { return ImGui::GetCurrentContext()->InputEventsQueue.Size > 0; }

}  // namespace

void Input::pointer(const PointerEvent& event) {
  frames_left_ = kSettleFrames;
  touching_ = event.kind == PointerKind::touch;
  modifiers_ = event.modifiers;
  if (event.phase == PointerPhase::down) cancelled_ = false;
  if (event.phase == PointerPhase::cancel) cancelled_ = true;
  ImGuiIO& io = ImGui::GetIO();
  io.AddMouseSourceEvent(touching_ ? ImGuiMouseSource_TouchScreen : ImGuiMouseSource_Mouse);
  if (touching_) {
    touch(event);
    return;
  }
  if (event.phase == PointerPhase::leave) {
    io.AddMousePosEvent(-FLT_MAX, -FLT_MAX);
    return;
  }
  io.AddMousePosEvent(event.at.x, event.at.y);
  // ImGui numbers the buttons left, right, middle.
  const int button = event.button == 1 ? 2 : event.button == 2 ? 1 : 0;
  if (event.phase == PointerPhase::down) press(button, event.now_ms);
  if (event.phase == PointerPhase::up) io.AddMouseButtonEvent(button, false);
  if (event.phase == PointerPhase::cancel) let_go();
}

void Input::press(int button, double at_ms) {
  ImGui::GetIO().AddMouseButtonEvent(button, true);
  presses_.push_back(at_ms);
}

void Input::touch(const PointerEvent& event) {
  switch (event.phase) {
    case PointerPhase::down:
      finger_ = Finger::undecided;
      start_ = at_ = event.at;
      start_ms_ = moved_ms_ = event.now_ms;
      glide_ = 0.0f;
      gesture_ = gesture_at_(event.at);
      if (gesture_ == Gesture::drag_xy) {
        ImGui::GetIO().AddMousePosEvent(event.at.x, event.at.y);
        press(0, start_ms_);
      }
      break;
    case PointerPhase::move:
      if (finger_ != Finger::none) touch_moved(event);
      break;
    case PointerPhase::up:
      if (finger_ != Finger::none) touch_ended(event);
      break;
    case PointerPhase::cancel:
    case PointerPhase::leave:
      // A finger that lifts also leaves; only a cancelled one is still down here.
      if (finger_ != Finger::none) let_go();
      break;
  }
}

void Input::touch_moved(const PointerEvent& event) {
  ImGuiIO& io = ImGui::GetIO();
  const float dx = event.at.x - start_.x;
  const float dy = event.at.y - start_.y;
  const bool moved = std::hypot(dx, dy) > kTouchSlop;
  if (finger_ == Finger::undecided && moved) {
    const bool drags = gesture_ == Gesture::drag_xy || (gesture_ == Gesture::drag_x && std::abs(dx) > std::abs(dy));
    finger_ = drags ? Finger::dragging : Finger::scrolling;
    if (drags && gesture_ == Gesture::drag_x) {
      io.AddMousePosEvent(start_.x, start_.y);
      press(0, start_ms_);
    }
  }
  if (finger_ == Finger::dragging) io.AddMousePosEvent(event.at.x, event.at.y);
  if (finger_ == Finger::scrolling) {
    const float step = at_.y - event.at.y;
    const auto elapsed = static_cast<float>(std::max(1.0, event.now_ms - moved_ms_));
    scroll_ += step;
    glide_ = 0.6f * (step / elapsed) + 0.4f * glide_;
  }
  moved_ms_ = event.now_ms;
  at_ = event.at;
}

void Input::touch_ended(const PointerEvent& event) {
  ImGuiIO& io = ImGui::GetIO();
  if (finger_ == Finger::undecided && gesture_ != Gesture::drag_xy) {
    io.AddMousePosEvent(event.at.x, event.at.y);
    press(0, start_ms_);
  }
  io.AddMouseButtonEvent(0, false);
  // Without this the control under the lifted finger would stay lit.
  io.AddMousePosEvent(-FLT_MAX, -FLT_MAX);
  // A finger that stopped before it lifted does not flick.
  if (reduced_motion_ || finger_ != Finger::scrolling || event.now_ms - moved_ms_ > 60.0) glide_ = 0.0f;
  finger_ = Finger::none;
  frames_left_ = kSettleFrames + 2;
}

void Input::wheel(Point at, float dx_px, float dy_px) {
  touching_ = false;
  wheel_at_ = at;
  wheel_ += dy_px;
  wheel_x_ += dx_px;
  frames_left_ = std::max(frames_left_, 1);
}

void Input::zoom(Point at, float factor) {
  zoom_at_ = at;
  zoom_ *= factor;
  frames_left_ = std::max(frames_left_, 1);
}

void Input::let_go() {
  ImGuiIO& io = ImGui::GetIO();
  for (int button = 0; button < 3; ++button) io.AddMouseButtonEvent(button, false);
  io.AddMousePosEvent(-FLT_MAX, -FLT_MAX);
  finger_ = Finger::none;
  glide_ = 0.0f;
  frames_left_ = kSettleFrames;
}

void Input::begin_frame(double now_ms) {
  const double elapsed = std::min(now_ms - last_frame_ms_, 50.0);
  last_frame_ms_ = now_ms;
  // However late the first frame comes, what is under the finger has to know that it is there first: Dear ImGui hands
  // out a position and a button in two frames.
  if (finger_ == Finger::undecided && !events_wait() && now_ms - start_ms_ >= kLongPressMs) {
    finger_ = Finger::pressed_long;
    long_press_ = at_;
    frames_left_ = kSettleFrames;
  }
  if (finger_ == Finger::none && glide_ != 0.0f) {
    scroll_ += glide_ * static_cast<float>(elapsed);
    glide_ *= static_cast<float>(std::exp(-elapsed / kGlideMs));
    if (std::abs(glide_) < 0.02f) glide_ = 0.0f;
  }
}

void Input::see_presses() {
  for (int button = 0; button < 3; ++button) {
    if (!ImGui::IsMouseClicked(button) || presses_.empty()) continue;
    pressed_ms_ = presses_.front();
    presses_.pop_front();
  }
  if (!events_wait()) presses_.clear();  // one that Dear ImGui took for held already
}

void Input::end_frame() {
  frames_left_ = std::max(0, frames_left_ - 1);
  scroll_ = 0.0f;
  wheel_ = 0.0f;
  wheel_x_ = 0.0f;
  zoom_ = 1.0f;
  long_press_.reset();
}

bool Input::busy() const {
  return frames_left_ > 0 || finger_ == Finger::undecided || glide_ != 0.0f || scroll_ != 0.0f || wheel_ != 0.0f ||
         wheel_x_ != 0.0f || zoom_ != 1.0f || events_wait();
}

}  // namespace ui
