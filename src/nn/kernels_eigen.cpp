#if defined(BACKBEAT_PLAIN_EIGEN)

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

void transpose(ConstPanels weights, Panels transposed) { matrix(transposed) = matrix(weights).transpose(); }

void linear_forward_one(ConstPanels weights, const float* biases, const float* input, Activation activation,
                        float* output) {
  Eigen::Map<Eigen::VectorXf> result(output, weights.stored_rows());
  result = ConstVector(biases, weights.stored_rows());
  result.noalias() += matrix(weights) * ConstVector(input, weights.stored_columns());
  if (activation == Activation::relu) result = result.cwiseMax(0.0F);
}

}  // namespace nn

#endif
