#include "sequencer/midi.h"

#include <doctest/doctest.h>

namespace {

using namespace sequencer;

TEST_CASE("MIDI bytes are those of the standard") {
  CHECK(note_on(10, 38, 100) == MidiBytes{0x99, 38, 100});
  CHECK(note_off(16, 127) == MidiBytes{0x8F, 127, 0});
  CHECK(all_notes_off(1) == MidiBytes{0xB0, 123, 0});
  CHECK(all_sound_off(10) == MidiBytes{0xB9, 120, 0});
}

TEST_CASE("a note-on is never the note-off that velocity 0 means") {
  CHECK(note_on(1, 60, 0) == MidiBytes{0x90, 60, 1});
  CHECK_FALSE(is_note_on({0x90, 60, 0}));
  CHECK_FALSE(is_note_on({0x80, 60, 64}));
}

TEST_CASE("panic ends what sounds, then clears the channel") {
  NoteTracker tracker;
  tracker.add(10, 38, 100.0, 200.0);
  const auto messages = tracker.panic(150.0, 10);
  REQUIRE(messages.size() == 3);
  CHECK(messages[0].bytes == note_off(10, 38));
  CHECK(messages[0].time_ms == 150.0);
  CHECK(messages[1].bytes == all_notes_off(10));
  CHECK(messages[2].bytes == all_sound_off(10));
  CHECK(tracker.empty());
}

TEST_CASE("panic cuts short what was handed over but has not begun") {
  NoteTracker tracker;
  tracker.add(10, 38, 180.0, 240.0);
  const auto messages = tracker.panic(150.0, 10);
  REQUIRE(messages.size() == 3);
  CHECK(messages[2].bytes == note_off(10, 38));
  CHECK(messages[2].time_ms == 180.0 + kNoteGapMs);
}

TEST_CASE("panic reaches notes on a channel that was left meanwhile") {
  NoteTracker tracker;
  tracker.add(3, 40, 100.0, 200.0);
  const auto messages = tracker.panic(150.0, 10);
  REQUIRE(messages.size() == 5);
  CHECK(messages[0].bytes == note_off(3, 40));
  CHECK(messages[1].bytes == all_notes_off(10));
  CHECK(messages[3].bytes == all_notes_off(3));
}

TEST_CASE("notes that ended are forgotten") {
  NoteTracker tracker;
  tracker.add(10, 38, 100.0, 200.0);
  tracker.forget_ended(199.0);
  CHECK_FALSE(tracker.empty());
  tracker.forget_ended(200.0);
  CHECK(tracker.empty());
  CHECK(tracker.panic(210.0, 10).size() == 2);  // only CC123 and CC120
}

TEST_CASE("a note that begins while the same one sounds is reported") {
  NoteTracker tracker;
  CHECK_FALSE(tracker.add(10, 38, 100.0, 200.0));
  CHECK_FALSE(tracker.add(10, 36, 150.0, 210.0));
  CHECK_FALSE(tracker.add(10, 38, 200.0, 260.0));
  CHECK(tracker.add(10, 38, 240.0, 300.0));
}

}  // namespace
