// From the page's pointer events to Dear ImGui's mouse, with the gestures a finger needs.
//
// A mouse goes through as it is. A finger is first looked at: a tap clicks, a drag on something that can be dragged
// drags it, any other drag scrolls, and 400 ms without moving is a long press. Owns no widgets: what can be dragged is
// asked for by position.
#pragma once

#include <deque>
#include <functional>
#include <optional>

#include "ui/canvas/geometry.h"

namespace ui {

enum class PointerPhase { move = 0, down = 1, up = 2, cancel = 3, leave = 4 };
enum class PointerKind { mouse = 0, touch = 1, pen = 2 };

enum class Modifier : int { none = 0, shift = 1, ctrl = 2, alt = 4, meta = 8 };

// What a finger may do with the control under it.
enum class Gesture {
  tap,      // a drag from here scrolls the page
  drag_x,   // a mostly horizontal drag is the control's, a vertical one scrolls
  drag_xy,  // every drag is the control's
};

struct PointerEvent {
  PointerPhase phase = PointerPhase::move;
  PointerKind kind = PointerKind::mouse;
  Point at;
  int button = 0;     // 0 left, 1 middle, 2 right
  int modifiers = 0;  // of Modifier
  double now_ms = 0.0;
};

class Input {
 public:
  using GestureAt = std::function<Gesture(Point)>;
  explicit Input(GestureAt gesture_at) : gesture_at_(std::move(gesture_at)) {}

  void pointer(const PointerEvent& event);
  // dy_px: positive scrolls towards the end of the page; dx_px to the right.
  void wheel(Point at, float dx_px, float dy_px);
  // A pinch, or the wheel with Ctrl: what is at this point should be so many times as large.
  void zoom(Point at, float factor);
  // Lets go of buttons and of a finger, as when the page loses the focus.
  void let_go();

  // The person asked their system for less motion: nothing glides, grows or fades by itself.
  void set_reduced_motion(bool reduced) {
    reduced_motion_ = reduced;
    if (reduced) glide_ = 0.0f;
  }
  bool reduced_motion() const { return reduced_motion_; }

  // Turns time into long presses and the glide of a scroll; call before Dear ImGui's NewFrame.
  void begin_frame(double now_ms);
  // Which presses this frame sees; call after Dear ImGui's NewFrame.
  void see_presses();
  void end_frame();

  // While true, frames are needed even if nothing else changes.
  bool busy() const;

  bool touching() const { return touching_; }        // the last pointer was a finger
  int modifiers() const { return modifiers_; }       // at the last pointer event
  double pressed_ms() const { return pressed_ms_; }  // when the press came down that was seen last
  // This frame began a long press here.
  std::optional<Point> long_press() const { return long_press_; }
  // A finger rests after a long press: the explanation of what is under it stays visible.
  bool long_pressing() const { return finger_ == Finger::pressed_long; }
  Point finger_at() const { return at_; }
  // The last press was taken back: a second finger made it a pinch, or the system took it. What it began does not
  // count.
  bool cancelled() const { return cancelled_; }

  // Wheel movement of this frame, and where.
  float wheel_at(Point* at) const {
    *at = wheel_at_;
    return wheel_;
  }
  // The same, sideways.
  float wheel_x_at(Point* at) const {
    *at = wheel_at_;
    return wheel_x_;
  }
  // How many times as large things should be after this frame, and where.
  float zoom_at(Point* at) const {
    *at = zoom_at_;
    return zoom_;
  }
  // How far a finger scrolled in this frame, and where it first touched.
  float scroll(Point* from) const {
    *from = start_;
    return scroll_;
  }

 private:
  enum class Finger { none, undecided, dragging, scrolling, pressed_long };

  void touch(const PointerEvent& event);
  void touch_moved(const PointerEvent& event);
  void touch_ended(const PointerEvent& event);
  void press(int button, double at_ms);

  GestureAt gesture_at_;
  bool touching_ = false;
  int modifiers_ = 0;
  double pressed_ms_ = 0.0;
  std::deque<double> presses_;  // when those came down that Dear ImGui has yet to hand out
  int frames_left_ = 2;         // Dear ImGui sees a click over several frames

  Finger finger_ = Finger::none;
  Gesture gesture_ = Gesture::tap;
  Point start_;
  Point at_;
  double start_ms_ = 0.0;
  double moved_ms_ = 0.0;
  float scroll_ = 0.0f;
  float glide_ = 0.0f;  // px per ms
  bool reduced_motion_ = false;
  double last_frame_ms_ = 0.0;
  std::optional<Point> long_press_;
  bool cancelled_ = false;

  Point wheel_at_;
  float wheel_ = 0.0f;
  float wheel_x_ = 0.0f;
  Point zoom_at_;
  float zoom_ = 1.0f;
};

}  // namespace ui
