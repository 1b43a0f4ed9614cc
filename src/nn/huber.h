// The Huber loss (Huber 1964): quadratic for small errors, linear beyond delta.
#pragma once

#include <algorithm>
#include <cmath>

namespace nn {

// error = prediction - target; delta > 0.
inline float huber_loss(float error, float delta) {
  const float size = std::fabs(error);
  return size <= delta ? 0.5F * error * error : delta * (size - 0.5F * delta);
}

// Derivative of the loss by the prediction.
inline float huber_gradient(float error, float delta) { return std::clamp(error, -delta, delta); }

}  // namespace nn
