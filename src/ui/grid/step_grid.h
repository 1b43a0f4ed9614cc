// The step grid: the musician's rows and the agents', painted with the pointer or by keyboard.
//
// Owns what a drag is doing, the keyboard's cursor, and how far cells have moved towards what they show; the pattern
// itself is the session's.
#pragma once

#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include "rhythm/pattern.h"
#include "session/session.h"
#include "ui/desk/frame.h"
#include "ui/grid/overview.h"

namespace ui {

// The corner of a snare's cell that holds its lock.
Rect lock_target(const Rect& cell);

class StepGrid {
 public:
  void draw(const Frame& frame);

  // A key pressed while the page has the keyboard: arrows, Enter, Delete, D, L, M, S, E, W, and for what scrolls +, −,
  // F, P, Home, End, and the pages. True if it was used.
  bool key(std::string_view code, int modifiers, session::Session& session, UiState& state, const GridLayout& grid);

  // While cells still move.
  bool moving() const { return moving_; }
  // Whether the wheel is over an onset, and so changes its velocity instead of scrolling.
  bool takes_wheel() const { return takes_wheel_; }
  // True once the person has painted something.
  bool painted() const { return painted_; }

 private:
  enum class Drag {
    none,
    pressed,   // nothing decided yet
    paint,     // every cell it passes gets paint_velocity_
    velocity,  // up is louder
    lock,      // every snare cell it passes gets paint_lock_
    spent,     // over, but the button is still down
  };

  void handle_pointer(const Frame& frame);
  bool view_key(std::string_view code, session::Session& session, UiState& state, const GridLayout& grid);
  bool cursor_key(std::string_view code, bool shift, session::Session& session, const GridLayout& grid);
  void begin_drag(const Frame& frame, GridLayout::Place place, bool erase);
  void continue_drag(const Frame& frame, Point at);
  void finish_press(const Frame& frame);
  void paint_until(const Frame& frame, int step);
  void set(const Frame& frame, int voice, int step, int velocity);
  void handle_wheel(const Frame& frame);

  void point(const Frame& frame);
  void draw_numbers(const Frame& frame);
  void draw_cell(const Frame& frame, int voice, int step);
  void draw_locks(const Frame& frame, const session::Part& part, int step, const Rect& cell);
  void draw_effect(const Frame& frame, int voice, int step, const Rect& cell);
  bool band_key(std::string_view code, session::Session& session, UiState& state);
  void ease(const Frame& frame);

  Drag drag_ = Drag::none;
  GridLayout::Place from_{0, 0};
  int last_step_ = 0;  // of a painting drag
  bool was_onset_ = false;
  bool applied_ = false;  // the press has already changed its cell
  int start_velocity_ = 0;
  Point start_;
  int paint_velocity_ = 0;
  bool paint_lock_ = false;
  bool painted_ = false;

  std::optional<GridLayout::Place> hovered_;
  bool takes_wheel_ = false;
  bool cursor_visible_ = false;
  GridLayout::Place cursor_{0, 0};

  // Per voice and step: the height a cell shows (0-1) on its way to its velocity's, and the light of its last hit.
  std::array<std::vector<float>, session::kVoices> heights_;
  std::array<std::vector<float>, session::kVoices> lights_;
  std::optional<int> last_playing_step_;
  std::pair<int, int> eased_{0, -1};  // the steps that could be seen then: only those move
  double last_ms_ = 0.0;
  bool moving_ = false;

  Overview overview_;
};

// Beside the rows: names that open their menus, mute and solo, the pen (row_labels.cpp).
void draw_row_labels(const Frame& frame);
// Below the rows: shows all of them, or folds the slim ones away.
void draw_fold(const Frame& frame);
void draw_pen(const Frame& frame, const Rect& rect);

}  // namespace ui
