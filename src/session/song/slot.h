// One pattern of the bank, with everything that belongs to it.
//
// A Slot is a plain value. n steps, V = kVoices voices.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rhythm/pattern.h"
#include "sequencer/groove.h"

namespace session {

inline constexpr int kVoices = rhythm::kVoices;
using rhythm::kMinSteps;
inline constexpr int kMaxPageSteps = 64;  // of the page's patterns
inline constexpr int kFirstSteps = 16;    // of an empty slot

// As commands, documents and file names write them.
inline constexpr std::array<std::string_view, kVoices> kVoiceNames = {"kick", "snare", "rim", "hat", "open_hat"};
std::optional<int> find_voice(std::string_view name);
// As sentences write it: "open hat".
std::string spoken_name(int voice);

struct Slot {
  rhythm::Pattern pattern;          // (V, n); its snare row is what is shown, the agent's steps and the musician's
  std::vector<std::uint8_t> locks;  // (n) nonzero: this snare step is the musician's, an onset or a rest
  std::vector<sequencer::StepDetail> details;  // (V, n), row-major
  std::array<sequencer::VoiceSettings, kVoices> voices;

  explicit Slot(int steps = kFirstSteps);  // empty

  bool operator==(const Slot&) const = default;

  int steps() const { return pattern.steps(); }
  // voice in [0, V), step in [0, n).
  const sequencer::StepDetail& detail(int voice, int step) const { return details[index(voice, step)]; }
  sequencer::StepDetail& detail(int voice, int step) { return details[index(voice, step)]; }

  // Changes the number of steps (kMinSteps to kMaxPageSteps). What still fits stays; new steps are rests and belong to
  // the agent. A voice's own cycle is cut to the new length.
  void resize(int steps);

 private:
  std::size_t index(int voice, int step) const;
};

std::string lock_text(const Slot& slot);  // x locked, . the agent's

// By how many steps the earliest onset of any of these slots is early, 0 to 0.5.
double earliest_micro(std::span<const Slot> slots);

}  // namespace session
