#include "trainer/shared_learner.h"

#include <algorithm>
#include <cassert>

#include "agent/exploration.h"
#include "agent/shared_input.h"
#include "env/reward.h"
#include "nn/huber.h"
#include "trainer/relabel.h"

namespace trainer {
namespace {

using rhythm::StepSet;

// Of the episodes, one in so many keeps some steps as they are, so that the network learns what a lock means.
constexpr std::uint32_t kLockedEvery = 8;

// Of the settings that a reward-conditioned learner draws, one in so many is a preset: what most musicians start from.
constexpr std::uint32_t kPresetEvery = 4;

// An action that nobody takes.
constexpr float kNever = -1e9F;

agent::SharedQuestion question_of(const env::RhythmEnv& env, const StepSet& locked,
                                  std::span<const rhythm::TermValues> toggled) {
  return {env.kick(),           env.snare(),           env.liked(), locked,
          env.scorer().metre(), env.reward_settings(), env.terms(), toggled};
}

// A bar or two of a long pattern are practised instead of all of it: what is learned there is true of the whole, and an
// update costs as much less.
constexpr int kLongestPractice = 32;

int practised_steps(int steps, const rhythm::Metre& metre) {
  if (steps <= kLongestPractice) return steps;
  const int bar = metre.bar_steps();
  if (bar > kLongestPractice) return kLongestPractice;
  return 2 * bar <= kLongestPractice && steps % (2 * bar) == 0 ? 2 * bar : bar;
}

// Settings with target levels, too: in half of the episodes each weight that counts may become one.
void draw_modes(core::Rng& rng, rhythm::RewardSettings& settings) {
  if (rng.below(2) == 0) return;
  for (rhythm::TermSetting& setting : settings.terms) {
    if (setting.weight == 0.0F || rng.below(2) == 0) continue;
    setting.mode = rhythm::TermMode::target;
    setting.level = rng.uniform();
  }
}

}  // namespace

SharedLearner::SharedLearner(const core::Config& config)
    : config_(config),
      metre_(rhythm::Metre::default_for(config.steps)),
      rng_(static_cast<std::uint64_t>(config.seed)),
      settings_rng_(static_cast<std::uint64_t>(config.seed) ^ kSettingsStream),
      online_(config),
      target_(online_.conv().shape()),
      adam_(online_.parameters().size()),
      gradient_(online_.parameters().size()),
      scorer_(config.steps),
      asked_(rhythm::reward_presets().front().settings),
      reward_(asked_),
      looking_(online_.conv(), config.environments, practised_steps(config.steps, metre_), kWithGradient),
      ahead_(online_.conv(), config.environments, practised_steps(config.steps, metre_), kForward) {
  online_.initialise(rng_);
  target_.parameters() = online_.parameters();
  set_lengths(std::array{practised_steps(config.steps, metre_)});
}

// A long pattern takes more toggles.
int SharedLearner::episode_steps(int steps) const {
  return config_.episode_steps * std::max(1, steps / practised_steps(config_.steps, metre_));
}

rhythm::Metre SharedLearner::metre_of(int steps) const {
  return metre_.fits(steps) ? metre_ : rhythm::Metre::default_for(steps);
}

// Those of the length that was asked for are the caller's to give, who has them already.
std::shared_ptr<const env::TermTables> SharedLearner::tables_of(int steps) const {
  if (tables_ != nullptr && tables_->steps() == steps) return tables_;
  return steps == config_.steps ? nullptr : env::TermTables::make(env::TermScorer(steps, metre_of(steps)));
}

SharedLearner::Length SharedLearner::make_length(int steps, std::uint64_t number) const {
  env::EnvOptions options = env::env_options(config_);
  options.steps = steps;
  options.reward_mode = core::RewardMode::delta;
  // A long pattern takes more toggles.
  options.episode_steps = episode_steps(steps);
  Length length{.steps = steps, .practices = {}};
  const auto tables = tables_of(steps);
  const KickWindows kicks = cut_kicks(kicks_, steps);
  for (std::uint64_t e = 0; e < static_cast<std::uint64_t>(config_.environments); ++e) {
    length.practices.push_back({.env = env::RhythmEnv(options),
                                .locked = {},
                                .toggled = std::vector<rhythm::TermValues>(static_cast<std::size_t>(steps)),
                                .gains = std::vector<float>(static_cast<std::size_t>(steps))});
    env::RhythmEnv& env = length.practices.back().env;
    env.set_metre(metre_of(steps));
    env.set_tables(tables);
    env.set_kicks(kicks.kicks, kicks.own);
    env.set_reward(asked_);
    env.reset((static_cast<std::uint64_t>(config_.seed) ^ kEnvStream) +
              (e + number * static_cast<std::uint64_t>(config_.environments)) * kSettingsStream);
  }
  return length;
}

void SharedLearner::set_lengths(std::span<const int> lengths) {
  assert(!lengths.empty());
  lengths_.clear();
  for (const int steps : lengths) lengths_.push_back(make_length(steps, lengths_.size()));
  const int longest = *std::ranges::max_element(lengths);
  looking_.set_steps(longest);
  ahead_.set_steps(longest);
  q_.reserve(static_cast<std::size_t>(longest) + 1);
  scratch_.reserve(static_cast<std::size_t>(longest) + 1);
  drawn_.liked.reserve(static_cast<std::size_t>(longest));
  for (Length& length : lengths_) {
    for (std::size_t e = 0; e < length.practices.size(); ++e) reset(length.practices[e], e);
  }
}

void SharedLearner::set_config(const core::Config& config) {
  config_ = config;
  for (Length& length : lengths_) {
    for (Practice& practice : length.practices) {
      practice.env.set_start_state(config.start_state);
      practice.env.set_empty_starts(config.empty_starts);
      practice.env.set_episode_steps(episode_steps(length.steps));
    }
  }
}

void SharedLearner::set_kicks(std::span<const rhythm::Row> kicks) {
  kicks_.assign(kicks.begin(), kicks.end());
  for (Length& length : lengths_) {
    const KickWindows cut = cut_kicks(kicks_, length.steps);
    for (Practice& practice : length.practices) practice.env.set_kicks(cut.kicks, cut.own);
  }
}

void SharedLearner::set_reward(const rhythm::RewardSettings& settings) {
  asked_ = settings;
  reward_ = settings;
  env::make_effective(reward_, scorer_);
  for (Length& length : lengths_) {
    for (std::size_t e = 0; e < length.practices.size(); ++e) {
      if (!practises_what_is_asked(config_, e)) continue;
      length.practices[e].env.set_reward(settings);
      look(length.practices[e]);
    }
  }
}

// Other bars may be practised in other lengths, so every environment is made anew; nothing learned is lost.
void SharedLearner::set_metre(const rhythm::Metre& metre) {
  std::vector<int> lengths;
  for (const Length& length : lengths_) lengths.push_back(length.steps);
  if (lengths == std::vector{practised_steps(config_.steps, metre_)}) {
    lengths = {practised_steps(config_.steps, metre)};
  }
  metre_ = metre;
  tables_ = nullptr;
  scorer_ = env::TermScorer(config_.steps, metre);
  set_lengths(lengths);
}

void SharedLearner::set_tables(std::shared_ptr<const env::TermTables> tables) {
  tables_ = std::move(tables);
  for (Length& length : lengths_) {
    if (tables_ != nullptr && tables_->steps() != length.steps) continue;
    for (Practice& practice : length.practices) practice.env.set_tables(tables_);
  }
}

void SharedLearner::set_weights(const agent::QNetwork& network) {
  online_.parameters() = network.parameters();
  target_.parameters() = network.parameters();
  adam_ = nn::Adam(network.parameters().size());
}

// A new episode, of a conditioned learner mostly for settings that nobody has asked for yet.
void SharedLearner::reset(Practice& practice, std::size_t environment) {
  if (!practises_what_is_asked(config_, environment)) {
    if (settings_rng_.below(kPresetEvery) == 0) {
      const auto presets = rhythm::reward_mixes();
      practice.env.set_reward(presets[settings_rng_.below(static_cast<std::uint32_t>(presets.size()))].settings);
    } else {
      draw_settings(settings_rng_, practice.env.scorer(), drawn_);
      draw_modes(settings_rng_, drawn_);
      practice.env.set_reward(drawn_);
    }
  }
  practice.env.reset();
  practice.locked = StepSet();
  if (settings_rng_.below(kLockedEvery) == 0) {
    practice.locked = StepSet(practice.env.steps());
    // Never the first: something has to be left to toggle.
    for (int step = 1; step < practice.env.steps(); ++step) {
      if (settings_rng_.below(4) == 0) practice.locked.set(step);
    }
  }
  look(practice);
}

void SharedLearner::look(Practice& practice) const {
  if (!config_.model) return;
  const env::RhythmEnv& env = practice.env;
  env.scorer().score_toggles(env.kick(), env.snare(), env.reward_settings(), env.liked(), practice.toggled);
  agent::exact_gains(question_of(env, practice.locked, practice.toggled), practice.gains);
}

void SharedLearner::write_inputs(const Length& length, nn::ConvWorkspace& workspace) const {
  workspace.set_steps(length.steps);
  nn::Index sample = 0;
  for (const Practice& practice : length.practices) {
    agent::write_shared_input(question_of(practice.env, practice.locked, practice.toggled), config_.model,
                              practice.gains, workspace.input.view(), workspace.globals.view(), sample++);
  }
}

void SharedLearner::run(int env_steps) {
  owed_ += env_steps;
  while (owed_ >= config_.environments) {
    owed_ -= config_.environments;
    round(lengths_[turn_]);
    turn_ = (turn_ + 1) % lengths_.size();
  }
}

void SharedLearner::round(Length& length) {
  write_inputs(length, looking_);
  nn::forward(online_.conv(), looking_);
  pick_actions(length);
  for (Practice& practice : length.practices) {
    const auto level_before = practice.env.level();
    practice.env.step(practice.action);
    const float scale = agent::toggles_per_reward(practice.env.reward_settings(), length.steps);
    practice.reward = scale / 2.0F * (practice.env.level() - level_before);
    look(practice);
  }
  write_inputs(length, ahead_);
  nn::forward(target_, ahead_);
  learn(length);
  for (std::size_t e = 0; e < length.practices.size(); ++e) {
    ++learned_.env_steps;
    Practice& practice = length.practices[e];
    const env::EpisodeStats& episode = practice.env.episode();
    if (episode.env_steps < practice.env.episode_steps()) continue;
    ++learned_.episodes;
    if (practises_what_is_asked(config_, e)) learned_.add_episode(practice.env, episode);
    reset(practice, e);
  }
}

// With "leave it" the agent may find that nothing ahead is better. Then it goes anywhere: to stand still would teach
// nothing.
int SharedLearner::pick_action(std::span<const float> q, const Practice& practice) {
  const float value = agent::exploration_value(config_, learned_.env_steps);
  scratch_.resize(q.size());
  const int action = config_.exploration == core::Exploration::softmax ? agent::sample_softmax(q, value, rng_, scratch_)
                                                                       : agent::sample_epsilon_greedy(q, value, rng_);
  const int steps = practice.env.steps();
  const auto free = [&](int step) { return practice.locked.empty() || !practice.locked.test(step); };
  if (action < steps && free(action)) return action;
  int step = 0;
  do {
    step = static_cast<int>(rng_.below(static_cast<std::uint32_t>(steps)));
  } while (!free(step));
  return step;
}

void SharedLearner::pick_actions(Length& length) {
  const nn::ConstSignalPanels outputs = std::as_const(looking_.layers.back().output).view();
  q_.resize(static_cast<std::size_t>(length.steps) + (config_.leave_it ? 1 : 0));
  if (config_.leave_it) q_.back() = 0.0F;
  nn::Index sample = 0;
  for (Practice& practice : length.practices) {
    for (int step = 0; step < length.steps; ++step) {
      const auto at = static_cast<std::size_t>(step);
      q_[at] = outputs(0, step, sample) + (config_.model ? practice.gains[at] : 0.0F);
      if (!practice.locked.empty() && practice.locked.test(step)) q_[at] = kNever;
    }
    practice.action = pick_action(q_, practice);
    practice.predicted = outputs(0, practice.action, sample);
    learned_.mean_q +=
        static_cast<double>(q_[static_cast<std::size_t>(practice.action)]) / static_cast<double>(config_.environments);
    ++sample;
  }
}

float SharedLearner::value(const Practice& practice, const nn::ConstSignalPanels& outputs, nn::Index sample) const {
  float best = config_.leave_it ? 0.0F : kNever;
  for (int step = 0; step < practice.env.steps(); ++step) {
    if (!practice.locked.empty() && practice.locked.test(step)) continue;
    const float gain = config_.model ? practice.gains[static_cast<std::size_t>(step)] : 0.0F;
    best = std::max(best, gain + outputs(0, step, sample));
  }
  return best;
}

void SharedLearner::learn(Length& length) {
  const nn::ConstSignalPanels ahead = std::as_const(ahead_.layers.back().output).view();
  nn::Signal& delta = looking_.layers.back().delta.front();
  delta.clear();
  const float share = 1.0F / static_cast<float>(config_.environments);
  const auto gamma = static_cast<float>(config_.gamma);
  const auto huber_delta = static_cast<float>(config_.huber_delta);
  nn::Index sample = 0;
  for (const Practice& practice : length.practices) {
    // An episode never terminates: it is truncated, and bootstraps.
    const float target = gamma * value(practice, ahead, sample) + (config_.model ? 0.0F : practice.reward);
    const float error = practice.predicted - target;
    delta.view()(0, practice.action, sample++) = nn::huber_gradient(error, huber_delta) * share;
    learned_.loss += static_cast<double>(nn::huber_loss(error, huber_delta) * share);
  }
  nn::backward(online_.conv(), looking_, gradient_);
  const float scale = nn::clip_scale(gradient_, static_cast<float>(config_.max_gradient_norm));
  adam_.step({.learning_rate = agent::learning_rate(config_, learned_.env_steps),
              .beta1 = static_cast<float>(config_.adam_beta1),
              .beta2 = static_cast<float>(config_.adam_beta2),
              .epsilon = static_cast<float>(config_.adam_epsilon)},
             scale, gradient_, online_.parameters(), static_cast<float>(config_.target_rate), target_.parameters());
  ++learned_.gradient_steps;
  ++learned_.updates;
}

}  // namespace trainer
