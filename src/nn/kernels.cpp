#if !defined(BACKBEAT_PLAIN_EIGEN)

#include "nn/kernels.h"

#include <algorithm>

#include "nn/simd.h"
#include "nn/tile.h"

namespace nn {
namespace {

// One sample's part of picked_backward in one panel of inputs: what its picked outputs add to the gradient of their
// weights, and, unless `to` is null, what flows back to the inputs.
inline void picked_backward_sample(std::span<const int> rows, std::span<const float> deltas, const float* weights,
                                   float* gradient, const float* from, float* to) {
  const Float4 upper = load4(from);
  const Float4 lower = load4(from + 4);
  Float4 upper_delta{};
  Float4 lower_delta{};
  for (std::size_t pick = 0; pick < rows.size(); ++pick) {
    const Index at = rows[pick] * kPanelRows;
    const Float4 delta = spread4(&deltas[pick]);
    store4(gradient + at, multiply_add4(upper, delta, load4(gradient + at)));
    store4(gradient + at + 4, multiply_add4(lower, delta, load4(gradient + at + 4)));
    upper_delta = multiply_add4(load4(weights + at), delta, upper_delta);
    lower_delta = multiply_add4(load4(weights + at + 4), delta, lower_delta);
  }
  if (to == nullptr) return;
  store4(to, gated4(upper_delta, upper));
  store4(to + 4, gated4(lower_delta, lower));
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

// Transposed, an output's weights lie in pieces of eight beside the samples' pieces of eight inputs.
void picked_forward(const PickedLayer& layer, ConstPanels input, std::span<const int> rows, std::span<float> values) {
  assert(rows.size() == values.size() && rows.size() % static_cast<std::size_t>(input.columns) == 0);
  transpose(layer.weights, layer.transposed);
  const Index picks = static_cast<Index>(rows.size()) / input.columns;
  const Index weights_panel = layer.transposed.stored_columns() * kPanelRows;
  const Index input_panel = input.stored_columns() * kPanelRows;
  const Index panels = input.stored_rows() / kPanelRows;
  for (std::size_t pick = 0; pick < rows.size(); ++pick) {
    const float* left = layer.transposed.data + rows[pick] * kPanelRows;
    const float* right = input.data + static_cast<Index>(pick) / picks * kPanelRows;
    Float4 upper{};
    Float4 lower{};
    for (Index panel = 0; panel < panels; ++panel) {
      upper = multiply_add4(load4(left), load4(right), upper);
      lower = multiply_add4(load4(left + 4), load4(right + 4), lower);
      left += weights_panel;
      right += input_panel;
    }
    values[pick] = sum_of(upper + lower) + layer.biases[rows[pick]];
  }
}

void picked_backward(const PickedLayer& layer, ConstPanels input, std::span<const int> rows,
                     std::span<const float> deltas, Panels weight_gradient, float* bias_gradient, Panels input_delta) {
  assert(rows.size() == deltas.size() && rows.size() % static_cast<std::size_t>(input.columns) == 0);
  const std::size_t picks = rows.size() / static_cast<std::size_t>(input.columns);
  const Index weights_panel = layer.transposed.stored_columns() * kPanelRows;
  const Index input_panel = input.stored_columns() * kPanelRows;
  std::fill_n(layer.transposed_gradient.data, layer.transposed_gradient.storage(), 0.0F);
  std::fill_n(bias_gradient, layer.weights.stored_rows(), 0.0F);
  for (std::size_t pick = 0; pick < rows.size(); ++pick) bias_gradient[rows[pick]] += deltas[pick];
  // Panel by panel, so that the weights and their gradient stay in the nearest cache.
  for (Index panel = 0; panel < input.stored_rows() / kPanelRows; ++panel) {
    const float* weights = layer.transposed.data + panel * weights_panel;
    float* gradient = layer.transposed_gradient.data + panel * weights_panel;
    const float* from = input.data + panel * input_panel;
    float* to = input_delta.data == nullptr ? nullptr : input_delta.data + panel * input_panel;
    for (std::size_t first = 0; first < rows.size(); first += picks) {
      picked_backward_sample(rows.subspan(first, picks), deltas.subspan(first, picks), weights, gradient, from, to);
      from += kPanelRows;
      if (to != nullptr) to += kPanelRows;
    }
  }
  transpose(layer.transposed_gradient, weight_gradient);
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

void adam_pass(Index count, const float* gradient, float* first_moment, float* second_moment, float* parameters,
               float* target, const AdamFactors& factors) {
  const Float4 scale = all4(factors.scale);
  const Float4 beta1 = all4(factors.beta1);
  const Float4 beta2 = all4(factors.beta2);
  const Float4 rest1 = all4(1.0F - factors.beta1);
  const Float4 rest2 = all4(1.0F - factors.beta2);
  const Float4 step_size = all4(factors.step_size);
  const Float4 correction = all4(factors.second_correction);
  const Float4 epsilon = all4(factors.epsilon);
  const Float4 target_rate = all4(factors.target_rate);
  const Float4 negligible = all4(kNegligibleMoment);
  const Float4 zero{};
  for (Index i = 0; i < count; i += 4) {
    const Float4 g = load4(gradient + i) * scale;
    const Float4 m = beta1 * load4(first_moment + i) + rest1 * g;
    const Float4 v = beta2 * load4(second_moment + i) + rest2 * g * g;
    store4(first_moment + i, ((m < negligible) & (m > -negligible)) ? zero : m);
    store4(second_moment + i, v < negligible ? zero : v);
    const Float4 parameter = load4(parameters + i) - step_size * m / (square_root4(v) * correction + epsilon);
    store4(parameters + i, parameter);
    const Float4 followed = load4(target + i);
    store4(target + i, followed + target_rate * (parameter - followed));
  }
}

// Four sums side by side: one alone would wait for each addition.
float squared_norm(Index count, const float* numbers) {
  constexpr Index kSums = 4;
  Float4 sums[kSums] = {};
  Index i = 0;
  for (; i + 4 * kSums <= count; i += 4 * kSums) {
    for (Index k = 0; k < kSums; ++k) {
      const Float4 number = load4(numbers + i + 4 * k);
      sums[k] = multiply_add4(number, number, sums[k]);
    }
  }
  for (; i < count; i += 4) {
    const Float4 number = load4(numbers + i);
    sums[0] = multiply_add4(number, number, sums[0]);
  }
  return sum_of((sums[0] + sums[1]) + (sums[2] + sums[3]));
}

}  // namespace nn

#endif
