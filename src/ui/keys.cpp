// What the keys do. They come by what is printed on them, named as web/keys.js says: "KeyT", "Digit1", "Enter".
#include "ui/panels/pads.h"
#include "ui/ui.h"

namespace ui {
namespace {

constexpr int bit(Modifier modifier) { return static_cast<int>(modifier); }

// With Ctrl, or with Cmd on a Mac: undo and redo; all others stay the browser's.
core::Status shortcut(session::Session& session, std::string_view code, bool shift, bool& used) {
  used = true;
  if (code == "KeyZ" && !shift) return session.undo();
  if ((code == "KeyZ" && shift) || (code == "KeyY" && !shift)) return session.redo();
  used = false;
  return {};
}

// 1 to 8, and with Shift the second eight of the bank.
std::optional<int> slot_of(std::string_view code, bool shift) {
  constexpr std::string_view kDigit = "Digit";
  if (!code.starts_with(kDigit) || code.size() != kDigit.size() + 1) return std::nullopt;
  const int digit = code.back() - '0';
  if (digit < 1 || digit > 8) return std::nullopt;
  return digit - 1 + (shift ? 8 : 0);
}

// Whether the agent of a row hears another row.
core::Status toggle_wire(session::Session& session, int voice, int from) {
  const session::Part* part = session.document().current().part_of(voice);
  const bool hears = part != nullptr && part->hears.test(static_cast<std::size_t>(from));
  return session.edit(session::set_wire, voice, from, !hears);
}

core::Status play_with(session::Session& session, std::string_view code, bool shift, double now_ms, bool& used) {
  used = true;
  if (code == "Space") {
    session.toggle_play(now_ms);
  } else if (code == "KeyT") {
    session.coach().toggle();
  } else if (code == "KeyR") {
    session.record(!session.midi().recorder().recording().on, now_ms);
  } else if (code == "KeyC") {
    return session.edit(session::set_metronome, !session.document().metronome);
  } else if (code == "KeyA") {
    return session.answer_me(now_ms);
  } else if (code == "KeyB") {
    return session.player().ab_toggle();
  } else if (const auto slot = slot_of(code, shift)) {
    return session.player().select_slot(*slot);
  } else {
    used = false;
  }
  return {};
}

}  // namespace

bool Ui::key(session::Session& session, std::string_view code, int modifiers, double now_ms) {
  const bool shift = (modifiers & bit(Modifier::shift)) != 0;
  const bool command = (modifiers & (bit(Modifier::ctrl) | bit(Modifier::meta))) != 0;
  if ((modifiers & bit(Modifier::alt)) != 0) return false;
  bool used = true;
  core::Status status;
  if (command) {
    status = shortcut(session, code, shift, used);
  } else if (code == "Escape") {
    used = widgets_.entry() || state_.help_open || state_.learn_mode || state_.popup.kind != PopupKind::none;
    if (state_.learn_mode) session.midi().learning().cancel();
    state_.learn_mode = false;
    widgets_.cancel_entry();
    state_.help_open = false;
    state_.popup = {};
  } else if (state_.help_open) {
    used = code == "Slash" || code == "Enter" || code == "Space";
    if (used) state_.help_open = false;
  } else if (const auto wired = slot_of(code, shift); wired && state_.popup.kind == PopupKind::wires) {
    used = *wired < session::kVoices;
    if (used) status = toggle_wire(session, state_.popup.voice, GridLayout::kOrder[static_cast<std::size_t>(*wired)]);
  } else if (code == "Slash" && shift) {
    state_.help_open = true;
  } else if (const auto voice = drummed_by(code)) {
    drum(session, *voice, shift ? rhythm::kAccentVelocity : rhythm::kPlainVelocity, now_ms);
  } else {
    status = play_with(session, code, shift, now_ms, used);
    used = used || grid_.key(code, modifiers, session, state_, layout_.grid);
  }
  if (!status) session.notify(status.error().message, session::NoticeLevel::warning);
  if (used) forced_frames_ = 2;
  return used;
}

}  // namespace ui
