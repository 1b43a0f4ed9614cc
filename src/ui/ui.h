// The page's interface: draws a Session each frame and turns pointer and keys into calls on it.
//
// Owns the WebGL context, Dear ImGui's context, and everything of the interface that is not part of the model.
#pragma once

#include <string>
#include <string_view>

#include "session/session.h"
#include "ui/canvas/gl_context.h"
#include "ui/canvas/input.h"
#include "ui/canvas/look.h"
#include "ui/canvas/renderer.h"
#include "ui/canvas/widgets.h"
#include "ui/desk/frame.h"
#include "ui/grid/step_grid.h"
#include "ui/grid/waterfall.h"

namespace ui {

class Ui {
 public:
  Ui();
  ~Ui();
  Ui(const Ui&) = delete;
  Ui& operator=(const Ui&) = delete;

  // False without WebGL2; error() is the sentence to show. Nothing else may be called then.
  bool start(const char* canvas_selector);
  const std::string& error() const { return gl_.error(); }
  bool ready() const { return gl_.ready() && !lost_; }

  // Draws a frame if anything would look different. Sizes in CSS px.
  void frame(session::Session& session, double now_ms, float width, float height, float pixel_ratio);
  // Whether another frame is needed without any further event.
  bool wants_frame(const session::Session& session) const;

  void context_lost() { lost_ = true; }
  void context_restored();

  void pointer(const PointerEvent& event) { input_.pointer(event); }
  // A finger or the mouse comes down: true if there is a pad, which is struck at once.
  bool strike(session::Session& session, Point at, double now_ms);
  // The voice whose row, name included, is at a point.
  std::optional<int> voice_at(Point at) const;
  std::optional<int> voice_named_at(Point at) const;  // by its name beside the grid
  void wheel(Point at, float dx_px, float dy_px) { input_.wheel(at, dx_px, dy_px); }
  // A pinch or its like: true if there is something under it to be made larger or smaller.
  bool zoom(Point at, float factor);
  // A key goes down, named as web/keys.js says. True if it was used.
  bool key(session::Session& session, std::string_view code, int modifiers, double now_ms);
  // The edited value's text was entered.
  void text(std::string_view utf8);
  void focus(bool focused);
  void set_reduced_motion(bool reduced) { input_.set_reduced_motion(reduced); }

  // Texts that the page's font lacks, as JSON [{id, text, size, bold, limit}, …] since the last call, in device pixels.
  std::string wanted_texts_json();
  // The picture of one of them; `texture` is made here from width * height * 4 bytes.
  void text_picture(int id, TextPicture picture, std::span<const std::uint8_t> pixels);

  const char* cursor() const { return widgets_.cursor(); }
  std::string widgets_json() const;
  // The texts of the last frame, layer by layer; noted from the first call on, so that is empty.
  std::string texts_json();
  std::string entry_json() const;  // "null" if no value is being edited
  // What a person chose of the desk, as JSON for the next visit: {"open": {panel: bool, …}, "rows", "tab", "mix",
  // "pads", "all_terms"}; and back. What it does not say, or not as it should, stays as it is.
  std::string desk_json() const;
  void restore_desk(std::string_view json);

 private:
  bool looks_different(const session::Session& session, double now_ms, float width, float height, float ratio) const;
  void draw(session::Session& session, double now_ms, float width, float height);
  void follow_gesture(session::Session& session);
  void drum(session::Session& session, int voice, int velocity, double now_ms);
  bool pads_lit(double now_ms) const;
  void draw_columns(Frame& frame);
  void draw_layers(Frame& frame, const Rect& page);
  void scroll(const Layout& unscrolled);
  void move_view(const session::Session& session);
  void follow_playhead(const session::Session& session, double now_ms);
  void advance_hint(const session::Session& session);

  GlContext gl_;
  Renderer renderer_;
  BrowserText browser_text_;
  Look look_;
  Widgets widgets_;
  Input input_;
  StepGrid grid_;
  Waterfall waterfall_;
  UiState state_;
  Layout layout_;                         // of the last frame
  rhythm::RewardSettings hinted_reward_;  // when the hint about it appeared

  std::vector<WrittenText> written_;  // of the last frame, once they are asked for
  bool lost_ = false;
  bool gesturing_ = false;     // a button or a finger is down
  bool gesture_ends_ = false;  // with this frame
  int forced_frames_ = 3;
  std::uint64_t drawn_revision_ = 0;
  std::optional<int> drawn_step_;
  bool drawn_peak_ = false;
  float width_ = 0.0f;
  float height_ = 0.0f;
  double last_ms_ = 0.0;
};

}  // namespace ui
