// What a term is worth by the settings, and these as a reward-conditioned agent reads them: one plain weight a term.
//
// The reward is linear in the terms but for the mode "target level". Near a pattern that is linear too: below the level
// more of the term is better, above it less. So a target becomes a weight whose sign depends on where the pattern is,
// and an agent that knows all linear rewards follows any level without having learned any (a network that was given the
// levels themselves learned far worse: see docs/learning.md). T terms in the order of Term.
#pragma once

#include <array>

#include "rhythm/reward_settings.h"

namespace rhythm {

// One number a term: its value of a pattern in [0, 1] (env/reward.h), or its weight.
using TermValues = std::array<float, kTermCount>;

// r = v (maximise), 1 - v (minimise) or 1 - |v - level| / max(level, 1 - level) (target). value and result in [0, 1].
float term_reward(float value, const TermSetting& setting);

// The reward: sum of w_t r_t. Linear in the weights.
float reward(const TermValues& values, const RewardSettings& settings);

// maximise w, minimise -w, target w (level - value) / (reach max(level, 1 - level)) with the fraction by reach limited
// to [-1, 1]: full pull from afar, none where the next toggle would overshoot. All are divided by the settings' largest
// weight: it changes no ranking of snares, and what was learned for loud settings serves quiet ones. All 0 if nothing
// is asked for.
TermValues linear_weights(const RewardSettings& settings, const TermValues& values);

// The largest magnitude of the weights; 0 if nothing is asked for.
float largest_weight(const RewardSettings& settings);

}  // namespace rhythm
