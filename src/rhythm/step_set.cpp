#include "rhythm/step_set.h"

#include <algorithm>

namespace rhythm {

StepSet StepSet::from_row(std::span<const std::uint8_t> row) {
  StepSet set(static_cast<int>(row.size()));
  for (std::size_t step = 0; step < row.size(); ++step) {
    set.words_[step / kWordSteps] |= static_cast<Word>(row[step] != 0) << (step % kWordSteps);
  }
  return set;
}

StepSet StepSet::from_words(std::span<const Word> words, int steps) {
  StepSet set(steps);
  assert(words.size() == static_cast<std::size_t>(words_for(steps)));
  std::ranges::copy(words, set.words_.begin());
  set.clear_beyond_steps();
  return set;
}

void StepSet::clear_beyond_steps() {
  if (const int used = steps_ % kWordSteps; used != 0) {
    words_[static_cast<std::size_t>(steps_ / kWordSteps)] &= (Word{1} << used) - 1;
  }
}

StepSet::Word StepSet::bits(int first, int count) const {
  assert(count >= 1 && count <= kWordSteps && first >= 0 && first + count <= steps_);
  const std::size_t word = word_of(first);
  const auto shift = static_cast<unsigned>(first) % kWordSteps;
  Word bits = words_[word] >> shift;
  if (shift != 0 && word + 1 < words().size()) bits |= words_[word + 1] << (kWordSteps - shift);
  return count == kWordSteps ? bits : bits & ((Word{1} << static_cast<unsigned>(count)) - 1);
}

StepSet& StepSet::operator&=(const StepSet& other) {
  assert(steps_ == other.steps_);
  for (std::size_t w = 0; w < words().size(); ++w) words_[w] &= other.words_[w];
  return *this;
}

StepSet& StepSet::operator|=(const StepSet& other) {
  assert(steps_ == other.steps_);
  for (std::size_t w = 0; w < words().size(); ++w) words_[w] |= other.words_[w];
  return *this;
}

StepSet& StepSet::operator^=(const StepSet& other) {
  assert(steps_ == other.steps_);
  for (std::size_t w = 0; w < words().size(); ++w) words_[w] ^= other.words_[w];
  return *this;
}

StepSet StepSet::operator~() const {
  StepSet result(steps_);
  for (std::size_t w = 0; w < words().size(); ++w) result.words_[w] = ~words_[w];
  result.clear_beyond_steps();
  return result;
}

bool StepSet::operator==(const StepSet& other) const {
  return steps_ == other.steps_ && std::ranges::equal(words(), other.words());
}

// The finaliser of SplitMix64 (Steele, Lea & Flood 2014), of numbers as far apart as its own.
std::uint64_t StepSet::step_hash(int step) {
  std::uint64_t hash = (static_cast<std::uint64_t>(step) + 1) * 0x9E3779B97F4A7C15ULL;
  hash = (hash ^ hash >> 30U) * 0xBF58476D1CE4E5B9ULL;
  hash = (hash ^ hash >> 27U) * 0x94D049BB133111EBULL;
  return hash ^ hash >> 31U;
}

std::uint64_t StepSet::hash() const {
  std::uint64_t hash = step_hash(kMaxSteps + steps_);
  for_each([&](int step) { hash ^= step_hash(step); });
  return hash;
}

int common(const StepSet& a, const StepSet& b) {
  assert(a.steps() == b.steps());
  int sum = 0;
  for (std::size_t w = 0; w < a.words().size(); ++w) sum += std::popcount(a.words()[w] & b.words()[w]);
  return sum;
}

int hamming(const StepSet& a, const StepSet& b) {
  assert(a.steps() == b.steps());
  int sum = 0;
  for (std::size_t w = 0; w < a.words().size(); ++w) sum += std::popcount(a.words()[w] ^ b.words()[w]);
  return sum;
}

Row row_of(const StepSet& set) {
  Row row(static_cast<std::size_t>(set.steps()), 0);
  set.for_each([&](int step) { row[static_cast<std::size_t>(step)] = kPlainVelocity; });
  return row;
}

}  // namespace rhythm
