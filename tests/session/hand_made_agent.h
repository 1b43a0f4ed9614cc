// An agent whose weights are written down instead of trained: it wants the exact complement of the kick.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "agent/agent.h"
#include "agent/agent_file.h"
#include "tests/nn/matrices.h"

namespace session_test {

// Hidden unit i is 2 where kick and snare both sound, unit n + i where both rest, so that toggling step i is worth
// 1 where they agree and -1 where they differ; leaving it is worth 0. A reward-conditioned one says so in its head for
// the difference and 0 in all others.
inline agent::Agent complement_agent(int steps, const std::string& name = {}, bool conditioned = false) {
  core::Config config = core::original_config();
  config.conditioned = conditioned;
  config.steps = steps;
  config.leave_it = true;
  config.hidden_layers = 1;
  config.hidden_units = 2 * steps;
  agent::Agent agent(config);
  agent.info.name = name;
  agent.info.env_steps = 4000;
  agent.info.gradient_steps = 1000;
  Eigen::MatrixXf hidden = Eigen::MatrixXf::Zero(2 * steps, agent.network.observation_size());
  Eigen::MatrixXf output = Eigen::MatrixXf::Zero(agent.network.mlp().output_size(), 2 * steps);
  Eigen::VectorXf bias = Eigen::VectorXf::Zero(agent.network.mlp().output_size());
  for (int i = 0; i < steps; ++i) {
    hidden(i, i) = 1.0F;
    hidden(i, steps + i) = 1.0F;
    hidden(steps + i, i) = -1.0F;
    hidden(steps + i, steps + i) = -1.0F;
    output(i, i) = 1.0F;
    output(i, steps + i) = 1.0F;
    bias(i) = -1.0F;
  }
  nn::Mlp& mlp = agent.network.mlp();
  nn_test::set_layer(mlp, 0, hidden, Eigen::VectorXf::Zero(2 * steps));
  nn_test::set_layer(mlp, 1, output, bias);
  return agent;
}

// It says that it was trained for `reward`.
inline std::vector<std::uint8_t> agent_bytes_for(int steps, const rhythm::RewardSettings& reward,
                                                 bool conditioned = false) {
  agent::Agent agent = complement_agent(steps, "Taste", conditioned);
  agent.info.reward = reward;
  return agent::encode_agent(agent);
}

inline std::vector<std::uint8_t> complement_agent_bytes(int steps, const std::string& name = {}) {
  return agent::encode_agent(complement_agent(steps, name));
}

}  // namespace session_test
