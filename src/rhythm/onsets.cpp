#include "rhythm/onsets.h"

namespace rhythm {

Onsets::Onsets(const StepSet& set) : set_(set) {
  assert(set.steps() >= 1);
  set_.for_each([&](int step) {
    positions_[static_cast<std::size_t>(count_)] = static_cast<std::uint16_t>(step);
    ++count_;
  });
}

Onsets Onsets::from_row(std::span<const std::uint8_t> velocities) { return Onsets(StepSet::from_row(velocities)); }

Onsets Onsets::from_bits(std::uint64_t bits, int steps) {
  assert(steps >= 1 && steps <= StepSet::kWordSteps);
  return Onsets(StepSet::from_words({&bits, 1}, steps));
}

Onsets united(const Onsets& a, const Onsets& b) { return Onsets(a.set() | b.set()); }

}  // namespace rhythm
