// Matrices of normal numbers for tests.
#pragma once

#include "core/rng.h"
#include "tests/nn/matrices.h"

namespace nn_test {

inline Eigen::MatrixXf random_matrix(nn::Index rows, nn::Index columns, core::Rng& rng) {
  Eigen::MatrixXf matrix(rows, columns);
  for (nn::Index i = 0; i < matrix.size(); ++i) matrix.data()[i] = rng.normal();
  return matrix;
}

// Largest difference of two matrices of the same size.
inline float distance(const Eigen::MatrixXf& a, const Eigen::MatrixXf& b) { return (a - b).cwiseAbs().maxCoeff(); }

}  // namespace nn_test
