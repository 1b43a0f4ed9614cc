#include "sequencer/scheduler.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "core/rng.h"

namespace {

using namespace sequencer;
using rhythm::kKick;
using rhythm::kSnare;

rhythm::Pattern pattern_of(const char* kick, const char* snare) {
  const auto kick_row = rhythm::parse_row(kick);
  const auto snare_row = rhythm::parse_row(snare);
  REQUIRE(kick_row);
  REQUIRE(snare_row);
  rhythm::Pattern pattern(2, static_cast<int>(kick_row->size()));
  pattern.set_row(kKick, *kick_row);
  pattern.set_row(kSnare, *snare_row);
  return pattern;
}

Transport started(double start_ms, double tempo_bpm = 120.0) {
  Transport transport;
  transport.set_tempo(tempo_bpm, 0.0);
  transport.start(start_ms);
  return transport;
}

// The events of the steps in `range`.
std::vector<TimedEvent> events_of(const rhythm::Pattern& pattern, const Transport& transport, const MidiSettings* midi,
                                  TickRange range, std::int64_t cycle_start = 0, double earliest_ms = -1e9) {
  const Groove groove;
  const Score score{.pattern = pattern,
                    .details = {},
                    .voices = {},
                    .groove = groove,
                    .cycle_start = cycle_start * kTicksPerSixteenth};
  std::vector<Onset> onsets;
  append_onsets(score, transport, {(range.first - 20) * kTicksPerSixteenth, (range.last + 20) * kTicksPerSixteenth},
                onsets);
  sort_onsets(onsets);
  std::vector<bool> due;
  for (const Onset& onset : onsets)
    due.push_back(onset.tick >= range.first * kTicksPerSixteenth && onset.tick < range.last * kTicksPerSixteenth);
  std::vector<TimedEvent> events;
  append_events(onsets, due, midi, earliest_ms, events);
  return events;
}

std::vector<TimedEvent> midi_only(std::vector<TimedEvent> events) {
  std::erase_if(events, [](const TimedEvent& event) { return event.kind != EventKind::midi; });
  return events;
}

TEST_CASE("a bar becomes a hit per onset at the time of its step") {
  const auto pattern = pattern_of("x...X...", "....x...");
  const auto events = events_of(pattern, started(1000.0), nullptr, {0, 8});
  REQUIRE(events.size() == 3);
  CHECK(events[0].time_ms == 1000.0);
  CHECK(events[0].voice == kKick);
  CHECK(events[0].velocity == 100);
  CHECK(events[1].time_ms == 1500.0);
  CHECK(events[1].velocity == 127);
  CHECK(events[2].time_ms == 1500.0);
  CHECK(events[2].voice == kSnare);
  for (const TimedEvent& event : events) CHECK(event.kind == EventKind::hit);
}

TEST_CASE("the pattern wraps at its end and counts from the start of its cycle") {
  const auto pattern = pattern_of("x..", "...");
  const auto events = events_of(pattern, started(0.0), nullptr, {4, 12}, 4);
  REQUIRE(events.size() == 3);  // steps 4, 7, 10
  CHECK(events[0].time_ms == 500.0);
  CHECK(events[1].time_ms == 875.0);
  CHECK(events[2].time_ms == 1250.0);
}

TEST_CASE("a snare is a note-on and its note-off on channel 10") {
  const auto pattern = pattern_of("x.......", "....x...");
  const MidiSettings midi;
  const auto events = midi_only(events_of(pattern, started(1000.0), &midi, {0, 8}));
  REQUIRE(events.size() == 2);
  CHECK(events[0].time_ms == 1500.0);
  CHECK(events[0].bytes == MidiBytes{0x99, 38, 100});
  CHECK(events[0].duration_ms == 60.0);
  CHECK(events[1].time_ms == 1560.0);
  CHECK(events[1].bytes == MidiBytes{0x89, 38, 0});
}

TEST_CASE("the kick goes out only when it is switched on") {
  const auto pattern = pattern_of("x...", "....");
  MidiSettings midi;
  CHECK(midi_only(events_of(pattern, started(0.0), &midi, {0, 4})).empty());
  midi.on[kKick] = true;
  midi.channel = 1;
  const auto events = midi_only(events_of(pattern, started(0.0), &midi, {0, 4}));
  REQUIRE(events.size() == 2);
  CHECK(events[0].bytes == MidiBytes{0x90, 36, 100});
}

TEST_CASE("a long note ends before the same note begins again") {
  const MidiSettings midi{.note_length_ms = 1000.0};
  SUBCASE("on the next step") {
    const auto events = midi_only(events_of(pattern_of("........", "xx......"), started(0.0), &midi, {0, 1}));
    REQUIRE(events.size() == 2);
    CHECK(events[1].time_ms == 124.0);
  }
  SUBCASE("over the end of the pattern") {
    const auto events = midi_only(events_of(pattern_of("....", "x..."), started(0.0), &midi, {0, 1}));
    REQUIRE(events.size() == 2);
    CHECK(events[1].time_ms == 499.0);
  }
  SUBCASE("but not shorter than it must") {
    const auto events =
        midi_only(events_of(pattern_of("................", "x.........x....."), started(0.0), &midi, {0, 1}));
    REQUIRE(events.size() == 2);
    CHECK(events[1].time_ms == 1000.0);
  }
}

TEST_CASE("two voices on one note at one step are one note, the louder one") {
  const MidiSettings midi{.note = {40, 40}, .on = {true, true}, .note_length_ms = 300.0};
  const auto events = midi_only(events_of(pattern_of("xx..", "X..."), started(0.0), &midi, {0, 2}));
  REQUIRE(events.size() == 4);
  CHECK(events[0].bytes == MidiBytes{0x99, 40, 127});
  CHECK(events[1].time_ms == 124.0);  // the kick's note on the next step is the same note
  CHECK(events[2].bytes == MidiBytes{0x99, 40, 100});
}

TEST_CASE("latency moves MIDI and not the built-in sound") {
  const MidiSettings midi{.latency_ms = -30.0};
  const auto events = events_of(pattern_of("....", "x..."), started(1000.0), &midi, {0, 1});
  REQUIRE(events.size() == 3);
  CHECK(events[0].time_ms == 1000.0);
  CHECK(events[1].time_ms == 970.0);
  CHECK(events[2].time_ms == 1030.0);
}

TEST_CASE("a note whose note-on is too late goes with its note-off") {
  const MidiSettings midi{.latency_ms = -30.0};
  const auto events = events_of(pattern_of("....", "x..."), started(1000.0), &midi, {0, 1}, 0, 980.0);
  REQUIRE(events.size() == 1);
  CHECK(events[0].kind == EventKind::hit);
}

TEST_CASE("note-offs come before note-ons of the same time") {
  std::vector<TimedEvent> events{
      {.time_ms = 10.0, .kind = EventKind::midi, .velocity = 100, .duration_ms = 5.0, .bytes = note_on(10, 38, 100)},
      {.time_ms = 10.0, .kind = EventKind::midi, .velocity = 0, .bytes = note_off(10, 36)},
  };
  NoteTracker tracker;
  finish_events(events, tracker);
  CHECK(events[0].bytes == note_off(10, 36));
}

TEST_CASE("a note that would run into the next one is ended first") {
  NoteTracker tracker;
  std::vector<TimedEvent> first{
      {.time_ms = 0.0, .kind = EventKind::midi, .velocity = 100, .duration_ms = 200.0, .bytes = note_on(10, 38, 100)}};
  finish_events(first, tracker);
  // The tempo rose meanwhile, so the same note begins at 150 ms.
  std::vector<TimedEvent> second{
      {.time_ms = 150.0, .kind = EventKind::midi, .velocity = 100, .duration_ms = 20.0, .bytes = note_on(10, 38, 100)}};
  finish_events(second, tracker);
  REQUIRE(second.size() == 2);
  CHECK(second[0].bytes == note_off(10, 38));
  CHECK(second[0].time_ms == 150.0);
  CHECK(is_note_on(second[1].bytes));
}

}  // namespace
