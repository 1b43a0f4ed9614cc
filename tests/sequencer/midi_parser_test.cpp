#include "sequencer/midi_parser.h"

#include <doctest/doctest.h>

#include <initializer_list>
#include <vector>

#include "core/rng.h"

namespace {

using namespace sequencer;

std::vector<MidiMessage> parse(std::initializer_list<int> bytes) {
  MidiParser parser;
  std::vector<MidiMessage> messages;
  for (const int byte : bytes) {
    if (const auto message = parser.feed(static_cast<std::uint8_t>(byte))) messages.push_back(*message);
  }
  return messages;
}

const MidiMessage kKickOn{.kind = MidiKind::note_on, .channel = 10, .number = 36, .value = 100};
const MidiMessage kClock{.kind = MidiKind::clock};

TEST_CASE("whole messages") {
  CHECK(parse({0x99, 36, 100}) == std::vector{kKickOn});
  CHECK(parse({0x80, 60, 64}) ==
        std::vector{MidiMessage{.kind = MidiKind::note_off, .channel = 1, .number = 60, .value = 64}});
  CHECK(parse({0xBF, 74, 127}) ==
        std::vector{MidiMessage{.kind = MidiKind::controller, .channel = 16, .number = 74, .value = 127}});
  CHECK(parse({0xF2, 0x10, 0x02}) == std::vector{MidiMessage{.kind = MidiKind::song_position, .value = 0x110}});
  CHECK(parse({0xFA, 0xF8, 0xFC, 0xFB}) == std::vector{MidiMessage{.kind = MidiKind::start}, kClock,
                                                       MidiMessage{.kind = MidiKind::stop},
                                                       MidiMessage{.kind = MidiKind::resume}});
}

TEST_CASE("a note-on of velocity 0 is a note-off") {
  const auto messages = parse({0x99, 36, 0});
  REQUIRE(messages.size() == 1);
  CHECK(messages[0].kind == MidiKind::note_off);
}

TEST_CASE("running status goes on, through real-time bytes too") {
  CHECK(parse({0x99, 36, 100, 36, 100}) == std::vector{kKickOn, kKickOn});
  CHECK(parse({0x99, 36, 0xF8, 100, 0xFE, 36, 100}) == std::vector{kClock, kKickOn, kKickOn});
}

TEST_CASE("song position ends running status") { CHECK(parse({0x99, 36, 100, 0xF2, 0, 0, 36, 100}).size() == 2); }

TEST_CASE("sysex, active sensing and messages that mean nothing here are left out") {
  CHECK(parse({0xF0, 0x7E, 36, 100, 0xF7}).empty());
  CHECK(parse({0xF0, 0x7E, 0xF8, 36, 0xF7, 0x99, 36, 100}) == std::vector{kClock, kKickOn});
  CHECK(parse({0xFE, 0xFF, 0xF9, 0xFD}).empty());
  CHECK(parse({0xE0, 1, 2, 0xC3, 5, 0xD0, 6, 0xA0, 1, 2, 0xF1, 7, 0xF3, 8, 0xF6}).empty());
  // A program change has one byte: the pair that follows is a message again.
  CHECK(parse({0xC9, 5, 0x99, 36, 100}) == std::vector{kKickOn});
}

TEST_CASE("what is cut off or begins in the middle is skipped") {
  CHECK(parse({36, 100, 0x99, 36, 100}) == std::vector{kKickOn});
  CHECK(parse({0x99, 36, 0x99, 36, 100}) == std::vector{kKickOn});
  CHECK(parse({0xF0, 1, 2, 0x99, 36, 100}) == std::vector{kKickOn});  // sysex without its end
}

TEST_CASE("after a reset the old running status is unknown") {
  MidiParser parser;
  CHECK_FALSE(parser.feed(0x99));
  CHECK_FALSE(parser.feed(36));
  parser.reset();
  CHECK_FALSE(parser.feed(100));
  CHECK_FALSE(parser.feed(36));
}

TEST_CASE("random bytes give only messages in range, and the next whole message is understood") {
  static_assert(sizeof(MidiParser) <= 16);  // nothing in it can grow
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    core::Rng rng(seed);
    MidiParser parser;
    int messages = 0;
    for (int i = 0; i < 20000; ++i) {
      const auto message = parser.feed(static_cast<std::uint8_t>(rng.below(256)));
      if (!message) continue;
      ++messages;
      const bool of_channel = message->kind == MidiKind::note_on || message->kind == MidiKind::note_off ||
                              message->kind == MidiKind::controller;
      REQUIRE(message->channel >= (of_channel ? 1 : 0));
      REQUIRE(message->channel <= (of_channel ? 16 : 0));
      REQUIRE(message->number >= 0);
      REQUIRE(message->number <= 127);
      REQUIRE(message->value >= (message->kind == MidiKind::note_on ? 1 : 0));
      REQUIRE(message->value <= (message->kind == MidiKind::song_position ? 16383 : 127));
    }
    CHECK(messages > 100);
    CHECK_FALSE(parser.feed(0x99));
    CHECK_FALSE(parser.feed(36));
    CHECK(parser.feed(100) == kKickOn);
  }
}

TEST_CASE("messages are as long as the standard has them") {
  CHECK(message_length(0x80) == 3);
  CHECK(message_length(0xBF) == 3);
  CHECK(message_length(0xC0) == 2);
  CHECK(message_length(0xF2) == 3);
  CHECK(message_length(0xF3) == 2);
  CHECK(message_length(0xF8) == 1);
}

}  // namespace
