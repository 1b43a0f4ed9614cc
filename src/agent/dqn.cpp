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
      gradient_(target_.parameters().size()),
      q_(static_cast<std::size_t>(online_.action_count())),
      taken_(static_cast<std::size_t>(batch_size * online_.heads())),
      values_(taken_.size()),
      deltas_(taken_.size()),
      next_(taken_.size()),
      next_values_(taken_.size()) {
  online_.initialise(rng);
  target_.parameters() = online_.mlp().parameters();
}

void Dqn::set_weights(const nn::Mlp& mlp) {
  assert(mlp.sizes() == target_.sizes());
  online_.mlp().parameters() = mlp.parameters();
  target_.parameters() = mlp.parameters();
  adam_ = nn::Adam(mlp.parameters().size());
}

// Values of the states that the transitions led to. Double DQN: the online network picks the next action, the target
// network says what it is worth, and nothing else of it is worked out; a single network would pick its own
// overestimates.
void Dqn::value_next(const Batch& batch, bool double_dqn) {
  const auto heads = static_cast<std::size_t>(online_.heads());
  const nn::PanelMatrix& picking_values = double_dqn
                                              ? nn::forward(online_.mlp(), batch.next_observations, online_workspace_)
                                              : nn::forward(target_, batch.next_observations, target_workspace_);
  for (int i = 0; i < batch.size(); ++i) {
    online_.combine_heads(picking_values, batch.next_observations, i, q_);
    const int next_action = greedy_action(q_);
    for (std::size_t head = 0; head < heads; ++head) {
      const std::size_t at = static_cast<std::size_t>(i) * heads + head;
      next_[at] = static_cast<int>(head) * online_.action_count() + next_action;
      if (!double_dqn) next_values_[at] = picking_values(next_[at], i);
    }
  }
  if (double_dqn) nn::forward_picked(target_, batch.next_observations, target_workspace_, next_, next_values_);
}

UpdateStats Dqn::update(const Batch& batch, const core::Config& config, float learning_rate) {
  const auto heads = static_cast<std::size_t>(online_.heads());
  const auto huber_delta = static_cast<float>(config.huber_delta);
  const float sample_share = 1.0F / static_cast<float>(batch.size());
  const float share = sample_share / static_cast<float>(heads);
  nn::Mlp& online = online_.mlp();
  value_next(batch, config.double_dqn);

  // The loss only looks at the action that was taken, so no other output is worked out or walked back from.
  for (std::size_t i = 0; i < taken_.size(); ++i) {
    taken_[i] = static_cast<int>(i % heads) * online_.action_count() + batch.actions[i / heads];
  }
  nn::forward_picked(online, batch.observations, workspace_, taken_, values_);
  UpdateStats stats{.loss = 0.0F, .mean_q = 0.0F};
  for (int i = 0; i < batch.size(); ++i) {
    const std::size_t first = static_cast<std::size_t>(i) * heads;
    stats.mean_q += online_.combine_heads({&values_[first], heads}, batch.observations, i) * sample_share;
    // Every head learns what its own term brings on the way that all of them choose together.
    for (std::size_t head = 0; head < heads; ++head) {
      // discount is 0 only where the episode terminated: a truncated one bootstraps.
      const float target = batch.n_step_returns[first + head] +
                           batch.discounts[static_cast<std::size_t>(i)] * next_values_[first + head];
      const float error = values_[first + head] - target;
      deltas_[first + head] = nn::huber_gradient(error, huber_delta) * sample_share;
      stats.loss += nn::huber_loss(error, huber_delta) * share;
    }
  }

  nn::backward_picked(online, batch.observations, workspace_, taken_, deltas_, gradient_);
  const float scale = nn::clip_scale(gradient_, static_cast<float>(config.max_gradient_norm));
  adam_.step({.learning_rate = learning_rate,
              .beta1 = static_cast<float>(config.adam_beta1),
              .beta2 = static_cast<float>(config.adam_beta2),
              .epsilon = static_cast<float>(config.adam_epsilon)},
             scale, gradient_, online.parameters(), static_cast<float>(config.target_rate), target_.parameters());
  return stats;
}

}  // namespace agent
