// Learned controls: which knob, fader, key or pad moves what, and moving it.
//
// What can be moved is known above this room (session/targets.h); it comes in as a table.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "core/status.h"
#include "sequencer/midi_parser.h"
#include "session/bench/workbench.h"
#include "session/midi/turning.h"

namespace session {

enum class TargetKind : std::uint8_t { slider, button };

// A slider or button that a control can be learned for.
struct TargetInfo {
  std::string name;   // "tempo", "weight:lhl", "step:kick:5"
  std::string label;  // as a sentence writes it: "the tempo"
  TargetKind kind = TargetKind::button;
};

struct TargetTable {
  std::function<const TargetInfo*(std::string_view name)> find;  // null: there is none of this name
  // Moves a slider to `position`, 0 to 1, or presses a button that hard.
  std::function<core::Status(std::string_view name, double position)> move;
  std::function<double(std::string_view name)> position;  // where a slider is, 0 to 1
};

class Learning {
 public:
  Learning(Workbench& bench, TargetTable targets) : bench_(bench), targets_(std::move(targets)) {}

  // The next control that moves is bound to this target. Errors: there is no such target.
  core::Status begin(std::string_view target);
  void cancel();
  // Errors: no control has learned it.
  core::Status remove(std::string_view target);
  // What the values of the control of this target say. Errors: no control has learned it, or a key has.
  core::Status set_turns(std::string_view target, Turns turns);
  const std::string& learning() const { return learning_; }  // empty: nothing
  const Learned* learned(std::string_view target) const;     // null: no control

  // True if the message was used, or belongs to a learned control.
  bool take(const sequencer::MidiMessage& message);
  // Of these messages, which a later one makes void: a knob's values but the last. A flood costs no more than one.
  std::vector<bool> stale(std::span<const std::pair<double, sequencer::MidiMessage>> messages) const;

 private:
  // Where an encoder has turned a slider to: the slider itself may go in coarser steps.
  struct Turned {
    std::string target;
    double wanted = 0.0;
    double reached = 0.0;
  };

  const Learned* learned_by(const sequencer::MidiMessage& message) const;
  bool moves_slider(const sequencer::MidiMessage& message) const;
  void learn(const sequencer::MidiMessage& message);
  void move(const Learned& control, const sequencer::MidiMessage& message, int before);
  void move_slider(const Learned& control, int value);
  // True while it is not clear what the values of this control say.
  bool watch(const Learned& control, int value);

  Workbench& bench_;
  TargetTable targets_;
  std::string learning_;
  std::map<std::string, TurnWatch, std::less<>> watched_;  // by target: controls that were learned just now
  Turned turned_;
  std::map<std::pair<int, int>, int> controllers_;  // last values, by channel and number
  std::set<int> parameters_;                        // channels on which a parameter was named: data entry is its value
};

}  // namespace session
