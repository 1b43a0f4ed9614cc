// What is said of bars while they are handed over and heard: from the playback to whoever answers or shows them.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "rhythm/pattern.h"
#include "session/player/answering.h"
#include "session/song/slot.h"

namespace session {

// What was played in for an agent to answer.
struct Called {
  int voice = rhythm::kKick;
  rhythm::Row row;  // (n)
};

// A bar line: `tick` since the start falls on it at time_ms; cycle_start is the tick of the pattern's first step.
struct Bar {
  std::int64_t tick = 0;
  std::int64_t cycle_start = 0;
  double time_ms = 0.0;
  int number = 1;           // 1 is the first since the start
  int slot = 0;             // of the bank, that plays
  int steps = kFirstSteps;  // its n
  rhythm::Timing timing = {};
  bool begins_cycle = true;      // the pattern begins here
  std::optional<Called> called;  // what is answered from here
  std::vector<Heard> heard;      // the answers that sound from here, one a part; none if no agent answers
  bool new_row = false;          // one of them is another row than the pattern had
};

// What is asked while bars are handed over; either may be empty.
struct Cues {
  // At each end of a cycle: the slot that plays from there on.
  std::function<int()> next_slot;
  // At each bar line: the tempo of this slot of the bank; without it the tempo stays.
  std::function<double(int slot)> tempo_bpm = {};
  // At each start of a cycle: the row of the voice that calls (Slot::called_voice), if it changes there.
  std::function<std::optional<Called>(std::int64_t cycle_start, const Slot& slot)> called = {};
  // At each bar line, before its steps are made: the answers to `slot` that sound from there on.
  std::function<std::vector<Heard>(const Slot& slot)> answer;
};

// Where something that was played by hand belongs.
struct PlayedAt {
  std::int64_t tick = 0;    // of the step, since the start
  std::int64_t cycle = 0;   // the tick that its cycle begins on
  int slot = 0;             // of the bank
  int cell = 0;             // step of the pattern
  double late_steps = 0.0;  // how much later than the step sounds it was played, -0.5 to 0.5 or so
};

}  // namespace session
