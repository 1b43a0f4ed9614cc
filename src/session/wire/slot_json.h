// A slot of the bank and the settings around it as JSON; the document, the state and the commands share them.
#pragma once

#include "session/song/document.h"
#include "session/wire/json_read.h"

namespace session {

// {"steps", "rows": {voice: velocities, …}, "locks", "details": […], "voices": {voice: {…}, …}}: voices without onsets
// and what is as in an empty slot are left out; so are "signature" and "resolution" of sixteenths in 4/4, "feel" of a
// pattern without a tempo of its own, the "kit" of a new one, and "parts" (wire/parts_json.h) where there is but a
// snare that answers the kick.
Json slot_json(const Slot& slot);
// Errors: anything missing, of the wrong type or out of range.
core::Result<Slot> read_slot(const Json& json);

// [{"voice", "step", "probability", "micro", "ratchets"}, …] of the steps that are not played plainly.
Json details_json(const Slot& slot);

// {"swing_percent", "humanise_ms", "humanise_velocity", "seed"}.
Json groove_json(const sequencer::Groove& groove);
// What is missing stays as in `base`. Errors: a wrong type, out of range.
core::Result<sequencer::Groove> read_groove(const Json& json, const sequencer::Groove& base);

// {"signature", "resolution"} by their names. What is missing stays as in `base`. Errors: other names, or a signature
// and a resolution that do not go together.
Json timing_json(const rhythm::Timing& timing);
core::Result<rhythm::Timing> read_timing(const Json& json, const rhythm::Timing& base);

std::string kit_key(Kit kit);
// Errors: there is none of that key; the sentence lists them.
core::Result<Kit> read_kit(std::string_view key);

// {"pitch", "decay", "tone", "level", "pan", "room"}, and the same with what is missing from `base`.
Json sound_json(const VoiceSound& sound);
core::Result<VoiceSound> read_sound(const Json& json, const VoiceSound& base);
// {voice: {"id", "name"}, …} of the voices that have one.
Json samples_json(const Document& document);
// Errors: a voice that is not there, a wrong type, too long.
core::Status read_samples(const Json& json, Document& document);
// {voice: sound, …} of all voices.
Json sounds_json(const Document& document);

// {"probability", "micro", "ratchets"}; what is missing stays as in `base`.
core::Result<sequencer::StepDetail> read_detail(const Json& json, const sequencer::StepDetail& base);
// {"length", "mute", "solo"}; what is missing stays as in `base`. `steps`: of the pattern.
core::Result<sequencer::VoiceSettings> read_voice_settings(const Json& json, const sequencer::VoiceSettings& base,
                                                           int steps);

// {"notes": {voice: note}, "on": {voice: bool}, "channel", "note_length_ms", "latency_ms"}.
Json midi_settings_json(const sequencer::MidiSettings& midi);
// The same, and "snare_note", "kick_note" and "kick_on" as in documents of version 1; what is missing stays as in
// `base`.
core::Result<sequencer::MidiSettings> read_midi_settings(const Json& json, const sequencer::MidiSettings& base);

}  // namespace session
