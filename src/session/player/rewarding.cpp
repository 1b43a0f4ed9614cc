#include "session/player/rewarding.h"

#include <cassert>
#include <cmath>

namespace session {

void Rewarding::set(const rhythm::RewardSettings& settings, int steps, const rhythm::Metre& metre) {
  if (steps != scorer_.steps() || metre != scorer_.metre()) scorer_ = env::TermScorer(steps, metre);
  settings_ = env::effective_settings(settings, scorer_);
}

env::TermValues Rewarding::values(std::span<const std::uint8_t> heard, std::span<const std::uint8_t> own) const {
  return scorer_.score(heard, own, settings_.liked);
}

agent::Score Rewarding::score(std::span<const std::uint8_t> heard, std::span<const std::uint8_t> own) const {
  const env::TermValues values = scorer_.score_asked(heard, own, settings_);
  return {.reward = env::reward(values, settings_), .values = values};
}

agent::ToggleScoreFunction Rewarding::toggles(std::span<const std::uint8_t> heard) const {
  return [this, kick = rhythm::StepSet::from_row(heard), liked = rhythm::StepSet::from_row(settings_.liked)](
             std::span<const std::uint8_t> own, std::span<rhythm::TermValues> values) {
    scorer_.score_toggles(kick, rhythm::StepSet::from_row(own), settings_, liked, values);
  };
}

float Rewarding::reward(std::span<const std::uint8_t> heard, std::span<const std::uint8_t> own) const {
  return env::reward(values(heard, own), settings_);
}

RewardView Rewarding::view(std::span<const std::uint8_t> heard, std::span<const std::uint8_t> own) const {
  RewardView view;
  for (const rhythm::TermInfo& info : rhythm::term_table()) {
    const auto t = static_cast<std::size_t>(info.term);
    view.applies[t] = applies(info.term);
    view.weights[t] = settings_.terms[t].weight;
  }
  view.values = values(heard, own);
  view.contribution = contributions(view.values);
  for (const float amount : view.contribution) view.total += static_cast<double>(amount);
  view.possible = possible();
  return view;
}

TermAmounts Rewarding::contributions(const env::TermValues& values) const {
  const env::TermValues rewards = env::term_rewards(values, settings_);
  TermAmounts amounts{};
  for (std::size_t t = 0; t < amounts.size(); ++t) {
    amounts[t] = env::contribution(settings_.terms[t].weight, rewards[t]);
  }
  return amounts;
}

double Rewarding::possible() const {
  double sum = 0.0;
  for (const rhythm::TermSetting& setting : settings_.terms) sum += static_cast<double>(std::abs(setting.weight));
  return sum;
}

double Rewarding::total_of(double reward) const {
  for (const rhythm::TermSetting& setting : settings_.terms) {
    if (setting.weight < 0.0F) reward -= static_cast<double>(setting.weight);
  }
  return reward;
}

TermAmounts Rewarding::toggle_effect(std::span<const std::uint8_t> heard, std::span<const std::uint8_t> own,
                                     int step) const {
  assert(step >= 0 && step < steps());
  rhythm::Row toggled(own.begin(), own.end());
  rhythm::toggle(toggled[static_cast<std::size_t>(step)]);
  const TermAmounts before = contributions(values(heard, own));
  TermAmounts change = contributions(values(heard, toggled));
  for (std::size_t t = 0; t < change.size(); ++t) change[t] -= before[t];
  return change;
}

}  // namespace session
