// What opens above the page: lists, menus and small editors. At most one is open; it hangs on the control it was opened
// with and closes with a click beside it, with Escape, or when that control is gone.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ui/canvas/geometry.h"
#include "ui/canvas/painter.h"

namespace ui {

struct Frame;

enum class PopupKind {
  none,
  presets,   // of the reward
  styles,    // what the similarity compares with
  midi_out,  // the ports of each kind
  midi_in,
  midi_pads,
  midi_pads_in,
  voices,    // which row's menu; where the rows have no labels
  row,       // a voice's menu
  wires,     // whom a voice's agent hears
  seats,     // which agent plays a voice
  bands,     // rows that agents take at once
  euclid,    // a voice's Euclidean fill
  detail,    // how one step is played
  bank,      // the sixteen patterns
  starters,  // grooves to begin from
  timing,    // bars, time signature and resolution
};

struct Popup {
  PopupKind kind = PopupKind::none;
  std::string anchor;  // the control's name
  int voice = 0;       // of row, wires, seats, euclid and detail
  int step = 0;        // of detail
  bool fresh = true;   // not drawn yet: the click that opened it lies beside it
};

// Opens it, or closes it if it is open.
void toggle_popup(const Frame& frame, PopupKind kind, std::string_view anchor, int voice = 0, int step = 0);

// Draws the sheet of the open popup and returns its inside; nothing if the popup closes.
std::optional<Rect> begin_popup(const Frame& frame, const Rect& page, float width, float height);

struct MenuItem {
  std::string_view words;
  std::string_view aside = {};  // at the right end: a key, a number
  bool checked = false;
  bool enabled = true;
};

float menu_row_height(bool narrow);
// A row of a menu; moves `rest` below it. True if it was chosen.
bool menu_item(const Frame& frame, Rect& rest, std::string_view name, const MenuItem& item);
// A popup of choices, each with a sentence below its words: in two columns where one would be taller than the page.
class Choices {
 public:
  // Opens as begin_popup does. `width` of a column.
  Choices(const Frame& frame, const Rect& page, float width, std::size_t count);

  // The next of the `count`. True if it was chosen; never where the popup closes.
  bool offer(std::string_view name, std::string_view words, std::string_view sentence, bool checked);

 private:
  const Frame& frame_;
  std::size_t rows_;
  std::size_t columns_;
  std::size_t next_ = 0;
  std::optional<Rect> inside_;
};
// The name of a choice's control: "preset_syncopated_answer".
std::string choice_name(std::string_view list, std::string_view words);
// A line between groups of a menu, kMenuLine high.
inline constexpr float kMenuLine = 9.0f;
void menu_line(const Frame& frame, Rect& rest);
// A heading, kMenuTitle high.
inline constexpr float kMenuTitle = 32.0f;
void menu_title(const Frame& frame, Rect& rest, std::string_view words);

}  // namespace ui
