// Networks whose weights are written down instead of trained.
#pragma once

#include "agent/agent.h"
#include "tests/nn/matrices.h"

namespace agent_test {

inline core::Config network_config(int steps, bool leave_it, int hidden_units) {
  core::Config config = core::original_config();
  config.steps = steps;
  config.leave_it = leave_it;
  config.hidden_units = hidden_units;
  config.hidden_layers = 1;
  return config;
}

// Knows the exact complement of the kick: toggling step i is worth 1 where kick and snare agree (hidden unit i is 2
// where both sound, unit n + i where both rest) and -1 where they differ; leaving it is worth 0.
inline agent::Agent complement_agent(int steps, bool leave_it) {
  agent::Agent agent(network_config(steps, leave_it, 2 * steps));
  const int actions = agent.network.action_count();
  Eigen::MatrixXf hidden = Eigen::MatrixXf::Zero(2 * steps, 3 * steps);  // the products are left alone
  Eigen::MatrixXf output = Eigen::MatrixXf::Zero(actions, 2 * steps);
  Eigen::VectorXf bias = Eigen::VectorXf::Zero(actions);
  for (int i = 0; i < steps; ++i) {
    hidden(i, i) = hidden(i, steps + i) = 1.0F;
    hidden(steps + i, i) = hidden(steps + i, steps + i) = -1.0F;
    output(i, i) = output(i, steps + i) = 1.0F;
    bias(i) = -1.0F;
  }
  nn_test::set_layer(agent.network.mlp(), 0, hidden, Eigen::VectorXf::Zero(2 * steps));
  nn_test::set_layer(agent.network.mlp(), 1, output, bias);
  return agent;
}

// Values every action the same whatever it sees: `values` has one number per action.
inline agent::Agent constant_agent(int steps, bool leave_it, const Eigen::VectorXf& values) {
  agent::Agent agent(network_config(steps, leave_it, 4));
  nn_test::set_layer(agent.network.mlp(), 1, Eigen::MatrixXf::Zero(agent.network.action_count(), 4), values);
  return agent;
}

// Random weights, as a trained network might have.
inline agent::Agent random_agent(int steps, bool leave_it, int hidden_units, std::uint64_t seed) {
  agent::Agent agent(network_config(steps, leave_it, hidden_units));
  core::Rng rng(seed);
  agent.network.mlp().initialise(rng, 1.0F);
  return agent;
}

}  // namespace agent_test
