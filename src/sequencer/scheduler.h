// From onsets to timed events.
//
// `append_events` is the stateless core: the same onsets and window give the same events. `HandedOver` is the small
// state on top: it remembers which onsets were handed over, so that nothing is handed over twice, and an edit just
// ahead of the playhead is still heard.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sequencer/midi.h"
#include "sequencer/performance.h"

namespace sequencer {

// An onset that should have been handed over longer ago than this is skipped: it would be heard as a flam. Below it,
// playing it a little late beats a hole.
inline constexpr double kLateToleranceMs = 10.0;

enum class EventKind : std::uint8_t { hit = 0, midi = 1, click = 2 };

struct TimedEvent {
  double time_ms = 0.0;
  EventKind kind = EventKind::hit;
  int voice = 0;              // rhythm::kKick …; of a click: 1 on the bar line
  std::uint8_t velocity = 0;  // 0-127; 0 for a note-off
  double duration_ms = 0.0;   // of the note, for a note-on; 0 otherwise
  MidiBytes bytes{};          // of a MIDI event
  int kit = 0;                // of a hit
};

// The onsets that are handed over, of the ticks that may still be asked for.
class HandedOver {
 public:
  void clear() { ticks_.clear(); }
  // True if this onset was not handed over before; from now on it was.
  bool add(const Onset& onset);
  // Ticks before this one are not asked for again.
  void forget_before(std::int64_t tick);

 private:
  struct Tick {
    std::int64_t tick;
    std::uint32_t onsets;  // bit voice * kMaxRatchets + ratchet
  };
  static_assert(rhythm::kMaxVoices * kMaxRatchets <= 32);
  std::vector<Tick> ticks_;
};

// Appends the events of onsets[i] where due[i]: a hit and, if `midi` is not null and its voice is sent, a note-on with
// its note-off. `onsets` are sorted, and those that are not due count too: a note-off comes at the note's length, or
// kNoteGapMs before the next onset of the same note if that is earlier. Onsets of one note that lie less than
// 2 kNoteGapMs apart are one note, the louder one. Hits and notes earlier than `earliest_ms` are left out.
void append_events(std::span<const Onset> onsets, const std::vector<bool>& due, const MidiSettings* midi,
                   double earliest_ms, std::vector<TimedEvent>& events);

// Enters the notes of `events` into the tracker, ends notes that would run into a new one, and sorts by time; at one
// time the clock comes first, then note-offs.
void finish_events(std::vector<TimedEvent>& events, NoteTracker& tracker);

}  // namespace sequencer
