#include "agent/q_network.h"

#include "rhythm/observation.h"

namespace agent {
namespace {

// A fresh network should value all actions nearly alike, so that softmax exploration starts out even.
constexpr float kLastLayerGain = 0.01F;

}  // namespace

nn::LayerSizes QNetwork::layer_sizes(const core::Config& config) {
  nn::LayerSizes sizes = {rhythm::observation_size(config.steps)};
  sizes.insert(sizes.end(), static_cast<std::size_t>(config.hidden_layers), config.hidden_units);
  sizes.push_back(config.steps + (config.leave_it ? 1 : 0));
  return sizes;
}

QNetwork::QNetwork(const core::Config& config)
    : steps_(config.steps), has_leave_it_(config.leave_it), mlp_(layer_sizes(config)), one_(mlp_.sizes()) {}

void QNetwork::initialise(core::Rng& rng) { mlp_.initialise(rng, kLastLayerGain); }

std::span<const float> QNetwork::q_values(std::span<const float> observation) {
  return nn::forward(mlp_, observation, one_);
}

}  // namespace agent
