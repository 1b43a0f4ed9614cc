// A multilayer perceptron: linear layers with a ReLU between them and none after the last.
//
// An Mlp owns its parameters in one flat vector, in the layout of the kernels (nn/panels.h) with its padding, so that
// the optimiser and the target network each walk a single array. Activations live in a Workspace of the caller, so that
// one set of weights can serve batches of different sizes. Nothing here allocates after construction, apart from
// weights_by_row. B batch, I inputs of a layer, O outputs of a layer.
#pragma once

#include <span>
#include <vector>

#include "core/rng.h"
#include "nn/panels.h"

namespace nn {

// Sizes of the layers' sides, input first: {32, 128, 17} is 32 inputs, 128 hidden units, 17 outputs.
using LayerSizes = std::vector<int>;

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

  // Number of weights and biases, without padding.
  Index parameter_count() const;

  // Every layer in order: its weights in panels, then its biases. Padding is 0 and stays so.
  Floats& parameters() { return parameters_; }
  const Floats& parameters() const { return parameters_; }

  ConstPanels weights(int layer) const;  // (O, I)
  const float* biases(int layer) const;  // (O, padded)

  // The same views into a vector laid out like parameters(), such as a gradient.
  Panels weights_in(Floats& flat, int layer) const;
  float* biases_in(Floats& flat, int layer) const;

  // A layer as files have it: weights (O, I) row after row, and biases (O), both without padding.
  std::vector<float> weights_by_row(int layer) const;
  std::span<const float> bias_span(int layer) const;
  void set_layer(int layer, std::span<const float> weights_by_row, std::span<const float> biases);

 private:
  Index output_count(int layer) const { return sizes_[static_cast<std::size_t>(layer) + 1]; }

  LayerSizes sizes_;
  std::vector<Index> offsets_;  // of each layer's weights in parameters_
  Floats parameters_;
};

// Everything forward and backward write for a batch of B samples. Columns are samples.
struct Workspace {
  Workspace(std::span<const int> sizes, int batch);

  std::vector<PanelMatrix> outputs;     // per layer (O, B), after the ReLU where there is one
  std::vector<PanelMatrix> deltas;      // per layer but the last (O, B), the loss's gradient before the ReLU
  std::vector<PanelMatrix> transposed;  // per layer (I, O), its weights transposed; backward writes all but the first
  PanelMatrix transposed_gradient;      // (I, O) of the last layer
};

// Runs the network on `input` (input_size, B); B is that of the workspace.
// Returns the outputs (output_size, B), which live in the workspace until the next forward.
const PanelMatrix& forward(const Mlp& network, const PanelMatrix& input, Workspace& workspace);

// The same for a loss that looks at P outputs of each sample only: `rows` names them, sample after sample, and `values`
// takes them in the same order. The workspace's outputs of the last layer are not to be used.
void forward_picked(const Mlp& network, const PanelMatrix& input, Workspace& workspace, std::span<const int> rows,
                    std::span<float> values);

// Gradient of that loss by every parameter into `gradient` (laid out like parameters(), overwritten), from its gradient
// by the picked outputs. Expects a forward_picked of the same input and rows just before.
void backward_picked(const Mlp& network, const PanelMatrix& input, Workspace& workspace, std::span<const int> rows,
                     std::span<const float> deltas, Floats& gradient);

// What a single sample needs, without the padding of a batch.
struct SampleWorkspace {
  explicit SampleWorkspace(std::span<const int> sizes);

  std::vector<Floats> values;  // of each layer's side, padded; input first
};

// Runs the network on one sample of input_size floats. Returns output_size floats, which live in the workspace.
std::span<const float> forward(const Mlp& network, std::span<const float> input, SampleWorkspace& workspace);

}  // namespace nn
