#if !defined(BACKBEAT_PLAIN_EIGEN)

#include "nn/kernels.h"

#include "nn/simd.h"

namespace nn {
namespace {

// The kernels compute a tile of 8 rows by 4 columns in eight registers. Eight sums are what it takes to keep two
// multiply-add units with four cycles of latency busy; with the two registers of the left factor and one of the right
// they fit into the sixteen that a browser's compiler uses.
constexpr Index kTileColumns = 4;

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

}  // namespace

std::string_view kernel_variant() {
#if defined(__wasm_relaxed_simd__)
  return "relaxed";
#elif defined(__wasm_simd128__)
  return "simd";
#else
  return "native";
#endif
}

void linear_forward(ConstPanels weights, const float* biases, ConstPanels input, Activation activation, Panels output) {
  assert(weights.columns == input.rows && weights.rows == output.rows && input.columns == output.columns);
  const Index depth = weights.stored_columns();
  const Index columns = output.stored_columns();
  const Float4 zero{};
  for (Index row = 0; row < weights.stored_rows(); row += kPanelRows) {
    const Float4 upper = load4(biases + row);
    const Float4 lower = load4(biases + row + 4);
    for (Index column = 0; column < columns; column += kTileColumns) {
      Tile tile;
      tile.fill(upper, lower);
      multiply(tile, weights.data + row * depth, input.data + column * kPanelRows, columns * kPanelRows, depth);
      if (activation == Activation::relu) {
        for (Float4& sum : tile.sum) sum = sum > zero ? sum : zero;
      }
      tile.store(output.data + row * columns + column * kPanelRows);
    }
  }
}

void linear_backward_input(ConstPanels transposed, ConstPanels delta, ConstPanels input, Panels input_delta) {
  assert(transposed.columns == delta.rows && transposed.rows == input_delta.rows);
  assert(input.rows == input_delta.rows && input.columns == input_delta.columns && delta.columns == input.columns);
  const Index depth = transposed.stored_columns();
  const Index columns = input_delta.stored_columns();
  for (Index row = 0; row < transposed.stored_rows(); row += kPanelRows) {
    for (Index column = 0; column < columns; column += kTileColumns) {
      Tile tile;
      tile.fill(Float4{}, Float4{});
      multiply(tile, transposed.data + row * depth, delta.data + column * kPanelRows, columns * kPanelRows, depth);
      const Index at = row * columns + column * kPanelRows;
      for (Index i = 0; i < 2 * kTileColumns; ++i) tile.sum[i] = gated4(tile.sum[i], load4(input.data + at + 4 * i));
      tile.store(input_delta.data + at);
    }
  }
}

void linear_backward_parameters(ConstPanels delta, ConstPanels input, Panels weight_gradient, float* bias_gradient) {
  assert(weight_gradient.rows == delta.rows && weight_gradient.columns == input.rows);
  assert(delta.columns == input.columns);
  const Index batch = delta.stored_columns();
  const Index inputs = weight_gradient.stored_columns();
  for (Index row = 0; row < delta.stored_rows(); row += kPanelRows) {
    const float* left = delta.data + row * batch;
    for (Index column = 0; column < inputs; column += kTileColumns) {
      Tile tile;
      tile.fill(Float4{}, Float4{});
      // Four neighbouring inputs of one sample lie side by side in their panel.
      const float* right = input.data + column / kPanelRows * batch * kPanelRows + column % kPanelRows;
#pragma GCC unroll 1
      for (Index sample = 0; sample < batch; ++sample) {
        tile.add(left + sample * kPanelRows, right + sample * kPanelRows, 1);
      }
      tile.store(weight_gradient.data + row * inputs + column * kPanelRows);
    }
    Float4 upper{};
    Float4 lower{};
    for (Index sample = 0; sample < batch; ++sample) {
      upper += load4(left + sample * kPanelRows);
      lower += load4(left + sample * kPanelRows + 4);
    }
    store4(bias_gradient + row, upper);
    store4(bias_gradient + row + 4, lower);
  }
}

void transpose(ConstPanels weights, Panels transposed) {
  assert(weights.rows == transposed.columns && weights.columns == transposed.rows);
  const Index rows = weights.stored_rows();
  const Index columns = weights.stored_columns();
  for (Index row = 0; row < rows; row += 4) {
    for (Index column = 0; column < columns; column += 4) {
      const float* from = &weights(row, column);
      float* to = &transposed(column, row);
      const Float4 a = load4(from);
      const Float4 b = load4(from + kPanelRows);
      const Float4 c = load4(from + 2 * kPanelRows);
      const Float4 d = load4(from + 3 * kPanelRows);
      const Float4 ab_low = __builtin_shufflevector(a, b, 0, 4, 1, 5);
      const Float4 ab_high = __builtin_shufflevector(a, b, 2, 6, 3, 7);
      const Float4 cd_low = __builtin_shufflevector(c, d, 0, 4, 1, 5);
      const Float4 cd_high = __builtin_shufflevector(c, d, 2, 6, 3, 7);
      store4(to, __builtin_shufflevector(ab_low, cd_low, 0, 1, 4, 5));
      store4(to + kPanelRows, __builtin_shufflevector(ab_low, cd_low, 2, 3, 6, 7));
      store4(to + 2 * kPanelRows, __builtin_shufflevector(ab_high, cd_high, 0, 1, 4, 5));
      store4(to + 3 * kPanelRows, __builtin_shufflevector(ab_high, cd_high, 2, 3, 6, 7));
    }
  }
}

void linear_forward_one(ConstPanels weights, const float* biases, const float* input, Activation activation,
                        float* output) {
  const Index depth = weights.stored_columns();
  const Float4 zero{};
  for (Index row = 0; row < weights.stored_rows(); row += kPanelRows) {
    Float4 upper = load4(biases + row);
    Float4 lower = load4(biases + row + 4);
    const float* left = weights.data + row * depth;
    for (Index i = 0; i < weights.columns; ++i) {
      const Float4 number = spread4(input + i);
      upper = multiply_add4(load4(left + i * kPanelRows), number, upper);
      lower = multiply_add4(load4(left + i * kPanelRows + 4), number, lower);
    }
    if (activation == Activation::relu) {
      upper = upper > zero ? upper : zero;
      lower = lower > zero ? lower : zero;
    }
    store4(output + row, upper);
    store4(output + row + 4, lower);
  }
}

}  // namespace nn

#endif
