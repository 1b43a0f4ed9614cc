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

}  // namespace nn
