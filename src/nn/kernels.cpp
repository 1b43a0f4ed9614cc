#include "nn/kernels.h"

#include <cassert>

namespace nn {

void linear_forward(const WeightView& weights, const VectorView& biases, const Eigen::MatrixXf& input,
                    Activation activation, Eigen::MatrixXf& output) {
  assert(weights.cols() == input.rows() && weights.rows() == output.rows() && input.cols() == output.cols());
  output.noalias() = weights * input;
  if (activation == Activation::relu) {
    output = (output.colwise() + biases).cwiseMax(0.0F);
  } else {
    output.colwise() += biases;
  }
}

void linear_backward_parameters(const Eigen::MatrixXf& delta, const Eigen::MatrixXf& input,
                                Eigen::Ref<Weights> weight_gradient, Eigen::Ref<Eigen::VectorXf> bias_gradient) {
  assert(weight_gradient.rows() == delta.rows() && weight_gradient.cols() == input.rows());
  weight_gradient.noalias() = delta * input.transpose();
  bias_gradient.noalias() = delta.rowwise().sum();
}

void linear_backward_input(const WeightView& weights, const Eigen::MatrixXf& delta, const Eigen::MatrixXf& input,
                           Eigen::MatrixXf& input_delta) {
  assert(weights.rows() == delta.rows() && weights.cols() == input_delta.rows());
  input_delta.noalias() = weights.transpose() * delta;
  input_delta = (input.array() > 0.0F).select(input_delta, 0.0F);
}

}  // namespace nn
