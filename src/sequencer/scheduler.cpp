#include "sequencer/scheduler.h"

#include <algorithm>
#include <cassert>

namespace sequencer {
namespace {

// The onsets of one note, from the first of them on.
struct Note {
  std::size_t onset;      // that begins it
  std::uint8_t velocity;  // the loudest of those it stands for
  bool due;
};

void append_note(std::span<const Onset> onsets, const MidiSettings& midi, int note, const std::vector<Note>& notes,
                 std::size_t i, double earliest_ms, std::vector<TimedEvent>& events) {
  const Onset& onset = onsets[notes[i].onset];
  const double on_ms = onset.time_ms + midi.latency_ms;
  if (on_ms < earliest_ms) return;
  double duration_ms = midi.note_length_ms;
  if (i + 1 < notes.size()) {
    duration_ms = std::min(duration_ms, onsets[notes[i + 1].onset].time_ms - onset.time_ms - kNoteGapMs);
  }
  events.push_back({.time_ms = on_ms,
                    .kind = EventKind::midi,
                    .voice = onset.voice,
                    .velocity = notes[i].velocity,
                    .duration_ms = duration_ms,
                    .bytes = note_on(midi.channel, note, notes[i].velocity)});
  events.push_back({.time_ms = on_ms + duration_ms,
                    .kind = EventKind::midi,
                    .voice = onset.voice,
                    .velocity = 0,
                    .duration_ms = 0.0,
                    .bytes = note_off(midi.channel, note)});
}

void append_notes(std::span<const Onset> onsets, const std::vector<bool>& due, const MidiSettings& midi, int note,
                  double earliest_ms, std::vector<TimedEvent>& events) {
  std::vector<Note> notes;
  double last_ms = 0.0;
  for (std::size_t i = 0; i < onsets.size(); ++i) {
    const auto voice = static_cast<std::size_t>(onsets[i].voice);
    if (voice >= midi.on.size() || !midi.on[voice] || midi.note[voice] != note) continue;
    if (notes.empty() || onsets[i].time_ms - last_ms >= 2 * kNoteGapMs) {
      notes.push_back({.onset = i, .velocity = onsets[i].velocity, .due = due[i]});
    } else {
      notes.back().velocity = std::max(notes.back().velocity, onsets[i].velocity);
    }
    last_ms = onsets[i].time_ms;
  }
  for (std::size_t i = 0; i < notes.size(); ++i) {
    if (notes[i].due) append_note(onsets, midi, note, notes, i, earliest_ms, events);
  }
}

// The notes of the voices that are sent, each once.
std::vector<int> sent_notes(const MidiSettings& midi) {
  std::vector<int> notes;
  for (std::size_t voice = 0; voice < midi.on.size(); ++voice) {
    if (midi.on[voice] && std::ranges::find(notes, midi.note[voice]) == notes.end()) notes.push_back(midi.note[voice]);
  }
  return notes;
}

}  // namespace

bool HandedOver::add(const Onset& onset) {
  const std::uint32_t bit = 1U << static_cast<unsigned>(onset.voice * kMaxRatchets + onset.ratchet);
  const auto found = std::ranges::find(ticks_, onset.tick, &Tick::tick);
  if (found == ticks_.end()) {
    ticks_.push_back({.tick = onset.tick, .onsets = bit});
    return true;
  }
  const bool fresh = (found->onsets & bit) == 0;
  found->onsets |= bit;
  return fresh;
}

void HandedOver::forget_before(std::int64_t first) {
  std::erase_if(ticks_, [&](const Tick& tick) { return tick.tick < first; });
}

void append_events(std::span<const Onset> onsets, const std::vector<bool>& due, const MidiSettings* midi,
                   double earliest_ms, std::vector<TimedEvent>& events) {
  assert(due.size() == onsets.size());
  for (std::size_t i = 0; i < onsets.size(); ++i) {
    if (!due[i] || onsets[i].time_ms < earliest_ms) continue;
    events.push_back({.time_ms = onsets[i].time_ms,
                      .kind = EventKind::hit,
                      .voice = onsets[i].voice,
                      .velocity = onsets[i].velocity,
                      .duration_ms = 0.0,
                      .bytes = {},
                      .kit = onsets[i].kit});
  }
  if (midi == nullptr) return;
  for (const int note : sent_notes(*midi)) append_notes(onsets, due, *midi, note, earliest_ms, events);
}

void finish_events(std::vector<TimedEvent>& events, NoteTracker& tracker) {
  const std::size_t count = events.size();
  for (std::size_t i = 0; i < count; ++i) {
    const TimedEvent event = events[i];
    if (event.kind != EventKind::midi || !is_note_on(event.bytes)) continue;
    const int channel = (event.bytes[0] & 0x0F) + 1;
    const int note = event.bytes[1];
    if (tracker.add(channel, note, event.time_ms, event.time_ms + event.duration_ms)) {
      events.push_back({.time_ms = event.time_ms,
                        .kind = EventKind::midi,
                        .voice = event.voice,
                        .velocity = 0,
                        .duration_ms = 0.0,
                        .bytes = note_off(channel, note)});
    }
  }
  std::ranges::stable_sort(events, [](const TimedEvent& a, const TimedEvent& b) {
    if (a.time_ms != b.time_ms) return a.time_ms < b.time_ms;
    const auto rank = [](const TimedEvent& event) {
      if (event.kind != EventKind::midi || event.velocity != 0) return 2;
      return event.bytes[0] >= 0xF0 ? 0 : 1;
    };
    return rank(a) < rank(b);
  });
}

}  // namespace sequencer
