#include "trainer/trainer.h"

#include <algorithm>
#include <cassert>
#include <string>
#include <utility>

#include "agent/exploration.h"

namespace trainer {
namespace {

// The environment draws from a stream of its own, so that exploration does not change which patterns come up.
constexpr std::uint64_t kEnvStream = 0x9E3779B97F4A7C15ULL;

}  // namespace

Trainer::Trainer(const core::Config& config)
    : config_(config),
      rng_(static_cast<std::uint64_t>(config.seed)),
      env_(env::env_options(config)),
      dqn_(config, rng_),
      replay_(dqn_.online().observation_size(), config.replay_capacity),
      folder_(dqn_.online().observation_size(), config.n_step, static_cast<float>(config.gamma)),
      batch_(dqn_.online().observation_size(), config.batch_size),
      observation_(static_cast<std::size_t>(dqn_.online().observation_size())),
      scratch_(static_cast<std::size_t>(dqn_.online().action_count())) {
  env_.reset(static_cast<std::uint64_t>(config.seed) ^ kEnvStream);
}

core::Status Trainer::set_live_config(const core::Config& config) {
  for (const core::ConfigEntry& entry : core::config_table()) {
    if (!entry.live && entry.get(config) != entry.get(config_)) {
      return core::fail(std::string(entry.label) + " can only change when training starts anew.");
    }
  }
  config_ = config;
  env_.set_start_state(config.start_state);
  env_.set_episode_steps(config.episode_steps);
  return {};
}

void Trainer::set_kicks(std::vector<rhythm::Row> kicks) {
  kicks_ = std::move(kicks);
  env_.set_kicks(kicks_);
}

int Trainer::pick_action(std::span<const float> observation) {
  const auto q = dqn_.online().q_values(observation);
  const float value = agent::exploration_value(config_, env_steps_);
  if (config_.exploration == core::Exploration::softmax) {
    return agent::sample_softmax(q, value, rng_, scratch_);
  }
  return agent::sample_epsilon_greedy(q, value, rng_);
}

void Trainer::learn() {
  replay_.sample(rng_, batch_);
  const agent::UpdateStats stats = dqn_.update(batch_, config_, agent::learning_rate(config_, env_steps_));
  ++gradient_steps_;
  ++sums_.updates;
  sums_.loss += static_cast<double>(stats.loss);
  sums_.mean_q += static_cast<double>(stats.mean_q);
}

// Entered once per env_step: a browser has no on-stack replacement for WebAssembly, so a loop that is entered once
// would stay in its baseline compiler.
void Trainer::run_step() {
  std::ranges::copy(env_.observation(), observation_.begin());
  const int action = pick_action(observation_);
  const env::StepResult result = env_.step(action);
  // The network learns values in toggles, so that the same hyper-parameters fit every length: the reward of one toggle
  // shrinks with the number of steps, and errors would drown in the optimiser's noise.
  const float toggles = result.reward / env::reward_per_toggle(config_.steps);
  folder_.push(observation_, action, toggles, result.observation, result.terminated, result.truncated, replay_);
  ++env_steps_;
  if (result.terminated || result.truncated) {
    ++episodes_;
    ++sums_.finished_episodes;
    sums_.episode_return += result.info.episode.episode_return;
    sums_.final_reward += result.info.episode.final_reward;
    sums_.delta_reward += result.info.episode.delta_reward();
    env_.reset();
  }
  const bool warm = env_steps_ >= static_cast<std::uint64_t>(config_.warm_up_steps) && replay_.size() > 0;
  if (warm && env_steps_ % static_cast<std::uint64_t>(config_.train_interval) == 0) learn();
}

void Trainer::run(int env_steps) {
  for (int i = 0; i < env_steps; ++i) run_step();
}

TrainerStats Trainer::take_stats() {
  TrainerStats stats = sums_;
  sums_ = {};
  stats.env_steps = loaded_env_steps_ + env_steps_;
  stats.gradient_steps = loaded_gradient_steps_ + gradient_steps_;
  stats.episodes = episodes_;
  if (stats.updates > 0) {
    stats.loss /= stats.updates;
    stats.mean_q /= stats.updates;
  }
  if (stats.finished_episodes > 0) {
    stats.episode_return /= stats.finished_episodes;
    stats.final_reward /= stats.finished_episodes;
    stats.delta_reward /= stats.finished_episodes;
  }
  stats.exploration_value = static_cast<double>(agent::exploration_value(config_, env_steps_));
  return stats;
}

agent::Agent Trainer::snapshot() const {
  agent::Agent copy(config_);
  copy.info.env_steps = loaded_env_steps_ + env_steps_;
  copy.info.gradient_steps = loaded_gradient_steps_ + gradient_steps_;
  copy.network = dqn_.online();
  return copy;
}

void Trainer::continue_from(const agent::Agent& agent) {
  assert(agent.network.mlp().sizes() == dqn_.online().mlp().sizes());
  dqn_.set_weights(agent.network.mlp());
  loaded_env_steps_ = agent.info.env_steps;
  loaded_gradient_steps_ = agent.info.gradient_steps;
}

}  // namespace trainer
