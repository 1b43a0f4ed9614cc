// The arithmetic of training: the products of a linear layer, forwards and backwards, on matrices in panels
// (nn/panels.h), and the optimiser's pass over the parameters.
//
// Two implementations of the same functions, chosen when compiling: register-blocked kernels on four-lane vectors
// (kernels.cpp; with relaxed SIMD's multiply-add where the build has it), and plain Eigen as the portable
// reference (kernels_eigen.cpp, BACKBEAT_PLAIN_EIGEN). Nothing here allocates.
// B batch, I inputs and O outputs of a layer.
#pragma once

#include <span>
#include <string_view>

#include "nn/panels.h"

namespace nn {

// "relaxed", "simd", "native" or "eigen": which implementation this build has.
std::string_view kernel_variant();

enum class Activation { none, relu };

// output (O, B) = activation(weights (O, I) * input (I, B) + biases (O, padded with 0)).
void linear_forward(ConstPanels weights, const float* biases, ConstPanels input, Activation activation, Panels output);

// weight_gradient (O, I) = delta (O, B) * input (I, B) transposed; bias_gradient (O) = delta summed over the batch.
// Columns of delta behind the batch must be 0.
void linear_backward_parameters(ConstPanels delta, ConstPanels input, Panels weight_gradient, float* bias_gradient);

// input_delta (I, B) = weights transposed * delta (O, B) where input (I, B) is above 0 (the slope of the ReLU that made
// it), else 0. `transposed` is weights as transpose() writes them: one pass per update instead of one per product.
void linear_backward_input(ConstPanels transposed, ConstPanels delta, ConstPanels input, Panels input_delta);

// A last layer of which each sample needs only a few outputs, as the loss of Q-learning does: one for each head. `rows`
// says which, sample after sample, P of them for each; values and deltas come in the same order (P, B). All that the
// other outputs would cost is left out, unless the implementation finds whole products quicker.
struct PickedLayer {
  ConstPanels weights;         // (O, I)
  const float* biases;         // (O, padded)
  Panels outputs;              // (O, B), room to work in, as the next two
  Panels transposed;           // (I, O)
  Panels transposed_gradient;  // (I, O)
};

// values = the picked outputs of weights * input (I, B) + biases.
void picked_forward(const PickedLayer& layer, ConstPanels input, std::span<const int> rows, std::span<float> values);

// The gradients of linear_backward_parameters and linear_backward_input where delta is `deltas` at the picked outputs
// and else 0. Expects a picked_forward of the same layer just before. input_delta.data may be null: not wanted.
void picked_backward(const PickedLayer& layer, ConstPanels input, std::span<const int> rows,
                     std::span<const float> deltas, Panels weight_gradient, float* bias_gradient, Panels input_delta);

// transposed (I, O) = weights (O, I).
void transpose(ConstPanels weights, Panels transposed);

// output (O) = activation(weights (O, I) * input (I) + biases) for a single sample in plain arrays; `output` has room
// for the padded O, `input` for the padded I.
void linear_forward_one(ConstPanels weights, const float* biases, const float* input, Activation activation,
                        float* output);

// Moments below this are nothing beside epsilon. Left alone they shrink into denormal numbers when a ReLU dies, and
// arithmetic on those is many times slower.
inline constexpr float kNegligibleMoment = 1e-20F;

// What one step of Adam multiplies by.
struct AdamFactors {
  float scale;  // of the gradient
  float beta1, beta2;
  float step_size;          // learning rate / (1 - beta1^t)
  float second_correction;  // 1 / sqrt(1 - beta2^t)
  float epsilon;
  float target_rate;
};

// One step for `count` parameters (a multiple of 4): moments, parameters and the target that follows them, each read
// and written once. A moment below kNegligibleMoment becomes 0.
void adam_pass(Index count, const float* gradient, float* first_moment, float* second_moment, float* parameters,
               float* target, const AdamFactors& factors);

// Sum of the squares of `count` numbers, a multiple of 4.
float squared_norm(Index count, const float* numbers);

}  // namespace nn
