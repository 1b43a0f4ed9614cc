#include "agent/shared_input.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace agent {
namespace {

using rhythm::kTermCount;
using rhythm::StepSet;
using rhythm::TermMode;
using rhythm::TermValues;

constexpr nn::Index kLevels = 5;  // 0 the bar line, the last one all that are weaker
// Channels of a step.
constexpr nn::Index kHeard = 0;
constexpr nn::Index kOwn = 1;
constexpr nn::Index kProduct = 2;
constexpr nn::Index kLiked = 3;
constexpr nn::Index kLocked = 4;
constexpr nn::Index kLevel = 5;
constexpr nn::Index kWeakest = kLevel + kLevels;
constexpr nn::Index kBeat = kWeakest + 1;
constexpr nn::Index kBackbeat = kBeat + 1;
constexpr nn::Index kGains = kBackbeat + 1;  // of each term, of all, of all less the best step's
constexpr nn::Index kGainCount = static_cast<nn::Index>(kTermCount) + 2;

constexpr nn::Index kShares = 5;

// A gain beyond this is as good or as bad as this one: a few steps with huge ones must not drown the rest.
constexpr float kMostGain = 6.0F;
constexpr float kGainScale = 0.5F;

// Of lengths: 16 steps are 1.
constexpr float kUsualSteps = 16.0F;
constexpr float kMostOfUsual = 2.0F;

float squeezed(float gain) { return kGainScale * std::clamp(gain, -kMostGain, kMostGain); }

float sign_of(bool onset) { return onset ? 1.0F : -1.0F; }

float share(int count, int steps) { return static_cast<float>(count) / static_cast<float>(steps); }

void write_metre(const rhythm::Metre& metre, nn::Index step, nn::Index sample, nn::SignalPanels inputs) {
  const auto at = static_cast<int>(step);
  const nn::Index level = std::min<nn::Index>(metre.level(at), kLevels - 1);
  for (nn::Index i = 0; i < kLevels; ++i) inputs(kLevel + i, step, sample) = i == level ? 1.0F : 0.0F;
  const int in_bar = at % metre.bar_steps();
  const bool beat = in_bar % metre.beat_steps() == 0;
  inputs(kWeakest, step, sample) = metre.level(at) == metre.deepest_level() ? 1.0F : 0.0F;
  inputs(kBeat, step, sample) = beat ? 1.0F : 0.0F;
  inputs(kBackbeat, step, sample) = beat && in_bar / metre.beat_steps() % 2 == 1 ? 1.0F : 0.0F;
}

// Of each term in order: weight times reward, in units of the largest weight.
TermValues weighted_rewards(const TermValues& values, const rhythm::RewardSettings& reward, float largest) {
  TermValues rewards{};
  if (largest == 0.0F) return rewards;
  for (std::size_t t = 0; t < kTermCount; ++t) {
    const rhythm::TermSetting& setting = reward.terms[t];
    if (setting.weight != 0.0F) rewards[t] = setting.weight * rhythm::term_reward(values[t], setting) / largest;
  }
  return rewards;
}

void write_gains(const SharedQuestion& question, std::span<const float> gains, nn::SignalPanels inputs,
                 nn::Index sample) {
  const float largest = rhythm::largest_weight(question.reward);
  const auto steps = static_cast<float>(question.own.steps());
  const TermValues now = weighted_rewards(question.values, question.reward, largest);
  const float best = *std::ranges::max_element(gains);
  for (nn::Index step = 0; step < question.own.steps(); ++step) {
    const auto at = static_cast<std::size_t>(step);
    for (std::size_t t = 0; t < kTermCount; ++t) {
      const rhythm::TermSetting& setting = question.reward.terms[t];
      float gain = 0.0F;
      if (setting.weight != 0.0F) {
        gain = steps * (setting.weight * rhythm::term_reward(question.toggled[at][t], setting) / largest - now[t]);
      }
      inputs(kGains + static_cast<nn::Index>(t), step, sample) = squeezed(gain);
    }
    inputs(kGains + static_cast<nn::Index>(kTermCount), step, sample) = squeezed(gains[at]);
    inputs(kGains + static_cast<nn::Index>(kTermCount) + 1, step, sample) = squeezed(gains[at] - best);
  }
}

void write_globals(const SharedQuestion& question, bool model, nn::Panels globals, nn::Index sample) {
  const int steps = question.own.steps();
  const float largest = rhythm::largest_weight(question.reward);
  nn::Index row = 0;
  const auto put = [&](float number) { globals(row++, sample) = number; };
  const int own = question.own.count();
  put(share(question.heard.count(), steps));
  put(share(own, steps));
  put(share(rhythm::common(question.heard, question.own), steps));
  put(std::min(kMostOfUsual, kUsualSteps / static_cast<float>(steps)));
  put(std::min(kMostOfUsual, static_cast<float>(own) / kUsualSteps));
  for (const rhythm::TermSetting& setting : question.reward.terms) {
    const float weight = largest == 0.0F ? 0.0F : setting.weight / largest;
    const bool target = setting.mode == TermMode::target;
    put(target ? 0.0F : setting.mode == TermMode::minimise ? -weight : weight);
    put(target ? weight : 0.0F);
    put(target && weight != 0.0F ? setting.level : 0.0F);
  }
  if (!model) return;
  for (std::size_t t = 0; t < kTermCount; ++t) put(question.reward.terms[t].weight != 0.0F ? question.values[t] : 0.0F);
  for (const float reward : weighted_rewards(question.values, question.reward, largest)) put(reward);
}

}  // namespace

int step_inputs(bool model) { return static_cast<int>(kGains + (model ? kGainCount : 0)); }

int global_inputs(bool model) { return static_cast<int>(kShares) + static_cast<int>(kTermCount) * (model ? 5 : 3); }

float toggles_per_reward(const rhythm::RewardSettings& reward, int steps) {
  const float largest = rhythm::largest_weight(reward);
  return largest == 0.0F ? 0.0F : static_cast<float>(steps) / largest;
}

void exact_gains(const SharedQuestion& question, std::span<float> gains) {
  assert(gains.size() == question.toggled.size() && std::ssize(gains) == question.own.steps());
  const float scale = toggles_per_reward(question.reward, question.own.steps());
  const float now = rhythm::reward(question.values, question.reward);
  for (std::size_t step = 0; step < gains.size(); ++step) {
    gains[step] = scale * (rhythm::reward(question.toggled[step], question.reward) - now);
  }
}

void write_shared_input(const SharedQuestion& question, bool model, std::span<const float> gains,
                        nn::SignalPanels inputs, nn::Panels globals, nn::Index sample) {
  assert(inputs.channels == step_inputs(model) && globals.rows == global_inputs(model));
  const int steps = question.own.steps();
  assert(inputs.steps == steps && question.heard.steps() == steps);
  for (int step = 0; step < steps; ++step) {
    const float heard = sign_of(question.heard.test(step));
    const float own = sign_of(question.own.test(step));
    inputs(kHeard, step, sample) = heard;
    inputs(kOwn, step, sample) = own;
    inputs(kProduct, step, sample) = heard * own;
    inputs(kLiked, step, sample) = question.liked.empty() ? 0.0F : sign_of(question.liked.test(step));
    inputs(kLocked, step, sample) = !question.locked.empty() && question.locked.test(step) ? 1.0F : 0.0F;
    write_metre(question.metre, step, sample, inputs);
  }
  if (model) write_gains(question, gains, inputs, sample);
  write_globals(question, model, globals, sample);
}

}  // namespace agent
