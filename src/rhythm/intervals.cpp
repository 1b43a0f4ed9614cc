#include "rhythm/intervals.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <numbers>

namespace rhythm {
namespace {

// Index n: the largest lz76 of any pattern of n steps, by exhaustive search.
constexpr std::array kLz76Maxima = {0, 1, 2, 3, 3, 4, 4, 5, 5, 5, 6, 6, 6, 7, 7, 7, 8, 8, 8, 8, 9, 9, 9, 9, 10};

constexpr double kTurn = 2.0 * std::numbers::pi;

// Length of the longest copy of what starts at `start` from any earlier start.
int longest_copy(const StepSet& set, int start) {
  const int steps = set.steps();
  int longest = 0;
  for (int from = 0; from < start && start + longest < steps; ++from) {
    int length = 0;
    while (start + length < steps && set.test(from + length) == set.test(start + length)) ++length;
    longest = std::max(longest, length);
  }
  return longest;
}

}  // namespace

int lz76(const Onsets& onsets) {
  int phrases = 0;
  for (int start = 0; start < onsets.steps(); ++phrases) start += longest_copy(onsets.set(), start) + 1;
  return phrases;
}

int lz76_minimum(int steps) { return std::min(steps, 2); }

int lz76_maximum(int steps) {
  if (steps < static_cast<int>(kLz76Maxima.size())) return kLz76Maxima[static_cast<std::size_t>(steps)];
  int phrases = 0;
  int length = 1;
  int left = steps;
  for (int words = 2; left >= words * length; words *= 2) {
    phrases += words;
    left -= words * length;
    ++length;
  }
  return phrases + left / length + (left % length != 0 ? 1 : 0);
}

double ioi_entropy(const Onsets& onsets) {
  const int count = onsets.count();
  if (count < 2) return 0.0;
  std::array<std::uint16_t, kMaxSteps + 1> occurrences{};
  for (int k = 0; k < count; ++k) ++occurrences[static_cast<std::size_t>(onsets.interval(k))];
  double entropy = 0.0;
  for (int k = 0; k < count; ++k) {
    std::uint16_t& seen = occurrences[static_cast<std::size_t>(onsets.interval(k))];
    if (seen == 0) continue;  // this length has been counted
    const double share = static_cast<double>(seen) / count;
    entropy -= share * std::log2(share);
    seen = 0;
  }
  return std::abs(entropy);  // 1 * log2 1 would leave a minus sign on zero
}

double ioi_entropy_maximum(int steps) {
  int different = 1;
  while ((different + 1) * (different + 2) / 2 <= steps) ++different;
  return std::log2(different);
}

double npvi(const Onsets& onsets) {
  const int count = onsets.count();
  if (count < 2) return 0.0;
  double sum = 0.0;
  for (int k = 0; k + 1 < count; ++k) {
    const int a = onsets.interval(k);
    const int b = onsets.interval(k + 1);
    sum += 2.0 * std::abs(a - b) / (a + b);
  }
  return 100.0 * sum / (count - 1);
}

double npvi_maximum(int steps) { return steps < 2 ? 0.0 : 200.0 * (steps - 2) / steps; }

double balance(const Onsets& onsets) {
  const int count = onsets.count();
  if (count == 0) return 0.0;
  std::complex<double> centre;
  for (int k = 0; k < count; ++k) centre += std::polar(1.0, kTurn * onsets.position(k) / onsets.steps());
  return std::clamp(1.0 - std::abs(centre) / count, 0.0, 1.0);
}

double evenness(const Onsets& onsets) {
  const int count = onsets.count();
  if (count == 0) return 0.0;
  std::complex<double> sum;
  for (int k = 0; k < count; ++k) {
    const double lead = static_cast<double>(onsets.position(k)) / onsets.steps() - static_cast<double>(k) / count;
    sum += std::polar(1.0, kTurn * lead);
  }
  return std::clamp(std::abs(sum) / count, 0.0, 1.0);
}

double density(const Onsets& onsets) { return static_cast<double>(onsets.count()) / onsets.steps(); }

}  // namespace rhythm
