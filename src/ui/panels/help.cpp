// All keys and gestures, above the page.
#include <array>

#include "imgui.h"
#include "ui/panels/panels.h"

namespace ui {
namespace {

struct Line {
  std::string_view keys;
  std::string_view words;
};

constexpr std::array<Line, 21> kKeys = {{
    {"Space", "play, stop"},
    {"G H J K U I N O", "drum; with Shift harder"},
    {"T", "train, pause"},
    {"R", "record what you play"},
    {"C", "metronome"},
    {"A", "answer what was played"},
    {"B", "the other agent, A or B"},
    {"1 … 8", "patterns A to H; with Shift I to P"},
    {"Ctrl + Z", "undo; with Shift redo"},
    {"Arrows", "move the cursor; Shift: by bars"},
    {"+, −", "long patterns larger, smaller"},
    {"F, P", "fold the bar; follow the playhead"},
    {"Enter", "set or erase the step"},
    {"Shift + ↑ ↓", "louder, softer"},
    {"Delete", "erase the step"},
    {"D", "detail: probability, timing, ratchets"},
    {"L", "lock an agent's step, or give it back"},
    {"M, S", "mute, solo the row"},
    {"E, W", "the row to an agent; whom it hears"},
    {"Esc", "close this"},
    {"Tab", "leave the page's desk"},
}};

constexpr std::array<Line, 12> kPointer = {{
    {"Click", "set or erase a step"},
    {"Drag across", "paint or erase many"},
    {"Drag up, down", "louder, softer (or the wheel)"},
    {"Right-click", "erase; on a phone press long"},
    {"Shift-click", "a step's detail"},
    {"Click a name", "what the whole row can do"},
    {"Click a lock", "give the step back to the agent"},
    {"Ctrl + wheel", "larger, smaller; or a pinch"},
    {"Click a bar", "above the grid: fold it"},
    {"Point at a step", "what its toggle would earn"},
    {"Rest", "on anything, and it is explained"},
    {"Drop a file", "opens it; on a name: plays there"},
}};

constexpr std::array<Line, 11> kTouch = {{
    {"Tap", "set or erase a step"},
    {"Draw across", "paint or erase many"},
    {"Draw up, down", "louder, softer"},
    {"Press long", "erase a step; elsewhere: what it is"},
    {"Lock pen", "keep a step, or give it back"},
    {"Two fingers", "long patterns larger, smaller"},
    {"Tap a bar", "above the grid: fold it"},
    {"Sliders pen", "a step's chance, timing, ratchets"},
    {"Three dots", "what a whole row can do"},
    {"Pads", "drum with all fingers"},
    {"Flick", "on, to what lies below"},
}};

template <std::size_t N>
float column(const Painter& paint, const Rect& area, std::string_view title, const std::array<Line, N>& lines) {
  paint.text({area.x, area.y + 10.0f}, title, Type::label, palette::kTextDim);
  float y = area.y + 24.0f;
  for (const Line& line : lines) {
    if (y + 27.0f > area.bottom()) break;  // on a small screen the keys give way
    const Rect row{area.x, y, area.w, 27.0f};
    const float width = paint.width(line.keys, Type::small) + 14.0f;
    const Rect cap = paint.look().snap(Rect{row.x, row.y + 3.0f, width, 21.0f});
    paint.fill(cap, palette::kRaisedHover, 6.0f);
    paint.text_in(cap, line.keys, Type::small, palette::kText, Align::centre);
    paint.text_in(row.after(116.0f), line.words, Type::body, palette::kTextSoft);
    y += 27.0f;
  }
  return y - area.y;
}

}  // namespace

void draw_help(const Frame& frame, const Rect& page) {
  const Painter& paint = frame.paint();
  paint.fill(page, rgb(0x090a0d, 0.72f));
  const bool two = page.w >= 760.0f;
  const float width = std::min(page.w - 24.0f, two ? 740.0f : 366.0f);
  const float height = std::min(page.h - 24.0f, two ? 672.0f : 1010.0f);
  const Rect sheet = paint.look().snap(Rect{(page.w - width) / 2, (page.h - height) / 2, width, height});
  const Hit behind = frame.widgets.area("help_background", page, "");
  paint.fill(sheet.inset(-10.0f).moved(0.0f, 8.0f), rgb(0, 0.3f), 26.0f);
  paint.fill(sheet, palette::kPanel, 16.0f);
  paint.stroke(sheet, palette::kCellEdge, 16.0f);
  const Rect inside = sheet.inset(22.0f, 18.0f);
  paint.text({inside.x, inside.y + 18.0f}, "Keys and gestures", Type::title, palette::kText);

  const float column_width = two ? (inside.w - 24.0f) / 2 : inside.w;
  const Rect left{inside.x, inside.y + 42.0f, column_width, inside.h - 42.0f};
  paint.push_clip(sheet);
  if (two) {
    column(paint, left, "KEYBOARD", kKeys);
    const Rect right = left.moved(column_width + 24.0f, 0.0f);
    if (frame.narrow()) {
      column(paint, right, "FINGERS", kTouch);
    } else {
      column(paint, right, "POINTER", kPointer);
    }
  } else {
    // Small screens have fingers rather than keys: gestures first.
    const float used = column(paint, left, "FINGERS", kTouch);
    column(paint, left.below(used + 18.0f), "KEYBOARD", kKeys);
  }
  paint.pop_clip();

  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const Rect close{sheet.right() - 50.0f, sheet.y + 6.0f, 44.0f, 44.0f};
  const bool on_close = close.contains({mouse.x, mouse.y});
  frame.widgets.book("help_close", close);
  paint.icon(Icon::close, close.centre(), 10.0f, on_close ? palette::kText : palette::kTextDim);
  if (on_close) frame.widgets.set_cursor("pointer");
  if (behind.pressed && (on_close || !sheet.contains({mouse.x, mouse.y}))) frame.state.help_open = false;
}

}  // namespace ui
