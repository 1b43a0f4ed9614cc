#include "sequencer/scheduler.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace sequencer {
namespace {

struct VoiceNote {
  int voice;
  int note;
};

// Which voices go out as which notes.
std::vector<VoiceNote> voice_notes(const MidiSettings& midi) {
  std::vector<VoiceNote> notes;
  for (int voice = 0; voice < rhythm::kVoices; ++voice) {
    const auto v = static_cast<std::size_t>(voice);
    if (midi.on[v]) notes.push_back({.voice = voice, .note = midi.note[v]});
  }
  return notes;
}

// The loudest onset of any voice on this note, 0 if there is none.
std::uint8_t note_velocity(const rhythm::Pattern& pattern, const std::vector<VoiceNote>& notes, int note, int step) {
  std::uint8_t velocity = 0;
  for (const VoiceNote& each : notes) {
    if (each.note != note || each.voice >= pattern.voices()) continue;
    velocity = std::max(velocity, pattern.velocity(each.voice, step));
  }
  return velocity;
}

int wrap(std::int64_t step, int steps) { return static_cast<int>(((step % steps) + steps) % steps); }

// How long a note that begins at `step` may sound: its length, or until just before the same note begins again.
double note_duration(const rhythm::Pattern& pattern, const Transport& transport, const MidiSettings& midi,
                     const std::vector<VoiceNote>& notes, int note, std::int64_t step, std::int64_t cycle_start) {
  const double on_ms = transport.time_of(static_cast<double>(step));
  for (std::int64_t next = step + 1; next <= step + pattern.steps(); ++next) {
    const double distance_ms = transport.time_of(static_cast<double>(next)) - on_ms;
    if (distance_ms - kNoteGapMs >= midi.note_length_ms) break;
    if (note_velocity(pattern, notes, note, wrap(next - cycle_start, pattern.steps())) != 0) {
      return distance_ms - kNoteGapMs;
    }
  }
  return midi.note_length_ms;
}

void append_notes(const rhythm::Pattern& pattern, const Transport& transport, const MidiSettings& midi,
                  std::int64_t step, std::int64_t cycle_start, double earliest_ms, std::vector<TimedEvent>& events) {
  const std::vector<VoiceNote> notes = voice_notes(midi);
  const double on_ms = transport.time_of(static_cast<double>(step)) + midi.latency_ms;
  if (on_ms < earliest_ms) return;
  for (std::size_t i = 0; i < notes.size(); ++i) {
    const auto [voice, note] = notes[i];
    if (std::any_of(notes.begin(), notes.begin() + static_cast<std::ptrdiff_t>(i),
                    [&](const VoiceNote& earlier) { return earlier.note == note; })) {
      continue;  // two voices share this note, and the first has sent it
    }
    const std::uint8_t velocity = note_velocity(pattern, notes, note, wrap(step - cycle_start, pattern.steps()));
    if (velocity == 0) continue;
    const double duration_ms = note_duration(pattern, transport, midi, notes, note, step, cycle_start);
    events.push_back({.time_ms = on_ms,
                      .kind = EventKind::midi,
                      .voice = voice,
                      .velocity = velocity,
                      .duration_ms = duration_ms,
                      .bytes = note_on(midi.channel, note, velocity)});
    events.push_back({.time_ms = on_ms + duration_ms,
                      .kind = EventKind::midi,
                      .voice = voice,
                      .velocity = 0,
                      .duration_ms = 0.0,
                      .bytes = note_off(midi.channel, note)});
  }
}

}  // namespace

void append_events(const rhythm::Pattern& pattern, const Transport& transport, const MidiSettings* midi,
                   StepRange range, std::int64_t cycle_start, double earliest_ms, std::vector<TimedEvent>& events) {
  for (std::int64_t step = range.first; step < range.last; ++step) {
    const double time_ms = transport.time_of(static_cast<double>(step));
    const int cell = wrap(step - cycle_start, pattern.steps());
    for (int voice = 0; voice < pattern.voices() && time_ms >= earliest_ms; ++voice) {
      if (!pattern.onset(voice, cell)) continue;
      events.push_back({.time_ms = time_ms,
                        .kind = EventKind::hit,
                        .voice = voice,
                        .velocity = pattern.velocity(voice, cell),
                        .duration_ms = 0.0,
                        .bytes = {}});
    }
    if (midi != nullptr) append_notes(pattern, transport, *midi, step, cycle_start, earliest_ms, events);
  }
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
      return event.kind == EventKind::midi && event.velocity == 0 ? 0 : 1;
    };
    return rank(a) < rank(b);
  });
}

void Cursor::restart() {
  next_step_ = 0;
  committed_ms_ = 0.0;
}

StepRange Cursor::take(const Transport& transport, double now_ms, double horizon_ms, double latency_ms) {
  assert(transport.playing());
  const double end_ms = now_ms + horizon_ms + std::max(0.0, -latency_ms);
  const double earliest_ms = now_ms - kLateToleranceMs - std::max(0.0, latency_ms);
  // Both bounds in steps. Rounding may be off by one at an exact hit, so ask for the time of the step itself.
  const auto first_at = [&](double time_ms) {
    auto step = static_cast<std::int64_t>(std::floor(transport.position(time_ms)));
    while (transport.time_of(static_cast<double>(step)) < time_ms) ++step;
    return step;
  };
  StepRange range{.first = std::max(next_step_, first_at(earliest_ms)), .last = first_at(end_ms)};
  // A shorter horizon than last time, or a clock that went back: nothing to take, and nothing is given back.
  if (range.empty()) range.last = range.first;
  next_step_ = range.last;
  committed_ms_ = std::max(committed_ms_, end_ms);
  return range;
}

}  // namespace sequencer
