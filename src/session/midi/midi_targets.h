// What a MIDI control can be learned for: every slider and button by name, and how it moves.
//
// A target is carried out as a command, so a knob does exactly what a script or the page's own control would.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "session/song/document.h"
#include "session/wire/json_read.h"

namespace session {

enum class TargetKind : std::uint8_t { slider, button };

struct MidiTarget {
  std::string name;   // "tempo", "weight:lhl", "step:kick:5"
  std::string label;  // as a sentence writes it: "the tempo"
  TargetKind kind = TargetKind::button;
  Json command;     // {"type": …}, less the value of a slider
  std::string key;  // of the slider's value in the command; "a.b" lies in an object
  double min = 0.0;
  double max = 1.0;
  bool whole = false;  // the value is a whole number
  bool log = false;    // equal turns are equal ratios
  // Of a switch: whether it is on. Its command gets the opposite under `key`.
  std::function<bool(const Document&)> is_on;
};

// All of them.
std::vector<MidiTarget> midi_targets();
std::optional<MidiTarget> find_midi_target(std::string_view name);

// The command of a slider at `position`, 0 to 1, or of a button that is pressed so hard.
Json target_command(const MidiTarget& target, const Document& document, double position);

}  // namespace session
