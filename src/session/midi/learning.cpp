#include "session/midi/learning.h"

#include <algorithm>
#include <array>
#include <set>
#include <vector>

#include "core/text.h"

namespace session {
namespace {

using sequencer::MidiKind;
using sequencer::MidiMessage;

bool is_of(const Learned& learned, const MidiMessage& message) {
  const bool note = message.kind == MidiKind::note_on || message.kind == MidiKind::note_off;
  return (learned.kind == LearnKind::note) == note && learned.channel == message.channel &&
         learned.number == message.number;
}

// Channel mode messages (MIDI 1.0): controllers 120 to 127 silence a channel or change how it is played. Hosts and
// keyboards send them by themselves, so nobody's hand is behind them.
bool is_mode_message(const MidiMessage& message) {
  constexpr int kFirst = 120;
  return message.kind == MidiKind::controller && message.number >= kFirst;
}

// A part of a longer message, by MIDI 1.0 and its supplements: the bank that a program change follows, the prefix of a
// note's velocity, and the number of a parameter. Machines send them along with what a hand does.
bool is_part_of_another(const MidiMessage& message) {
  constexpr std::array kParts = {0, 32, 88, 98, 99, 100, 101};
  return message.kind == MidiKind::controller && std::ranges::find(kParts, message.number) != kParts.end();
}

bool names_parameter(const MidiMessage& message) {
  return message.kind == MidiKind::controller && message.number >= 98 && message.number <= 101;
}

// The value of the parameter that was named before: data entry, up and down.
bool is_data_entry(const MidiMessage& message) {
  constexpr std::array kEntries = {6, 38, 96, 97};
  return message.kind == MidiKind::controller && std::ranges::find(kEntries, message.number) != kEntries.end();
}

constexpr double kMost = 127.0;  // a value at a slider's end

std::string control_name(const MidiMessage& message) {
  const char* kind = message.kind == MidiKind::note_on ? "Note " : "Controller ";
  return kind + std::to_string(message.number) + " on channel " + std::to_string(message.channel);
}

}  // namespace

core::Status Learning::begin(std::string_view target) {
  if (targets_.find(target) == nullptr) {
    return core::fail("There is nothing called " + core::in_quotes(target) + " to learn.");
  }
  learning_ = std::string(target);
  bench_.changed();
  return {};
}

void Learning::cancel() {
  learning_.clear();
  bench_.changed();
}

core::Status Learning::remove(std::string_view target) {
  return bench_.edit([&](Document& document) -> core::Status {
    const auto removed =
        std::erase_if(document.midi_setup.learned, [&](const Learned& learned) { return learned.target == target; });
    if (removed == 0) return core::fail("No MIDI control has learned " + core::in_quotes(target) + ".");
    return {};
  });
}

core::Status Learning::set_turns(std::string_view target, Turns turns) {
  return bench_.edit([&](Document& document) -> core::Status {
    auto& list = document.midi_setup.learned;
    const auto found = std::ranges::find(list, target, &Learned::target);
    if (found == list.end()) return core::fail("No MIDI control has learned " + core::in_quotes(target) + ".");
    if (found->kind == LearnKind::note) return core::fail("A key or pad cannot be turned: learn a knob.");
    found->turns = turns;
    if (const auto watched = watched_.find(target); watched != watched_.end()) watched_.erase(watched);
    return {};
  });
}

const Learned* Learning::learned(std::string_view target) const {
  const auto& list = bench_.document().midi_setup.learned;
  const auto found = std::ranges::find(list, target, &Learned::target);
  return found == list.end() ? nullptr : &*found;
}

const Learned* Learning::learned_by(const MidiMessage& message) const {
  const auto& list = bench_.document().midi_setup.learned;
  const auto found = std::ranges::find_if(list, [&](const Learned& each) { return is_of(each, message); });
  return found == list.end() ? nullptr : &*found;
}

bool Learning::moves_slider(const MidiMessage& message) const {
  const Learned* control = learned_by(message);
  if (control == nullptr) return learning_.empty();
  // Each message of an encoder counts.
  if (control->turns != Turns::absolute || watched_.contains(control->target)) return false;
  const TargetInfo* target = targets_.find(control->target);
  return target != nullptr && target->kind == TargetKind::slider;
}

std::vector<bool> Learning::stale(std::span<const std::pair<double, MidiMessage>> messages) const {
  std::set<std::pair<int, int>> turned;
  std::vector<bool> stale(messages.size(), false);
  for (std::size_t i = messages.size(); i-- > 0;) {
    const MidiMessage& message = messages[i].second;
    if (message.kind != MidiKind::controller) continue;
    stale[i] = !turned.insert({message.channel, message.number}).second && moves_slider(message);
  }
  return stale;
}

void Learning::learn(const MidiMessage& message) {
  const TargetInfo* target = targets_.find(learning_);
  if (target == nullptr) return;
  const bool note = message.kind == MidiKind::note_on;
  if (target->kind == TargetKind::slider && note) {
    bench_.notify("A slider needs a knob or a fader: turn one for " + target->label + ".", NoticeLevel::warning);
    return;
  }
  if (const Learned* other = learned_by(message); other != nullptr && other->target != target->name) {
    const TargetInfo* taken = targets_.find(other->target);
    bench_.notify(control_name(message) + " already moves " + (taken != nullptr ? taken->label : other->target) +
                      ": remove that first, or use another.",
                  NoticeLevel::warning);
    return;
  }
  learning_.clear();
  watched_.erase(target->name);
  if (target->kind == TargetKind::slider) {
    TurnWatch watch;
    if (watch.take(message.value) != Turns::absolute) watched_.emplace(target->name, watch);
  }
  bench_.notify(control_name(message) + " now moves " + target->label + ".", NoticeLevel::info);
  [[maybe_unused]] const core::Status set = bench_.edit([&](Document& document) {
    auto& list = document.midi_setup.learned;
    std::erase_if(list, [&](const Learned& each) { return each.target == target->name; });
    list.push_back({.target = target->name,
                    .kind = note ? LearnKind::note : LearnKind::controller,
                    .channel = message.channel,
                    .number = message.number});
    return core::Status{};
  });
}

bool Learning::take(const MidiMessage& message) {
  if (is_mode_message(message)) return false;
  int before = 0;
  if (message.kind == MidiKind::controller) {
    before = std::exchange(controllers_[{message.channel, message.number}], message.value);
  }
  if (names_parameter(message)) parameters_.insert(message.channel);
  const bool by_hand =
      !is_part_of_another(message) && !(is_data_entry(message) && parameters_.contains(message.channel));
  if (!learning_.empty() && message.kind != MidiKind::note_off && by_hand) {
    learn(message);
    return true;
  }
  const Learned* control = learned_by(message);
  if (control == nullptr) return false;
  move(*control, message, before);
  return true;
}

void Learning::move(const Learned& control, const MidiMessage& message, int before) {
  const TargetInfo* target = targets_.find(control.target);
  if (target == nullptr) return;
  // A button on a controller is pressed where its value goes past the middle.
  constexpr int kMiddle = 64;
  const bool pressed = message.kind == MidiKind::note_on ||
                       (message.kind == MidiKind::controller && before < kMiddle && message.value >= kMiddle);
  if (target->kind == TargetKind::button && !pressed) return;
  if (target->kind == TargetKind::slider) {
    move_slider(control, message.value);
  } else if (const core::Status moved = targets_.move(target->name, message.value / kMost); !moved) {
    bench_.notify(moved.error().message, NoticeLevel::warning);
  }
}

bool Learning::watch(const Learned& control, int value) {
  const auto watched = watched_.find(control.target);
  if (watched == watched_.end()) return false;
  const auto turns = watched->second.take(value);
  if (!turns) return true;
  if (*turns == Turns::absolute) watched_.erase(watched);
  if (*turns == control.turns) return false;
  [[maybe_unused]] const core::Status set = bench_.edit([&](Document& document) {
    std::ranges::find(document.midi_setup.learned, control.target, &Learned::target)->turns = *turns;
    return core::Status{};
  });
  return false;
}

void Learning::move_slider(const Learned& control, int value) {
  const std::string name = control.target;  // its own: the document that the control is in changes
  bench_.join_edits("midi:" + name);
  if (watch(control, value)) return;
  const Turns turns = learned(name)->turns;
  double position = value / kMost;
  if (turns != Turns::absolute) {
    const double now = targets_.position(name);
    const bool goes_on = turned_.target == name && turned_.reached == now;
    position = std::clamp((goes_on ? turned_.wanted : now) + turned_by(turns, value) / kMost, 0.0, 1.0);
  }
  if (const core::Status moved = targets_.move(name, position); !moved) {
    bench_.notify(moved.error().message, NoticeLevel::warning);
    return;
  }
  turned_ = {.target = name, .wanted = position, .reached = targets_.position(name)};
}

}  // namespace session
