#include "rhythm/onsets.h"

namespace rhythm {

Onsets::Onsets(const StepSet& set, int steps) : set_(set), steps_(steps) {
  assert(steps >= 1 && steps <= kMaxSteps);
  for (int step = 0; step < steps; ++step) {
    if (!set_[static_cast<std::size_t>(step)]) continue;
    positions_[static_cast<std::size_t>(count_)] = static_cast<std::uint16_t>(step);
    ++count_;
  }
}

Onsets Onsets::from_row(std::span<const std::uint8_t> velocities) {
  assert(velocities.size() <= kMaxSteps);
  StepSet set;
  for (std::size_t step = 0; step < velocities.size(); ++step) set[step] = velocities[step] != 0;
  return Onsets(set, static_cast<int>(velocities.size()));
}

Onsets Onsets::from_bits(std::uint64_t bits, int steps) {
  assert(steps >= 1 && steps <= 64);
  if (steps < 64) bits &= (std::uint64_t{1} << steps) - 1;
  return Onsets(StepSet(bits), steps);
}

Onsets Onsets::from_set(const StepSet& set, int steps) {
  assert(steps >= 1 && steps <= kMaxSteps);
  const std::size_t beyond = static_cast<std::size_t>(kMaxSteps - steps);
  return Onsets((set << beyond) >> beyond, steps);
}

Onsets united(const Onsets& a, const Onsets& b) {
  assert(a.steps() == b.steps());
  return Onsets::from_set(a.set() | b.set(), a.steps());
}

Onsets rotated(const Onsets& onsets, int shift) {
  const int n = onsets.steps();
  const int forward = ((shift % n) + n) % n;
  StepSet set;
  for (int k = 0; k < onsets.count(); ++k) {
    set[static_cast<std::size_t>((onsets.position(k) + forward) % n)] = true;
  }
  return Onsets::from_set(set, n);
}

}  // namespace rhythm
