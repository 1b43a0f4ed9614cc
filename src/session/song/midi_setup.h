// How MIDI comes in, as the document keeps it: which notes play which voice, what controls were learned, the pads, the
// clock, and how late each port is.
//
// Plain values. Ports are known by name: their ids change from browser to browser.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/status.h"
#include "sequencer/pads.h"
#include "session/song/slot.h"

namespace session {

enum class RecordMode : std::uint8_t {
  overdub,  // hits are added to what is there
  replace,  // the first hit of a voice in a cycle erases what its row had before
};

struct MidiInput {
  // The notes that play each voice: General MIDI's, and those of electronic drum kits for the edge of the hats (22
  // closed, 26 open: Roland TD) and for hats half open and splashed with the foot (23, 21: Alesis).
  std::array<std::vector<int>, kVoices> notes = {
      {{35, 36}, {38, 40}, {37}, {42, 44, 22}, {46, 26, 23, 21}, {39}, {45, 41, 43, 47}, {50, 48}}};
  int channel = 0;      // 1-16, 0 for all
  bool monitor = true;  // a played note sounds at once
  RecordMode mode = RecordMode::overdub;
  bool quantise = true;         // false: the distance to the grid is kept as micro-timing
  bool snare_as_liked = false;  // played snares become the favourite of the similarity term, not hand-set steps
  bool count_in = true;         // a bar of clicks before, when record starts from standstill
  bool metronome = true;        // clicks while recording
  bool auto_answer = false;     // call and response: what is played in one cycle is answered in the next

  bool operator==(const MidiInput&) const = default;
};

struct ClockSettings {
  bool out = false;  // sent to the chosen output
  bool in = false;   // followed from the chosen input

  bool operator==(const ClockSettings&) const = default;
};

enum class LearnKind : std::uint8_t { controller, note };

// What the values of a controller say.
enum class Turns : std::uint8_t {
  absolute,         // where it is: a knob or fader with ends
  twos_complement,  // how far an endless encoder was turned: 1 forward, 127 back
  binary_offset,    // 65 forward, 63 back
  sign_magnitude,   // 1 forward, 65 back
};
inline constexpr int kTurns = 4;

// A knob, fader, key or pad that moves something of the page.
struct Learned {
  std::string target;  // midi_targets.h
  LearnKind kind = LearnKind::controller;
  int channel = 1;  // 1-16
  int number = 0;   // of the controller or note, 0-127
  Turns turns = Turns::absolute;

  bool operator==(const Learned&) const = default;
};

using PortLatencies = std::map<std::string, double>;  // ms, by port name

struct MidiSetup {
  MidiInput input;
  ClockSettings clock;
  sequencer::PadSettings pads;
  std::vector<Learned> learned;  // each target and each control at most once
  PortLatencies output_latency_ms;
  PortLatencies input_latency_ms;

  bool operator==(const MidiSetup&) const = default;
};

core::Status check_midi_input(const MidiInput& input);
core::Status check_pads(const sequencer::PadSettings& pads);
core::Status check_port_latency(double latency_ms);

const char* name_of(RecordMode mode);
const char* name_of(LearnKind kind);
const char* name_of(Turns turns);

}  // namespace session
