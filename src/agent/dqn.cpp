#include "agent/dqn.h"

#include <cassert>
#include <utility>

#include "agent/exploration.h"
#include "nn/huber.h"
#include "nn/panels.h"

namespace agent {

Dqn::Dqn(const core::Config& config, core::Rng& rng) : Dqn(QNetwork(config), config.batch_size, rng) {}

Dqn::Dqn(QNetwork network, int batch_size, core::Rng& rng)
    : online_(std::move(network)),
      target_(online_.mlp().sizes()),
      adam_(target_.parameters().size()),
      workspace_(target_.sizes(), batch_size),
      online_workspace_(target_.sizes(), batch_size),
      target_workspace_(target_.sizes(), batch_size),
      gradient_(Eigen::VectorXf::Zero(target_.parameters().size())),
      q_(static_cast<std::size_t>(online_.action_count())) {
  online_.initialise(rng);
  target_.parameters() = online_.mlp().parameters();
}

void Dqn::set_weights(const nn::Mlp& mlp) {
  assert(mlp.sizes() == target_.sizes());
  online_.mlp().parameters() = mlp.parameters();
  target_.parameters() = mlp.parameters();
  adam_ = nn::Adam(mlp.parameters().size());
}

UpdateStats Dqn::update(const Batch& batch, const core::Config& config, float learning_rate) {
  const auto huber_delta = static_cast<float>(config.huber_delta);
  const float share = 1.0F / static_cast<float>(batch.size() * online_.heads());
  nn::Mlp& online = online_.mlp();

  // Values of the states that the transitions led to, (H A, B) each. Double DQN: the online network picks the next
  // action, the target network says what it is worth; a single network would pick its own overestimates.
  const nn::PanelMatrix& target_values = nn::forward(target_, batch.next_observations, target_workspace_);
  const nn::PanelMatrix& picking_values =
      config.double_dqn ? nn::forward(online, batch.next_observations, online_workspace_) : target_values;

  // Loss and its gradient at the outputs: zero but for the action taken. The online forward comes last, since backward
  // uses its activations.
  const nn::PanelMatrix& values = nn::forward(online, batch.observations, workspace_);
  nn::PanelMatrix& output_delta = workspace_.deltas.back();
  output_delta.set_zero();
  UpdateStats stats{.loss = 0.0F, .mean_q = 0.0F};
  for (int i = 0; i < batch.size(); ++i) {
    online_.combine_heads(picking_values, batch.next_observations, i, q_);
    const int next_action = greedy_action(q_);
    const int action = batch.actions[static_cast<std::size_t>(i)];
    online_.combine_heads(values, batch.observations, i, q_);
    stats.mean_q += q_[static_cast<std::size_t>(action)] / static_cast<float>(batch.size());
    // Every head learns what its own term brings on the way that all of them choose together.
    for (int head = 0; head < online_.heads(); ++head) {
      const nn::Index row = static_cast<nn::Index>(head) * online_.action_count();
      // discount is 0 only where the episode terminated: a truncated one bootstraps.
      const float target = batch.n_step_returns(head, i) + batch.discounts[i] * target_values(row + next_action, i);
      const float error = values(row + action, i) - target;
      output_delta(row + action, i) = nn::huber_gradient(error, huber_delta) / static_cast<float>(batch.size());
      stats.loss += nn::huber_loss(error, huber_delta) * share;
    }
  }

  nn::backward(online, batch.observations, workspace_, gradient_);
  const float scale = nn::clip_scale(gradient_, static_cast<float>(config.max_gradient_norm));
  adam_.step({.learning_rate = learning_rate,
              .beta1 = static_cast<float>(config.adam_beta1),
              .beta2 = static_cast<float>(config.adam_beta2),
              .epsilon = static_cast<float>(config.adam_epsilon)},
             scale, gradient_, online.parameters(), static_cast<float>(config.target_rate), target_.parameters());
  return stats;
}

}  // namespace agent
