// Edits: what a person can change, each a function from one valid document to another.
//
// All of them check what they are given; on an error the sentence says what is wrong, and the document is not to be
// used. Workbench::edit() calls them on a copy. Steps count from 0, `voice` is in [0, kVoices); what is done to a
// pattern is done to the one that is shown. n steps.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/config.h"
#include "core/status.h"
#include "session/song/document.h"

namespace session {

// --- One step -----------------------------------------------------------------------------------------------------

// velocity 0-127, 0 erases. In an agent's voice the step is locked.
core::Status set_step(Document& document, int voice, int step, int velocity);
// Locks a step of an agent's voice as it is, or gives it back. Errors: no agent plays the voice.
core::Status set_lock(Document& document, int voice, int step, bool locked);
core::Status unlock_all(Document& document, int voice);
core::Status set_detail(Document& document, int voice, int step, const sequencer::StepDetail& detail);

// --- A voice ------------------------------------------------------------------------------------------------------

// A row of an agent's voice that is made by one of these is the musician's: all of its steps are locked.

// A whole row of velocities; its size becomes the pattern's length.
core::Status set_row(Document& document, int voice, std::span<const std::uint8_t> row);
// The same for an agent's voice, locked where `locks`, (n), is nonzero. Errors: no agent plays the voice.
core::Status set_locked_row(Document& document, int voice, std::span<const std::uint8_t> row,
                            std::span<const std::uint8_t> locks);
// No onsets and plain details. An agent's voice is given back to it.
core::Status clear(Document& document, int voice);
// By so many steps to the right, details and locks along; an agent's row without locks becomes the musician's.
core::Status rotate(Document& document, int voice, int by);
core::Status invert(Document& document, int voice);  // onsets become rests, rests plain onsets
// A hit on each step with the chance `share`, 0 to 1, a quarter of them accents; the same seed gives the same row.
core::Status randomise(Document& document, int voice, std::uint32_t seed, double share);
core::Status fill_evenly(Document& document, int voice, int onsets, int rotation);  // a Euclidean rhythm, 0 to n onsets
// What the shown agent is called by becomes another row of its style (song/kicks.h); the same seed gives the same row.
core::Status draw_another_kick(Document& document, std::uint32_t seed);
// Its own cycle, mute and solo.
core::Status set_voice(Document& document, int voice, const sequencer::VoiceSettings& settings);
core::Status set_sound(Document& document, int voice, const VoiceSound& sound);
// Without an id the voice is its kit's again.
core::Status set_sample(Document& document, int voice, const Sample& sample);
core::Status set_kit(Document& document, Kit kit);
core::Status set_drive(Document& document, double drive);

// --- Patterns and the song ----------------------------------------------------------------------------------------

core::Status set_steps(Document& document, int steps);
// Another time signature keeps the number of bars, if the pattern is whole bars. Another resolution keeps what sounds
// where it is: what falls between its steps becomes micro-timing of the nearest, and of two on one step the louder
// stays. Errors: they do not go together, or the pattern would have too many steps or too few.
core::Status set_timing(Document& document, const rhythm::Timing& timing);
// So many bars of the time signature.
core::Status set_bars(Document& document, int bars);
// Both, or neither; `bars` absent: as many as set_timing() leaves.
core::Status set_timing_and_bars(Document& document, const rhythm::Timing& timing, std::optional<int> bars);
core::Status double_pattern(Document& document);  // twice as long, the content repeated
core::Status halve_pattern(Document& document);   // its first half
// Puts this slot, or one voice of it, into the pattern that is shown. A voice is cut or filled up to the pattern's
// length; `voice` is where it goes, absent: where it came from. Locks go along from an agent's voice to an agent's.
struct Clipboard {
  Slot slot;
  std::optional<int> voice;  // absent: all of it
};
core::Status paste(Document& document, const Clipboard& clipboard, std::optional<int> voice);
core::Status copy_slot(Document& document, int from, int to);
// At most kMaxSong slots; `on` only with at least one.
core::Status set_song(Document& document, std::span<const int> slots, bool on);
// Swing and tempo are the pattern's, if it has its own, else those of all that have none.
core::Status set_groove(Document& document, const sequencer::Groove& groove);
core::Status set_tempo(Document& document, double tempo_bpm);
// The pattern has tempo and swing of its own from now on, as they are, or goes by the others' again.
core::Status set_own_feel(Document& document, bool own);
core::Status set_volume(Document& document, double volume);
core::Status set_metronome(Document& document, bool on);

// --- Who plays what -----------------------------------------------------------------------------------------------

// A part of this voice, anywhere in the bank: what its agent is asked for is the same everywhere. Null: there is none.
const Part* part_in_bank(const Document& document, int voice);
// What an agent of this voice is asked for in the pattern that is shown: what others of the voice are, elsewhere in the
// bank, else what is usual for it (rhythm/band.h).
Part usual_part(const Document& document, int voice);
// An agent plays this voice from now on, all of it, as usual_part() says. It is the one that is shown. Errors: an agent
// plays it already.
core::Status hand_over(Document& document, int voice);
// What was played in the row last is the musician's. Errors: no agent plays it, or it is the only one left.
core::Status take_back(Document& document, int voice);
// The agent of `voice` hears another voice, or does not. Errors: no agent plays it, it would hear itself.
core::Status set_wire(Document& document, int voice, int from, bool on);
// What is asked of this voice's agent, and what it thinks, is shown. Errors: no agent plays it.
core::Status show_part(Document& document, int voice);
// The agents of a band take the rows that it names; other rows are the musician's. Errors: there is none of that name.
core::Status set_band(Document& document, std::string_view name);
// Which of the kept agents plays this voice; empty: the one at hand. Errors: no agent plays it.
core::Status set_part_agent(Document& document, int voice, std::string_view agent);

// --- What is asked of answers -------------------------------------------------------------------------------------

// All of these are asked of the agent that is shown, in every pattern where one plays its voice.
core::Status set_reward(Document& document, const rhythm::RewardSettings& reward);
core::Status set_reward_of(Document& document, int voice, const rhythm::RewardSettings& reward);  // of another's agent
// What the agents of the pattern that is shown, which came from elsewhere, are asked for is asked in the whole bank.
void spread_wishes(Document& document);
core::Status set_term(Document& document, rhythm::Term term, const rhythm::TermSetting& setting);
// Errors: an unknown preset.
core::Status set_preset(Document& document, std::string_view name);
// What answers should be near to (rhythm/style.h); the similarity gets the weight 1 if it had none. None: the
// favourite.
core::Status set_style(Document& document, rhythm::Style style);
// The answer that is shown becomes the favourite, in place of a style, and the similarity to it gets the weight 0.5 if
// it had none or a style's. Errors: there is no onset to like.
core::Status like_answer(Document& document);
core::Status forget_liked(Document& document);
core::Status set_think(Document& document, bool think);
core::Status set_density(Document& document, double density);
core::Status set_dynamics(Document& document, bool dynamics);

// --- Training and MIDI --------------------------------------------------------------------------------------------

// A hyper-parameter; "steps" is the pattern's length.
core::Status set_config_entry(Document& document, const core::ConfigEntry& entry, double value);
core::Status set_config(Document& document, const core::Config& config);  // all of them at once

core::Status set_midi_input(Document& document, const MidiInput& input);
core::Status set_pads(Document& document, const sequencer::PadSettings& pads);
core::Status set_clock(Document& document, const ClockSettings& clock);

}  // namespace session
