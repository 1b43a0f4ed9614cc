// A multilayer perceptron: linear layers with a ReLU between them and none after the last.
//
// An Mlp owns its parameters in one flat vector, so that the optimiser, the target network and the agent file each
// walk a single array. Activations live in a Workspace of the caller, so that one set of weights can serve batches of
// different sizes. Nothing here allocates after construction.
// B batch, I inputs of a layer, O outputs of a layer.
#pragma once

#include <Eigen/Core>
#include <span>
#include <vector>

#include "core/rng.h"
#include "nn/kernels.h"

namespace nn {

// Sizes of the layers' sides, input first: {32, 128, 17} is 32 inputs, 128 hidden units, 17 outputs.
using LayerSizes = std::vector<int>;

// Number of weights and biases of a network of these sizes.
Eigen::Index parameter_count(std::span<const int> sizes);

class Mlp {
 public:
  // At least two sizes, each at least 1. All parameters are 0.
  explicit Mlp(LayerSizes sizes);

  // He et al. 2015: normal with variance 2 / I, biases 0. The last layer is `last_layer_gain` times that, so that a
  // fresh network values all actions nearly alike.
  void initialise(core::Rng& rng, float last_layer_gain);

  const LayerSizes& sizes() const { return sizes_; }
  int layer_count() const { return static_cast<int>(sizes_.size()) - 1; }
  int input_size() const { return sizes_.front(); }
  int output_size() const { return sizes_.back(); }

  // Every layer in order: its weights row by row, then its biases.
  Eigen::VectorXf& parameters() { return parameters_; }
  const Eigen::VectorXf& parameters() const { return parameters_; }

  Eigen::Map<const Weights> weights(int layer) const;         // (O, I)
  Eigen::Map<const Eigen::VectorXf> biases(int layer) const;  // (O)

  // The same views into a vector laid out like parameters(), such as a gradient.
  Eigen::Map<Weights> weights_in(Eigen::VectorXf& flat, int layer) const;
  Eigen::Map<Eigen::VectorXf> biases_in(Eigen::VectorXf& flat, int layer) const;

 private:
  LayerSizes sizes_;
  std::vector<Eigen::Index> offsets_;  // of each layer's weights in parameters_
  Eigen::VectorXf parameters_;
};

// Everything forward and backward write for a batch of B samples. Columns are samples.
struct Workspace {
  Workspace(std::span<const int> sizes, int batch);

  std::vector<Eigen::MatrixXf> outputs;  // per layer (O, B), after the ReLU where there is one
  std::vector<Eigen::MatrixXf> deltas;   // per layer (O, B), the loss's gradient at that layer before the ReLU
};

// Runs the network on `input` (input_size, B); B is that of the workspace.
// Returns the outputs (output_size, B), which live in the workspace until the next forward.
const Eigen::MatrixXf& forward(const Mlp& network, const Eigen::MatrixXf& input, Workspace& workspace);

// The same for one sample (B = 1) from and into plain arrays: `input` has input_size floats, the answer output_size.
std::span<const float> forward_one(const Mlp& network, std::span<const float> input, Workspace& workspace);

// Gradient of the loss by every parameter into `gradient` (laid out like parameters(), overwritten). Expects a forward
// of the same `input` just before, and the loss's gradient at the outputs in workspace.deltas.back().
void backward(const Mlp& network, const Eigen::MatrixXf& input, Workspace& workspace, Eigen::VectorXf& gradient);

}  // namespace nn
