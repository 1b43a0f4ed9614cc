#if defined(BACKBEAT_PLAIN_EIGEN)

#include <Eigen/Core>

#include "nn/conv_kernels.h"

namespace nn {
namespace {

using Matrix = Eigen::Map<Eigen::MatrixXf>;
using ConstMatrix = Eigen::Map<const Eigen::MatrixXf>;

Matrix matrix(Panels panels) { return {panels.data, panels.stored_rows(), panels.stored_columns()}; }
ConstMatrix matrix(ConstPanels panels) { return {panels.data, panels.stored_rows(), panels.stored_columns()}; }

// All columns, from `shift` steps further on.
ConstMatrix columns(ConstSignalPanels signal, Index shift = 0) {
  return {signal.column(shift * signal.samples), padded(signal.channels), signal.columns()};
}
Matrix columns(SignalPanels signal) { return {signal.data, padded(signal.channels), signal.columns()}; }

void convolve_all(std::span<const Tap> taps, ConstPanels start, ConstSignalPanels input, Matrix result) {
  const ConstMatrix first = matrix(start);
  for (Index step = 0; step < input.steps; ++step) {
    result.middleCols(step * input.samples, input.samples) = first.leftCols(input.samples);
  }
  for (const Tap& tap : taps) result.noalias() += matrix(tap.weights) * columns(input, tap.shift);
}

}  // namespace

void convolve(std::span<const Tap> taps, ConstPanels start, ConstSignalPanels input, Activation activation,
              SignalPanels output) {
  Matrix result = columns(output);
  convolve_all(taps, start, input, result);
  if (activation == Activation::relu) result = result.cwiseMax(0.0F);
}

void convolve_back(std::span<const Tap> taps, ConstPanels start, ConstSignalPanels delta, ConstSignalPanels input,
                   SignalPanels input_delta) {
  Matrix result = columns(input_delta);
  convolve_all(taps, start, delta, result);
  result = (columns(input).array() > 0.0F).select(result, 0.0F);
}

void correlate(ConstSignalPanels delta, ConstSignalPanels input, Index shift, Panels weight_gradient) {
  matrix(weight_gradient).noalias() = columns(delta) * columns(input, shift).transpose();
}

void sum_over_steps(ConstSignalPanels signal, float factor, Panels sums) {
  Matrix result = matrix(sums);
  result.setZero();
  for (Index step = 0; step < signal.steps; ++step) {
    result.leftCols(signal.samples) += columns(signal).middleCols(step * signal.samples, signal.samples);
  }
  result *= factor;
}

}  // namespace nn

#endif
