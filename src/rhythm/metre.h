// Metre: how a bar divides, from the whole bar down to the step, and so how strong each step is.
//
// [2,2,2,2] is a 4/4 bar of 16 steps, [2,2,3] a 12/8 and [3,2,2] a 3/4 bar of 12: the order is the music. A step first
// reached by the l-th subdivision has level l (0 the bar line, larger is weaker) and weight -l (Longuet-Higgins & Lee
// 1984). A pattern longer than the bar repeats it: 1024 steps are 64 bars, never one ten-level tree.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/status.h"
#include "rhythm/pattern.h"

namespace rhythm {

class Metre {
 public:
  // Ten halvings reach kMaxSteps, so no bar is deeper.
  static constexpr int kMaxLevels = 10;

  // Subdivisions from the top, each 2 or more, their product (the bar) at most kMaxSteps. Errors: a sentence.
  static core::Result<Metre> make(std::span<const int> subdivisions);

  // Reads "2,2,3", or "3,2,2/4" with the steps of a beat; spaces are skipped. Errors: anything but such numbers, a beat
  // that does not divide the bar, or what `make` refuses.
  static core::Result<Metre> parse(std::string_view text);

  // What a length most likely means. Up to 16 steps: one bar, prime factors ascending (16 -> 2,2,2,2; 12 -> 2,2,3;
  // 10 -> 2,5). Longer: bars of 16, else of 12, else of 8, else of the largest divisor from 3 to 16; a length with none
  // (34, or a prime) is one bar. steps >= 2.
  static Metre default_for(int steps);

  std::span<const int> subdivisions() const { return subdivisions_; }
  std::string text() const;  // "2,2,2,2"; with a beat that these do not mean, "3,2,2/6"

  int bar_steps() const { return static_cast<int>(levels_.size()); }

  // Steps in a beat. If nobody said so, by the smallest subdivisions: a last 3 or more is the beat itself (12/8: 3),
  // 2,2 at the end makes one of four (4/4 and 3/4 in sixteenths), any other last 2 is the beat.
  int beat_steps() const;
  // The same with a beat of so many steps.
  Metre with_beat(int beat_steps) const;  // a divisor of the bar's steps

  // 0 on the bar line, deepest_level() on the weakest steps. step >= 0, of any bar.
  int level(int step) const { return levels_[static_cast<std::size_t>(step) % levels_.size()]; }
  int weight(int step) const { return -level(step); }
  int deepest_level() const { return static_cast<int>(subdivisions_.size()); }

  // How many steps of one bar have this level. level in [0, deepest_level()].
  int steps_at_level(int level) const { return counts_[static_cast<std::size_t>(level)]; }

  // Whether `steps` is a whole number of bars, and how many.
  bool fits(int steps) const { return steps >= bar_steps() && steps % bar_steps() == 0; }
  int bars(int steps) const { return steps / bar_steps(); }

  bool operator==(const Metre& other) const {
    return subdivisions_ == other.subdivisions_ && beat_steps() == other.beat_steps();
  }

 private:
  explicit Metre(std::span<const int> subdivisions);

  std::vector<int> subdivisions_;
  int beat_ = 0;                              // steps; 0: by the subdivisions
  std::vector<std::uint8_t> levels_;          // (bar_steps)
  std::array<int, kMaxLevels + 1> counts_{};  // steps of a bar at each level
};

// Ascending, each as often as it divides; of 1 none. number >= 1.
std::vector<int> prime_factors(int number);

// Says in a sentence why a metre does not fit a length, if so.
core::Status check_metre(const Metre& metre, int steps);

}  // namespace rhythm
