#include "session/song/midi_setup.h"

#include <algorithm>
#include <utility>

#include "sequencer/midi.h"

namespace session {

core::Status check_midi_input(const MidiInput& input) {
  if (input.channel < 0 || input.channel > 16) return core::fail("The MIDI channel goes from 1 to 16, or 0 for all.");
  std::array<bool, 128> taken{};
  for (const auto& notes : input.notes) {
    for (const int note : notes) {
      if (note < 0 || note > 127) return core::fail("A MIDI note goes from 0 to 127.");
      if (std::exchange(taken[static_cast<std::size_t>(note)], true)) {
        return core::fail("Note " + std::to_string(note) + " can play only one voice, once.");
      }
    }
  }
  return {};
}

core::Status check_pads(const sequencer::PadSettings& pads) {
  if (pads.base_note < 0 || pads.base_note > 127) return core::fail("The first pad's note goes from 0 to 127.");
  if (pads.columns < 1 || pads.columns > 16 || pads.rows < 1 || pads.rows > 16) {
    return core::fail("A grid of pads has from 1 to 16 columns and rows.");
  }
  if (pads.row_stride < pads.columns || pads.row_stride > 127) {
    return core::fail("The rows of the pads are at least as many notes apart as there are columns.");
  }
  if (pads.channel < 1 || pads.channel > 16) return core::fail("The MIDI channel of the pads goes from 1 to 16.");
  if (pads.first_voice < 0 || pads.first_voice >= kVoices) return core::fail("There is no such voice for the pads.");
  const auto colour = [](int velocity) { return velocity >= 0 && velocity <= 127; };
  if (!std::ranges::all_of(pads.colours, colour)) return core::fail("A pad's colour is a velocity from 0 to 127.");
  return {};
}

core::Status check_port_latency(double latency_ms) {
  if (latency_ms >= sequencer::kMinLatencyMs && latency_ms <= sequencer::kMaxLatencyMs) return {};
  return core::fail("The latency of a MIDI port goes from -200 to 200 ms.");
}

const char* name_of(RecordMode mode) { return mode == RecordMode::overdub ? "overdub" : "replace"; }
const char* name_of(Turns turns) {
  constexpr std::array<const char*, kTurns> kNames = {"absolute", "relative_1_127", "relative_65_63", "relative_1_65"};
  return kNames[static_cast<std::size_t>(turns)];
}
const char* name_of(LearnKind kind) { return kind == LearnKind::controller ? "cc" : "note"; }

}  // namespace session
