// From a pattern and its groove to the onsets that are heard, by sound and MIDI alike.
//
// Everything here is a function of its arguments: what is random (probability, humanise) is drawn by hashing the seed
// with the tick, so the same ticks give the same onsets however the time line is cut into windows.
// V voices, n steps; ticks as the transport has them.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "rhythm/pattern.h"
#include "sequencer/groove.h"
#include "sequencer/transport.h"

namespace sequencer {

// How much earlier and later than its step an onset can be, in ticks of the longest step: micro-timing half a step
// either way, swing half a step, and the last of four ratchets three quarters of a step that swing has made one and a
// half steps long. Humanise adds up to kMaxHumaniseMs, less than half a step at any tempo.
inline constexpr int kMostTicksLate = 3 * 12;

// What is played, by reference.
struct Score {
  const rhythm::Pattern& pattern;
  std::span<const StepDetail> details;    // (V, n), row-major; empty: every step plainly
  std::span<const VoiceSettings> voices;  // (V); empty: all voices follow the pattern and are heard
  const Groove& groove;
  rhythm::Resolution resolution = rhythm::Resolution::sixteenths;
  // Ticks since the start: a cycle of the pattern begins on the first; on the second those of the voices that have a
  // cycle of their own. These run on freely: a voice of 12 steps in a pattern of 16 comes back after 48 steps.
  std::int64_t cycle_start = 0;
  std::int64_t origin = 0;
  int kit = 0;  // of the onsets
};

// Ticks since the start: [first, last).
struct TickRange {
  std::int64_t first = 0;
  std::int64_t last = 0;
};

struct Onset {
  std::int64_t tick = 0;  // since the start, of the step that it belongs to
  int voice = 0;
  int ratchet = 0;            // [0, kMaxRatchets)
  std::uint8_t velocity = 0;  // 1-127
  double time_ms = 0.0;
  int kit = 0;  // which set of sounds it is of
};

// Appends the onsets of the steps that begin in `range`, in no particular order. Every second step of a cycle is late
// by the swing; ratchets divide what lies between the step and the next one.
void append_onsets(const Score& score, const Transport& transport, TickRange range, std::vector<Onset>& onsets);

// How late the swing makes a step of a cycle, in steps: every second eighth or sixteenth, with 32nds those around it.
// Triplets are straight, for they are what swing comes close to.
double swing_steps(const Groove& groove, rhythm::Resolution resolution, std::int64_t step_in_cycle);

// By time; what comes at one time, by voice, tick and ratchet.
void sort_onsets(std::vector<Onset>& onsets);

}  // namespace sequencer
