// What every panel gets while one frame is drawn, and the state of the interface that is not part of the model.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "session/session.h"
#include "ui/input.h"
#include "ui/layout.h"
#include "ui/painter.h"
#include "ui/widgets.h"

namespace ui {

// What the pointer does on the snare row.
enum class Pen { draw, lock };

// The first visit is led through the page, one step at a time.
enum class Hint { play, draw, train, none };

struct UiState {
  Pen pen = Pen::draw;
  Hint hint = Hint::play;
  std::array<std::optional<bool>, kPanelCount> open;  // what the person chose
  std::optional<Panel> reveal;                        // opened just now: to be scrolled into view
  bool help_open = false;
  bool ports_open = false;  // the list of MIDI ports
  float left_scroll = 0.0f;
  float right_scroll = 0.0f;
};

struct Frame {
  session::Session& session;
  Widgets& widgets;
  Input& input;
  const Layout& layout;  // moved to where the scrolled columns are now
  UiState& state;
  double now_ms;

  const Painter& paint() const { return widgets.paint(); }
  bool narrow() const { return layout.narrow; }

  // Shows the sentence of a refused call.
  void report(const core::Status& status) const {
    if (!status) session.notify(status.error().message, session::NoticeLevel::warning);
  }
};

// The background and header of a panel; a click on the header opens or closes it. `aside`: words at its right end.
// `name` is the control's. Returns the inside below the header, empty if the panel is closed.
Rect begin_panel(const Frame& frame, Panel panel, std::string_view name, std::string_view title, std::string_view aside,
                 std::string_view tip);

// One file each.
void draw_transport_bar(const Frame& frame);
void draw_why_lane(const Frame& frame);
void draw_train_panel(const Frame& frame);
void draw_evaluate_panel(const Frame& frame);
void draw_agent_panel(const Frame& frame);
void draw_midi_panel(const Frame& frame);
void draw_midi_ports(const Frame& frame, const Rect& page);  // the open list, above everything else
void draw_settings_panel(const Frame& frame);
void draw_notices(const Frame& frame);
void draw_hint(const Frame& frame, const Rect& page);
void draw_help(const Frame& frame, const Rect& page);

// What the layout has to know before anything is drawn.
float midi_panel_height(const session::Session& session, bool narrow);
float settings_panel_height(bool narrow);

}  // namespace ui
