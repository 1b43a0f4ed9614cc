#include "agent/dqn.h"

#include <doctest/doctest.h>

#include <vector>

#include "rhythm/observation.h"
#include "tests/nn/matrices.h"

namespace {

// Two toggles, no "leave it", one hidden unit: Q-values that do not depend on the observation can be written down.
core::Config tiny_config() {
  core::Config config = core::original_config();
  config.steps = 2;
  config.leave_it = false;
  config.hidden_units = 1;
  config.hidden_layers = 1;
  config.batch_size = 1;
  config.target_rate = 0.0;
  config.max_gradient_norm = 1000.0;
  return config;
}

// The hidden unit is always 1, so the outputs are the last layer's weights: Q(0) and Q(1).
void set_constant_q(nn::Mlp& mlp, float q0, float q1) {
  nn_test::set_layer(mlp, 0, Eigen::MatrixXf::Zero(1, 6), Eigen::VectorXf::Ones(1));
  Eigen::MatrixXf weights(2, 1);
  weights << q0, q1;
  nn_test::set_layer(mlp, 1, weights, Eigen::VectorXf::Zero(2));
}

agent::Batch one_transition(int action, float n_step_return, float discount) {
  agent::Batch batch(6, 1, 1);
  for (nn::Index row = 0; row < 6; ++row) batch.observations(row, 0) = batch.next_observations(row, 0) = 1.0F;
  batch.actions[0] = action;
  batch.n_step_returns[0] = n_step_return;
  batch.discounts[0] = discount;
  return batch;
}

// Online Q = (1, 2), target Q = (5, 3).
agent::Dqn two_networks(const core::Config& config) {
  core::Rng rng(1);
  agent::Dqn dqn(config, rng);
  nn::Mlp mlp(agent::QNetwork::layer_sizes(config));
  set_constant_q(mlp, 5.0F, 3.0F);
  dqn.set_weights(mlp);
  set_constant_q(dqn.online().mlp(), 1.0F, 2.0F);
  return dqn;
}

}  // namespace

TEST_CASE("the double-DQN target takes the online network's choice at the target network's value") {
  core::Config config = tiny_config();
  agent::Dqn dqn = two_networks(config);
  // Online prefers action 1, which the target network values at 3: 0.5 + 0.25 * 3 = 1.25; Q(0) = 1, error -0.25.
  const auto stats = dqn.update(one_transition(0, 0.5F, 0.25F), config, 0.001F);
  CHECK(stats.loss == doctest::Approx(0.5 * 0.25 * 0.25));
  CHECK(stats.mean_q == doctest::Approx(1.0));
}

TEST_CASE("without double DQN the target network chooses for itself") {
  core::Config config = tiny_config();
  config.double_dqn = false;
  agent::Dqn dqn = two_networks(config);
  // 0.5 + 0.25 * 5 = 1.75; error -0.75.
  CHECK(dqn.update(one_transition(0, 0.5F, 0.25F), config, 0.001F).loss == doctest::Approx(0.5 * 0.75 * 0.75));
}

TEST_CASE("a discount of 0 leaves the return alone as the target") {
  core::Config config = tiny_config();
  agent::Dqn dqn = two_networks(config);
  CHECK(dqn.update(one_transition(1, 0.5F, 0.0F), config, 0.001F).loss == doctest::Approx(1.0));  // Huber of 1.5
}

TEST_CASE("an update moves the value of the action taken towards its target, and the bias of no other") {
  core::Config config = tiny_config();
  agent::Dqn dqn = two_networks(config);
  dqn.update(one_transition(0, 0.5F, 0.25F), config, 0.001F);
  const Eigen::VectorXf biases = nn_test::bias_vector(dqn.online().mlp(), 1);
  CHECK(biases(0) == doctest::Approx(0.001).epsilon(0.01));  // Adam's first step is the learning rate
  CHECK(biases(1) == 0.0F);
  const std::vector<float> observation(6, 1.0F);
  CHECK(dqn.online().q_values(observation)[0] > 1.0F);
}

TEST_CASE("the target network follows the online one by its rate") {
  core::Config config = tiny_config();
  config.target_rate = 0.25;
  agent::Dqn dqn = two_networks(config);
  dqn.update(one_transition(0, 1.0F, 0.0F), config, 0.0F);  // no error, no learning rate: the online network stays
  CHECK(nn_test::weight_matrix(dqn.online().mlp(), 1)(0, 0) == doctest::Approx(1.0));
  CHECK(nn_test::to_matrix(dqn.target().weights(1))(0, 0) == doctest::Approx(5.0 + 0.25 * (1.0 - 5.0)));
}

TEST_CASE("the loss and mean Q are means over the batch") {
  core::Config config = tiny_config();
  config.batch_size = 2;
  agent::Dqn dqn = two_networks(config);
  agent::Batch batch(6, 1, 2);
  for (nn::Index row = 0; row < 6; ++row) {
    for (nn::Index column = 0; column < 2; ++column) {
      batch.observations(row, column) = batch.next_observations(row, column) = 1.0F;
    }
  }
  batch.actions = {0, 1};
  batch.n_step_returns = {0.5F, 2.0F};  // errors 0.5 and 0
  const auto stats = dqn.update(batch, config, 0.001F);
  CHECK(stats.loss == doctest::Approx(0.125 / 2.0));
  CHECK(stats.mean_q == doctest::Approx(1.5));
}

namespace {

// A reward-conditioned learner of two toggles whose heads do not depend on the observation: head t values action a at
// values(t, a).
using HeadValues = Eigen::Matrix<float, static_cast<int>(rhythm::kTermCount), 2>;

void set_constant_heads(nn::Mlp& mlp, const HeadValues& values) {
  Eigen::MatrixXf weights(2 * rhythm::kTermCount, 1);
  for (Eigen::Index head = 0; head < values.rows(); ++head) {
    weights(2 * head, 0) = values(head, 0);
    weights(2 * head + 1, 0) = values(head, 1);
  }
  nn_test::set_layer(mlp, 0, Eigen::MatrixXf::Zero(1, mlp.input_size()), Eigen::VectorXf::Ones(1));
  nn_test::set_layer(mlp, 1, weights, Eigen::VectorXf::Zero(weights.rows()));
}

}  // namespace

TEST_CASE("each head learns its own term along the way that the weighted sum of all heads prefers") {
  core::Config config = tiny_config();
  config.conditioned = true;
  core::Rng rng(1);
  agent::Dqn dqn(config, rng);
  HeadValues target = HeadValues::Zero();
  target.row(0) << 4.0F, 1.0F;
  target.row(1) << 2.0F, 6.0F;
  nn::Mlp mlp(agent::QNetwork::layer_sizes(config));
  set_constant_heads(mlp, target);
  dqn.set_weights(mlp);
  HeadValues online = HeadValues::Zero();
  online.row(0) << 1.0F, 0.0F;
  online.row(1) << 0.0F, 3.0F;
  set_constant_heads(dqn.online().mlp(), online);

  const int size = dqn.online().observation_size();
  agent::Batch batch(size, static_cast<int>(rhythm::kTermCount), 1);
  // Weights 1 and 0.5: Q = 1, 1.5, so action 1 comes next. With 1 and 0.25, Q = 1, 0.75, it would be action 0.
  const auto set_weights = [&](float second) {
    for (nn::PanelMatrix* matrix : {&batch.observations, &batch.next_observations}) {
      (*matrix)(rhythm::weight_index(2), 0) = 1.0F;
      (*matrix)(rhythm::weight_index(2) + 1, 0) = second;
    }
  };
  batch.actions[0] = 0;
  batch.n_step_returns[0] = 0.25F;
  batch.discounts[0] = 0.5F;
  set_weights(0.5F);
  // Head 0: 0.25 + 0.5 * 1 = 0.75, error 0.25. Head 1: 0 + 0.5 * 6 = 3, error -3, Huber 2.5. The others: 0.
  auto stats = dqn.update(batch, config, 0.0F);
  CHECK(stats.loss == doctest::Approx((0.5 * 0.25 * 0.25 + 2.5) / 11.0));
  CHECK(stats.mean_q == doctest::Approx(1.0));
  set_weights(0.25F);
  // Head 0: 0.25 + 0.5 * 4 = 2.25, error -1.25, Huber 0.75. Head 1: 0.5 * 2 = 1, error -1, Huber 0.5.
  stats = dqn.update(batch, config, 0.0F);
  CHECK(stats.loss == doctest::Approx((0.75 + 0.5) / 11.0));
}
