// Rhythm metrics: what a pattern is worth by one measure of the literature, as a plain number.
//
// All functions take rows of velocities (0 = no onset) and look at onsets only.
#pragma once

#include <cstdint>
#include <span>

namespace rhythm {

// Number of steps at which exactly one of two rows has an onset (Hamming 1950). Rows of the same length n; range 0 to
// n.
int hamming(std::span<const std::uint8_t> a, std::span<const std::uint8_t> b);

// 2 * hamming(kick, snare) / n - 1: the reward of the origin experiment. 1 when the snare is the exact complement of
// the kick, -1 when it equals the kick. Rows of the same length n >= 1.
double difference(std::span<const std::uint8_t> kick, std::span<const std::uint8_t> snare);

}  // namespace rhythm
