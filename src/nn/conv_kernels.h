// The arithmetic of circular convolutions on signals (nn/signal.h): forwards, backwards, and sums over all steps.
//
// The two implementations of nn/kernels.h: register-blocked (conv_kernels.cpp) and plain Eigen as the portable
// reference (conv_kernels_eigen.cpp). Nothing here allocates. O outputs, I inputs, n steps, B samples.
#pragma once

#include <span>

#include "nn/kernels.h"
#include "nn/signal.h"

namespace nn {

// One product of a convolution: reads `shift` steps further, -kSeam to kSeam.
struct Tap {
  ConstPanels weights;  // (O, I)
  Index shift;
};

// output(step) = activation(start (O, B) + sum over taps of weights * input(step + shift)). `input` is closed
// (Signal::close); the output's columns are written, not its seam.
void convolve(std::span<const Tap> taps, ConstPanels start, ConstSignalPanels input, Activation activation,
              SignalPanels output);

// The same backwards: input_delta(step) = start (I, B) + sum over taps of weights * delta(step + shift), where the
// ReLU that made `input` was open, else 0. Weights are transposed (I, O) and shifts reversed; delta is closed.
void convolve_back(std::span<const Tap> taps, ConstPanels start, ConstSignalPanels delta, ConstSignalPanels input,
                   SignalPanels input_delta);

// weight_gradient (O, I) = sum over steps and samples of delta(step) * input(step + shift) transposed; `input` is
// closed. Columns of delta behind the samples must be 0.
void correlate(ConstSignalPanels delta, ConstSignalPanels input, Index shift, Panels weight_gradient);

// sums (C, B) = factor * the signal summed over its steps.
void sum_over_steps(ConstSignalPanels signal, float factor, Panels sums);

}  // namespace nn
