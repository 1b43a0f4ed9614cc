// Adam (Kingma & Ba 2015) over one flat vector of parameters.
//
// An Adam owns the two moment estimates; the parameters and their gradient belong to the caller.
#pragma once

#include <cstddef>
#include <cstdint>

#include "nn/floats.h"

namespace nn {

struct AdamSettings {
  float learning_rate;
  float beta1;
  float beta2;
  float epsilon;
};

class Adam {
 public:
  explicit Adam(std::size_t parameter_count);

  // One update with bias correction, and `target` drawn towards the new parameters: target += target_rate *
  // (parameters - target). All in a single pass; the gradient counts `gradient_scale` times, so that the clip of its
  // norm costs no pass of its own either. Sizes are multiples of 4 (parameters come in panels).
  void step(const AdamSettings& settings, float gradient_scale, const Floats& gradient, Floats& parameters,
            float target_rate, Floats& target);

 private:
  Floats first_moment_;
  Floats second_moment_;
  double beta1_power_ = 1.0;  // beta1 to the number of steps
  double beta2_power_ = 1.0;
};

// Factor that shortens a gradient to at most `max_norm` (Pascanu 2013): 1 if it is not longer.
float clip_scale(const Floats& gradient, float max_norm);

}  // namespace nn
