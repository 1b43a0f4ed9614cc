// The onsets of one voice as the metrics read them: which of n steps sound, and where the k-th one is.
//
// A value of fixed size (about 2 KB): filling and reading one never allocates, so that a metric can score all 65,536
// answers of 16 steps in a fraction of a second and still read 1024 steps. Velocities are dropped: every metric here is
// defined on "sounds" and "does not".
// Symbols: n steps, K onsets at o_0 < ... < o_(K-1), IOI inter-onset interval (cyclic: the last one wraps around).
#pragma once

#include <array>
#include <cassert>
#include <cstdint>
#include <span>

#include "rhythm/step_set.h"

namespace rhythm {

class Onsets {
 public:
  // One velocity a step, 0 is a rest. 1 to kMaxSteps steps.
  static Onsets from_row(std::span<const std::uint8_t> velocities);

  // Bit i is step i; bits at and above `steps` are ignored. 1 to 64 steps.
  static Onsets from_bits(std::uint64_t bits, int steps);

  // 1 to kMaxSteps steps.
  explicit Onsets(const StepSet& set);

  int steps() const { return set_.steps(); }
  int count() const { return count_; }

  // step in [0, steps).
  bool at(int step) const { return set_.test(step); }

  // The step of onset k; k in [0, count), ascending.
  int position(int k) const {
    assert(k >= 0 && k < count_);
    return positions_[static_cast<std::size_t>(k)];
  }

  // Steps from onset k to the next one around the cycle, 1 to n; n when it is the only one. k in [0, count).
  int interval(int k) const {
    return k + 1 < count_ ? position(k + 1) - position(k) : position(0) + steps() - position(k);
  }

  const StepSet& set() const { return set_; }

  bool operator==(const Onsets& other) const { return set_ == other.set_; }

 private:
  StepSet set_;
  std::array<std::uint16_t, kMaxSteps> positions_{};  // (count)
  int count_ = 0;
};

// Steps on which at least one of two voices sounds ("kick or snare"). Same length.
Onsets united(const Onsets& a, const Onsets& b);

}  // namespace rhythm
