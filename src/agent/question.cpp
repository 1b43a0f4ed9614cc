#include "agent/question.h"

#include <algorithm>
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

Inquiry::Inquiry(QNetwork& network, const Question& question) : network_(network), reward_(question.reward) {
  write_question(network, question, observation_);
}

void Inquiry::toggle(int step) { rhythm::toggle_snare(observation_, network_.steps(), step); }

void Inquiry::set_values(const rhythm::TermValues& values) {
  if (!network_.conditioned()) return;
  const rhythm::TermValues weights = rhythm::linear_weights(reward_, values);
  std::ranges::copy(weights, observation_.begin() + rhythm::weight_index(network_.steps()));
}

}  // namespace agent
