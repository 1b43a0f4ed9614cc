// Learned MIDI controls, and pads with lights.
#include <algorithm>
#include <utility>

#include "core/text.h"
#include "session/midi/midi_targets.h"
#include "session/session.h"

namespace session {
namespace {

using sequencer::MidiKind;
using sequencer::MidiMessage;

bool is_of(const Learned& learned, const MidiMessage& message) {
  const bool note = message.kind == MidiKind::note_on || message.kind == MidiKind::note_off;
  return (learned.kind == LearnKind::note) == note && learned.channel == message.channel &&
         learned.number == message.number;
}

std::string control_name(const MidiMessage& message) {
  const char* kind = message.kind == MidiKind::note_on ? "Note " : "Controller ";
  return kind + std::to_string(message.number) + " on channel " + std::to_string(message.channel);
}

}  // namespace

// --- Learning -----------------------------------------------------------------------------------------------------

core::Status Session::learn_begin(std::string_view target) {
  if (!find_midi_target(target)) return core::fail("There is nothing called " + core::in_quotes(target) + " to learn.");
  input_.learning = std::string(target);
  changed();
  return {};
}

void Session::learn_cancel() {
  input_.learning.clear();
  changed();
}

core::Status Session::learn_remove(std::string_view target) {
  const auto removed =
      std::erase_if(document_.midi_setup.learned, [&](const Learned& learned) { return learned.target == target; });
  if (removed == 0) return core::fail("No MIDI control has learned " + core::in_quotes(target) + ".");
  document_changed();
  return {};
}

const Learned* Session::learned(std::string_view target) const {
  const auto& list = document_.midi_setup.learned;
  const auto found = std::ranges::find(list, target, &Learned::target);
  return found == list.end() ? nullptr : &*found;
}

const Learned* Session::learned_by(const MidiMessage& message) const {
  const auto& list = document_.midi_setup.learned;
  const auto found = std::ranges::find_if(list, [&](const Learned& each) { return is_of(each, message); });
  return found == list.end() ? nullptr : &*found;
}

bool Session::moves_slider(const MidiMessage& message) const {
  const Learned* control = learned_by(message);
  if (control == nullptr) return input_.learning.empty();
  const auto target = find_midi_target(control->target);
  return target && target->kind == TargetKind::slider;
}

void Session::learn(const MidiMessage& message) {
  const auto target = find_midi_target(input_.learning);
  if (message.kind == MidiKind::note_off || !target) return;
  if (target->kind == TargetKind::slider && message.kind == MidiKind::note_on) {
    notify("A slider needs a knob or a fader: turn one for " + target->label + ".", NoticeLevel::warning);
    return;
  }
  if (const Learned* other = learned_by(message); other != nullptr && other->target != target->name) {
    const auto taken = find_midi_target(other->target);
    notify(control_name(message) + " already moves " + (taken ? taken->label : other->target) +
               ": remove that first, or use another.",
           NoticeLevel::warning);
    return;
  }
  auto& list = document_.midi_setup.learned;
  std::erase_if(list, [&](const Learned& each) { return each.target == target->name; });
  list.push_back({.target = target->name,
                  .kind = message.kind == MidiKind::note_on ? LearnKind::note : LearnKind::controller,
                  .channel = message.channel,
                  .number = message.number});
  notify(control_name(message) + " now moves " + target->label + ".", NoticeLevel::info);
  input_.learning.clear();
  document_changed();
}

// True if the message was used, or belongs to a learned control.
bool Session::learn_or_apply(const MidiMessage& message) {
  const std::pair<int, int> key{message.channel, message.number};
  int before = 0;
  if (message.kind == MidiKind::controller) before = std::exchange(input_.controllers[key], message.value);
  if (!input_.learning.empty() && message.kind != MidiKind::note_off) {
    learn(message);
    return true;
  }
  const Learned* control = learned_by(message);
  if (control == nullptr) return false;
  const auto target = find_midi_target(control->target);
  if (!target) return true;
  // A button on a controller is pressed where its value goes past the middle.
  constexpr int kMiddle = 64;
  const bool pressed = message.kind == MidiKind::note_on ||
                       (message.kind == MidiKind::controller && before < kMiddle && message.value >= kMiddle);
  if (target->kind == TargetKind::button && !pressed) return true;
  Json json = target_command(*target, document_, message.value / 127.0);
  if (target->kind == TargetKind::slider) json["join"] = "midi:" + target->name;
  const Json reply = Json::parse(command(to_text(json), now_ms_), nullptr, false);
  if (const auto error = read_text(reply, "error")) notify(*error, NoticeLevel::warning);
  return true;
}

// --- Pads ---------------------------------------------------------------------------------------------------------

core::Status Session::set_pads(const sequencer::PadSettings& pads) {
  if (auto status = check_pads(pads); !status) return status;
  if (pads == document_.midi_setup.pads) return {};
  document_.midi_setup.pads = pads;
  document_changed();
  return {};
}

void Session::set_pads_state(MidiState state, std::string input) {
  if (state.selected != input_.pads.selected) input_.lights.forget();
  // A grid that was plugged in again is dark.
  if (!state.ready()) input_.lights.forget();
  input_.pads = std::move(state);
  input_.pads_input = std::move(input);
  changed();
}

bool Session::press_pad(int note) {
  const rhythm::Pattern& pattern = document_.pattern();
  const auto cell = sequencer::pad_cell(document_.midi_setup.pads, kVoices, pattern.steps(), note);
  if (!cell) return false;
  const bool onset = pattern.onset(cell->voice, cell->step);
  [[maybe_unused]] const core::Status set = set_step(cell->voice, cell->step, onset ? 0 : rhythm::kPlainVelocity);
  return true;
}

void Session::send_lights(const std::vector<sequencer::MidiBytes>& messages) {
  if (messages.empty() || !input_.pads.selected) return;
  Json list = Json::array();
  for (const sequencer::MidiBytes& bytes : messages) list.push_back(Json::array({bytes[0], bytes[1], bytes[2]}));
  outbox_.push("pad_lights", to_text({{"type", "pad_lights"}, {"port", *input_.pads.selected}, {"messages", list}}));
}

void Session::darken_pads() {
  if (input_.pads.ready()) send_lights(input_.lights.clear());
}

void Session::update_lights() {
  if (!input_.pads.ready()) return;
  const sequencer::PadSettings& pads = document_.midi_setup.pads;
  if (!pads.on) {
    darken_pads();
    return;
  }
  send_lights(input_.lights.update(pads, document_.pattern(), document_.locks(), playing_step(now_ms_)));
}

}  // namespace session
