// What every panel gets while one frame is drawn, and the state of the interface that is not part of the model.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "rhythm/reward_settings.h"
#include "session/session.h"
#include "ui/canvas/input.h"
#include "ui/canvas/painter.h"
#include "ui/canvas/widgets.h"
#include "ui/desk/layout.h"
#include "ui/desk/popup.h"

namespace ui {

// What the pointer does in the grid.
enum class Pen { draw, lock, detail };

enum class MidiPage { out, in, clock, pads, learn, timing };

// The first visit is led through the page, one step at a time.
enum class Hint { play, draw, reward, train, none };

// A Euclidean fill while it is chosen.
struct Euclid {
  int onsets = 4;
  int rotation = 0;
};

// The largest effect of a toggle among the steps of one bar: of a long pattern each effect takes a while to find.
struct EffectScale {
  std::uint64_t revision = 0;  // of the document that it was found in
  int bar = 0;
  double largest = 0.0;
};

struct UiState {
  Pen pen = Pen::draw;
  Hint hint = Hint::play;
  std::array<std::optional<bool>, kPanelCount> open;  // what the person chose
  std::optional<Panel> reveal;                        // opened just now: to be scrolled into view
  bool help_open = false;
  Tab tab = Tab::pattern;  // of one column
  bool mix = false;        // the Sounds panel shows levels and places instead of what makes the sound
  bool pads = false;       // the pads are shown
  std::array<std::optional<double>, session::kVoices> pad_hits;  // when each was struck last, ms
  Popup popup;
  Euclid euclid;
  // All voices have a row, or kick and snare alone; absent: those with something in them, too.
  std::optional<bool> more_voices;
  MidiPage midi_page = MidiPage::out;
  bool learn_mode = false;  // a click chooses what a MIDI control is learned for
  bool all_terms = false;   // the Reward panel shows the terms that are off, too
  // Terms that were on since the reward was chosen stay in view when their weight passes through 0.
  std::array<bool, rhythm::kTermCount> kept_terms{};
  std::optional<int> pointed_step;  // of the shown agent's row, that the pointer or the cursor is on
  std::optional<int> pulled;        // the voice from whose jack a cable is being pulled
  EffectScale effect_scale;
  float left_scroll = 0.0f;
  float right_scroll = 0.0f;
  std::array<GridView, session::kSlots> views;  // of each pattern of the bank
  bool follow = true;                           // a view that scrolls goes along with the playhead
};

struct Frame {
  session::Session& session;
  Widgets& widgets;
  Input& input;
  const Layout& layout;  // moved to where the scrolled columns are now
  UiState& state;
  double now_ms;

  // Of the pattern that is shown.
  GridView& view() const { return state.views[static_cast<std::size_t>(session.document().slot)]; }
  const Painter& paint() const { return widgets.paint(); }
  bool narrow() const { return layout.narrow; }

  // Shows the sentence of a refused call.
  void report(const core::Status& status) const {
    if (!status) session.notify(status.error().message, session::NoticeLevel::warning);
  }
};

// The background and header of a panel; a click on the header opens or closes it. `aside`: words at its right end.
// `name` is the control's; `kept`: of the header's right end, for another control. Returns the inside below the header,
// empty if the panel is closed.
Rect begin_panel(const Frame& frame, Panel panel, std::string_view name, std::string_view title, std::string_view aside,
                 std::string_view tip, float kept = 0.0f);

// Opens a panel from elsewhere, and in a row of tabs closes the others.
void open_panel(const Frame& frame, Panel panel);

inline constexpr std::string_view kVolumeTip = "Volume of the built-in drums. MIDI devices keep their own.";

// Whether the bar has room for the volume; else it is in the sounds panel.
bool volume_in_bar(const Layout& layout);

inline constexpr NumberSpec kSwingSpec = {sequencer::kMinSwingPercent, sequencer::kMaxSwingPercent, 0.5, false, 1, "%"};

}  // namespace ui
