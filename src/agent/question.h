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

// A question that follows its snare: written once, then changed by each toggle instead of written anew.
class Inquiry {
 public:
  // The network and the settings must outlive it.
  Inquiry(QNetwork& network, const Question& question);

  // Toggles a step of the snare, in [0, n).
  void toggle(int step);

  // Takes over the terms' values of the snare as it is now.
  void set_values(const rhythm::TermValues& values);

  // Of every action (QNetwork::q_values); valid until the network is asked again.
  std::span<const float> q_values() { return network_.q_values(observation_); }

 private:
  QNetwork& network_;
  const rhythm::RewardSettings& reward_;
  std::vector<float> observation_;
};

}  // namespace agent
