#include "trainer/trainer.h"

#include <cassert>
#include <string>
#include <utility>

#include "agent/exploration.h"
#include "trainer/replay_learner.h"
#include "trainer/shared_learner.h"

namespace trainer {
namespace {

std::unique_ptr<Learner> make_learner(const core::Config& config) {
  if (config.network == core::NetworkKind::shared) return std::make_unique<SharedLearner>(config);
  return std::make_unique<ReplayLearner>(config);
}

}  // namespace

Trainer::Trainer(const core::Config& config)
    : config_(config),
      metre_(rhythm::Metre::default_for(config.steps)),
      asked_(rhythm::reward_presets().front().settings),
      learner_(make_learner(config)) {}

core::Status Trainer::set_live_config(const core::Config& config) {
  for (const core::ConfigEntry& entry : core::config_table()) {
    if (!entry.live && entry.get(config) != entry.get(config_)) {
      return core::fail(std::string(entry.label) + " can only change when training starts anew.");
    }
  }
  config_ = config;
  learner_->set_config(config);
  return {};
}

void Trainer::set_reward(const rhythm::RewardSettings& settings) {
  asked_ = settings;
  learner_->set_reward(settings);
}

void Trainer::set_metre(const rhythm::Metre& metre) {
  metre_ = metre;
  learner_->set_metre(metre);
  learner_->set_reward(asked_);
}

void Trainer::set_kicks(std::vector<rhythm::Row> kicks) {
  kicks_ = std::move(kicks);
  learner_->set_kicks(kicks_);
}

TrainerStats Trainer::take_stats() {
  Learned& learned = learner_->learned();
  TrainerStats stats;
  stats.env_steps = loaded_.env_steps + learned.env_steps;
  stats.gradient_steps = loaded_.gradient_steps + learned.gradient_steps;
  stats.episodes = learned.episodes;
  stats.updates = learned.updates;
  if (stats.updates > 0) {
    stats.loss = learned.loss / stats.updates;
    stats.mean_q = learned.mean_q / stats.updates;
  }
  stats.finished_episodes = learned.finished_episodes;
  if (stats.finished_episodes > 0) {
    stats.episode_return = learned.episode_return / stats.finished_episodes;
    stats.final_reward = learned.final_reward / stats.finished_episodes;
    stats.delta_reward = learned.delta_reward / stats.finished_episodes;
    stats.terms = learned.terms;
    for (float& term : stats.terms) term /= static_cast<float>(stats.finished_episodes);
  }
  stats.exploration_value = static_cast<double>(agent::exploration_value(config_, learned.env_steps));
  learned.start_sums();
  return stats;
}

agent::Agent Trainer::snapshot() const {
  agent::Agent copy(config_);
  copy.info.env_steps = loaded_.env_steps + env_steps();
  copy.info.gradient_steps = loaded_.gradient_steps + gradient_steps();
  copy.info.reward = learner_->reward();
  copy.network = learner_->network();
  return copy;
}

void Trainer::continue_from(const agent::Agent& agent) {
  assert(agent.network.parameters().size() == learner_->network().parameters().size());
  learner_->set_weights(agent.network);
  loaded_.env_steps = agent.info.env_steps;
  loaded_.gradient_steps = agent.info.gradient_steps;
}

}  // namespace trainer
