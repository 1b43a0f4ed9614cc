// How a pattern becomes the numbers that an agent reads: [kick 0..n-1, snare 0..n-1], +1 onset, -1 rest.
//
// n steps. +-1 instead of 0/1 because the network then sees onsets and rests as equally strong (0/1 learned the
// 16-step difference reward more slowly: see the README's learning table).
#pragma once

#include <cstdint>
#include <span>

namespace rhythm {

inline constexpr float kOnsetInput = 1.0F;
inline constexpr float kRestInput = -1.0F;

// Name of this layout in agent files.
inline constexpr const char* kObservationLayout = "kick,snare:+1/-1";

constexpr int observation_size(int steps) { return 2 * steps; }

// Where a snare step sits in the observation. step in [0, steps).
constexpr int snare_index(int steps, int step) { return steps + step; }

// Writes the observation of rows of n velocities each; `observation` has exactly 2n floats.
void write_observation(std::span<const std::uint8_t> kick, std::span<const std::uint8_t> snare,
                       std::span<float> observation);

}  // namespace rhythm
