// The onsets of one voice as the metrics read them: which of n steps sound, and where the k-th one is.
//
// A value of fixed size (about 2 KB): filling and reading one never allocates, so that a metric can score all 65,536
// answers of 16 steps in a fraction of a second and still read 1024 steps. Velocities are dropped: every metric here is
// defined on "sounds" and "does not".
// Symbols: n steps, K onsets at o_0 < ... < o_(K-1), IOI inter-onset interval (cyclic: the last one wraps around).
#pragma once

#include <array>
#include <bitset>
#include <cassert>
#include <cstdint>
#include <span>

#include "rhythm/pattern.h"

namespace rhythm {

// One bit a step. Bits at and above a pattern's length are 0.
using StepSet = std::bitset<kMaxSteps>;

class Onsets {
 public:
  // One velocity a step, 0 is a rest. 1 to kMaxSteps steps.
  static Onsets from_row(std::span<const std::uint8_t> velocities);

  // Bit i is step i; bits at and above `steps` are ignored. 1 to 64 steps.
  static Onsets from_bits(std::uint64_t bits, int steps);

  // 1 to kMaxSteps steps; bits at and above `steps` are ignored.
  static Onsets from_set(const StepSet& set, int steps);

  int steps() const { return steps_; }
  int count() const { return count_; }

  // step in [0, steps).
  bool at(int step) const {
    assert(step >= 0 && step < steps_);
    return set_[static_cast<std::size_t>(step)];
  }

  // The step of onset k; k in [0, count), ascending.
  int position(int k) const {
    assert(k >= 0 && k < count_);
    return positions_[static_cast<std::size_t>(k)];
  }

  // Steps from onset k to the next one around the cycle, 1 to n; n when it is the only one. k in [0, count).
  int interval(int k) const {
    return k + 1 < count_ ? position(k + 1) - position(k) : position(0) + steps_ - position(k);
  }

  const StepSet& set() const { return set_; }

  bool operator==(const Onsets& other) const { return steps_ == other.steps_ && set_ == other.set_; }

 private:
  Onsets(const StepSet& set, int steps);

  StepSet set_;
  std::array<std::uint16_t, kMaxSteps> positions_{};  // (count)
  int steps_ = 0;
  int count_ = 0;
};

// Steps on which at least one of two voices sounds ("kick or snare"). Same length.
Onsets united(const Onsets& a, const Onsets& b);

// The same rhythm started `shift` steps later: step s moves to (s + shift) mod n. Any shift, also a negative one.
Onsets rotated(const Onsets& onsets, int shift);

}  // namespace rhythm
