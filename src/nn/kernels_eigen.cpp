#if defined(BACKBEAT_PLAIN_EIGEN)

#include <Eigen/Core>

#include "nn/kernels.h"

namespace nn {
namespace {

using Matrix = Eigen::Map<Eigen::MatrixXf>;
using ConstMatrix = Eigen::Map<const Eigen::MatrixXf>;
using ConstVector = Eigen::Map<const Eigen::VectorXf>;

// Padding included: it is 0, and whole panels suit the vector units.
Matrix matrix(Panels panels) { return {panels.data, panels.stored_rows(), panels.stored_columns()}; }
ConstMatrix matrix(ConstPanels panels) { return {panels.data, panels.stored_rows(), panels.stored_columns()}; }

}  // namespace

std::string_view kernel_variant() { return "eigen"; }

void linear_forward(ConstPanels weights, const float* biases, ConstPanels input, Activation activation, Panels output) {
  const ConstVector bias(biases, weights.stored_rows());
  Matrix result = matrix(output);
  result.noalias() = matrix(weights) * matrix(input);
  if (activation == Activation::relu) {
    result = (result.colwise() + bias).cwiseMax(0.0F);
  } else {
    result.colwise() += bias;
  }
}

void linear_backward_input(ConstPanels transposed, ConstPanels delta, ConstPanels input, Panels input_delta) {
  Matrix result = matrix(input_delta);
  result.noalias() = matrix(transposed) * matrix(delta);
  result = (matrix(input).array() > 0.0F).select(result, 0.0F);
}

void linear_backward_parameters(ConstPanels delta, ConstPanels input, Panels weight_gradient, float* bias_gradient) {
  matrix(weight_gradient).noalias() = matrix(delta) * matrix(input).transpose();
  Eigen::Map<Eigen::VectorXf>(bias_gradient, delta.stored_rows()).noalias() = matrix(delta).rowwise().sum();
}

void picked_forward(const PickedLayer& layer, ConstPanels input, std::span<const int> rows, std::span<float> values) {
  linear_forward(layer.weights, layer.biases, input, Activation::none, layer.outputs);
  const Index picks = static_cast<Index>(rows.size()) / input.columns;
  for (std::size_t pick = 0; pick < rows.size(); ++pick) {
    values[pick] = layer.outputs(rows[pick], static_cast<Index>(pick) / picks);
  }
}

void picked_backward(const PickedLayer& layer, ConstPanels input, std::span<const int> rows,
                     std::span<const float> deltas, Panels weight_gradient, float* bias_gradient, Panels input_delta) {
  Matrix delta = matrix(layer.outputs);
  delta.setZero();
  const Index picks = static_cast<Index>(rows.size()) / input.columns;
  for (std::size_t pick = 0; pick < rows.size(); ++pick) {
    delta(rows[pick], static_cast<Index>(pick) / picks) += deltas[pick];
  }
  linear_backward_parameters(layer.outputs, input, weight_gradient, bias_gradient);
  if (input_delta.data == nullptr) return;
  transpose(layer.weights, layer.transposed);
  linear_backward_input(layer.transposed, layer.outputs, input, input_delta);
}

void transpose(ConstPanels weights, Panels transposed) { matrix(transposed) = matrix(weights).transpose(); }

void linear_forward_one(ConstPanels weights, const float* biases, const float* input, Activation activation,
                        float* output) {
  Eigen::Map<Eigen::VectorXf> result(output, weights.stored_rows());
  result = ConstVector(biases, weights.stored_rows());
  result.noalias() += matrix(weights) * ConstVector(input, weights.stored_columns());
  if (activation == Activation::relu) result = result.cwiseMax(0.0F);
}

void adam_pass(Index count, const float* gradient, float* first_moment, float* second_moment, float* parameters,
               float* target, const AdamFactors& factors) {
  using Array = Eigen::Map<Eigen::ArrayXf>;
  const Eigen::Map<const Eigen::ArrayXf> g(gradient, count);
  Array m(first_moment, count);
  Array v(second_moment, count);
  Array parameter(parameters, count);
  Array followed(target, count);
  m = factors.beta1 * m + (1.0F - factors.beta1) * factors.scale * g;
  v = factors.beta2 * v + (1.0F - factors.beta2) * (factors.scale * g).square();
  parameter -= factors.step_size * m / (v.sqrt() * factors.second_correction + factors.epsilon);
  followed += factors.target_rate * (parameter - followed);
  m = (m.abs() < kNegligibleMoment).select(0.0F, m);
  v = (v < kNegligibleMoment).select(0.0F, v);
}

float squared_norm(Index count, const float* numbers) { return ConstVector(numbers, count).squaredNorm(); }

}  // namespace nn

#endif
