#include "trainer/relabel.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "rhythm/observation.h"

namespace trainer {
namespace {

using rhythm::kTermCount;
using rhythm::StepSet;
using rhythm::Term;

float similarity(const StepSet& snare, const StepSet& liked) {
  return 1.0F - static_cast<float>(rhythm::hamming(snare, liked)) / static_cast<float>(snare.steps());
}

}  // namespace

void draw_settings(core::Rng& rng, const env::TermScorer& scorer, rhythm::RewardSettings& settings) {
  settings.liked.assign(static_cast<std::size_t>(scorer.steps()), 0);
  rhythm::fill_randomly(rng, settings.liked);
  bool asks_for_something = false;
  while (!asks_for_something) {
    for (std::size_t t = 0; t < kTermCount; ++t) {
      rhythm::TermSetting& setting = settings.terms[t];
      setting.weight = rng.below(2) != 0 ? 0.0F : 2.0F * rng.uniform() - 1.0F;
      setting.mode = rhythm::TermMode::maximise;
      if (!scorer.applies(static_cast<Term>(t))) setting.weight = 0.0F;
      asks_for_something = asks_for_something || std::abs(setting.weight) > 0.01F;
    }
  }
}

Relabeller::Relabeller(const core::Config& config)
    : scorer_(config.steps),
      observation_(static_cast<std::size_t>(rhythm::observation_size(config.steps, config.conditioned))) {
  set_reward(rhythm::reward_presets().front().settings);
  drawn_.liked.reserve(static_cast<std::size_t>(config.steps));
}

void Relabeller::set_reward(const rhythm::RewardSettings& settings) {
  reward_ = settings;
  env::make_effective(reward_, scorer_);
}

void Relabeller::draw(const ReplayBuffer& replay, const core::Config& config, core::Rng& rng, agent::Batch& batch) {
  assert(replay.size() > 0);
  for (int column = 0; column < batch.size(); ++column) {
    const auto slot = static_cast<int>(rng.below(static_cast<std::uint32_t>(replay.size())));
    if (config.conditioned) {
      draw_settings(rng, scorer_, drawn_);
      draw_one(replay, slot, config, drawn_, batch, column);
    } else {
      draw_one(replay, slot, config, reward_, batch, column);
    }
  }
}

// Rewards are in toggles (agent/q_network.h): a term of weight 1 spans 2 in the centred form, and one toggle of the
// difference metric is worth 2/n of that.
void Relabeller::draw_one(const ReplayBuffer& replay, int slot, const core::Config& config,
                          const rhythm::RewardSettings& settings, agent::Batch& batch, int column) {
  const int steps = config.steps;
  const bool is_delta = config.reward_mode == core::RewardMode::delta;
  const float largest = rhythm::largest_weight(settings);
  const float scale = static_cast<float>(steps) / (config.conditioned || largest == 0.0F ? 1.0F : largest);
  const float centre = is_delta ? 0.0F : 0.5F;
  const StepSet liked = StepSet::from_row(settings.liked);
  const auto values_of = [&](env::TermValues values, const StepSet& of) {
    // The one term that depends on the settings.
    if (settings.style != rhythm::Style::none) {
      values[static_cast<std::size_t>(Term::similarity)] = scorer_.style_value(of);
    } else if (!liked.empty()) {
      values[static_cast<std::size_t>(Term::similarity)] = similarity(of, liked);
    }
    return values;
  };

  float discount = 1.0F;
  const std::span<float> returns = batch.returns_of(column);
  std::ranges::fill(returns, 0.0F);
  StepSet snare(steps);
  int last = slot;
  int at = slot;
  for (int k = 0; k < config.n_step && at >= 0; ++k) {
    last = at;
    const EnvStep& env_step = replay.at(at);
    snare = replay.snare(at);
    const env::TermValues before = is_delta ? values_of(env_step.terms, snare) : env::TermValues{};
    if (env_step.action < steps) snare.flip(env_step.action);  // else it was left as it is
    const env::TermValues now = values_of(env_step.next_terms, snare);
    if (config.conditioned) {
      for (std::size_t t = 0; t < kTermCount; ++t) {
        const float earned = now[t] - before[t] - centre;
        returns[t] += discount * scale * earned;
      }
    } else {
      const float baseline = is_delta ? env::reward(before, settings) : centre * env::weight_sum(settings);
      returns[0] += discount * scale * (env::reward(now, settings) - baseline);
    }
    discount *= static_cast<float>(config.gamma);
    at = replay.next(at);
  }

  batch.actions[static_cast<std::size_t>(column)] = replay.at(slot).action;
  batch.discounts[static_cast<std::size_t>(column)] = replay.at(last).terminated ? 0.0F : discount;
  const std::span<float> pattern(observation_.data(), static_cast<std::size_t>(rhythm::pattern_size(steps)));
  if (config.conditioned) {
    // Drawn settings are linear: their weights are the same wherever the pattern is.
    rhythm::write_wishes(rhythm::linear_weights(settings, {}), settings.liked,
                         std::span(observation_).subspan(pattern.size()));
  }
  const StepSet kick = replay.kick(slot);  // of the whole episode
  rhythm::write_pattern(kick, replay.snare(slot), pattern);
  batch.observations.set_column(column, observation_);
  rhythm::write_pattern(kick, snare, pattern);
  batch.next_observations.set_column(column, observation_);
}

}  // namespace trainer
