#include "agent/question.h"

#include <cassert>

#include "rhythm/observation.h"

namespace agent {

void write_question(const QNetwork& network, const Question& question, std::vector<float>& observation) {
  assert(question.kick.size() == static_cast<std::size_t>(network.steps()));
  observation.resize(static_cast<std::size_t>(network.observation_size()));
  const std::span inputs(observation);
  const auto pattern_size = static_cast<std::size_t>(rhythm::pattern_size(network.steps()));
  rhythm::write_pattern(question.kick, question.snare, inputs.first(pattern_size));
  if (network.conditioned()) {
    rhythm::write_wishes(rhythm::linear_weights(question.reward, question.values), question.reward.liked,
                         inputs.subspan(pattern_size));
  }
}

}  // namespace agent
