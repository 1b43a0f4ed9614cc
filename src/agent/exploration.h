// How an action is picked from Q-values, and how exploration comes down over time.
#pragma once

#include <cstdint>
#include <span>

#include "core/config.h"
#include "core/rng.h"

namespace agent {

// The action of the highest Q-value; the lowest index of equals. `locked` is empty or has a byte for some of the first
// actions; actions with a nonzero byte are passed over. -1 if all are locked.
int greedy_action(std::span<const float> q, std::span<const std::uint8_t> locked = {});

// probabilities[a] = exp(q[a] / temperature) / sum. temperature > 0, in the units of q; sizes equal.
void softmax(std::span<const float> q, float temperature, std::span<float> probabilities);

// Samples the softmax policy (as the original did). `scratch` has q.size() floats and holds the probabilities after.
int sample_softmax(std::span<const float> q, float temperature, core::Rng& rng, std::span<float> scratch);

// With chance epsilon any action, all equally likely; else the greedy one.
int sample_epsilon_greedy(std::span<const float> q, float epsilon, core::Rng& rng);

// Value of the exploration schedule after `env_steps`: the temperature in toggles (geometric from start to end, since
// what counts is the ratio of temperature to reward) or epsilon (linear, Mnih 2015). Constant once it reached its end.
float exploration_value(const core::Config& config, std::uint64_t env_steps);

// Value of the learning rate after `env_steps`: geometric from start to end, then constant. With a constant rate an
// agent that has learned its task goes on wobbling about it.
float learning_rate(const core::Config& config, std::uint64_t env_steps);

}  // namespace agent
