#include "agent/q_network.h"

#include <algorithm>
#include <cassert>

#include "agent/shared_input.h"
#include "rhythm/observation.h"

namespace agent {
namespace {

// A fresh network should value all actions nearly alike, so that softmax exploration starts out even.
constexpr float kLastLayerGain = 0.01F;

int head_count(const core::Config& config) { return config.conditioned ? static_cast<int>(rhythm::kTermCount) : 1; }

nn::LayerSizes sizes_for(const core::Config& config, int observation_size) {
  nn::LayerSizes sizes = {observation_size};
  sizes.insert(sizes.end(), static_cast<std::size_t>(config.hidden_layers), config.hidden_units);
  sizes.push_back(head_count(config) * (config.steps + (config.leave_it ? 1 : 0)));
  return sizes;
}

}  // namespace

nn::LayerSizes QNetwork::layer_sizes(const core::Config& config) {
  return sizes_for(config, rhythm::observation_size(config.steps, config.conditioned));
}

nn::ConvShape QNetwork::conv_shape(const core::Config& config) {
  return {.step_inputs = step_inputs(config.model),
          .global_inputs = global_inputs(config.model),
          .channels = config.channels,
          .hidden_layers = config.conv_layers,
          .outputs = 1};
}

QNetwork::QNetwork(const core::Config& config)
    : QNetwork(config, rhythm::observation_size(config.steps, config.conditioned)) {}

QNetwork::QNetwork(const core::Config& config, int observation_size)
    : steps_(config.steps),
      has_leave_it_(config.leave_it),
      conditioned_(config.conditioned),
      uses_model_(config.network == core::NetworkKind::shared && config.model),
      heads_(config.network == core::NetworkKind::shared ? 1 : head_count(config)),
      net_(nn::Mlp({1, 1})) {
  if (config.network == core::NetworkKind::shared) {
    net_ = nn::ConvNet(conv_shape(config));
  } else {
    net_ = nn::Mlp(sizes_for(config, observation_size));
    one_.emplace(mlp().sizes());
    q_.resize(static_cast<std::size_t>(action_count()));
  }
}

void QNetwork::initialise(core::Rng& rng) {
  std::visit([&](auto& net) { net.initialise(rng, kLastLayerGain); }, net_);
}

nn::Floats& QNetwork::parameters() {
  return std::visit([](auto& net) -> nn::Floats& { return net.parameters(); }, net_);
}

const nn::Floats& QNetwork::parameters() const {
  return std::visit([](const auto& net) -> const nn::Floats& { return net.parameters(); }, net_);
}

nn::Index QNetwork::parameter_count() const {
  return std::visit([](const auto& net) { return net.parameter_count(); }, net_);
}

std::vector<int> QNetwork::widths() const {
  if (!is_shared()) return mlp().sizes();
  std::vector<int> widths = {conv().shape().step_inputs};
  widths.insert(widths.end(), static_cast<std::size_t>(conv().shape().hidden_layers), conv().shape().channels);
  widths.push_back(conv().shape().outputs);
  return widths;
}

nn::ConvWorkspace& QNetwork::one_pattern() {
  constexpr bool kWithGradient = false;
  if (!one_pattern_) one_pattern_.emplace(conv(), 1, steps_, kWithGradient);
  return *one_pattern_;
}

std::span<const float> QNetwork::q_values(std::span<const float> observation) {
  const std::span<const float> outputs = nn::forward(mlp(), observation, *one_);
  if (heads_ == 1) return outputs;
  const auto weights = observation.subspan(static_cast<std::size_t>(rhythm::weight_index(steps_)));
  std::ranges::fill(q_, 0.0F);
  for (std::size_t head = 0; head < static_cast<std::size_t>(heads_); ++head) {
    for (std::size_t action = 0; action < q_.size(); ++action) {
      q_[action] += weights[head] * outputs[head * q_.size() + action];
    }
  }
  return q_;
}

void QNetwork::combine_heads(const nn::PanelMatrix& outputs, const nn::PanelMatrix& observations, nn::Index column,
                             std::span<float> q) const {
  assert(q.size() == static_cast<std::size_t>(action_count()));
  if (heads_ == 1) return outputs.copy_column(column, q);
  const nn::ConstPanels values = outputs.view();
  std::ranges::fill(q, 0.0F);
  for (int head = 0; head < heads_; ++head) {
    const float weight = observations(rhythm::weight_index(steps_) + head, column);
    if (weight == 0.0F) continue;
    const nn::Index first = static_cast<nn::Index>(head) * action_count();
    for (std::size_t action = 0; action < q.size(); ++action) {
      q[action] += weight * values(first + static_cast<nn::Index>(action), column);
    }
  }
}

float QNetwork::combine_heads(std::span<const float> outputs, const nn::PanelMatrix& observations,
                              nn::Index column) const {
  assert(outputs.size() == static_cast<std::size_t>(heads_));
  if (heads_ == 1) return outputs.front();
  float q = 0.0F;
  for (int head = 0; head < heads_; ++head) {
    q += observations(rhythm::weight_index(steps_) + head, column) * outputs[static_cast<std::size_t>(head)];
  }
  return q;
}

}  // namespace agent
