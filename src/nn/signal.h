// Several circular patterns side by side as the convolutions read them: a matrix in panels (nn/panels.h) whose columns
// are steps, with the circle's seam laid out on both sides, so that a product at a shifted step is a product at a
// shifted column and never asks where the pattern ends.
//
// C channels, n steps, B samples (stored as padded_samples). Column (step, sample) is step after step, the samples of
// one step side by side. kSeam steps before the first repeat the last ones, kSeam after the last repeat the first.
#pragma once

#include <cassert>

#include "nn/panels.h"

namespace nn {

// The furthest step that a convolution may look at.
inline constexpr Index kSeam = 4;

// A single sample is stored alone; more are stored in fours, as the kernels take them.
constexpr Index padded_samples(Index samples) { return samples == 1 ? 1 : (samples + 3) / 4 * 4; }

// A view; `data` is at the first sample's first step.
template <class T>
struct SignalView {
  T* data;
  Index channels;
  Index steps;
  Index samples;       // as stored
  Index panel_stride;  // columns from one panel to the next

  Index columns() const { return steps * samples; }

  // The first channel of a column in [-kSeam * samples, (steps + kSeam) * samples).
  T* column(Index column) const {
#if defined(BACKBEAT_PLAIN_EIGEN)
    return data + column * padded(channels);
#else
    return data + column * kPanelRows;
#endif
  }

  T& operator()(Index channel, Index step, Index sample = 0) const {
    assert(channel >= 0 && channel < padded(channels) && sample >= 0 && sample < samples);
    T* at = column(step * samples + sample);
#if defined(BACKBEAT_PLAIN_EIGEN)
    return at[channel];
#else
    return at[channel / kPanelRows * panel_stride * kPanelRows + channel % kPanelRows];
#endif
  }

  operator SignalView<const T>() const { return {data, channels, steps, samples, panel_stride}; }
};

using SignalPanels = SignalView<float>;
using ConstSignalPanels = SignalView<const float>;

// A signal that owns its numbers; starts as 0.
class Signal {
 public:
  Signal(Index channels, Index samples, Index steps);

  Index channels() const { return channels_; }
  Index samples() const { return samples_; }  // without the padding
  Index steps() const { return steps_; }

  // Allocates only beyond the most steps that there were. The numbers are not to be used until they are written.
  void set_steps(Index steps);

  // Every number 0.
  void clear();

  // Writes the steps at both ends again behind the other end.
  void close();

  SignalPanels view() { return {numbers_.data() + offset_, channels_, steps_, padded_samples(samples_), stride_}; }
  ConstSignalPanels view() const {
    return {numbers_.data() + offset_, channels_, steps_, padded_samples(samples_), stride_};
  }

 private:
  void allocate();

  Index channels_;
  Index samples_;
  Index steps_;
  Index capacity_;    // steps
  Index stride_ = 0;  // columns of a panel
  Index offset_ = 0;  // of the first step
  Floats numbers_;
};

}  // namespace nn
