#include "agent/agent.h"

#include <cassert>
#include <cmath>

namespace agent {

void round_weights(Agent& agent, int significant_bits) {
  assert(significant_bits >= 1 && significant_bits <= 24);
  for (float& parameter : agent.network.parameters()) {
    int exponent = 0;
    const float mantissa = std::frexp(parameter, &exponent);  // in [1/2, 1)
    parameter = std::ldexp(std::round(std::ldexp(mantissa, significant_bits)), exponent - significant_bits);
  }
}

}  // namespace agent
