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
  parameters_.setZero(size);
}

Index Mlp::parameter_count() const {
  Index count = 0;
  for (int layer = 0; layer < layer_count(); ++layer) {
    count += (static_cast<Index>(sizes_[static_cast<std::size_t>(layer)]) + 1) * output_count(layer);
  }
  return count;
}

void Mlp::initialise(core::Rng& rng, float last_layer_gain) {
  parameters_.setZero();
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

Panels Mlp::weights_in(Eigen::VectorXf& flat, int layer) const {
  assert(flat.size() == parameters_.size());
  const auto index = static_cast<std::size_t>(layer);
  return {flat.data() + offsets_[index], sizes_[index + 1], sizes_[index]};
}

float* Mlp::biases_in(Eigen::VectorXf& flat, int layer) const {
  const Panels panels = weights_in(flat, layer);
  return panels.data + panels.storage();
}

Eigen::VectorXf Mlp::bias_vector(int layer) const {
  return Eigen::Map<const Eigen::VectorXf>(biases(layer), output_count(layer));
}

void Mlp::set_layer(int layer, const Eigen::MatrixXf& weights, const Eigen::VectorXf& biases) {
  assert(biases.size() == output_count(layer));
  assign(weights, weights_in(parameters_, layer));
  std::copy_n(biases.data(), biases.size(), biases_in(parameters_, layer));
}

Workspace::Workspace(std::span<const int> sizes, int batch) {
  for (std::size_t layer = 0; layer + 1 < sizes.size(); ++layer) {
    outputs.emplace_back(sizes[layer + 1], batch);
    deltas.emplace_back(sizes[layer + 1], batch);
    transposed.emplace_back(sizes[layer], sizes[layer + 1]);
  }
}

const PanelMatrix& forward(const Mlp& network, const PanelMatrix& input, Workspace& workspace) {
  const PanelMatrix* layer_input = &input;
  for (int layer = 0; layer < network.layer_count(); ++layer) {
    PanelMatrix& output = workspace.outputs[static_cast<std::size_t>(layer)];
    const bool last = layer + 1 == network.layer_count();
    linear_forward(network.weights(layer), network.biases(layer), layer_input->view(),
                   last ? Activation::none : Activation::relu, output.view());
    layer_input = &output;
  }
  return workspace.outputs.back();
}

void backward(const Mlp& network, const PanelMatrix& input, Workspace& workspace, Eigen::VectorXf& gradient) {
  for (int layer = network.layer_count() - 1; layer >= 0; --layer) {
    const auto index = static_cast<std::size_t>(layer);
    const PanelMatrix& layer_input = layer == 0 ? input : workspace.outputs[index - 1];
    const ConstPanels delta = std::as_const(workspace.deltas[index]).view();
    linear_backward_parameters(delta, layer_input.view(), network.weights_in(gradient, layer),
                               network.biases_in(gradient, layer));
    if (layer > 0) {
      transpose(network.weights(layer), workspace.transposed[index].view());
      linear_backward_input(std::as_const(workspace.transposed[index]).view(), delta, layer_input.view(),
                            workspace.deltas[index - 1].view());
    }
  }
}

SampleWorkspace::SampleWorkspace(std::span<const int> sizes) {
  for (const int size : sizes) values.emplace_back(Eigen::VectorXf::Zero(padded(size)));
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
