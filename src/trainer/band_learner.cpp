#include "trainer/band_learner.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <string>

#include "agent/exploration.h"
#include "agent/shared_input.h"
#include "core/text.h"
#include "nn/huber.h"
#include "trainer/learner.h"

namespace trainer {
namespace {

constexpr std::array<std::string_view, 2> kNames = {"independent", "decomposition"};

// So that the batch is about as large as a single agent's.
int environments_of(const core::Config& config, std::size_t agents) {
  return std::max(1, config.environments / static_cast<int>(agents));
}

}  // namespace

core::Result<BandMethod> find_band_method(std::string_view name) {
  const auto found = std::ranges::find(kNames, name);
  if (found != kNames.end()) return static_cast<BandMethod>(found - kNames.begin());
  return core::fail("There is no method " + core::in_quotes(name) + ": there are " + core::listed(kNames) + ".");
}

std::string_view name_of(BandMethod method) { return kNames[static_cast<std::size_t>(method)]; }

void band_targets(BandMethod method, std::span<const float> rewards, std::span<const float> gains,
                  std::span<const float> values, float gamma, std::span<float> targets) {
  if (method == BandMethod::independent) {
    for (std::size_t i = 0; i < targets.size(); ++i) targets[i] = rewards[i] - gains[i] + gamma * values[i];
    return;
  }
  // All are paid the same: the shared reward.
  float sum = rewards.front();
  for (std::size_t i = 0; i < targets.size(); ++i) sum += gamma * values[i] - gains[i];
  std::ranges::fill(targets, sum / static_cast<float>(targets.size()));
}

BandLearner::BandLearner(const core::Config& config, std::span<const rhythm::BandPart> parts, BandMethod method)
    : config_(config),
      method_(method),
      scorer_(parts, config.steps),
      metre_(rhythm::Metre::default_for(config.steps)),
      rng_(static_cast<std::uint64_t>(config.seed)),
      online_(config),
      target_(online_.conv().shape()),
      adam_(online_.parameters().size()),
      gradient_(online_.parameters().size()),
      looking_(online_.conv(), environments_of(config, parts.size()) * static_cast<int>(parts.size()), config.steps,
               kWithGradient),
      ahead_(online_.conv(), environments_of(config, parts.size()) * static_cast<int>(parts.size()), config.steps,
             kForward) {
  assert(online_.is_shared() && config.model);
  online_.initialise(rng_);
  target_.parameters() = online_.parameters();
  const auto steps = static_cast<std::size_t>(config.steps);
  const std::size_t agents = parts.size();
  shared_gains_.resize(steps);
  const env::BandEnvOptions options{
      .leave_it = true, .shared_reward = method == BandMethod::decomposition, .episode_steps = config.episode_steps};
  for (int e = 0; e < environments_of(config, agents); ++e) {
    practices_.push_back({.env = env::BandEnv(scorer_, options), .seats = std::vector<Seat>(agents)});
    for (Seat& seat : practices_.back().seats) {
      seat.toggled.resize(steps);
      seat.gains.resize(steps);
    }
    practices_.back().env.reset((static_cast<std::uint64_t>(config.seed) ^ kEnvStream) +
                                static_cast<std::uint64_t>(e) * kSettingsStream);
    look(practices_.back());
  }
  q_.resize(steps + 1);
  scratch_.resize(steps + 1);
  actions_.resize(agents);
  for (std::vector<float>* each : {&paid_, &earned_, &values_, &targets_}) each->resize(agents);
}

agent::SharedQuestion BandLearner::question_of(const env::BandRows& rows, std::size_t agent, const Seat& seat) const {
  return {seat.heard,  rows[static_cast<std::size_t>(scorer_.voice(agent))],
          nothing_,    nothing_,
          metre_,      scorer_.reward(agent),
          seat.values, seat.toggled};
}

// What each agent's toggles would bring: of its own reward, or of the shared one.
void BandLearner::look(Practice& practice) {
  rows_ = practice.env.rows();
  for (std::size_t agent = 0; agent < practice.seats.size(); ++agent) {
    Seat& seat = practice.seats[agent];
    seat.heard = scorer_.heard(rows_, agent);
    seat.values = scorer_.values(rows_, agent);
    const rhythm::StepSet& own = rows_[static_cast<std::size_t>(scorer_.voice(agent))];
    scorer_.scorer(agent).score_toggles(seat.heard, own, scorer_.reward(agent), nothing_, seat.toggled);
    agent::exact_gains(question_of(rows_, agent, seat), seat.gains);
    if (method_ == BandMethod::independent) continue;
    scorer_.shared_gains(rows_, agent, shared_gains_);
    for (std::size_t step = 0; step < seat.gains.size(); ++step) {
      seat.gains[step] = static_cast<float>(shared_gains_[step] * config_.steps);
    }
  }
}

void BandLearner::write_inputs(nn::ConvWorkspace& workspace) {
  nn::Index sample = 0;
  for (const Practice& practice : practices_) {
    for (std::size_t agent = 0; agent < practice.seats.size(); ++agent) {
      const Seat& seat = practice.seats[agent];
      agent::write_shared_input(question_of(practice.env.rows(), agent, seat), true, seat.gains, workspace.input.view(),
                                workspace.globals.view(), sample++);
    }
  }
}

void BandLearner::run(int env_steps) {
  owed_ += env_steps;
  const int round = static_cast<int>(practices_.size() * practices_.front().seats.size());
  for (; owed_ >= round; owed_ -= round) {
    write_inputs(looking_);
    nn::forward(online_.conv(), looking_);
    pick_actions();
    act();
    write_inputs(ahead_);
    nn::forward(target_, ahead_);
    learn();
    progress_.env_steps += static_cast<std::uint64_t>(round);
    for (Practice& practice : practices_) {
      if (!practice.env.truncated()) continue;
      practice.env.reset();
      look(practice);
    }
  }
}

void BandLearner::pick_actions() {
  const nn::ConstSignalPanels outputs = std::as_const(looking_.layers.back().output).view();
  const float exploration = agent::exploration_value(config_, progress_.env_steps);
  nn::Index sample = 0;
  for (Practice& practice : practices_) {
    for (Seat& seat : practice.seats) {
      q_.back() = 0.0F;
      for (int step = 0; step < config_.steps; ++step) {
        q_[static_cast<std::size_t>(step)] = outputs(0, step, sample) + seat.gains[static_cast<std::size_t>(step)];
      }
      seat.action = config_.exploration == core::Exploration::softmax
                        ? agent::sample_softmax(q_, exploration, rng_, scratch_)
                        : agent::sample_epsilon_greedy(q_, exploration, rng_);
      // Leaving the pattern teaches nothing where nobody is bound to.
      const bool leaves = seat.action == config_.steps;
      if (leaves) seat.action = static_cast<int>(rng_.below(static_cast<std::uint32_t>(config_.steps)));
      seat.predicted = outputs(0, seat.action, sample);
      seat.gain = seat.gains[static_cast<std::size_t>(seat.action)];
      ++sample;
    }
  }
}

void BandLearner::act() {
  for (Practice& practice : practices_) {
    for (std::size_t agent = 0; agent < actions_.size(); ++agent) actions_[agent] = practice.seats[agent].action;
    const env::BandStep& step = practice.env.step(actions_);
    for (std::size_t agent = 0; agent < actions_.size(); ++agent) {
      Seat& seat = practice.seats[agent];
      // The environment pays twice the change of the reward, and of the shared one twice that of a share.
      const float scale = method_ == BandMethod::decomposition
                              ? static_cast<float>(config_.steps)
                              : agent::toggles_per_reward(scorer_.reward(agent), config_.steps);
      seat.paid = scale / 2.0F * step.rewards[agent];
    }
    look(practice);
  }
}

float BandLearner::value(const Seat& seat, const nn::ConstSignalPanels& outputs, nn::Index sample) const {
  float best = 0.0F;
  for (int step = 0; step < config_.steps; ++step) {
    best = std::max(best, seat.gains[static_cast<std::size_t>(step)] + outputs(0, step, sample));
  }
  return best;
}

void BandLearner::learn() {
  const nn::ConstSignalPanels ahead = std::as_const(ahead_.layers.back().output).view();
  nn::Signal& delta = looking_.layers.back().delta.front();
  delta.clear();
  const auto agents = static_cast<nn::Index>(actions_.size());
  const float share = 1.0F / static_cast<float>(static_cast<nn::Index>(practices_.size()) * agents);
  const auto huber_delta = static_cast<float>(config_.huber_delta);
  progress_.loss = 0.0;
  nn::Index first = 0;
  for (const Practice& practice : practices_) {
    for (std::size_t i = 0; i < practice.seats.size(); ++i) {
      const Seat& seat = practice.seats[i];
      paid_[i] = seat.paid;
      earned_[i] = seat.gain;
      values_[i] = value(seat, ahead, first + static_cast<nn::Index>(i));
    }
    band_targets(method_, paid_, earned_, values_, static_cast<float>(config_.gamma), targets_);
    float sum = 0.0F;
    for (std::size_t i = 0; i < practice.seats.size(); ++i) sum += practice.seats[i].predicted - targets_[i];
    for (std::size_t i = 0; i < practice.seats.size(); ++i) {
      const Seat& seat = practice.seats[i];
      // Of a decomposition all carry the error of the sum.
      const float error = method_ == BandMethod::decomposition ? sum : seat.predicted - targets_[i];
      delta.view()(0, seat.action, first + static_cast<nn::Index>(i)) = nn::huber_gradient(error, huber_delta) * share;
      progress_.loss += static_cast<double>(nn::huber_loss(error, huber_delta) * share);
    }
    first += agents;
  }
  nn::backward(online_.conv(), looking_, gradient_);
  const float scale = nn::clip_scale(gradient_, static_cast<float>(config_.max_gradient_norm));
  adam_.step({.learning_rate = agent::learning_rate(config_, progress_.env_steps),
              .beta1 = static_cast<float>(config_.adam_beta1),
              .beta2 = static_cast<float>(config_.adam_beta2),
              .epsilon = static_cast<float>(config_.adam_epsilon)},
             scale, gradient_, online_.parameters(), static_cast<float>(config_.target_rate), target_.parameters());
  ++progress_.gradient_steps;
}

}  // namespace trainer
