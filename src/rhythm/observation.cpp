#include "rhythm/observation.h"

#include <cassert>

namespace rhythm {

void write_observation(std::span<const std::uint8_t> kick, std::span<const std::uint8_t> snare,
                       std::span<float> observation) {
  assert(kick.size() == snare.size());
  assert(observation.size() == kick.size() * 2);
  const std::size_t steps = kick.size();
  for (std::size_t step = 0; step < steps; ++step) {
    observation[step] = kick[step] != 0 ? kOnsetInput : kRestInput;
    observation[steps + step] = snare[step] != 0 ? kOnsetInput : kRestInput;
  }
}

}  // namespace rhythm
