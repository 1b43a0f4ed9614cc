// A circular convolution network: the same small sums at every step of a pattern, so that one set of weights reads
// patterns of any length, and turning the pattern turns what comes out.
//
// Each layer adds up its inputs at a few neighbouring steps (its taps) and a summary of the whole: the first layer's is
// given by the caller (globals), that of the others is the mean of their inputs over all steps. A ReLU follows, except
// after the last layer, which looks at its own step alone. The hidden layers after the first start out as the identity
// plus little, as residual layers do (He et al. 2016).
// A ConvNet owns its parameters in one flat vector, as an Mlp does; signals live in a ConvWorkspace of the caller.
// F inputs a step, G globals, C channels, H outputs a step, n steps, B samples.
#pragma once

#include <span>
#include <vector>

#include "core/rng.h"
#include "nn/conv_kernels.h"
#include "nn/panels.h"
#include "nn/signal.h"

namespace nn {

struct ConvShape {
  int step_inputs;    // F
  int global_inputs;  // G
  int channels;       // C
  int hidden_layers;  // at least 1
  int outputs;        // H

  bool operator==(const ConvShape&) const = default;
};

class ConvNet {
 public:
  // All parameters are 0.
  explicit ConvNet(const ConvShape& shape);

  // He et al. 2015 by all that a layer adds up; the last layer `last_layer_gain` times that. Biases 0.
  void initialise(core::Rng& rng, float last_layer_gain);

  const ConvShape& shape() const { return shape_; }
  int layer_count() const { return static_cast<int>(layers_.size()); }

  // Of a layer, in steps: {-2, -1, 0, 1, 2} says that it reads two steps to either side.
  std::span<const Index> taps(int layer) const { return at(layer).taps; }
  Index inputs(int layer) const { return at(layer).inputs; }         // a step
  Index summary_size(int layer) const { return at(layer).summary; }  // numbers of the whole pattern
  Index outputs(int layer) const { return at(layer).outputs; }       // a step

  // Number of weights and biases, without padding.
  Index parameter_count() const;

  // Layer after layer: weights of each tap, weights of the summary, biases. Padding is 0 and stays so.
  Floats& parameters() { return parameters_; }
  const Floats& parameters() const { return parameters_; }

  // Views into a vector laid out like parameters(), such as a gradient. tap is an index into taps().
  template <class Flat>
  auto tap_weights(Flat& flat, int layer, std::size_t tap) const {  // (outputs, inputs)
    const Layer& one = at(layer);
    const Index size = panel_storage(one.outputs, one.inputs);
    return view(flat, one.offset + static_cast<Index>(tap) * size, one.outputs, one.inputs);
  }
  template <class Flat>
  auto summary_weights(Flat& flat, int layer) const {  // (outputs, summary_size)
    const Layer& one = at(layer);
    return view(flat, one.offset + std::ssize(one.taps) * panel_storage(one.outputs, one.inputs), one.outputs,
                one.summary);
  }
  template <class Flat>
  auto biases(Flat& flat, int layer) const {  // (outputs, padded)
    const auto summary = summary_weights(flat, layer);
    return summary.data + summary.storage();
  }

 private:
  struct Layer {
    std::span<const Index> taps;
    Index inputs;
    Index summary;
    Index outputs;
    Index offset;  // in parameters_
  };

  const Layer& at(int layer) const { return layers_[static_cast<std::size_t>(layer)]; }
  static Panels view(Floats& flat, Index offset, Index rows, Index columns) {
    return {flat.data() + offset, rows, columns};
  }
  static ConstPanels view(const Floats& flat, Index offset, Index rows, Index columns) {
    return {flat.data() + offset, rows, columns};
  }
  Index storage(const Layer& layer) const;

  ConvShape shape_;
  std::vector<Layer> layers_;
  Floats parameters_;
};

// Everything forward and backward write for B samples. Allocates when the steps grow beyond the most that there were.
class ConvWorkspace {
 public:
  ConvWorkspace(const ConvNet& network, int samples, int steps, bool with_gradient);

  // Of the patterns to come, which are all of this length.
  void set_steps(int steps);
  int steps() const { return static_cast<int>(input.steps()); }

  Signal input;         // (F, n, B); forward closes it
  PanelMatrix globals;  // (G, B)

  // What forward and backward write, by layer.
  struct Layer {
    Layer(const ConvNet& network, int layer, Index samples, Index steps, bool with_gradient);

    Signal output;        // (O, n, B), after the ReLU where there is one
    PanelMatrix summary;  // (S, B)
    PanelMatrix start;    // (O, B): what all steps have in common
    // For backward alone.
    std::vector<Signal> delta;            // one: (O, n, B), the loss's gradient before the ReLU
    PanelMatrix delta_sum;                // (O, B)
    std::vector<PanelMatrix> transposed;  // of each tap (I, O), then of the summary (S, O)
    PanelMatrix back_start;               // (I, B)
    Floats no_biases;                     // (I, padded)
  };
  std::vector<Layer> layers;
  std::vector<Tap> taps;  // of the layer at hand
};

// Runs the network on workspace.input and workspace.globals. Returns the outputs (H, n, B), which live in the
// workspace.
const Signal& forward(const ConvNet& network, ConvWorkspace& workspace);

// Gradient by every parameter into `gradient` (laid out like parameters(), overwritten), from that by the outputs in
// workspace.layers.back().delta, where samples that do not count are 0. Expects a forward of the same just before.
void backward(const ConvNet& network, ConvWorkspace& workspace, Floats& gradient);

}  // namespace nn
