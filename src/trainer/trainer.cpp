#include "trainer/trainer.h"

#include <algorithm>
#include <cassert>
#include <string>
#include <utility>

#include "agent/exploration.h"
#include "rhythm/observation.h"

namespace trainer {
namespace {

// The environments draw from streams of their own, so that exploration does not change which patterns come up.
constexpr std::uint64_t kEnvStream = 0x9E3779B97F4A7C15ULL;
constexpr std::uint64_t kSettingsStream = 0xD1B54A32D192ED03ULL;

// Of a reward-conditioned learner's environments one in so many practises what the musician asks for, so that the
// training shows how well that goes and is sure to know it.
constexpr std::size_t kAskedEvery = 4;

}  // namespace

Trainer::Trainer(const core::Config& config)
    : config_(config),
      rng_(static_cast<std::uint64_t>(config.seed)),
      settings_rng_(static_cast<std::uint64_t>(config.seed) ^ kSettingsStream),
      practices_(static_cast<std::size_t>(config.environments), Practice{env::RhythmEnv(env::env_options(config))}),
      dqn_(config, rng_),
      replay_(config.replay_capacity, config.environments, config.steps),
      relabeller_(config),
      batch_(dqn_.online().observation_size(), dqn_.online().heads(), config.batch_size),
      observations_(dqn_.online().observation_size(), config.environments),
      looking_(dqn_.online().mlp().sizes(), config.environments),
      observation_(static_cast<std::size_t>(dqn_.online().observation_size())),
      q_(static_cast<std::size_t>(dqn_.online().action_count())),
      scratch_(q_.size()) {
  for (std::size_t e = 0; e < practices_.size(); ++e) {
    practices_[e].env.reset((static_cast<std::uint64_t>(config.seed) ^ kEnvStream) + e * kSettingsStream);
    reset(e);
  }
}

core::Status Trainer::set_live_config(const core::Config& config) {
  for (const core::ConfigEntry& entry : core::config_table()) {
    if (!entry.live && entry.get(config) != entry.get(config_)) {
      return core::fail(std::string(entry.label) + " can only change when training starts anew.");
    }
  }
  config_ = config;
  for (Practice& practice : practices_) {
    practice.env.set_start_state(config.start_state);
    practice.env.set_empty_starts(config.empty_starts);
    practice.env.set_episode_steps(config.episode_steps);
  }
  return {};
}

void Trainer::set_kicks(std::vector<rhythm::Row> kicks) {
  kicks_ = std::move(kicks);
  for (Practice& practice : practices_) practice.env.set_kicks(kicks_);
}

void Trainer::set_reward(const rhythm::RewardSettings& settings) {
  relabeller_.set_reward(settings);
  for (std::size_t e = 0; e < practices_.size(); ++e) {
    if (practises_what_is_asked(e)) practices_[e].env.set_reward(settings);
    observe(e);
  }
}

void Trainer::set_tables(std::shared_ptr<const env::TermTables> tables) {
  for (Practice& practice : practices_) practice.env.set_tables(tables);
}

bool Trainer::practises_what_is_asked(std::size_t environment) const {
  return !config_.conditioned || environment % kAskedEvery == 0;
}

// A new episode, of a conditioned learner mostly for settings that nobody has asked for yet.
void Trainer::reset(std::size_t environment) {
  env::RhythmEnv& env = practices_[environment].env;
  if (!practises_what_is_asked(environment)) {
    draw_settings(settings_rng_, relabeller_.scorer(), drawn_);
    env.set_reward(drawn_);
  }
  env.reset();
  observe(environment);
}

void Trainer::observe(std::size_t environment) {
  const env::RhythmEnv& env = practices_[environment].env;
  std::ranges::copy(env.observation(), observation_.begin());
  if (config_.conditioned) {
    const rhythm::RewardSettings& settings = env.reward_settings();
    rhythm::write_wishes(rhythm::linear_weights(settings, env.terms()), settings.liked,
                         std::span(observation_).subspan(env.observation().size()));
  }
  observations_.set_column(static_cast<nn::Index>(environment), observation_);
}

void Trainer::pick_actions() {
  const nn::PanelMatrix& outputs = nn::forward(dqn_.online().mlp(), observations_, looking_);
  const float value = agent::exploration_value(config_, env_steps_);
  for (std::size_t e = 0; e < practices_.size(); ++e) {
    dqn_.online().combine_heads(outputs, observations_, static_cast<nn::Index>(e), q_);
    practices_[e].action = config_.exploration == core::Exploration::softmax
                               ? agent::sample_softmax(q_, value, rng_, scratch_)
                               : agent::sample_epsilon_greedy(q_, value, rng_);
  }
}

void Trainer::learn() {
  relabeller_.draw(replay_, config_, rng_, batch_);
  const agent::UpdateStats stats = dqn_.update(batch_, config_, agent::learning_rate(config_, env_steps_));
  ++gradient_steps_;
  ++sums_.updates;
  sums_.loss += static_cast<double>(stats.loss);
  sums_.mean_q += static_cast<double>(stats.mean_q);
}

void Trainer::count_episode(std::size_t environment, const env::EpisodeStats& episode) {
  ++episodes_;
  if (!practises_what_is_asked(environment)) return;
  const env::RhythmEnv& env = practices_[environment].env;
  ++sums_.finished_episodes;
  sums_.episode_return += episode.episode_return;
  sums_.final_reward += episode.final_reward;
  sums_.delta_reward += episode.delta_reward();
  const env::TermValues terms = env::term_rewards(env.terms(), env.reward_settings());
  for (std::size_t t = 0; t < terms.size(); ++t) sums_.terms[t] += terms[t];
}

// Entered once per env_step: a browser has no on-stack replacement for WebAssembly, so a loop that is entered once
// would stay in its baseline compiler.
void Trainer::run_step() {
  const auto environment = static_cast<std::size_t>(env_steps_ % practices_.size());
  if (environment == 0) pick_actions();
  Practice& practice = practices_[environment];
  EnvStep env_step{.action = practice.action, .terms = practice.env.terms()};
  const rhythm::StepSet snare = practice.env.snare();
  const env::StepResult result = practice.env.step(practice.action);
  env_step.terminated = result.terminated;
  env_step.truncated = result.truncated;
  env_step.next_terms = result.info.terms;
  replay_.add(practice.env.kick(), snare, env_step);
  ++env_steps_;
  if (result.terminated || result.truncated) {
    count_episode(environment, result.info.episode);
    reset(environment);
  } else {
    observe(environment);
  }
  const bool warm = env_steps_ >= static_cast<std::uint64_t>(config_.warm_up_steps);
  if (warm && env_steps_ % static_cast<std::uint64_t>(config_.train_interval) == 0) learn();
}

void Trainer::run(int env_steps) {
  for (int i = 0; i < env_steps; ++i) run_step();
}

TrainerStats Trainer::take_stats() {
  TrainerStats stats = sums_;
  sums_ = {};
  stats.env_steps = loaded_.env_steps + env_steps_;
  stats.gradient_steps = loaded_.gradient_steps + gradient_steps_;
  stats.episodes = episodes_;
  if (stats.updates > 0) {
    stats.loss /= stats.updates;
    stats.mean_q /= stats.updates;
  }
  if (stats.finished_episodes > 0) {
    stats.episode_return /= stats.finished_episodes;
    stats.final_reward /= stats.finished_episodes;
    stats.delta_reward /= stats.finished_episodes;
    for (float& term : stats.terms) term /= static_cast<float>(stats.finished_episodes);
  }
  stats.exploration_value = static_cast<double>(agent::exploration_value(config_, env_steps_));
  return stats;
}

agent::Agent Trainer::snapshot() const {
  agent::Agent copy(config_);
  copy.info.env_steps = loaded_.env_steps + env_steps_;
  copy.info.gradient_steps = loaded_.gradient_steps + gradient_steps_;
  copy.info.reward = relabeller_.reward();
  copy.network = dqn_.online();
  return copy;
}

void Trainer::continue_from(const agent::Agent& agent) {
  assert(agent.network.mlp().sizes() == dqn_.online().mlp().sizes());
  dqn_.set_weights(agent.network.mlp());
  loaded_.env_steps = agent.info.env_steps;
  loaded_.gradient_steps = agent.info.gradient_steps;
}

}  // namespace trainer
