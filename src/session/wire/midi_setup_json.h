// How MIDI comes in, as JSON; the document, the state and the commands share it.
#pragma once

#include <vector>

#include "session/song/midi_setup.h"
#include "session/wire/json_read.h"

namespace session {

Json to_json(const MidiInput& input);
Json to_json(const ClockSettings& clock);
Json to_json(const sequencer::PadSettings& pads);
Json to_json(const std::vector<Learned>& learned);
Json to_json(const MidiSetup& setup);

// Takes over the keys that `json` has. Errors: of the wrong type or out of range; then nothing was taken over.
core::Status read_midi_input(const Json& json, MidiInput& input);
core::Status read_clock(const Json& json, ClockSettings& clock);
core::Status read_pads(const Json& json, sequencer::PadSettings& pads);
// "turns"; absolute where it is missing. Errors: no such name.
core::Result<Turns> read_turns(const Json& json);
// Errors: anything missing, of the wrong type or out of range.
core::Result<MidiSetup> read_midi_setup(const Json& json);

}  // namespace session
