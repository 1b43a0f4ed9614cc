// From the bytes of a MIDI input to messages.
//
// Web MIDI promises whole messages, virtual ports and drivers do not always keep it: running status, real-time bytes in
// the middle of others, sysex and halves of messages are all taken as the MIDI 1.0 specification (1996, section 2) has
// them. A parser holds at most one unfinished message, however much it is fed.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

namespace sequencer {

enum class MidiKind : std::uint8_t {
  note_off,       // number: note; value: release velocity
  note_on,        // number: note; value: velocity, 1-127
  controller,     // number: controller; value
  song_position,  // value: sixteenth notes since the start, 0-16383
  clock,          // 24 a quarter note
  start,
  resume,  // "continue" in the specification
  stop,
};

// A message that means something here; all others are left out by the parser.
struct MidiMessage {
  MidiKind kind = MidiKind::clock;
  int channel = 0;  // 1-16 of notes and controllers, else 0
  int number = 0;   // 0-127
  int value = 0;

  bool operator==(const MidiMessage&) const = default;
};

class MidiParser {
 public:
  // The message that this byte completes, if it is one of MidiKind. A note-on of velocity 0 is a note-off.
  std::optional<MidiMessage> feed(std::uint8_t byte);

  // Forgets an unfinished message and the running status: what comes next is a new connection.
  void reset();

 private:
  std::optional<MidiMessage> finish();

  std::uint8_t status_ = 0;  // running status; 0: data bytes belong to nothing that is known
  bool in_sysex_ = false;
  int count_ = 0;  // of data_
  std::array<std::uint8_t, 2> data_{};
};

// The bytes that a message of this status has, itself included: 1 to 3. Status: 0x80-0xFF, without sysex.
int message_length(std::uint8_t status);

}  // namespace sequencer
