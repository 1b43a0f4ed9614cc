#include "nn/conv_net.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "nn/kernels.h"

namespace nn {
namespace {

constexpr std::array<Index, 5> kFirstTaps = {-2, -1, 0, 1, 2};
constexpr std::array<Index, 3> kFarTaps = {-4, 0, 4};  // a beat of sixteenths to either side
constexpr std::array<Index, 3> kNearTaps = {-1, 0, 1};
constexpr std::array<Index, 1> kLastTaps = {0};

// How much of He's variance the layers have that start out as the identity.
constexpr float kResidualGain = 0.5F;

std::span<const Index> taps_of(int layer, int hidden_layers) {
  if (layer == hidden_layers) return kLastTaps;
  if (layer == 0) return kFirstTaps;
  return layer % 2 == 1 ? std::span<const Index>(kFarTaps) : std::span<const Index>(kNearTaps);
}

}  // namespace

ConvNet::ConvNet(const ConvShape& shape) : shape_(shape) {
  assert(shape.step_inputs >= 1 && shape.global_inputs >= 1 && shape.channels >= 1 && shape.hidden_layers >= 1);
  Index size = 0;
  for (int layer = 0; layer <= shape.hidden_layers; ++layer) {
    const bool first = layer == 0;
    const bool last = layer == shape.hidden_layers;
    layers_.push_back({.taps = taps_of(layer, shape.hidden_layers),
                       .inputs = first ? shape.step_inputs : shape.channels,
                       .summary = first ? shape.global_inputs : shape.channels,
                       .outputs = last ? shape.outputs : shape.channels,
                       .offset = size});
    size += storage(layers_.back());
  }
  parameters_.resize(static_cast<std::size_t>(size));
}

Index ConvNet::storage(const Layer& layer) const {
  return std::ssize(layer.taps) * panel_storage(layer.outputs, layer.inputs) +
         panel_storage(layer.outputs, layer.summary) + padded(layer.outputs);
}

Index ConvNet::parameter_count() const {
  Index count = 0;
  for (const Layer& layer : layers_) {
    count += (std::ssize(layer.taps) * layer.inputs + layer.summary + 1) * layer.outputs;
  }
  return count;
}

void ConvNet::initialise(core::Rng& rng, float last_layer_gain) {
  std::ranges::fill(parameters_, 0.0F);
  const auto draw = [&](Panels weights, float deviation) {
    for (Index output = 0; output < weights.rows; ++output) {
      for (Index input = 0; input < weights.columns; ++input) weights(output, input) = deviation * rng.normal();
    }
  };
  for (int layer = 0; layer < layer_count(); ++layer) {
    const bool residual = layer > 0 && layer + 1 < layer_count();
    const float gain = layer + 1 == layer_count() ? last_layer_gain : residual ? kResidualGain : 1.0F;
    const auto added = std::ssize(taps(layer)) * inputs(layer) + summary_size(layer);
    const float deviation = gain * std::sqrt(2.0F / static_cast<float>(added));
    for (std::size_t tap = 0; tap < taps(layer).size(); ++tap) {
      const Panels weights = tap_weights(parameters_, layer, tap);
      draw(weights, deviation);
      if (!residual || taps(layer)[tap] != 0) continue;
      for (Index channel = 0; channel < weights.rows; ++channel) weights(channel, channel) += 1.0F;
    }
    draw(summary_weights(parameters_, layer), deviation);
  }
}

ConvWorkspace::Layer::Layer(const ConvNet& network, int layer, Index samples, Index steps, bool with_gradient)
    : output(network.outputs(layer), samples, steps),
      summary(network.summary_size(layer), padded_samples(samples)),
      start(network.outputs(layer), padded_samples(samples)),
      delta_sum(network.outputs(layer), padded_samples(samples)),
      back_start(network.inputs(layer), padded_samples(samples)),
      no_biases(static_cast<std::size_t>(padded(network.inputs(layer)))) {
  if (!with_gradient) return;
  delta.emplace_back(network.outputs(layer), samples, steps);
  for (std::size_t tap = 0; tap < network.taps(layer).size(); ++tap) {
    transposed.emplace_back(network.inputs(layer), network.outputs(layer));
  }
  transposed.emplace_back(network.summary_size(layer), network.outputs(layer));
}

ConvWorkspace::ConvWorkspace(const ConvNet& network, int samples, int steps, bool with_gradient)
    : input(network.shape().step_inputs, samples, steps),
      globals(network.shape().global_inputs, padded_samples(samples)) {
  for (int layer = 0; layer < network.layer_count(); ++layer) {
    layers.emplace_back(network, layer, samples, steps, with_gradient);
    taps.reserve(network.taps(layer).size());
  }
}

void ConvWorkspace::set_steps(int steps) {
  input.set_steps(steps);
  for (Layer& layer : layers) {
    layer.output.set_steps(steps);
    for (Signal& delta : layer.delta) delta.set_steps(steps);
  }
}

const Signal& forward(const ConvNet& network, ConvWorkspace& workspace) {
  Signal* input = &workspace.input;
  for (int layer = 0; layer < network.layer_count(); ++layer) {
    const bool last = layer + 1 == network.layer_count();
    ConvWorkspace::Layer& own = workspace.layers[static_cast<std::size_t>(layer)];
    input->close();
    const float share = 1.0F / static_cast<float>(input->steps());
    if (layer > 0) sum_over_steps(std::as_const(*input).view(), share, own.summary.view());
    const PanelMatrix& summary = layer == 0 ? workspace.globals : own.summary;
    linear_forward(network.summary_weights(network.parameters(), layer), network.biases(network.parameters(), layer),
                   summary.view(), Activation::none, own.start.view());
    workspace.taps.clear();
    for (std::size_t tap = 0; tap < network.taps(layer).size(); ++tap) {
      workspace.taps.push_back({network.tap_weights(network.parameters(), layer, tap), network.taps(layer)[tap]});
    }
    convolve(workspace.taps, std::as_const(own.start).view(), std::as_const(*input).view(),
             last ? Activation::none : Activation::relu, own.output.view());
    input = &own.output;
  }
  return *input;
}

void backward(const ConvNet& network, ConvWorkspace& workspace, Floats& gradient) {
  assert(gradient.size() == network.parameters().size());
  for (int layer = network.layer_count() - 1; layer >= 0; --layer) {
    ConvWorkspace::Layer& own = workspace.layers[static_cast<std::size_t>(layer)];
    Signal& delta = own.delta.front();
    const Signal& input = layer == 0 ? workspace.input : workspace.layers[static_cast<std::size_t>(layer) - 1].output;
    const PanelMatrix& summary = layer == 0 ? workspace.globals : own.summary;
    sum_over_steps(std::as_const(delta).view(), 1.0F, own.delta_sum.view());
    linear_backward_parameters(std::as_const(own.delta_sum).view(), summary.view(),
                               network.summary_weights(gradient, layer), network.biases(gradient, layer));
    const std::span<const Index> taps = network.taps(layer);
    for (std::size_t tap = 0; tap < taps.size(); ++tap) {
      correlate(std::as_const(delta).view(), input.view(), taps[tap], network.tap_weights(gradient, layer, tap));
    }
    if (layer == 0) break;
    delta.close();
    workspace.taps.clear();
    for (std::size_t tap = 0; tap < taps.size(); ++tap) {
      transpose(network.tap_weights(network.parameters(), layer, tap), own.transposed[tap].view());
      workspace.taps.push_back({std::as_const(own.transposed[tap]).view(), -taps[tap]});
    }
    // Every step had the same share in the summary.
    transpose(network.summary_weights(network.parameters(), layer), own.transposed.back().view());
    sum_over_steps(std::as_const(delta).view(), 1.0F / static_cast<float>(delta.steps()), own.delta_sum.view());
    linear_forward(std::as_const(own.transposed.back()).view(), own.no_biases.data(),
                   std::as_const(own.delta_sum).view(), Activation::none, own.back_start.view());
    convolve_back(workspace.taps, std::as_const(own.back_start).view(), std::as_const(delta).view(), input.view(),
                  workspace.layers[static_cast<std::size_t>(layer) - 1].delta.front().view());
  }
}

}  // namespace nn
