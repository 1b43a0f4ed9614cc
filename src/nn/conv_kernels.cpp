#if !defined(BACKBEAT_PLAIN_EIGEN)

#include "nn/conv_kernels.h"

#include "nn/tile.h"

namespace nn {
namespace {

// One tile of convolve: the panel of outputs from `row` on, four columns from `column` on.
inline void convolve_tile(Tile& tile, std::span<const Tap> taps, ConstPanels start, ConstSignalPanels input, Index row,
                          Index column) {
  const float* first = start.data + row * start.stored_columns();
  if (input.samples == 1) {
    tile.fill(load4(first), load4(first + 4));
  } else {
    first += column % input.samples * kPanelRows;
    for (Index i = 0; i < 2 * kTileColumns; ++i) tile.sum[i] = load4(first + 4 * i);
  }
  for (const Tap& tap : taps) {
    const Index depth = tap.weights.stored_columns();
    multiply(tile, tap.weights.data + row * depth, input.column(column + tap.shift * input.samples),
             input.panel_stride * kPanelRows, depth);
  }
}

}  // namespace

void convolve(std::span<const Tap> taps, ConstPanels start, ConstSignalPanels input, Activation activation,
              SignalPanels output) {
  assert(input.steps == output.steps && input.samples == output.samples && start.rows == output.channels);
  const Float4 zero{};
  for (Index row = 0; row < start.stored_rows(); row += kPanelRows) {
    for (Index column = 0; column < output.columns(); column += kTileColumns) {
      Tile tile;
      convolve_tile(tile, taps, start, input, row, column);
      if (activation == Activation::relu) {
        for (Float4& sum : tile.sum) sum = sum > zero ? sum : zero;
      }
      tile.store(output.column(column) + row * output.panel_stride);
    }
  }
}

void convolve_back(std::span<const Tap> taps, ConstPanels start, ConstSignalPanels delta, ConstSignalPanels input,
                   SignalPanels input_delta) {
  assert(delta.steps == input.steps && delta.samples == input.samples && start.rows == input_delta.channels);
  assert(input.channels == input_delta.channels && input.panel_stride == input_delta.panel_stride);
  for (Index row = 0; row < start.stored_rows(); row += kPanelRows) {
    for (Index column = 0; column < input_delta.columns(); column += kTileColumns) {
      Tile tile;
      convolve_tile(tile, taps, start, delta, row, column);
      const float* gate = input.column(column) + row * input.panel_stride;
      for (Index i = 0; i < 2 * kTileColumns; ++i) tile.sum[i] = gated4(tile.sum[i], load4(gate + 4 * i));
      tile.store(input_delta.column(column) + row * input_delta.panel_stride);
    }
  }
}

void correlate(ConstSignalPanels delta, ConstSignalPanels input, Index shift, Panels weight_gradient) {
  assert(weight_gradient.rows == delta.channels && weight_gradient.columns == input.channels);
  assert(delta.columns() == input.columns());
  const Index columns = delta.columns();
  const Index inputs = weight_gradient.stored_columns();
  const float* shifted = input.column(shift * input.samples);
  for (Index row = 0; row < weight_gradient.stored_rows(); row += kPanelRows) {
    const float* left = delta.data + row * delta.panel_stride;
    for (Index first = 0; first < inputs; first += kTileColumns) {
      Tile tile;
      tile.fill(Float4{}, Float4{});
      const float* right = shifted + first / kPanelRows * input.panel_stride * kPanelRows + first % kPanelRows;
#pragma GCC unroll 1
      for (Index column = 0; column < columns; ++column) {
        tile.add(left + column * kPanelRows, right + column * kPanelRows, 1);
      }
      tile.store(weight_gradient.data + row * inputs + first * kPanelRows);
    }
  }
}

void sum_over_steps(ConstSignalPanels signal, float factor, Panels sums) {
  assert(sums.rows == signal.channels && sums.stored_columns() >= signal.samples);
  const Float4 scale = all4(factor);
  for (Index row = 0; row < sums.stored_rows(); row += kPanelRows) {
    for (Index sample = 0; sample < signal.samples; ++sample) {
      const float* from = signal.column(sample) + row * signal.panel_stride;
      Float4 upper{};
      Float4 lower{};
      for (Index step = 0; step < signal.steps; ++step) {
        upper += load4(from);
        lower += load4(from + 4);
        from += signal.samples * kPanelRows;
      }
      float* to = sums.data + row * sums.stored_columns() + sample * kPanelRows;
      store4(to, upper * scale);
      store4(to + 4, lower * scale);
    }
  }
}

}  // namespace nn

#endif
