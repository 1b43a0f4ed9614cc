#include "nn/panels.h"

#include <algorithm>

namespace nn {

void PanelMatrix::set_column(Index column, std::span<const float> numbers) {
  assert(numbers.size() == static_cast<std::size_t>(rows_));
  const Panels panels = view();
  for (Index row = 0; row < rows_; row += kPanelRows) {
    const Index count = std::min(kPanelRows, rows_ - row);
    std::copy_n(numbers.data() + row, count, &panels(row, column));
  }
}

void PanelMatrix::copy_column(Index column, std::span<float> numbers) const {
  assert(numbers.size() == static_cast<std::size_t>(rows_));
  const ConstPanels panels = view();
  for (Index row = 0; row < rows_; row += kPanelRows) {
    std::copy_n(&panels(row, column), std::min(kPanelRows, rows_ - row), numbers.data() + row);
  }
}

Eigen::MatrixXf to_matrix(ConstPanels panels) {
  Eigen::MatrixXf matrix(panels.rows, panels.columns);
  for (Index column = 0; column < panels.columns; ++column) {
    for (Index row = 0; row < panels.rows; ++row) matrix(row, column) = panels(row, column);
  }
  return matrix;
}

void assign(const Eigen::MatrixXf& matrix, Panels panels) {
  assert(matrix.rows() == panels.rows && matrix.cols() == panels.columns);
  std::fill_n(panels.data, panels.storage(), 0.0F);
  for (Index column = 0; column < panels.columns; ++column) {
    for (Index row = 0; row < panels.rows; ++row) panels(row, column) = matrix(row, column);
  }
}

}  // namespace nn
