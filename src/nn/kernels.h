// The products of a linear layer, forwards and backwards, on matrices in panels (nn/panels.h).
//
// Two implementations of the same functions, chosen when compiling: register-blocked kernels on four-lane vectors
// (kernels.cpp; with relaxed SIMD's multiply-add where the build has it), and plain Eigen products as the portable
// reference (kernels_eigen.cpp, BACKBEAT_PLAIN_EIGEN). Nothing here allocates.
// B batch, I inputs and O outputs of a layer.
#pragma once

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

// transposed (I, O) = weights (O, I).
void transpose(ConstPanels weights, Panels transposed);

// output (O) = activation(weights (O, I) * input (I) + biases) for a single sample in plain arrays; `output` has room
// for the padded O, `input` for the padded I.
void linear_forward_one(ConstPanels weights, const float* biases, const float* input, Activation activation,
                        float* output);

}  // namespace nn
