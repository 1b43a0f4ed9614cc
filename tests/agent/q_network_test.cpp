#include "agent/q_network.h"

#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <vector>

#include "agent/agent.h"
#include "rhythm/observation.h"

namespace {

core::Config conditioned_config() {
  core::Config config = core::original_config();
  config.steps = 4;
  config.hidden_units = 8;
  config.hidden_layers = 2;
  config.conditioned = true;
  return config;
}

}  // namespace

TEST_CASE("a reward-conditioned network has a head for each term and Q-values that are linear in the weights") {
  agent::QNetwork network(conditioned_config());
  core::Rng rng(7);
  network.initialise(rng);
  CHECK(network.heads() == 11);
  CHECK(network.mlp().output_size() == 11 * 5);
  std::vector<float> observation(static_cast<std::size_t>(network.observation_size()), 0.5F);
  const auto weights = std::span(observation).subspan(static_cast<std::size_t>(rhythm::weight_index(4)), 11);
  for (std::size_t t = 0; t < weights.size(); ++t) weights[t] = t % 2 == 0 ? 0.25F : -1.0F;

  nn::SampleWorkspace workspace(network.mlp().sizes());
  const auto outputs = nn::forward(network.mlp(), observation, workspace);
  const auto q = network.q_values(observation);
  REQUIRE(q.size() == 5);
  for (std::size_t action = 0; action < 5; ++action) {
    float expected = 0.0F;
    for (std::size_t t = 0; t < 11; ++t) expected += weights[t] * outputs[t * 5 + action];
    CHECK(q[action] == doctest::Approx(expected));
  }
}

TEST_CASE("a batch's heads are combined as a single observation's are") {
  for (const bool conditioned : {false, true}) {
    core::Config config = conditioned_config();
    config.conditioned = conditioned;
    agent::QNetwork network(config);
    core::Rng rng(7);
    network.initialise(rng);
    nn::PanelMatrix observations(network.observation_size(), 3);
    std::vector<std::vector<float>> singles;
    for (nn::Index column = 0; column < 3; ++column) {
      std::vector<float>& one = singles.emplace_back();
      for (int i = 0; i < network.observation_size(); ++i) one.push_back(rng.normal());
      observations.set_column(column, one);
    }
    nn::Workspace workspace(network.mlp().sizes(), 3);
    const nn::PanelMatrix& outputs = nn::forward(network.mlp(), observations, workspace);
    std::vector<float> q(5);
    for (nn::Index column = 0; column < 3; ++column) {
      network.combine_heads(outputs, observations, column, q);
      const auto single = network.q_values(singles[static_cast<std::size_t>(column)]);
      for (std::size_t action = 0; action < 5; ++action) CHECK(q[action] == doctest::Approx(single[action]));
    }
  }
}

TEST_CASE("rounded weights keep their leading bits, and Q-values stay what they were within that precision") {
  agent::Agent agent(conditioned_config());
  core::Rng rng(7);
  agent.network.mlp().initialise(rng, 1.0F);
  agent::Agent rounded = agent;
  agent::round_weights(rounded, 12);
  for (std::size_t i = 0; i < agent.network.mlp().parameters().size(); ++i) {
    const float before = agent.network.mlp().parameters()[i];
    const float now = rounded.network.mlp().parameters()[i];
    CHECK(std::abs(now - before) <= std::ldexp(std::abs(before), -12));
    CHECK((std::bit_cast<std::uint32_t>(now) & 0xFFFU) == 0U);
  }
  agent::round_weights(agent, 1);
  agent.network.mlp().parameters()[0] = 3.1F;
  agent::round_weights(agent, 2);
  CHECK(agent.network.mlp().parameters()[0] == 3.0F);
}
