// Who hears whom: cables between the rows, at the left of their names, which can be pulled from one to another.
#include <algorithm>

#include "imgui.h"
#include "ui/desk/voices.h"
#include "ui/grid/parts.h"

namespace ui {
namespace {

constexpr float kJack = 3.0f;  // radius
constexpr float kShortestReach = 4.0f;
constexpr float kLongestReach = 14.0f;
constexpr std::string_view kJackTip =
    "Pull a cable from here to the row of an agent, and it hears this row; once more, and it does not. "
    "Click the jack of an agent's row for the list. Key: W in the row.";

Point jack_of(const Frame& frame, int voice) {
  const Rect row = frame.layout.grid.row(voice, 0);
  return {frame.layout.left.x + frame.layout.cable_width - kJack - 2.0f, row.centre().y};
}

bool has_row(const GridLayout& grid, int voice) { return grid.row_of(voice) < grid.rows; }

// A cable hangs out to the left, those of the lower rows further, so that they lie beside each other.
void draw_cable(const Painter& paint, Point from, Point to, float reach, Colour colour, float width) {
  const float pull = reach / 0.75f;
  paint.list()->AddBezierCubic({from.x, from.y}, {from.x - pull, from.y}, {to.x - pull, to.y}, {to.x, to.y}, colour,
                               width);
}

void draw_cables(const Frame& frame) {
  const Painter& paint = frame.paint();
  const session::Slot& slot = frame.session.document().current();
  float reach = kShortestReach;
  for (const session::Part& part : slot.parts) {
    const bool shown = &part == &slot.part();
    for (int voice = 0; voice < session::kVoices; ++voice) {
      const bool heard = part.hears.test(static_cast<std::size_t>(voice));
      if (!heard || !has_row(frame.layout.grid, voice) || !has_row(frame.layout.grid, part.voice)) continue;
      draw_cable(paint, jack_of(frame, voice), jack_of(frame, part.voice), reach,
                 faded(voice_colour(voice), shown ? 0.85f : 0.35f), shown ? 1.6f : 1.2f);
    }
    reach = std::min(kLongestReach, reach + 2.2f);
  }
}

// A cable was pulled from one row to another: the agent of the second hears the first, else that of the first the
// second.
void connect(const Frame& frame, int from, int to) {
  session::Session& session = frame.session;
  const session::Slot& slot = session.document().current();
  const bool forwards = slot.part_of(to) != nullptr;
  const int listener = forwards ? to : from;
  const int source = forwards ? from : to;
  const session::Part* part = slot.part_of(listener);
  if (part == nullptr) {
    session.notify("Neither row is an agent's: hand one to an agent first, by the A at its name.",
                   session::NoticeLevel::warning);
    return;
  }
  const bool hears = part->hears.test(static_cast<std::size_t>(source));
  frame.report(session.edit(session::set_wire, listener, source, !hears));
}

void handle_jack(const Frame& frame, int voice) {
  const GridLayout& grid = frame.layout.grid;
  const Rect row = grid.row(voice, 0);
  const Rect target{frame.layout.left.x - 4.0f, row.y, frame.layout.cable_width + 2.0f, row.h};
  const std::string name = voice_control("jack", voice);
  const Hit hit = frame.widgets.area(name, target, kJackTip, Gesture::drag_xy);
  if (hit.hovered || hit.held) frame.widgets.set_cursor(hit.held ? "grabbing" : "grab");
  const session::Slot& slot = frame.session.document().current();
  const bool agents = slot.part_of(voice) != nullptr;
  const Point jack = jack_of(frame, voice);
  const Painter& paint = frame.paint();
  paint.disc(jack, kJack, hit.hovered ? palette::kText : agents ? palette::kTextDim : palette::kCellEdge);
  if (!agents) paint.disc(jack, kJack - 1.2f, palette::kBackground);
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  std::optional<int>& pulled = frame.state.pulled;
  if (hit.held) {
    pulled = voice;
    draw_cable(paint, jack, {mouse.x, mouse.y}, kShortestReach, voice_colour(voice), 1.8f);
    return;
  }
  if (pulled != voice) return;
  pulled.reset();
  if (frame.input.cancelled()) return;
  const std::optional<int> to = grid.voice_at({std::max(mouse.x, grid.area.x), mouse.y});
  if (to && *to != voice) {
    connect(frame, voice, *to);
  } else if (to && agents) {
    toggle_popup(frame, PopupKind::wires, name, voice);
  }
}

}  // namespace

void draw_jacks(const Frame& frame) {
  if (frame.layout.cable_width <= 0.0f) return;
  draw_cables(frame);
  for (const int voice : frame.layout.grid.voices()) handle_jack(frame, voice);
}

void draw_wires(const Frame& frame, const Rect& page) {
  session::Session& session = frame.session;
  const int voice = frame.state.popup.voice;
  const session::Part* part = session.document().current().part_of(voice);
  if (part == nullptr) {
    frame.state.popup = {};
    return;
  }
  const float height = kMenuTitle + (session::kVoices - 1) * menu_row_height(frame.narrow());
  const auto inside = begin_popup(frame, page, 200.0f, height);
  if (!inside) return;
  Rect rest = *inside;
  menu_title(frame, rest, std::string(voice_title(voice)) + " hears");
  int number = 0;
  for (const int from : GridLayout::kOrder) {
    const std::string key = std::to_string(++number);
    if (from == voice) continue;
    const bool hears = part->hears.test(static_cast<std::size_t>(from));
    if (!menu_item(frame, rest, voice_control("wire", from),
                   {.words = voice_title(from), .aside = frame.narrow() ? "" : key, .checked = hears})) {
      continue;
    }
    frame.report(session.edit(session::set_wire, voice, from, !hears));
    part = session.document().current().part_of(voice);
  }
}

void draw_bands(const Frame& frame, const Rect& page) {
  const auto bands = rhythm::bands();
  const rhythm::Band* current = session::matching_band(frame.session.document().current());
  Choices choices(frame, page, 330.0f, bands.size());
  for (const rhythm::Band& band : bands) {
    if (!choices.offer(choice_name("band", band.name), band.name, band.help, &band == current)) continue;
    frame.report(frame.session.edit(session::set_band, band.name));
    frame.state.popup = {};
    return;
  }
}

}  // namespace ui
