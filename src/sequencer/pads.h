// A grid of pads with lights: which note is which step, and which colour each pad should have.
//
// Controllers with lights take a note-on as "light this pad": its velocity is the colour. The mapping is
//   note = base_note + row * row_stride + column,  row 0 at the bottom (or at the top), column 0 at the left.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "rhythm/pattern.h"
#include "sequencer/midi.h"

namespace sequencer {

// What a pad shows; its colour is the velocity of the note-on that lights it.
enum class PadLight : std::uint8_t {
  empty,           // a rest
  heard,           // an onset of a voice that the shown agent hears
  agents,          // of an agent's voice, its own
  locked,          // of an agent's voice, set by hand
  other,           // of another voice
  playhead,        // the step that sounds, a rest
  playhead_onset,  // the same, an onset
};
inline constexpr std::size_t kPadLights = 7;

struct PadSettings {
  bool on = false;
  // The layout that 8 x 8 grids with a "programmer" mode have: 11 at the bottom left, 88 at the top right.
  int base_note = 11;
  int row_stride = 10;
  int columns = 8;
  int rows = 8;
  bool top_first = false;  // base_note is at the top
  int first_voice = 0;     // on the top rows; the next voices below it
  int channel = 1;         // of the lights
  // Velocities, by PadLight: amber, blue, cyan, white and green in the palette of such grids.
  std::array<int, kPadLights> colours = {0, 9, 45, 37, 53, 1, 21};

  bool operator==(const PadSettings&) const = default;
};

// The steps that the pads show of a pattern of n: [first, first + steps). Of a short one all of them.
struct PadPage {
  int first = 0;
  int steps = 0;

  bool operator==(const PadPage&) const = default;
};

// The page of n steps with step `from` in it: all of them if there is a pad for each, else as many whole bars of
// `bar_steps` as leave rows for a second voice, and at least a bar.
PadPage pad_page(const PadSettings& pads, int steps, int bar_steps, int from);

struct PadCell {
  int voice = 0;
  int step = 0;

  bool operator==(const PadCell&) const = default;
};

// Who has which row, by voice.
struct PadRows {
  std::bitset<rhythm::kMaxVoices> heard;   // the voices that the shown agent hears
  std::bitset<rhythm::kMaxVoices> agents;  // those that agents play
  // (n) of an agent's voice; nonzero: this step was set by hand.
  std::array<std::span<const std::uint8_t>, rhythm::kMaxVoices> locks;
};

// The cell of the pattern (V voices) that a note toggles. A voice takes as many rows as the steps of the page need;
// from the top left to the right, then down. Absent: no pad, or a pad without a step.
std::optional<PadCell> pad_cell(const PadSettings& pads, int voices, const PadPage& page, int note);

// The note of a cell; absent if it lies outside of the page or of the grid.
std::optional<int> pad_note(const PadSettings& pads, int voices, const PadPage& page, PadCell cell);

// The lights as they were last sent, so that only changes are sent.
class PadLights {
 public:
  // The note-ons that make the lights show this. `playing_step` absent: no playhead.
  std::vector<MidiBytes> update(const PadSettings& pads, const rhythm::Pattern& pattern, const PadPage& page,
                                const PadRows& rows, std::optional<int> playing_step);
  // Those that put all out; afterwards all are taken to be dark.
  std::vector<MidiBytes> clear();
  // The port is gone, and its lights with it.
  void forget() { sent_ = {}; }

 private:
  std::array<std::uint8_t, 128> sent_{};
  int channel_ = 1;
};

}  // namespace sequencer
