// What `npm run bench` times in every build of the learner: full DQN updates of agent::Dqn, the very function that the
// trainer calls, on a fixed batch; products of the kernels; and the multiply-add peak of one core.
//
// The network is 32-H-H-17: kick and snare of 16 steps in, 16 toggles and "leave it" out. Double DQN is off, as it is
// in all that we compare with. An UpdateBench owns its learner, its batch and its matrices.
// H hidden units, B batch.
#pragma once

#include <vector>

#include "agent/batch.h"
#include "agent/dqn.h"
#include "core/config.h"
#include "core/rng.h"
#include "nn/panels.h"

namespace bench {

inline constexpr int kInputs = 32;
inline constexpr float kLearningRate = 1e-3F;

// Everything that another implementation needs to do the same updates, in plain arrays.
struct Problem {
  std::vector<float> observations;       // (B, 32) row by row
  std::vector<float> next_observations;  // (B, 32) row by row
  std::vector<float> actions;            // (B), whole numbers
  std::vector<float> returns;            // (B)
  std::vector<float> discounts;          // (B), 0 for some
  std::vector<float> settings;  // learning rate, Huber delta, beta1, beta2, epsilon, target rate, longest gradient
};

class UpdateBench {
 public:
  // The same hidden and batch give the same weights and batch in every build.
  UpdateBench(int hidden, int batch);

  const core::Config& config() const { return config_; }
  const Problem& problem() const { return problem_; }

  // Weights (O, I) row by row, then biases (O), layer by layer.
  std::vector<float> parameters() const;

  void update(int count);

  // Floating-point operations that the kernels do in one update's products, two per multiply-add, without padding: all
  // of the target network's forward; of the online network's forward and of backward everything but the outputs that
  // the loss does not look at, and no product back to the inputs.
  double update_flops() const;

 private:
  core::Config config_ = core::original_config();
  core::Rng rng_;
  agent::Dqn dqn_;
  agent::Batch batch_;
  Problem problem_;
};

// The hidden layer's product of a batch: (128, 128) times (128, 64), bias and ReLU included.
class ProductBench {
 public:
  ProductBench();

  void multiply(int count);

  static double flops() { return 2.0 * kSize * kSize * kBatch; }

 private:
  static constexpr int kSize = 128;
  static constexpr int kBatch = 64;

  nn::PanelMatrix weights_;
  nn::PanelMatrix input_;
  nn::PanelMatrix output_;
  std::vector<float> biases_;
};

// Multiplies and adds in registers, `count` times kPeakOperations of four lanes; the result is of no interest, but
// keeps the compiler from leaving the work out.
float multiply_add_peak(int count);
inline constexpr int kPeakOperations = 1200;
inline constexpr double kPeakFlops = kPeakOperations * 4.0 * 2.0;  // of each count

}  // namespace bench
