// A drum pattern: voices x steps of velocities. Velocity 0 is no onset.
//
// A Pattern owns its cells. Any length from 2 to 1024 steps and 1 to 8 voices can be represented, whatever an agent's
// network handles.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/rng.h"
#include "core/status.h"

namespace rhythm {

inline constexpr int kMinSteps = 2;
inline constexpr int kMaxSteps = 1024;
inline constexpr int kMaxVoices = 8;

inline constexpr int kStepsPerBeat = 4;  // a step is a sixteenth note

inline constexpr int kKick = 0;   // the voice that a first agent hears
inline constexpr int kSnare = 1;  // the voice that it answers with
inline constexpr int kRim = 2;
inline constexpr int kHat = 3;  // closed
inline constexpr int kOpenHat = 4;
inline constexpr int kClap = 5;
inline constexpr int kLowTom = 6;
inline constexpr int kHighTom = 7;
inline constexpr int kVoices = 8;  // of the page's patterns
// As commands, documents, environments and file names write them.
inline constexpr std::array<std::string_view, kVoices> kVoiceNames = {"kick",     "snare", "rim",     "hat",
                                                                      "open_hat", "clap",  "low_tom", "high_tom"};

// MIDI velocities, 0-127. 100 is what most drum machines send for an unaccented hit.
inline constexpr std::uint8_t kPlainVelocity = 100;
inline constexpr std::uint8_t kAccentVelocity = 127;

using Row = std::vector<std::uint8_t>;  // one voice: a velocity per step

// A rest becomes an onset of kPlainVelocity, an onset a rest.
inline void toggle(std::uint8_t& cell) { cell = cell != 0 ? std::uint8_t{0} : kPlainVelocity; }

// A row's onsets, all of kPlainVelocity.
Row onsets_of(std::span<const std::uint8_t> row);
// An onset of kPlainVelocity with chance 1/2, else a rest; and rows of such cells.
std::uint8_t random_cell(core::Rng& rng);
void fill_randomly(core::Rng& rng, std::span<std::uint8_t> row);
Row random_row(core::Rng& rng, int steps);
// `steps` cells of a loop from `first` on; after the last comes the first again. Of an empty row an empty one.
Row window(std::span<const std::uint8_t> row, std::size_t first, int steps);

class Pattern {
 public:
  Pattern(int voices, int steps);

  int voices() const { return voices_; }
  int steps() const { return steps_; }

  // voice in [0, voices), step in [0, steps).
  std::uint8_t velocity(int voice, int step) const { return cells_[index(voice, step)]; }
  bool onset(int voice, int step) const { return velocity(voice, step) != 0; }

  // velocity 0-127; 0 removes the onset.
  void set(int voice, int step, std::uint8_t velocity);

  // An onset becomes a rest; a rest becomes an onset of `velocity`.
  void toggle(int voice, int step, std::uint8_t velocity = kPlainVelocity);

  // All velocities of a voice, one per step.
  std::span<const std::uint8_t> row(int voice) const;
  // `row` must have exactly steps() velocities.
  void set_row(int voice, std::span<const std::uint8_t> row);
  void clear(int voice);

  int onset_count(int voice) const;

  // Changes the length; a longer pattern gets rests at its end. Clipped steps are lost.
  void resize(int steps);

  bool operator==(const Pattern&) const = default;

 private:
  std::size_t index(int voice, int step) const;

  int voices_;
  int steps_;
  Row cells_;  // (voices, steps), row-major
};

// Reads a row: 'x' onset, 'X' accent, '.', '-', 'o', 'O' or '0' rest; '1' onset; spaces and '|' are skipped.
// Errors: another character, fewer than kMinSteps or more than kMaxSteps steps.
core::Result<Row> parse_row(std::string_view text);

// `onsets` as evenly over `steps` as the grid allows, the first on step 0 (Toussaint 2005: 3 over 8 is the tresillo).
// onsets in [0, steps].
Row euclidean_rhythm(int onsets, int steps);

// "x...X...": . rest, X an onset of velocity 120 or more, x any other onset.
std::string format_row(std::span<const std::uint8_t> row);

// The origin experiment's notation: "x o o o x o o o", 'x' onset, 'o' rest.
std::string render_row(std::span<const std::uint8_t> row);

}  // namespace rhythm
