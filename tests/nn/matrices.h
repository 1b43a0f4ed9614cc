// The networks' numbers as Eigen's matrices, in which tests write them down and check them.
#pragma once

#include <Eigen/Core>
#include <algorithm>

#include "nn/mlp.h"
#include "nn/panels.h"

namespace nn_test {

// The file's order of a weight tensor.
using ByRow = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

inline Eigen::MatrixXf to_matrix(nn::ConstPanels panels) {
  Eigen::MatrixXf matrix(panels.rows, panels.columns);
  for (nn::Index column = 0; column < panels.columns; ++column) {
    for (nn::Index row = 0; row < panels.rows; ++row) matrix(row, column) = panels(row, column);
  }
  return matrix;
}

inline nn::PanelMatrix in_panels(const Eigen::MatrixXf& matrix) {
  nn::PanelMatrix panels(matrix.rows(), matrix.cols());
  for (nn::Index column = 0; column < matrix.cols(); ++column) {
    panels.set_column(column, {matrix.col(column).data(), static_cast<std::size_t>(matrix.rows())});
  }
  return panels;
}

// A layer's weights (O, I) and biases (O).
inline Eigen::MatrixXf weight_matrix(const nn::Mlp& mlp, int layer) { return to_matrix(mlp.weights(layer)); }

inline Eigen::VectorXf bias_vector(const nn::Mlp& mlp, int layer) {
  const std::span<const float> biases = mlp.bias_span(layer);
  return Eigen::Map<const Eigen::VectorXf>(biases.data(), std::ssize(biases));
}

inline void set_layer(nn::Mlp& mlp, int layer, const Eigen::MatrixXf& weights, const Eigen::VectorXf& biases) {
  const ByRow by_row = weights;
  mlp.set_layer(layer, {by_row.data(), static_cast<std::size_t>(by_row.size())},
                {biases.data(), static_cast<std::size_t>(biases.size())});
}

}  // namespace nn_test
