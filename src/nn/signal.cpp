#include "nn/signal.h"

#include <algorithm>

namespace nn {
namespace {

// What a tile of four columns may write behind the last one.
constexpr Index kOverrun = 4;

}  // namespace

Signal::Signal(Index channels, Index samples, Index steps)
    : channels_(channels), samples_(samples), steps_(steps), capacity_(steps) {
  assert(channels >= 1 && samples >= 1 && steps >= 1);
  allocate();
}

void Signal::allocate() {
  stride_ = (capacity_ + 2 * kSeam) * padded_samples(samples_) + kOverrun;
  numbers_.assign(static_cast<std::size_t>(padded(channels_) * stride_), 0.0F);
#if defined(BACKBEAT_PLAIN_EIGEN)
  offset_ = kSeam * padded_samples(samples_) * padded(channels_);
#else
  offset_ = kSeam * padded_samples(samples_) * kPanelRows;
#endif
}

void Signal::set_steps(Index steps) {
  assert(steps >= 1);
  steps_ = steps;
  if (steps <= capacity_) return;
  capacity_ = steps;
  allocate();
}

void Signal::clear() { std::ranges::fill(numbers_, 0.0F); }

void Signal::close() {
  const SignalPanels signal = view();
#if defined(BACKBEAT_PLAIN_EIGEN)
  const Index panels = 1;
  const Index column_floats = padded(channels_);
#else
  const Index panels = padded(channels_) / kPanelRows;
  const Index column_floats = kPanelRows;
#endif
  const Index step_floats = column_floats * signal.samples;
  for (Index panel = 0; panel < panels; ++panel) {
    float* first = signal.data + panel * stride_ * column_floats;
    const auto at = [&](Index step) { return first + step * step_floats; };
    for (Index k = 1; k <= kSeam; ++k) {
      std::copy_n(at((steps_ - k % steps_) % steps_), step_floats, at(-k));
      std::copy_n(at((k - 1) % steps_), step_floats, at(steps_ + k - 1));
    }
  }
}

}  // namespace nn
