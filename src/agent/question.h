// What an agent is asked: answer this kick, starting from this snare, in this taste.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "agent/q_network.h"
#include "rhythm/reward_weights.h"

namespace agent {

// A view; what it looks at must outlive it. Rows of n velocities.
struct Question {
  std::span<const std::uint8_t> kick;
  std::span<const std::uint8_t> snare;
  // As they count for n steps (env::effective_settings), and the terms' values of this kick and snare. Agents for fixed
  // settings read neither.
  const rhythm::RewardSettings& reward;
  const rhythm::TermValues& values;
};

// The observation that `network` reads; resized to fit.
void write_question(const QNetwork& network, const Question& question, std::vector<float>& observation);

}  // namespace agent
