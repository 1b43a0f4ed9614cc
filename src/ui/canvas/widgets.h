// The page's own controls on top of Dear ImGui's items, and the book of where each named control is.
//
// Every control has a name (tests and tours find it by that), a rectangle and a sentence that explains it. A Widgets
// lives as long as the page; begin_frame and end_frame enclose each frame.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ui/canvas/control.h"
#include "ui/canvas/geometry.h"
#include "ui/canvas/input.h"
#include "ui/canvas/painter.h"

namespace ui {

class Widgets {
 public:
  void begin_frame(const Input* input, double now_ms);
  // Draws the explanation of what the pointer rests on. `page` is what it must stay inside.
  void end_frame(const Rect& page);

  // Which draw list the controls go to; one per layer of the page.
  void use(const Painter& painter) { painter_ = painter; }
  const Painter& paint() const { return *painter_; }

  // Controls outside the clip rectangle can be neither seen nor touched.
  void push_clip(const Rect& rect);
  void pop_clip();

  // --- Controls ---------------------------------------------------------------------------------------------------

  Hit area(std::string_view name, const Rect& rect, std::string_view tip, Gesture gesture = Gesture::tap);
  // Only books a name, for something that another control's area handles.
  void book(std::string_view name, const Rect& rect, Gesture gesture = Gesture::tap);

  bool button(std::string_view name, const Rect& rect, std::string_view label, ButtonStyle style, std::string_view tip,
              bool enabled = true, std::optional<Icon> icon = std::nullopt);
  bool toggle(std::string_view name, const Rect& rect, bool* on, std::string_view tip);
  bool slider(std::string_view name, const Rect& rect, double* value, std::string_view tip);
  // From -1 to 1 with its rest in the middle, which holds the knob a little. Filled from there in `colour`.
  bool weight(std::string_view name, const Rect& rect, double* value, Colour colour, std::string_view tip);
  // A value that is dragged, or clicked to type it. `rect` is the touchable area.
  bool number(std::string_view name, const Rect& rect, double* value, const NumberSpec& spec, Type type, Align align,
              std::string_view label, std::string_view tip, bool framed);
  // One of a few choices; names are `name` + "_" + label in lower case.
  bool segmented(std::string_view name, const Rect& rect, std::span<const std::string_view> labels, int* current,
                 std::string_view tip);
  // Words that can be clicked to write others. Gives what was written.
  std::optional<std::string> text_field(std::string_view name, const Rect& rect, std::string_view value,
                                        std::string_view label, std::string_view tip);
  // Explains an area that does nothing else.
  bool explain(std::string_view name, const Rect& rect, std::string_view tip, double delay_ms = kTipDelayMs);
  // From now on explanations end left of x, beside the column of what they explain: they must not hide its neighbours.
  void tips_left_of(std::optional<float> x) { tips_left_of_ = x; }
  // Rows of onsets under the explanation that was offered last, if it was that of `name`.
  void illustrate(std::string_view name, std::string_view caption, std::span<const TipRow> rows);

  // --- Text entry -------------------------------------------------------------------------------------------------

  const std::optional<TextEntry>& entry() const { return entry_; }
  void commit_entry(std::string text);
  void cancel_entry() { entry_.reset(); }

  // --- The book ---------------------------------------------------------------------------------------------------

  struct Booked {
    std::string name;
    Rect rect;  // the visible part
    Gesture gesture;
  };
  std::span<const Booked> booked() const { return booked_; }
  Gesture gesture_at(Point p) const;
  // Where a control was in the last frame.
  std::optional<Rect> find(std::string_view name) const;

  const char* cursor() const { return cursor_; }
  void set_cursor(const char* css) { next_cursor_ = css; }
  // True while an explanation waits to appear.
  bool busy() const { return !tip_.text.empty() && !tip_.shown && !tip_.muted; }

  static constexpr double kTipDelayMs = 500.0;

 private:
  // The explanation that is shown, or waits to be.
  struct Tip {
    std::string name;  // the control's
    std::string text;
    std::string caption;
    std::vector<TipRow> rows;
    Rect rect;
    double delay_ms = 0.0;
    double since_ms = 0.0;
    std::optional<float> left_of;
    bool offered = false;
    bool shown = false;
    bool muted = false;
    double hidden_ms = -1e9;
  };

  void begin_entry(std::string_view name, const Rect& rect, std::string value, std::string_view label, bool numeric);
  std::optional<std::string> take_commit(std::string_view name);
  void offer_tip(std::string_view name, const Rect& rect, std::string_view tip, double delay_ms);
  void draw_tip(const Rect& page);
  void draw_tip_rows(const Painter& paint, const Rect& area) const;

  std::optional<Painter> painter_;
  const Input* input_ = nullptr;
  double now_ms_ = 0.0;
  std::vector<Rect> clips_;

  std::vector<Booked> booked_;
  std::vector<Booked> booking_;
  const char* cursor_ = "default";
  const char* next_cursor_ = "default";

  double drag_start_value_ = 0.0;
  bool dragged_ = false;

  std::optional<TextEntry> entry_;
  bool entry_drawn_ = false;
  std::string committed_name_;
  std::string committed_text_;

  Tip tip_;
  std::optional<float> tips_left_of_;
};

}  // namespace ui
