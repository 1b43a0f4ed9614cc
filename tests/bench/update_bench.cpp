#include "tests/bench/update_bench.h"

#include <utility>

#include "nn/kernels.h"
#include "nn/simd.h"

namespace bench {
namespace {

core::Config config_of(int hidden, int batch) {
  core::Config config = core::original_config();
  config.hidden_units = hidden;
  config.hidden_layers = 2;
  config.batch_size = batch;
  config.double_dqn = false;
  config.max_gradient_norm = 0.5;  // short enough to matter, so that comparing results tests it too
  return config;
}

std::vector<float> random_signs(std::size_t count, core::Rng& rng) {
  std::vector<float> numbers(count);
  for (float& number : numbers) number = rng.below(2) != 0 ? 1.0F : -1.0F;
  return numbers;
}

Problem random_problem(const core::Config& config, core::Rng& rng) {
  const auto batch = static_cast<std::size_t>(config.batch_size);
  Problem problem{.observations = random_signs(batch * kInputs, rng),
                  .next_observations = random_signs(batch * kInputs, rng),
                  .actions = {},
                  .returns = {},
                  .discounts = {},
                  .settings = {kLearningRate}};
  for (const double setting : {config.huber_delta, config.adam_beta1, config.adam_beta2, config.adam_epsilon,
                               config.target_rate, config.max_gradient_norm}) {
    problem.settings.push_back(static_cast<float>(setting));
  }
  for (std::size_t sample = 0; sample < batch; ++sample) {
    problem.actions.push_back(static_cast<float>(rng.below(static_cast<std::uint32_t>(config.steps + 1))));
    problem.returns.push_back(rng.normal());
    problem.discounts.push_back(rng.below(8) == 0 ? 0.0F : static_cast<float>(config.gamma));
  }
  return problem;
}

agent::Batch batch_of(const Problem& problem) {
  agent::Batch batch(kInputs, 1, static_cast<int>(problem.actions.size()));
  for (int i = 0; i < batch.size(); ++i) {
    const auto sample = static_cast<std::size_t>(i);
    const std::size_t first = sample * kInputs;
    batch.observations.set_column(i, std::span(problem.observations).subspan(first, kInputs));
    batch.next_observations.set_column(i, std::span(problem.next_observations).subspan(first, kInputs));
    batch.actions[sample] = static_cast<int>(problem.actions[sample]);
    batch.n_step_returns[sample] = problem.returns[sample];
    batch.discounts[sample] = problem.discounts[sample];
  }
  return batch;
}

}  // namespace

UpdateBench::UpdateBench(int hidden, int batch)
    : config_(config_of(hidden, batch)),
      rng_(1),
      dqn_(agent::QNetwork(config_, kInputs), batch, rng_),
      batch_(kInputs, 1, batch),
      problem_(random_problem(config_, rng_)) {
  batch_ = batch_of(problem_);
}

std::vector<float> UpdateBench::parameters() const {
  const nn::Mlp& mlp = dqn_.online().mlp();
  std::vector<float> result;
  for (int layer = 0; layer < mlp.layer_count(); ++layer) {
    const std::vector<float> weights = mlp.weights_by_row(layer);
    const std::span<const float> biases = mlp.bias_span(layer);
    result.insert(result.end(), weights.begin(), weights.end());
    result.insert(result.end(), biases.begin(), biases.end());
  }
  return result;
}

void UpdateBench::update(int count) {
  for (int i = 0; i < count; ++i) dqn_.update(batch_, config_, kLearningRate);
}

double UpdateBench::update_flops() const {
  const double hidden = config_.hidden_units;
  const double outputs = dqn_.online().action_count();
  const double first = kInputs * hidden;
  const double second = hidden * hidden;
  const double target_forward = first + second + outputs * hidden;
  const double online_forward = first + second + hidden;
  const double backward = first + 2.0 * second + 2.0 * hidden;
  return 2.0 * config_.batch_size * (target_forward + online_forward + backward);
}

ProductBench::ProductBench() : weights_(kSize, kSize), input_(kSize, kBatch), output_(kSize, kBatch), biases_(kSize) {
  core::Rng rng(2);
  for (nn::Index row = 0; row < kSize; ++row) {
    for (nn::Index column = 0; column < kSize; ++column) weights_(row, column) = rng.normal();
    for (nn::Index column = 0; column < kBatch; ++column) input_(row, column) = rng.normal();
  }
}

void ProductBench::multiply(int count) {
  for (int i = 0; i < count; ++i) {
    nn::linear_forward(std::as_const(weights_).view(), biases_.data(), std::as_const(input_).view(),
                       nn::Activation::relu, output_.view());
  }
}

namespace {

// Twelve chains of dependent operations hide the latency of two multiply-add units and still fit into the sixteen
// registers of a browser's code.
constexpr int kChains = 12;
static_assert(kPeakOperations % kChains == 0);

inline nn::Float4 chained(nn::Float4 sum, nn::Float4 a, nn::Float4 b) {
#if defined(__wasm_relaxed_simd__) || defined(__FMA__)
  return nn::multiply_add4(a, b, sum);
#else
  return sum * a + b;  // a * b + sum would be multiplied once, ahead of the loop
#endif
}

float chains_of_operations(const float* factors) {
  const nn::Float4 a = nn::spread4(factors);
  const nn::Float4 b = nn::spread4(factors + 1);
  nn::Float4 sums[kChains] = {};
  for (int i = 0; i < kPeakOperations; i += kChains) {
    for (nn::Float4& sum : sums) sum = chained(sum, a, b);
  }
  nn::Float4 total{};
  for (const nn::Float4& sum : sums) total += sum;
  return total[0] + total[1] + total[2] + total[3];
}

}  // namespace

float multiply_add_peak(int count) {
  static volatile float factors[2] = {0.5F, 0.25F};
  float total = 0.0F;
  for (int i = 0; i < count; ++i) {
    const float now[2] = {factors[0], factors[1]};
    total += chains_of_operations(now);
  }
  return total;
}

}  // namespace bench
