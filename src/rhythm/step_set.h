// A set of steps as bits: which of n steps sound, for any pattern that there can be.
//
// A value of fixed size (136 bytes) that never allocates; what it does, it does a word of 64 steps at a time, and only
// on the words that n needs. Bit i % 64 of word i / 64 is step i; bits at and above n are 0.
// n steps, W = words_for(n) words.
#pragma once

#include <array>
#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <span>

#include "rhythm/pattern.h"

namespace rhythm {

class StepSet {
 public:
  using Word = std::uint64_t;
  static constexpr int kWordSteps = 64;
  static constexpr int kMaxWords = (kMaxSteps + kWordSteps - 1) / kWordSteps;

  static constexpr int words_for(int steps) { return (steps + kWordSteps - 1) / kWordSteps; }

  // Of no steps at all: where a pattern is missing.
  StepSet() = default;

  // All rests. steps in [0, kMaxSteps].
  explicit StepSet(int steps) : steps_(steps) { assert(steps >= 0 && steps <= kMaxSteps); }

  // The onsets of at most kMaxSteps velocities.
  static StepSet from_row(std::span<const std::uint8_t> row);

  // W words as words() gives them; bits at and above `steps` are ignored.
  static StepSet from_words(std::span<const Word> words, int steps);

  int steps() const { return steps_; }
  bool empty() const { return steps_ == 0; }  // no steps, as an empty Row; see any() for no onsets
  std::span<const Word> words() const { return {words_.data(), static_cast<std::size_t>(words_for(steps_))}; }

  // step in [0, n), here and below.
  bool test(int step) const { return (words_[word_of(step)] & bit_of(step)) != 0; }
  void set(int step) { words_[word_of(step)] |= bit_of(step); }
  void flip(int step) { words_[word_of(step)] ^= bit_of(step); }

  int count() const {
    int sum = 0;
    for (const Word word : words()) sum += std::popcount(word);
    return sum;
  }
  bool any() const {
    for (const Word word : words()) {
      if (word != 0) return true;
    }
    return false;
  }

  // `count` steps from `first` on as bits, the first the lowest. count in [1, kWordSteps], first + count in [0, n].
  Word bits(int first, int count) const;

  // Calls visit(step) for every onset, in ascending order.
  template <class Visit>
  void for_each(const Visit& visit) const {
    for (std::size_t w = 0; w < words().size(); ++w) {
      for (Word word = words_[w]; word != 0; word &= word - 1) {
        visit(static_cast<int>(w) * kWordSteps + std::countr_zero(word));
      }
    }
  }

  // Steps that sound in both, in at least one or in exactly one of two sets; both of n steps.
  StepSet& operator&=(const StepSet& other);
  StepSet& operator|=(const StepSet& other);
  StepSet& operator^=(const StepSet& other);
  friend StepSet operator&(StepSet a, const StepSet& b) { return a &= b; }
  friend StepSet operator|(StepSet a, const StepSet& b) { return a |= b; }
  friend StepSet operator^(StepSet a, const StepSet& b) { return a ^= b; }

  // Every rest an onset, every onset a rest.
  StepSet operator~() const;

  bool operator==(const StepSet& other) const;

  // Equal for equal sets. Flipping a step changes it by step_hash(step) (Zobrist 1970), so that the hash of a neighbour
  // costs nothing: hash() of the flipped set is hash() ^ step_hash(step).
  std::uint64_t hash() const;
  static std::uint64_t step_hash(int step);

 private:
  std::size_t word_of(int step) const {
    assert(step >= 0 && step < steps_);
    return static_cast<std::size_t>(step) / kWordSteps;
  }
  static Word bit_of(int step) { return Word{1} << (static_cast<unsigned>(step) % kWordSteps); }

  void clear_beyond_steps();

  std::array<Word, kMaxWords> words_{};
  int steps_ = 0;
};

// Steps that sound in both, without a set of them; and steps on which exactly one sounds (Hamming 1950). Both of n.
int common(const StepSet& a, const StepSet& b);
int hamming(const StepSet& a, const StepSet& b);

// n velocities, onsets of kPlainVelocity.
Row row_of(const StepSet& set);

}  // namespace rhythm
