#include "trainer/replay_learner.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "agent/exploration.h"
#include "rhythm/observation.h"

namespace trainer {

ReplayLearner::ReplayLearner(const core::Config& config)
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

void ReplayLearner::set_config(const core::Config& config) {
  config_ = config;
  for (Practice& practice : practices_) {
    practice.env.set_start_state(config.start_state);
    practice.env.set_empty_starts(config.empty_starts);
    practice.env.set_episode_steps(config.episode_steps);
  }
}

void ReplayLearner::set_kicks(std::span<const rhythm::Row> kicks) {
  const KickWindows cut = cut_kicks(kicks, config_.steps);
  for (Practice& practice : practices_) practice.env.set_kicks(cut.kicks, cut.own);
}

// What is remembered was scored in the old metre.
void ReplayLearner::set_metre(const rhythm::Metre& metre) {
  replay_.clear();
  relabeller_.set_metre(metre);
  for (std::size_t e = 0; e < practices_.size(); ++e) {
    practices_[e].env.set_metre(metre);
    reset(e);
  }
}

void ReplayLearner::set_reward(const rhythm::RewardSettings& settings) {
  relabeller_.set_reward(settings);
  for (std::size_t e = 0; e < practices_.size(); ++e) {
    if (practises_what_is_asked(config_, e)) practices_[e].env.set_reward(settings);
    observe(e);
  }
}

void ReplayLearner::set_tables(std::shared_ptr<const env::TermTables> tables) {
  for (Practice& practice : practices_) practice.env.set_tables(tables);
}

// A new episode, of a conditioned learner mostly for settings that nobody has asked for yet.
void ReplayLearner::reset(std::size_t environment) {
  env::RhythmEnv& env = practices_[environment].env;
  if (!practises_what_is_asked(config_, environment)) {
    draw_settings(settings_rng_, relabeller_.scorer(), drawn_);
    env.set_reward(drawn_);
  }
  env.reset();
  observe(environment);
}

void ReplayLearner::observe(std::size_t environment) {
  const env::RhythmEnv& env = practices_[environment].env;
  std::ranges::copy(env.observation(), observation_.begin());
  if (config_.conditioned) {
    const rhythm::RewardSettings& settings = env.reward_settings();
    rhythm::write_wishes(rhythm::linear_weights(settings, env.terms()), settings.liked,
                         std::span(observation_).subspan(env.observation().size()));
  }
  observations_.set_column(static_cast<nn::Index>(environment), observation_);
}

void ReplayLearner::pick_actions() {
  const nn::PanelMatrix& outputs = nn::forward(dqn_.online().mlp(), observations_, looking_);
  const float value = agent::exploration_value(config_, learned_.env_steps);
  for (std::size_t e = 0; e < practices_.size(); ++e) {
    dqn_.online().combine_heads(outputs, observations_, static_cast<nn::Index>(e), q_);
    practices_[e].action = config_.exploration == core::Exploration::softmax
                               ? agent::sample_softmax(q_, value, rng_, scratch_)
                               : agent::sample_epsilon_greedy(q_, value, rng_);
  }
}

void ReplayLearner::learn() {
  relabeller_.draw(replay_, config_, rng_, batch_);
  const agent::UpdateStats stats = dqn_.update(batch_, config_, agent::learning_rate(config_, learned_.env_steps));
  ++learned_.gradient_steps;
  ++learned_.updates;
  learned_.loss += static_cast<double>(stats.loss);
  learned_.mean_q += static_cast<double>(stats.mean_q);
}

void ReplayLearner::count_episode(std::size_t environment, const env::EpisodeStats& episode) {
  ++learned_.episodes;
  if (practises_what_is_asked(config_, environment)) learned_.add_episode(practices_[environment].env, episode);
}

// Entered once per env_step: a browser has no on-stack replacement for WebAssembly, so a loop that is entered once
// would stay in its baseline compiler.
void ReplayLearner::run_step() {
  const auto environment = static_cast<std::size_t>(learned_.env_steps % practices_.size());
  if (environment == 0) pick_actions();
  Practice& practice = practices_[environment];
  EnvStep env_step{.action = practice.action, .terms = practice.env.terms()};
  const rhythm::StepSet snare = practice.env.snare();
  const env::StepResult result = practice.env.step(practice.action);
  env_step.terminated = result.terminated;
  env_step.truncated = result.truncated;
  env_step.next_terms = result.info.terms;
  replay_.add(practice.env.kick(), snare, env_step);
  ++learned_.env_steps;
  if (result.terminated || result.truncated) {
    count_episode(environment, result.info.episode);
    reset(environment);
  } else {
    observe(environment);
  }
  const bool warm = learned_.env_steps >= static_cast<std::uint64_t>(config_.warm_up_steps);
  if (warm && learned_.env_steps % static_cast<std::uint64_t>(config_.train_interval) == 0) learn();
}

void ReplayLearner::run(int env_steps) {
  for (int i = 0; i < env_steps; ++i) run_step();
}

}  // namespace trainer
