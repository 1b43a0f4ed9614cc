// Where everything goes: a pure function of the page's size, the pattern's length and which panels are open.
//
// Wide pages: grid, why lane, policy and evaluation in the left column, panels in the right one. Narrow or low
// pages: one column that scrolls. Positions are CSS pixels; columns that scroll are laid out from their own top,
// unscrolled.
#pragma once

#include <array>
#include <optional>

#include "ui/canvas/geometry.h"
#include "ui/desk/grid_layout.h"

namespace ui {

enum class Panel { policy, network, train, reward, sounds, groove, midi, agent, evaluate, settings };
inline constexpr int kPanelCount = 10;

// In two columns these share one place, of which each has a tab: at most one is open.
inline constexpr std::array kTabs = {Panel::sounds, Panel::groove, Panel::midi, Panel::agent, Panel::settings};

// In one column: what each shows of it, under a tab at the foot.
enum class Tab { pattern, reward, train };
inline constexpr int kTabCount = 3;
Tab tab_of(Panel panel);

struct PanelPlace {
  Rect rect;  // with the header; far off while it belongs to another tab than the one that is shown
  bool open = true;
  Rect tab;  // empty if it has a header of its own
};

struct LayoutInput {
  float width = 0.0f;
  float height = 0.0f;
  int steps = 16;
  Ruler ruler;                                        // of the pattern
  GridView view;                                      // of one that scrolls
  float train_height = 0.0f;                          // of the open Train panel with its lowest plot
  float reward_height = 0.0f;                         // of the open Reward panel
  float usual_reward_height = 0.0f;                   // what it usually takes: the panels below give way to this
  float evaluate_height = 0.0f;                       // of the open evaluation
  bool policy_speaks = false;                         // there is a policy to be shown
  bool evaluate_speaks = false;                       // there is a result, or one is under way
  float settings_height = 0.0f;                       // of the open settings panel
  float midi_height = 0.0f;                           // of the open MIDI panel
  float groove_height = 0.0f;                         // of the open groove panel
  float sounds_height = 0.0f;                         // of the open sounds panel
  float agent_height = 0.0f;                          // of the open agent panel
  session::VoiceSet voices;                           // that have a row, beside kick and snare
  float hint_height = 0.0f;                           // narrow only: room for the first-run hint
  float notice_height = 0.0f;                         // narrow only: room for the notice that shows
  float pads_height = 0.0f;                           // of the pads at the foot; 0: they are away
  Tab tab = Tab::pattern;                             // narrow only: which is shown
  std::array<std::optional<bool>, kPanelCount> open;  // what the person chose; absent: what fits
};

struct Layout {
  bool narrow = false;
  float margin = 24.0f;
  Rect bar;                  // transport
  Rect hint;                 // the strip below the bar, for the first-run hint
  Rect status;               // the line at the bottom, for notices
  Rect pads;                 // at the foot; empty while they are away
  Rect foot_tabs;            // narrow: what chooses the tab, at the foot
  Rect left;                 // what scrolls: the left column or, narrow, everything
  Rect right;                // the right column; empty if narrow
  float left_height = 0.0f;  // of the content
  float right_height = 0.0f;
  float label_width = 0.0f;  // of the row labels left of the grid, with their cables; 0 if narrow
  float cable_width = 0.0f;  // of the cables left of the names; 0 where there is no room for them
  Rect tools;                // narrow: the line above the grid; empty on other tabs than the pattern's
  GridLayout grid;
  Rect waterfall;  // empty while the policy is folded
  Rect network;    // of what goes on in it; empty while that is folded
  std::array<PanelPlace, kPanelCount> panels;
  Rect tabs;  // the row of tabs with what is open below it; empty if narrow

  const PanelPlace& panel(Panel panel) const { return panels[static_cast<std::size_t>(panel)]; }
  PanelPlace& panel(Panel panel) { return panels[static_cast<std::size_t>(panel)]; }
};

inline constexpr float kPanelHeader = 44.0f;
inline constexpr float kTouchTarget = 40.0f;

// One scrolling column instead of two.
bool is_narrow(float width, float height);

// The width of Train, Reward and the other panels of the right column, or of the one column.
float panel_width(float width, float height);
// The width of the left column, or of the one column.
float left_width(float width, float height);

// Between the edges of a panel and what is in it.
inline constexpr float kPanelPadding = 16.0f;

Layout make_layout(const LayoutInput& input);

// Moves what lies in the columns by how far they are scrolled.
void scroll_layout(Layout& layout, float left_scroll, float right_scroll);

}  // namespace ui
