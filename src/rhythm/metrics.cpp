#include "rhythm/metrics.h"

#include <cassert>

namespace rhythm {

int hamming(std::span<const std::uint8_t> a, std::span<const std::uint8_t> b) {
  assert(a.size() == b.size());
  int distance = 0;
  for (std::size_t step = 0; step < a.size(); ++step) distance += (a[step] != 0) != (b[step] != 0) ? 1 : 0;
  return distance;
}

double difference(std::span<const std::uint8_t> kick, std::span<const std::uint8_t> snare) {
  assert(!kick.empty());
  return 2.0 * hamming(kick, snare) / static_cast<double>(kick.size()) - 1.0;
}

}  // namespace rhythm
