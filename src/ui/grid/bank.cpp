#include "ui/grid/bank.h"

#include <array>

#include "imgui.h"
#include "session/song/starters.h"
#include "ui/desk/voices.h"
#include "ui/grid/parts.h"

namespace ui {
namespace {

constexpr std::string_view kMenuTip = "What can be done with the whole pattern: copy, paste, double, halve, clear.";
constexpr double kBlinkMs = 500.0;
constexpr float kStarterWidth = 300.0f;

std::string slot_tip(const session::Session& session, int slot) {
  std::string tip = "Pattern " + slot_letter(slot);
  if (slot == session.document().slot) return tip + ", which you see and hear.";
  tip += session.playing() ? ": plays from the next bar line." : ".";
  return tip + (slot < 8 ? " Key: " : " Key: Shift-") + std::to_string(slot % 8 + 1) + ".";
}

void chip(const Frame& frame, int slot, const Rect& rect) {
  session::Session& session = frame.session;
  const Painter& paint = frame.paint();
  const Hit hit = frame.widgets.area("slot_" + std::to_string(slot), rect, slot_tip(session, slot));
  if (hit.hovered) frame.widgets.set_cursor("pointer");
  const bool shown = slot == session.document().slot;
  const bool next = session.player().slot_next() == slot;
  const Rect shape = paint.look().snap(rect);
  const float radius = std::min(6.0f, rect.h * 0.25f);
  paint.fill(shape, shown ? palette::kTextSoft : hit.hovered ? palette::kRaisedHover : palette::kCell, radius);
  if (next && std::fmod(frame.now_ms, 2 * kBlinkMs) < kBlinkMs) paint.stroke(shape, palette::kText, radius, 2.0f);
  const Colour ink = shown ? palette::kOnAccent
                     : session::holds_something(session.document().bank[static_cast<std::size_t>(slot)])
                         ? palette::kText
                         : palette::kTextFaint;
  paint.text_in(rect, slot_letter(slot), rect.h < 30.0f ? Type::small : Type::strong, ink, Align::centre);
  if (hit.pressed) frame.report(session.player().select_slot(slot));
}

void chips(const Frame& frame, const Rect& area, int columns, float gap) {
  const int rows = session::kSlots / columns;
  const float width = (area.w - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns);
  const float height = (area.h - gap * static_cast<float>(rows - 1)) / static_cast<float>(rows);
  for (int slot = 0; slot < session::kSlots; ++slot) {
    const auto column = static_cast<float>(slot % columns);
    const auto row = static_cast<float>(slot / columns);
    chip(frame, slot, {area.x + column * (width + gap), area.y + row * (height + gap), width, height});
  }
}

}  // namespace

void draw_bank(const Frame& frame, const Rect& rect) {
  chips(frame, {rect.x, rect.y + 8.0f, rect.w - 20.0f, rect.h - 16.0f}, 8, 2.0f);
  const Rect menu = rect.right_part(18.0f);
  const Hit hit = frame.widgets.area("bank_menu", menu, kMenuTip);
  if (hit.hovered) frame.widgets.set_cursor("pointer");
  frame.paint().icon(Icon::chevron_down, menu.centre(), 8.0f, hit.hovered ? palette::kText : palette::kTextDim);
  if (hit.pressed) toggle_popup(frame, PopupKind::bank, "bank_menu");
}

void draw_bank_button(const Frame& frame, const Rect& rect) {
  const Painter& paint = frame.paint();
  const Hit hit = frame.widgets.area("bank", rect, "The sixteen patterns.");
  paint.fill(rect.inset(0.0f, 3.0f), hit.hovered ? palette::kRaisedHover : palette::kRaised, 9.0f);
  paint.text_in(rect.after(12.0f), slot_letter(frame.session.document().slot), Type::title, palette::kText);
  paint.icon(Icon::chevron_down, {rect.right() - 14.0f, rect.centre().y}, 7.0f, palette::kTextDim);
  if (hit.pressed) toggle_popup(frame, PopupKind::bank, "bank");
}

void draw_bank_list(const Frame& frame, const Rect& page) {
  session::Session& session = frame.session;
  constexpr float kChips = 4 * 44.0f;
  const bool narrow = frame.narrow();
  const float height = kMenuTitle + (narrow ? kChips + 8.0f : 0.0f) + 10 * menu_row_height(narrow) + 3 * kMenuLine;
  const auto inside = begin_popup(frame, page, narrow ? 4 * 48.0f + 20.0f : 216.0f, height);
  if (!inside) return;
  Rect rest = *inside;
  menu_title(frame, rest, "Pattern " + slot_letter(session.document().slot));
  if (narrow) {
    chips(frame, rest.inset(8.0f, 0.0f).top_part(kChips), 4, 4.0f);
    rest = rest.below(kChips + 8.0f);
  }
  const int steps = session.document().pattern().steps();
  if (menu_item(frame, rest, "pattern_starters", {.words = "Starter grooves …"})) {
    frame.state.popup.kind = PopupKind::starters;
    return;
  }
  const rhythm::Band* band = session::matching_band(session.document().current());
  if (menu_item(frame, rest, "pattern_band",
                {.words = "Band …", .aside = band != nullptr ? band->name : std::string_view("yours")})) {
    frame.state.popup.kind = PopupKind::bands;
    return;
  }
  bool chosen = true;
  if (menu_item(frame, rest, "pattern_copy", {.words = "Copy"})) {
    session.copy(std::nullopt);
  } else if (menu_item(frame, rest, "pattern_paste", {.words = "Paste"})) {
    frame.report(session.paste(std::nullopt));
  } else {
    chosen = false;
  }
  menu_line(frame, rest);
  const std::string twice = std::to_string(2 * steps) + " steps";
  const std::string half = std::to_string(steps / 2) + " steps";
  if (menu_item(frame, rest, "pattern_double",
                {.words = "Double", .aside = twice, .enabled = 2 * steps <= session::kMaxSteps})) {
    frame.report(session.edit(session::double_pattern));
    chosen = true;
  }
  if (menu_item(frame, rest, "pattern_halve",
                {.words = "Halve", .aside = half, .enabled = steps / 2 >= session::kMinSteps})) {
    frame.report(session.edit(session::halve_pattern));
    chosen = true;
  }
  menu_line(frame, rest);
  const rhythm::Timing& timing = session.document().current().timing;
  const std::string now = std::string(rhythm::kSignatureNames[static_cast<std::size_t>(timing.signature)]) + ", " +
                          std::string(rhythm::kResolutionNames[static_cast<std::size_t>(timing.resolution)]);
  if (menu_item(frame, rest, "pattern_timing", {.words = "Bars and time …", .aside = now})) {
    frame.state.popup.kind = PopupKind::timing;
    return;
  }
  const bool own = session.document().current().feel.has_value();
  if (menu_item(frame, rest, "pattern_feel", {.words = "Own tempo and swing", .checked = own})) {
    frame.report(session.edit(session::set_own_feel, !own));
  }
  menu_line(frame, rest);
  if (menu_item(frame, rest, "another_kick",
                {.words = "Another " + session::spoken_name(session.document().current().called_voice())})) {
    // The list stays: who looks for a kick wants the next one, too.
    frame.report(session.edit(session::draw_another_kick, static_cast<std::uint32_t>(session.next_seed())));
  }
  if (menu_item(frame, rest, "pattern_clear", {.words = "Clear all rows"})) {
    for (int voice = 0; voice < session::kVoices; ++voice) frame.report(session.edit(session::clear, voice));
    chosen = true;
  }
  if (chosen) frame.state.popup = {};
}

void draw_starters(const Frame& frame, const Rect& page) {
  const auto starters = session::starters();
  Choices choices(frame, page, kStarterWidth, starters.size());
  for (const session::Starter& starter : starters) {
    const std::string words = std::string(starter.name) + ", " + fixed_number(starter.tempo_bpm, 0) + " BPM";
    if (!choices.offer(choice_name("starter", starter.name), words, starter.help, false)) continue;
    frame.report(frame.session.load_starter(starter.name));
    frame.state.popup = {};
    return;
  }
}

}  // namespace ui
