// What a musician makes and the browser remembers: pattern, locks, tempo, volume, MIDI settings, hyper-parameters.
//
// A Document is a plain value: copied, compared and written as JSON as a whole, so that history can be kept over it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/config.h"
#include "core/status.h"
#include "rhythm/pattern.h"
#include "rhythm/reward_settings.h"
#include "sequencer/midi.h"
#include "sequencer/transport.h"

namespace session {

inline constexpr int kVoices = 2;    // rhythm::kKick and rhythm::kSnare
inline constexpr int kMinSteps = 2;  // of the page's pattern; rhythm::Pattern holds up to 1024
inline constexpr int kMaxSteps = 64;

struct Document {
  rhythm::Pattern pattern;          // (2, n); its snare row is what is shown, the agent's steps and the musician's
  std::vector<std::uint8_t> locks;  // (n) nonzero: this snare step is the musician's, an onset or a rest
  double tempo_bpm = 120.0;         // sequencer::kMinTempoBpm to kMaxTempoBpm
  double volume = 0.8;              // 0 to 1
  sequencer::MidiSettings midi;
  core::Config config;            // of the next training; config.steps is always pattern.steps()
  rhythm::RewardSettings reward;  // what the musician asks of an answer; first the preset "Backbeat"
  bool think = false;             // search a little around the agent's answer

  Document();  // the pattern of a first visit

  bool operator==(const Document&) const = default;

  // Changes the number of steps (kMinSteps to kMaxSteps). Kicks and snares that still fit stay; new steps are rests
  // and belong to the agent.
  void resize(int steps);

  // Kick onsets, snare onsets and locks as text, e.g. "x...x...".
  std::string kick_text() const;
  std::string snare_text() const;
  std::string lock_text() const;  // x locked, . the agent's
};

// One JSON object with a format version.
std::string document_to_json(const Document& document);

// Errors: not JSON, a newer format version, anything missing, of the wrong type or out of range.
core::Result<Document> document_from_json(std::string_view json);

// The checks that the page's controls, the commands and the reader share. Errors: a value out of its range, a sentence.
core::Status check_steps(double steps);
core::Status check_tempo(double tempo_bpm);
core::Status check_volume(double volume);
core::Status check_midi(const sequencer::MidiSettings& midi);

}  // namespace session
