#include "nn/mlp.h"

#include <cassert>
#include <cmath>
#include <utility>

namespace nn {

Eigen::Index parameter_count(std::span<const int> sizes) {
  Eigen::Index count = 0;
  for (std::size_t layer = 0; layer + 1 < sizes.size(); ++layer) {
    count += (static_cast<Eigen::Index>(sizes[layer]) + 1) * sizes[layer + 1];
  }
  return count;
}

Mlp::Mlp(LayerSizes sizes) : sizes_(std::move(sizes)) {
  assert(sizes_.size() >= 2);
  for (std::size_t layer = 0; layer + 1 < sizes_.size(); ++layer) {
    assert(sizes_[layer] >= 1 && sizes_[layer + 1] >= 1);
    offsets_.push_back(parameter_count(std::span(sizes_).first(layer + 1)));
  }
  parameters_.setZero(parameter_count(sizes_));
}

void Mlp::initialise(core::Rng& rng, float last_layer_gain) {
  for (int layer = 0; layer < layer_count(); ++layer) {
    auto weights = weights_in(parameters_, layer);
    float deviation = std::sqrt(2.0F / static_cast<float>(weights.cols()));
    if (layer + 1 == layer_count()) deviation *= last_layer_gain;
    for (Eigen::Index i = 0; i < weights.size(); ++i) weights.data()[i] = deviation * rng.normal();
    biases_in(parameters_, layer).setZero();
  }
}

Eigen::Map<const Weights> Mlp::weights(int layer) const {
  const auto index = static_cast<std::size_t>(layer);
  return {parameters_.data() + offsets_[index], sizes_[index + 1], sizes_[index]};
}

Eigen::Map<const Eigen::VectorXf> Mlp::biases(int layer) const {
  const auto index = static_cast<std::size_t>(layer);
  const Eigen::Index weight_count = static_cast<Eigen::Index>(sizes_[index + 1]) * sizes_[index];
  return {parameters_.data() + offsets_[index] + weight_count, sizes_[index + 1]};
}

Eigen::Map<Weights> Mlp::weights_in(Eigen::VectorXf& flat, int layer) const {
  assert(flat.size() == parameters_.size());
  const auto index = static_cast<std::size_t>(layer);
  return {flat.data() + offsets_[index], sizes_[index + 1], sizes_[index]};
}

Eigen::Map<Eigen::VectorXf> Mlp::biases_in(Eigen::VectorXf& flat, int layer) const {
  assert(flat.size() == parameters_.size());
  const auto index = static_cast<std::size_t>(layer);
  const Eigen::Index weight_count = static_cast<Eigen::Index>(sizes_[index + 1]) * sizes_[index];
  return {flat.data() + offsets_[index] + weight_count, sizes_[index + 1]};
}

Workspace::Workspace(std::span<const int> sizes, int batch) {
  for (const int size : sizes.subspan(1)) {
    outputs.emplace_back(Eigen::MatrixXf::Zero(size, batch));
    deltas.emplace_back(Eigen::MatrixXf::Zero(size, batch));
  }
}

const Eigen::MatrixXf& forward(const Mlp& network, const Eigen::MatrixXf& input, Workspace& workspace) {
  const Eigen::MatrixXf* layer_input = &input;
  for (int layer = 0; layer < network.layer_count(); ++layer) {
    Eigen::MatrixXf& output = workspace.outputs[static_cast<std::size_t>(layer)];
    const bool last = layer + 1 == network.layer_count();
    linear_forward(network.weights(layer), network.biases(layer), *layer_input,
                   last ? Activation::none : Activation::relu, output);
    layer_input = &output;
  }
  return workspace.outputs.back();
}

std::span<const float> forward_one(const Mlp& network, std::span<const float> input, Workspace& workspace) {
  assert(input.size() == static_cast<std::size_t>(network.input_size()));
  const float* layer_input = input.data();
  for (int layer = 0; layer < network.layer_count(); ++layer) {
    const auto weights = network.weights(layer);
    auto output = workspace.outputs[static_cast<std::size_t>(layer)].col(0);
    const Eigen::Map<const Eigen::VectorXf> column(layer_input, weights.cols());
    output = network.biases(layer);
    output.noalias() += weights * column;
    if (layer + 1 < network.layer_count()) output = output.cwiseMax(0.0F);
    layer_input = output.data();
  }
  return {layer_input, static_cast<std::size_t>(network.output_size())};
}

void backward(const Mlp& network, const Eigen::MatrixXf& input, Workspace& workspace, Eigen::VectorXf& gradient) {
  for (int layer = network.layer_count() - 1; layer >= 0; --layer) {
    const auto index = static_cast<std::size_t>(layer);
    const Eigen::MatrixXf& layer_input = layer == 0 ? input : workspace.outputs[index - 1];
    linear_backward_parameters(workspace.deltas[index], layer_input, network.weights_in(gradient, layer),
                               network.biases_in(gradient, layer));
    if (layer > 0) {
      linear_backward_input(network.weights(layer), workspace.deltas[index], layer_input, workspace.deltas[index - 1]);
    }
  }
}

}  // namespace nn
