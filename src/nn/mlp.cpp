#include "nn/mlp.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

#include "nn/kernels.h"

namespace nn {

Mlp::Mlp(LayerSizes sizes) : sizes_(std::move(sizes)) {
  assert(sizes_.size() >= 2);
  Index size = 0;
  for (std::size_t layer = 0; layer + 1 < sizes_.size(); ++layer) {
    assert(sizes_[layer] >= 1 && sizes_[layer + 1] >= 1);
    offsets_.push_back(size);
    size += panel_storage(sizes_[layer + 1], sizes_[layer]) + padded(sizes_[layer + 1]);
  }
  parameters_.resize(static_cast<std::size_t>(size));
}

Index Mlp::parameter_count() const {
  Index count = 0;
  for (int layer = 0; layer < layer_count(); ++layer) {
    count += (static_cast<Index>(sizes_[static_cast<std::size_t>(layer)]) + 1) * output_count(layer);
  }
  return count;
}

void Mlp::initialise(core::Rng& rng, float last_layer_gain) {
  std::ranges::fill(parameters_, 0.0F);
  for (int layer = 0; layer < layer_count(); ++layer) {
    const Panels weights = weights_in(parameters_, layer);
    float deviation = std::sqrt(2.0F / static_cast<float>(weights.columns));
    if (layer + 1 == layer_count()) deviation *= last_layer_gain;
    for (Index output = 0; output < weights.rows; ++output) {
      for (Index input = 0; input < weights.columns; ++input) weights(output, input) = deviation * rng.normal();
    }
  }
}

ConstPanels Mlp::weights(int layer) const {
  const auto index = static_cast<std::size_t>(layer);
  return {parameters_.data() + offsets_[index], sizes_[index + 1], sizes_[index]};
}

const float* Mlp::biases(int layer) const {
  const ConstPanels panels = weights(layer);
  return panels.data + panels.storage();
}

Panels Mlp::weights_in(Floats& flat, int layer) const {
  assert(flat.size() == parameters_.size());
  const auto index = static_cast<std::size_t>(layer);
  return {flat.data() + offsets_[index], sizes_[index + 1], sizes_[index]};
}

float* Mlp::biases_in(Floats& flat, int layer) const {
  const Panels panels = weights_in(flat, layer);
  return panels.data + panels.storage();
}

std::vector<float> Mlp::weights_by_row(int layer) const {
  const ConstPanels panels = weights(layer);
  std::vector<float> by_row;
  by_row.reserve(static_cast<std::size_t>(panels.rows * panels.columns));
  for (Index output = 0; output < panels.rows; ++output) {
    for (Index input = 0; input < panels.columns; ++input) by_row.push_back(panels(output, input));
  }
  return by_row;
}

std::span<const float> Mlp::bias_span(int layer) const {
  return {biases(layer), static_cast<std::size_t>(output_count(layer))};
}

void Mlp::set_layer(int layer, std::span<const float> weights_by_row, std::span<const float> biases) {
  const Panels panels = weights_in(parameters_, layer);
  assert(std::ssize(weights_by_row) == panels.rows * panels.columns && std::ssize(biases) == panels.rows);
  auto weight = weights_by_row.begin();
  for (Index output = 0; output < panels.rows; ++output) {
    for (Index input = 0; input < panels.columns; ++input) panels(output, input) = *weight++;
  }
  std::ranges::copy(biases, biases_in(parameters_, layer));
}

Workspace::Workspace(std::span<const int> sizes, int batch)
    : transposed_gradient(sizes[sizes.size() - 2], sizes[sizes.size() - 1]) {
  for (std::size_t layer = 0; layer + 1 < sizes.size(); ++layer) {
    outputs.emplace_back(sizes[layer + 1], batch);
    if (layer + 2 < sizes.size()) deltas.emplace_back(sizes[layer + 1], batch);
    transposed.emplace_back(sizes[layer], sizes[layer + 1]);
  }
}

namespace {

// All layers but the last; returns what the last one reads.
const PanelMatrix& forward_hidden(const Mlp& network, const PanelMatrix& input, Workspace& workspace) {
  const PanelMatrix* layer_input = &input;
  for (int layer = 0; layer + 1 < network.layer_count(); ++layer) {
    PanelMatrix& output = workspace.outputs[static_cast<std::size_t>(layer)];
    linear_forward(network.weights(layer), network.biases(layer), layer_input->view(), Activation::relu, output.view());
    layer_input = &output;
  }
  return *layer_input;
}

PickedLayer picked_layer(const Mlp& network, Workspace& workspace) {
  const int last = network.layer_count() - 1;
  return {.weights = network.weights(last),
          .biases = network.biases(last),
          .outputs = workspace.outputs.back().view(),
          .transposed = workspace.transposed.back().view(),
          .transposed_gradient = workspace.transposed_gradient.view()};
}

}  // namespace

const PanelMatrix& forward(const Mlp& network, const PanelMatrix& input, Workspace& workspace) {
  const PanelMatrix& last_input = forward_hidden(network, input, workspace);
  const int last = network.layer_count() - 1;
  linear_forward(network.weights(last), network.biases(last), last_input.view(), Activation::none,
                 workspace.outputs.back().view());
  return workspace.outputs.back();
}

void forward_picked(const Mlp& network, const PanelMatrix& input, Workspace& workspace, std::span<const int> rows,
                    std::span<float> values) {
  const PanelMatrix& last_input = forward_hidden(network, input, workspace);
  picked_forward(picked_layer(network, workspace), last_input.view(), rows, values);
}

void backward_picked(const Mlp& network, const PanelMatrix& input, Workspace& workspace, std::span<const int> rows,
                     std::span<const float> deltas, Floats& gradient) {
  const auto input_of = [&](int layer) -> const PanelMatrix& {
    return layer == 0 ? input : workspace.outputs[static_cast<std::size_t>(layer) - 1];
  };
  const auto delta_of = [&](int layer) { return workspace.deltas[static_cast<std::size_t>(layer)].view(); };
  const int last = network.layer_count() - 1;
  picked_backward(picked_layer(network, workspace), input_of(last).view(), rows, deltas,
                  network.weights_in(gradient, last), network.biases_in(gradient, last),
                  last == 0 ? Panels{} : delta_of(last - 1));
  for (int layer = last - 1; layer >= 0; --layer) {
    const ConstPanels layer_input = input_of(layer).view();
    linear_backward_parameters(delta_of(layer), layer_input, network.weights_in(gradient, layer),
                               network.biases_in(gradient, layer));
    if (layer == 0) break;
    const Panels transposed = workspace.transposed[static_cast<std::size_t>(layer)].view();
    transpose(network.weights(layer), transposed);
    linear_backward_input(transposed, delta_of(layer), layer_input, delta_of(layer - 1));
  }
}

SampleWorkspace::SampleWorkspace(std::span<const int> sizes) {
  for (const int size : sizes) values.emplace_back(static_cast<std::size_t>(padded(size)));
}

std::span<const float> forward(const Mlp& network, std::span<const float> input, SampleWorkspace& workspace) {
  assert(input.size() == static_cast<std::size_t>(network.input_size()));
  std::ranges::copy(input, workspace.values.front().data());
  for (int layer = 0; layer < network.layer_count(); ++layer) {
    const auto index = static_cast<std::size_t>(layer);
    const bool last = layer + 1 == network.layer_count();
    linear_forward_one(network.weights(layer), network.biases(layer), workspace.values[index].data(),
                       last ? Activation::none : Activation::relu, workspace.values[index + 1].data());
  }
  return {workspace.values.back().data(), static_cast<std::size_t>(network.output_size())};
}

}  // namespace nn
