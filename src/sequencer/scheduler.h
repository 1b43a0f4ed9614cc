// From a pattern and a transport to timed events.
//
// `append_events` is the stateless core: the same arguments give the same events. `Cursor` is the small state on top:
// it remembers which steps were handed over, so that nothing is handed over twice and a late tick skips what it missed.
#pragma once

#include <cstdint>
#include <vector>

#include "rhythm/pattern.h"
#include "sequencer/midi.h"
#include "sequencer/transport.h"

namespace sequencer {

// An onset that should have been handed over longer ago than this is skipped: it would be heard as a flam. Below it,
// playing it a little late beats a hole. Shorter than a step at 300 BPM (50 ms), so two can never come at once.
inline constexpr double kLateToleranceMs = 10.0;

enum class EventKind : std::uint8_t { hit = 0, midi = 1 };

struct TimedEvent {
  double time_ms = 0.0;
  EventKind kind = EventKind::hit;
  int voice = 0;              // rhythm::kKick, rhythm::kSnare
  std::uint8_t velocity = 0;  // 0-127; 0 for a note-off
  double duration_ms = 0.0;   // of the note, for a note-on; 0 otherwise
  MidiBytes bytes{};          // of a MIDI event
};

// Steps since the start: [first, last).
struct StepRange {
  std::int64_t first = 0;
  std::int64_t last = 0;
  bool empty() const { return first >= last; }
};

// Appends the events of the steps in `range`: a hit per onset and, if `midi` is not null, a note-on with its note-off.
// Step s of the transport is step (s - cycle_start) mod pattern.steps() of the pattern. A note-off comes at the note's
// length, or kNoteGapMs before the next onset of the same note if that is earlier. Two voices on one note at one step
// are one note. Events (and notes) earlier than `earliest_ms` are left out.
void append_events(const rhythm::Pattern& pattern, const Transport& transport, const MidiSettings* midi,
                   StepRange range, std::int64_t cycle_start, double earliest_ms, std::vector<TimedEvent>& events);

// Enters the notes of `events` into the tracker, ends notes that would run into a new one, and sorts by time; at one
// time note-offs come first.
void finish_events(std::vector<TimedEvent>& events, NoteTracker& tracker);

class Cursor {
 public:
  // Begins again at step 0.
  void restart();

  // The steps that fall before now_ms + horizon_ms and were not taken yet, less those whose events (which lie
  // between latency_ms and 0 from the step) are all more than kLateToleranceMs late. With a negative latency_ms the
  // horizon is that much longer, so that what is sent early is still sent ahead of time.
  StepRange take(const Transport& transport, double now_ms, double horizon_ms, double latency_ms);

  // Everything before this time was handed over; a tempo change must begin no earlier.
  double committed_ms() const { return committed_ms_; }

 private:
  std::int64_t next_step_ = 0;
  double committed_ms_ = 0.0;
};

}  // namespace sequencer
