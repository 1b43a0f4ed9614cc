// A matrix in panels: the layout that the kernels read and write without any packing.
//
// A panel is kPanelRows rows high. Inside a panel column follows column, and the rows of one column lie side by side:
// element (row, column) is at ((row / 8) * stored_columns + column) * 8 + row % 8. Whatever a product reads as its left
// factor streams through memory panel by panel, and whatever it writes is already in the form in which the next product
// reads it. Stored rows and columns are rounded up to whole panels; the padding rows are 0.
//
// The portable reference (BACKBEAT_PLAIN_EIGEN) makes one panel of the whole matrix, which is Eigen's column-major.
#pragma once

#include <cassert>
#include <cstddef>
#include <span>

#include "nn/floats.h"

namespace nn {

using Index = std::ptrdiff_t;

inline constexpr Index kPanelRows = 8;

constexpr Index padded(Index count) { return (count + kPanelRows - 1) / kPanelRows * kPanelRows; }

// Floats that a (rows, columns) matrix takes.
constexpr Index panel_storage(Index rows, Index columns) { return padded(rows) * padded(columns); }

// A view of such a matrix; T is float or const float. Whoever made it owns the numbers.
template <class T>
struct PanelView {
  T* data;
  Index rows;     // without the padding
  Index columns;  // without the padding

  Index stored_rows() const { return padded(rows); }
  Index stored_columns() const { return padded(columns); }
  Index storage() const { return panel_storage(rows, columns); }

  T& operator()(Index row, Index column) const {
    assert(row >= 0 && row < stored_rows() && column >= 0 && column < stored_columns());
#if defined(BACKBEAT_PLAIN_EIGEN)
    return data[column * stored_rows() + row];
#else
    return data[(row / kPanelRows * stored_columns() + column) * kPanelRows + row % kPanelRows];
#endif
  }

  operator PanelView<const T>() const { return {data, rows, columns}; }
};

using Panels = PanelView<float>;
using ConstPanels = PanelView<const float>;

// A matrix in panels that owns its numbers. Allocates at construction only; starts as 0.
class PanelMatrix {
 public:
  PanelMatrix(Index rows, Index columns)
      : rows_(rows), columns_(columns), numbers_(static_cast<std::size_t>(panel_storage(rows, columns))) {}

  Index rows() const { return rows_; }
  Index columns() const { return columns_; }

  Panels view() { return {numbers_.data(), rows_, columns_}; }
  ConstPanels view() const { return {numbers_.data(), rows_, columns_}; }

  float& operator()(Index row, Index column) { return view()(row, column); }
  float operator()(Index row, Index column) const { return view()(row, column); }

  // rows() numbers.
  void set_column(Index column, std::span<const float> numbers);
  void copy_column(Index column, std::span<float> numbers) const;

 private:
  Index rows_;
  Index columns_;
  Floats numbers_;
};

}  // namespace nn
