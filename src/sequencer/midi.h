// MIDI bytes of the drum voices, and the book of notes that were handed over.
//
// Bytes only: ports belong to JavaScript. Nothing here may leave a note sounding: each note-on is made together with
// its note-off, and the NoteTracker knows what to silence when playing ends early.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "rhythm/pattern.h"

namespace sequencer {

using MidiBytes = std::array<std::uint8_t, 3>;

// General MIDI: drums on channel 10; bass drum 1, acoustic snare, side stick, closed and open hat, hand clap, low and
// high tom.
struct MidiSettings {
  std::array<int, rhythm::kVoices> note = {36, 38, 37, 42, 46, 39, 45, 50};  // of each voice, 0-127
  std::array<bool, rhythm::kVoices> on = {false, true};                      // which voices are sent: the snare
  int channel = 10;                                                          // 1-16, as musicians count
  double note_length_ms = 60.0;                                              // kMinNoteLengthMs to kMaxNoteLengthMs
  double latency_ms = 0.0;  // added to every MIDI time; negative sends earlier than the built-in sound

  bool operator==(const MidiSettings&) const = default;
};

inline constexpr double kMinNoteLengthMs = 1.0;
inline constexpr double kMaxNoteLengthMs = 1000.0;
inline constexpr double kMinLatencyMs = -200.0;
inline constexpr double kMaxLatencyMs = 200.0;

// A note ends at least this long before the same note begins again, so that no receiver can see them in the wrong
// order.
inline constexpr double kNoteGapMs = 1.0;

// channel 1-16, note and velocity 0-127 (a note-on's velocity is at least 1: 0 would mean note-off).
MidiBytes note_on(int channel, int note, int velocity);
MidiBytes note_off(int channel, int note);
MidiBytes light(int channel, int note, int colour);  // of a pad: a note-on whose velocity is the colour, 0 for dark
MidiBytes all_notes_off(int channel);                // CC123
MidiBytes all_sound_off(int channel);                // CC120

bool is_note_on(const MidiBytes& bytes);

struct TimedMessage {
  double time_ms;
  MidiBytes bytes;
};

// Remembers every note that was handed over until its note-off has passed.
class NoteTracker {
 public:
  // A note handed over: sounds from on_ms to off_ms. Returns true if the same note was still to sound past on_ms (a
  // tempo change or an edit came in between), so that the caller must end it first.
  bool add(int channel, int note, double on_ms, double off_ms);

  // Drops what ended at or before now_ms.
  void forget_ended(double now_ms);
  void clear() { notes_.clear(); }
  bool empty() const { return notes_.empty(); }

  // What silences everything from now_ms on: a note-off for every note that sounds, one just after its start for every
  // note that was handed over but has not begun, then CC123 and CC120 on each channel concerned and on `channel`.
  // The book is empty afterwards.
  std::vector<TimedMessage> panic(double now_ms, int channel);

 private:
  struct Note {
    int channel;
    int note;
    double on_ms;
    double off_ms;
  };
  std::vector<Note> notes_;
};

}  // namespace sequencer
