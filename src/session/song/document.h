// What a musician makes and the browser remembers: the bank of patterns, the song, tempo, sound, MIDI, and the
// settings of answers and training.
//
// A Document is a plain value: copied, compared and written as JSON as a whole, so that history can be kept over it.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/config.h"
#include "core/status.h"
#include "rhythm/pattern.h"
#include "rhythm/reward_settings.h"
#include "sequencer/groove.h"
#include "sequencer/midi.h"
#include "sequencer/transport.h"
#include "session/song/midi_setup.h"
#include "session/song/slot.h"

namespace session {

inline constexpr int kSlots = 16;
inline constexpr std::size_t kMaxSong = 64;  // entries

// How a voice sounds. Each 0 to 1; pitch, decay and tone of 0.5 are the sound as it was made.
struct VoiceSound {
  double pitch = 0.5;
  double decay = 0.5;
  double tone = 0.5;
  double level = 0.8;
  double pan = 0.5;   // 0 left, 1 right
  double room = 0.0;  // how much of it goes into the room

  bool operator==(const VoiceSound&) const = default;
};

// A recorded sound that a voice plays in place of its kit's; the browser keeps it under its id.
struct Sample {
  std::string id;    // empty: there is none
  std::string name;  // of its file

  bool operator==(const Sample&) const = default;
};

struct Document {
  std::array<Slot, kSlots> bank;
  int slot = 0;              // of the bank, that is shown and edited
  std::vector<int> song;     // slots, each played once through; at most kMaxSong
  bool song_on = false;      // the song is played instead of one slot; then it is not empty
  sequencer::Groove groove;  // its swing, and the tempo, of the patterns that have none of their own
  std::array<VoiceSound, kVoices> sounds;
  std::array<Sample, kVoices> samples;
  double drive = 0.0;        // of all voices together, 0 to 1
  double tempo_bpm = 120.0;  // sequencer::kMinTempoBpm to kMaxTempoBpm
  double volume = 0.8;       // 0 to 1
  bool metronome = false;    // clicks on each beat while it plays; those of recording apart
  sequencer::MidiSettings midi;
  MidiSetup midi_setup;  // how MIDI comes in, learned controls, pads, clock
  core::Config config;   // of the next training; config.steps is always learned_steps(current())

  Document();  // the pattern of a first visit

  bool operator==(const Document&) const = default;

  Slot& current() { return bank[static_cast<std::size_t>(slot)]; }
  const Slot& current() const { return bank[static_cast<std::size_t>(slot)]; }
  rhythm::Pattern& pattern() { return current().pattern; }
  const rhythm::Pattern& pattern() const { return current().pattern; }
  // The agent's, in the slot that is shown.
  Part& part() { return current().part(); }
  const Part& part() const { return current().part(); }

  // Tempo and swing of a pattern, [0, kSlots), its own or the document's; and of the one that is shown.
  Feel feel_of(int slot) const;
  Feel feel() const { return feel_of(slot); }
  // How the pattern that is shown is played.
  sequencer::Groove shown_groove() const;

  // Shows another slot of the bank, [0, kSlots).
  void select(int slot);
  // Changes the number of steps of the slot that is shown (Slot::resize).
  void resize(int steps);
  // The slot that is shown has another length or timing: the next training has what is learned of it.
  void follow_length();

  // The onsets of a voice as text, "x...x...".
  std::string row_text(int voice) const { return rhythm::format_row(pattern().row(voice)); }
};

// The checks that the page's controls, the commands and the reader share. Errors: a value out of its range, a sentence.
core::Status check_steps(double steps);
core::Status check_tempo(double tempo_bpm);
core::Status check_volume(double volume);
core::Status check_midi(const sequencer::MidiSettings& midi);
core::Status check_voice(int voice);
core::Status check_velocity(int velocity);
core::Status check_slot(int slot);
core::Status check_song(std::span<const int> song, bool on);
core::Status check_groove(const sequencer::Groove& groove);
core::Status check_detail(int probability, int micro, int ratchets);  // of a sequencer::StepDetail
core::Status check_voice_settings(const sequencer::VoiceSettings& settings, int steps);
core::Status check_sound(const VoiceSound& sound);
core::Status check_drive(double drive);
core::Status check_sample(const Sample& sample);
core::Status check_density(double density);

}  // namespace session
