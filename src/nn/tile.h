// The register block of the kernels: what every product is computed in (nn/kernels.cpp, nn/conv_kernels.cpp).
#pragma once

#include "nn/panels.h"
#include "nn/simd.h"

namespace nn {

// The kernels compute a tile of 8 rows by 4 columns in eight registers. Eight sums are what it takes to keep two
// multiply-add units with four cycles of latency busy; with the two registers of the left factor and one of the right
// they fit into the sixteen that a browser's compiler uses.
inline constexpr Index kTileColumns = 4;

struct Tile {
  Float4 sum[2 * kTileColumns];  // [column][half panel]

  void fill(Float4 upper, Float4 lower) {
    for (Index column = 0; column < kTileColumns; ++column) {
      sum[2 * column] = upper;
      sum[2 * column + 1] = lower;
    }
  }

  // Adds the left factor's column (8 numbers) times one number of the right factor for each of the tile's columns.
  // `stride` is from one of these numbers to the next.
  void add(const float* left, const float* right, Index stride) {
    const Float4 upper = load4(left);
    const Float4 lower = load4(left + 4);
    for (Index column = 0; column < kTileColumns; ++column) {
      const Float4 number = spread4(right + column * stride);
      sum[2 * column] = multiply_add4(upper, number, sum[2 * column]);
      sum[2 * column + 1] = multiply_add4(lower, number, sum[2 * column + 1]);
    }
  }

  void store(float* to) const {
    for (Index i = 0; i < 2 * kTileColumns; ++i) store4(to + 4 * i, sum[i]);
  }
};

// The tile at `left`'s panel and the columns from `right` on: the sum over `depth` (a multiple of 8) of left * right.
// The right factor's rows are in panels `panel_stride` apart. Unrolling further than this made the browser's code
// slower: it ran out of registers.
inline void multiply(Tile& tile, const float* left, const float* right, Index panel_stride, Index depth) {
  for (Index panel = 0; panel < depth; panel += kPanelRows) {
#pragma GCC unroll 1
    for (Index row = 0; row < kPanelRows; ++row) {
      tile.add(left, right + row, kPanelRows);
      left += kPanelRows;
    }
    right += panel_stride;
  }
}

}  // namespace nn
