#include "rhythm/distance.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdlib>

namespace rhythm {
namespace {

using Lengths = std::array<int, kMaxSteps>;

// For every step the length of the cyclic interval it lies in.
void fill_interval_lengths(const Onsets& onsets, Lengths& lengths) {
  const int n = onsets.steps();
  std::fill_n(lengths.begin(), n, n);
  for (int k = 0; k < onsets.count(); ++k) {
    const int interval = onsets.interval(k);
    for (int i = 0; i < interval; ++i) lengths[static_cast<std::size_t>((onsets.position(k) + i) % n)] = interval;
  }
}

}  // namespace

int hamming(const Onsets& a, const Onsets& b) { return hamming(a.set(), b.set()); }

double difference(const Onsets& kick, const Onsets& snare) { return 2.0 * hamming(kick, snare) / kick.steps() - 1.0; }

std::optional<int> swap_distance(const Onsets& a, const Onsets& b) {
  assert(a.steps() == b.steps());
  if (a.count() != b.count()) return std::nullopt;
  int sum = 0;
  for (int k = 0; k < a.count(); ++k) sum += std::abs(a.position(k) - b.position(k));
  return sum;
}

int swap_distance_maximum(int steps) { return steps * steps / 4; }

std::optional<int> directed_swap_distance(const Onsets& a, const Onsets& b) {
  assert(a.steps() == b.steps());
  const Onsets& more = a.count() >= b.count() ? a : b;
  const Onsets& fewer = a.count() >= b.count() ? b : a;
  if (fewer.count() == 0) return more.count() == 0 ? std::optional<int>(0) : std::nullopt;
  // Some least assignment keeps the order, so: cost[j] = least sum when the onsets of `more` so far reach exactly the
  // onsets 0..j of `fewer`. The next onset goes where the last one went, or one further.
  constexpr int kUnreachable = kMaxSteps * kMaxSteps;
  std::array<int, kMaxSteps> cost;
  std::fill_n(cost.begin(), fewer.count(), kUnreachable);
  for (int i = 0; i < more.count(); ++i) {
    for (int j = std::min(i, fewer.count() - 1); j >= 0; --j) {
      const int stay = i > 0 ? cost[static_cast<std::size_t>(j)] : kUnreachable;
      const int advance = j > 0 ? cost[static_cast<std::size_t>(j - 1)] : (i == 0 ? 0 : kUnreachable);
      const int move = std::abs(more.position(i) - fewer.position(j));
      cost[static_cast<std::size_t>(j)] = std::min(std::min(stay, advance) + move, kUnreachable);
    }
  }
  return cost[static_cast<std::size_t>(fewer.count() - 1)];
}

int directed_swap_distance_maximum(int steps) { return steps * (steps - 1) / 2; }

int chronotonic(const Onsets& a, const Onsets& b) {
  assert(a.steps() == b.steps());
  Lengths lengths_a;
  Lengths lengths_b;
  fill_interval_lengths(a, lengths_a);
  fill_interval_lengths(b, lengths_b);
  int sum = 0;
  for (int step = 0; step < a.steps(); ++step) {
    sum += std::abs(lengths_a[static_cast<std::size_t>(step)] - lengths_b[static_cast<std::size_t>(step)]);
  }
  return sum;
}

int chronotonic_maximum(int steps) { return steps * (steps - 1); }

}  // namespace rhythm
