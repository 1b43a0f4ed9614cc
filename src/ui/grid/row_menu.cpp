// What can be done with a whole row: who plays it, mute, solo, its own length, rotate, invert, fill, copy and paste.
#include <array>

#include "ui/desk/frame.h"
#include "ui/desk/voices.h"
#include "ui/grid/parts.h"

namespace ui {
namespace {

constexpr float kWidth = 232.0f;
constexpr double kRandomShare = 0.3;  // of the steps
constexpr std::string_view kLengthTip =
    "The row's own cycle: shorter than the pattern, it moves against the others. The whole length ties it to them.";
constexpr std::string_view kOnsetsTip = "Hits, spread as evenly as can be.";
constexpr std::string_view kRotationTip = "Turns them by so many steps.";

// A label at the left of a menu row, and a number at its right.
bool number_row(const Frame& frame, Rect& rest, std::string_view name, std::string_view label, double* value,
                const NumberSpec& spec, std::string_view tip) {
  const Rect row = rest.top_part(menu_row_height(frame.narrow()));
  rest = rest.below(row.h);
  frame.paint().text_in(row.inset(10.0f, 0.0f), label, Type::body, palette::kText);
  const float height = frame.narrow() ? kTouchTarget : 24.0f;
  const Rect number{row.right() - 66.0f, row.centre().y - height / 2, 60.0f, height};
  return frame.widgets.number(name, number, value, spec, Type::body, Align::right, label, tip, true);
}

void voice_settings(const Frame& frame, Rect& rest, int voice) {
  session::Session& session = frame.session;
  const sequencer::VoiceSettings before = session.document().current().voices[static_cast<std::size_t>(voice)];
  sequencer::VoiceSettings settings = before;
  if (menu_item(frame, rest, "row_mute", {.words = "Mute", .checked = settings.mute})) settings.mute = !settings.mute;
  if (menu_item(frame, rest, "row_solo", {.words = "Solo", .checked = settings.solo})) settings.solo = !settings.solo;
  const int steps = session.document().pattern().steps();
  double length = settings.length == 0 ? steps : settings.length;
  if (number_row(frame, rest, "row_length", "Length", &length, {1.0, static_cast<double>(steps), 1.0, false, 0, ""},
                 kLengthTip)) {
    settings.length = static_cast<int>(length) == steps ? 0 : static_cast<int>(length);
  }
  if (settings != before) frame.report(session.edit(session::set_voice, voice, settings));
}

// Left and right in one row: they are clicked several times, so the menu stays open.
void rotate_row(const Frame& frame, Rect& rest, int voice) {
  const Rect row = rest.top_part(menu_row_height(frame.narrow()));
  rest = rest.below(row.h);
  frame.paint().text_in(row.inset(10.0f, 0.0f), "Rotate", Type::body, palette::kText);
  const float width = frame.narrow() ? 48.0f : 40.0f;
  const Rect right = row.right_part(width);
  if (frame.widgets.button("row_rotate_left", right.moved(-width, 0.0f), "←", ButtonStyle::text, "One step earlier.")) {
    frame.report(frame.session.edit(session::rotate, voice, -1));
  }
  if (frame.widgets.button("row_rotate_right", right, "→", ButtonStyle::text, "One step later.")) {
    frame.report(frame.session.edit(session::rotate, voice, 1));
  }
}

// Who plays the row. True if the menu is done.
bool row_player(const Frame& frame, Rect& rest, int voice) {
  session::Session& session = frame.session;
  const bool agents = session.document().current().part_of(voice) != nullptr;
  if (menu_item(frame, rest, "row_agent", {.words = agents ? "Take back" : "Hand to an agent"})) {
    frame.report(agents ? session.edit(session::take_back, voice) : session.edit(session::hand_over, voice));
    return true;
  }
  if (!agents) return false;
  if (menu_item(frame, rest, "row_shown", {.words = "Show what it is asked"})) {
    frame.report(session.edit(session::show_part, voice));
    return true;
  }
  if (menu_item(frame, rest, "row_wires", {.words = "Hears …"})) frame.state.popup.kind = PopupKind::wires;
  if (menu_item(frame, rest, "row_seat", {.words = "Played by …"})) frame.state.popup.kind = PopupKind::seats;
  return false;
}

// True if one was chosen.
bool row_actions(const Frame& frame, Rect& rest, int voice) {
  session::Session& session = frame.session;
  bool chosen = false;
  const auto item = [&](std::string_view name, std::string_view words, bool enabled = true) {
    const bool hit = menu_item(frame, rest, name, {.words = words, .enabled = enabled});
    chosen = chosen || hit;
    return hit;
  };
  if (item("row_invert", "Invert")) frame.report(session.edit(session::invert, voice));
  if (item("row_randomise", "Randomise"))
    frame.report(
        session.edit(session::randomise, voice, static_cast<std::uint32_t>(session.next_seed()), kRandomShare));
  if (menu_item(frame, rest, "row_euclid", {.words = "Euclidean fill …"})) {
    frame.state.popup.kind = PopupKind::euclid;
    frame.state.euclid = {session.document().pattern().onset_count(voice), 0};
    return false;
  }
  menu_line(frame, rest);
  if (item("row_copy", "Copy row")) session.copy(voice);
  if (item("row_paste", "Paste row")) frame.report(session.paste(voice));
  menu_line(frame, rest);
  if (session.document().current().part_of(voice) != nullptr) {
    if (item("unlock_all", "Give all steps to the agent")) frame.report(session.edit(session::unlock_all, voice));
  } else if (item(voice_control("clear", voice), "Clear")) {
    frame.report(session.edit(session::clear, voice));
  }
  return chosen;
}

}  // namespace

void draw_row_menu(const Frame& frame, const Rect& page) {
  const int voice = frame.state.popup.voice;
  const bool narrow = frame.narrow();
  const session::Sample& sample = frame.session.document().samples[static_cast<std::size_t>(voice)];
  const bool agents = frame.session.document().current().part_of(voice) != nullptr;
  const int items = 11 + (sample.id.empty() ? 0 : 1) + (agents ? 3 : 0);
  const float height = kMenuTitle + static_cast<float>(items) * menu_row_height(narrow) + 4 * kMenuLine;
  const auto inside = begin_popup(frame, page, kWidth, height);
  if (!inside) return;
  Rect rest = *inside;
  menu_title(frame, rest, voice_title(voice));
  const bool done = row_player(frame, rest, voice);
  menu_line(frame, rest);
  voice_settings(frame, rest, voice);
  menu_line(frame, rest);
  rotate_row(frame, rest, voice);
  const bool chosen = row_actions(frame, rest, voice) || done;
  if (!sample.id.empty() && menu_item(frame, rest, "sample_away", {.words = "Sound of the kit", .aside = "recorded"})) {
    frame.report(frame.session.edit(session::set_sample, voice, session::Sample{}));
    frame.state.popup = {};
    return;
  }
  if (chosen) frame.state.popup = {};
}

void draw_euclid(const Frame& frame, const Rect& page) {
  session::Session& session = frame.session;
  const int voice = frame.state.popup.voice;
  const auto inside = begin_popup(frame, page, kWidth, kMenuTitle + 2 * menu_row_height(frame.narrow()));
  if (!inside) return;
  Rect rest = *inside;
  menu_title(frame, rest, std::string(voice_title(voice)) + ": Euclidean fill");
  const auto steps = static_cast<double>(session.document().pattern().steps());
  Euclid& euclid = frame.state.euclid;
  double onsets = euclid.onsets;
  double rotation = euclid.rotation;
  bool changed = number_row(frame, rest, "euclid_onsets", "Hits", &onsets, {0.0, steps, 1.0, false, 0, ""}, kOnsetsTip);
  changed |= number_row(frame, rest, "euclid_rotation", "Rotation", &rotation, {0.0, steps - 1.0, 1.0, false, 0, ""},
                        kRotationTip);
  euclid = {static_cast<int>(onsets), static_cast<int>(rotation)};
  if (changed) frame.report(session.edit(session::fill_evenly, voice, euclid.onsets, euclid.rotation));
}

void draw_voice_list(const Frame& frame, const Rect& page) {
  const auto inside = begin_popup(frame, page, 180.0f, kMenuTitle + session::kVoices * menu_row_height(frame.narrow()));
  if (!inside) return;
  Rect rest = *inside;
  menu_title(frame, rest, "Rows");
  for (const int voice : GridLayout::kOrder) {
    const auto& settings = frame.session.document().current().voices[static_cast<std::size_t>(voice)];
    const std::string_view aside = settings.mute ? "muted" : settings.solo ? "solo" : "";
    if (menu_item(frame, rest, voice_control("row", voice), {.words = voice_title(voice), .aside = aside})) {
      frame.state.popup.kind = PopupKind::row;
      frame.state.popup.voice = voice;
    }
  }
}

}  // namespace ui
