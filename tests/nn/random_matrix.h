// Matrices of normal numbers for tests.
#pragma once

#include <Eigen/Core>

#include "core/rng.h"
#include "nn/panels.h"

namespace nn_test {

inline Eigen::MatrixXf random_matrix(nn::Index rows, nn::Index columns, core::Rng& rng) {
  Eigen::MatrixXf matrix(rows, columns);
  for (nn::Index i = 0; i < matrix.size(); ++i) matrix.data()[i] = rng.normal();
  return matrix;
}

inline nn::PanelMatrix in_panels(const Eigen::MatrixXf& matrix) {
  nn::PanelMatrix panels(matrix.rows(), matrix.cols());
  nn::assign(matrix, panels.view());
  return panels;
}

// Largest difference of two matrices of the same size.
inline float distance(const Eigen::MatrixXf& a, const Eigen::MatrixXf& b) { return (a - b).cwiseAbs().maxCoeff(); }

}  // namespace nn_test
