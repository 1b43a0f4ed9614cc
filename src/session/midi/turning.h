// Endless encoders: how far each message turns one, and which of the three ways a controller has of saying so.
//
// A knob or fader sends where it is, 0 to 127; an encoder without ends sends how far it was turned since. Which of them
// a controller is shows when it is turned: an encoder says the same few values again and again, close to 0, 64 or 127.
#pragma once

#include <cstdint>
#include <optional>

#include "session/song/midi_setup.h"

namespace session {

// By how much a value turns an encoder, in its smallest steps; 0 for Turns::absolute.
int turned_by(Turns turns, int value);

// Looks at a controller until it is clear what it is.
class TurnWatch {
 public:
  // Takes a value of 0 to 127. Absent: not clear yet.
  std::optional<Turns> take(int value);

 private:
  enum class Zone : std::uint8_t { none, low, below_middle, above_middle, high };
  static Zone zone_of(int value);
  static Zone opposite(Zone zone);  // the other end
  Turns endless() const;

  int last_ = -1;
  int equal_ = 0;      // values in a row that were the same
  int crossings_ = 0;  // from one zone to another
  int rising_ = 0;     // values in a row that differed, but not by much
  bool relative_ = false;
  bool low_ = false;  // zones that were seen
  bool below_middle_ = false;
  bool above_middle_ = false;
  bool high_ = false;
};

}  // namespace session
