#include "nn/conv_net.h"

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <utility>
#include <vector>

#include "tests/nn/random_matrix.h"

namespace {

constexpr std::array<std::array<int, 2>, 6> kStepsAndSamples = {{{16, 4}, {16, 1}, {7, 1}, {2, 3}, {12, 8}, {3, 1}}};

// The same network in double precision, written the plainest way. Parameters in the order of ConvNet's views.
struct Reference {
  explicit Reference(const nn::ConvNet& network) : net(network) {
    for (int layer = 0; layer < network.layer_count(); ++layer) {
      std::vector<Eigen::MatrixXd> weights;
      for (std::size_t tap = 0; tap < network.taps(layer).size(); ++tap) {
        weights.emplace_back(nn_test::to_matrix(network.tap_weights(network.parameters(), layer, tap)).cast<double>());
      }
      weights.emplace_back(nn_test::to_matrix(network.summary_weights(network.parameters(), layer)).cast<double>());
      const float* biases = network.biases(network.parameters(), layer);
      weights.emplace_back(Eigen::Map<const Eigen::VectorXf>(biases, network.outputs(layer)).cast<double>());
      layers.push_back(std::move(weights));
    }
  }

  // input (F, n), globals (G): outputs (H, n).
  Eigen::MatrixXd run(const Eigen::MatrixXd& input, const Eigen::VectorXd& globals) const {
    Eigen::MatrixXd values = input;
    const Eigen::Index steps = input.cols();
    for (std::size_t layer = 0; layer < layers.size(); ++layer) {
      const auto& weights = layers[layer];
      const auto taps = net.taps(static_cast<int>(layer));
      const Eigen::VectorXd summary = layer == 0 ? globals : values.rowwise().mean().eval();
      const Eigen::VectorXd start = weights[taps.size()] * summary + weights[taps.size() + 1];
      Eigen::MatrixXd next = start.replicate(1, steps);
      for (std::size_t tap = 0; tap < taps.size(); ++tap) {
        for (Eigen::Index step = 0; step < steps; ++step) {
          next.col(step) += weights[tap] * values.col(((step + taps[tap]) % steps + steps) % steps);
        }
      }
      values = layer + 1 < layers.size() ? next.cwiseMax(0.0).eval() : next;
    }
    return values;
  }

  const nn::ConvNet& net;
  std::vector<std::vector<Eigen::MatrixXd>> layers;  // taps, summary, biases
};

nn::ConvNet random_network(core::Rng& rng) {
  nn::ConvNet network({.step_inputs = 5, .global_inputs = 3, .channels = 9, .hidden_layers = 3, .outputs = 2});
  network.initialise(rng, 1.0F);
  for (int layer = 0; layer < network.layer_count(); ++layer) {
    float* biases = network.biases(network.parameters(), layer);
    for (nn::Index i = 0; i < network.outputs(layer); ++i) biases[i] = 0.3F * rng.normal();
  }
  return network;
}

struct Patterns {
  Patterns(const nn::ConvNet& network, int steps, int samples, core::Rng& rng) {
    for (int sample = 0; sample < samples; ++sample) {
      inputs.push_back(nn_test::random_matrix(network.shape().step_inputs, steps, rng));
      globals.emplace_back(nn_test::random_matrix(network.shape().global_inputs, 1, rng));
    }
  }

  void write(nn::ConvWorkspace& workspace) const {
    for (std::size_t sample = 0; sample < inputs.size(); ++sample) {
      const auto at = static_cast<nn::Index>(sample);
      for (nn::Index step = 0; step < inputs[sample].cols(); ++step) {
        for (nn::Index channel = 0; channel < inputs[sample].rows(); ++channel) {
          workspace.input.view()(channel, step, at) = inputs[sample](channel, step);
        }
      }
      for (nn::Index i = 0; i < globals[sample].size(); ++i) workspace.globals(i, at) = globals[sample](i);
    }
  }

  std::vector<Eigen::MatrixXf> inputs;
  std::vector<Eigen::VectorXf> globals;
};

}  // namespace

TEST_CASE("a circular convolution network gives what its sums say, at every length and batch") {
  core::Rng rng(1);
  const nn::ConvNet network = random_network(rng);
  const Reference reference(network);
  nn::ConvWorkspace grown(network, 1, 1, false);
  for (const auto& [steps, samples] : kStepsAndSamples) {
    CAPTURE(steps);
    CAPTURE(samples);
    const Patterns patterns(network, steps, samples, rng);
    nn::ConvWorkspace workspace(network, samples, 1, false);
    workspace.set_steps(steps);
    patterns.write(workspace);
    const nn::Signal& outputs = nn::forward(network, workspace);
    for (int sample = 0; sample < samples; ++sample) {
      const auto at = static_cast<std::size_t>(sample);
      const Eigen::MatrixXd expected =
          reference.run(patterns.inputs[at].cast<double>(), patterns.globals[at].cast<double>());
      for (int step = 0; step < steps; ++step) {
        for (int output = 0; output < 2; ++output) {
          CHECK(outputs.view()(output, step, sample) == doctest::Approx(expected(output, step)).epsilon(1e-4));
        }
      }
    }
    if (samples > 1) continue;
    grown.set_steps(steps);
    patterns.write(grown);
    const nn::Signal& again = nn::forward(network, grown);
    for (int step = 0; step < steps; ++step) CHECK(again.view()(0, step) == outputs.view()(0, step));
  }
}

TEST_CASE("turning a pattern around its circle turns the network's outputs") {
  core::Rng rng(2);
  const nn::ConvNet network = random_network(rng);
  const Patterns patterns(network, 12, 1, rng);
  nn::ConvWorkspace workspace(network, 1, 12, false);
  patterns.write(workspace);
  nn::forward(network, workspace);
  std::vector<float> before;
  for (int step = 0; step < 12; ++step) before.push_back(workspace.layers.back().output.view()(0, step));
  Patterns turned = patterns;
  for (int step = 0; step < 12; ++step) turned.inputs[0].col((step + 5) % 12) = patterns.inputs[0].col(step);
  turned.write(workspace);
  const nn::Signal& outputs = nn::forward(network, workspace);
  for (int step = 0; step < 12; ++step) {
    CHECK(outputs.view()(0, (step + 5) % 12) == doctest::Approx(before[static_cast<std::size_t>(step)]).epsilon(1e-4));
  }
}

TEST_CASE("backward through circular convolutions gives the gradient that finite differences give") {
  core::Rng rng(3);
  for (const auto& [steps, samples] : kStepsAndSamples) {
    CAPTURE(steps);
    CAPTURE(samples);
    const nn::ConvNet network = random_network(rng);
    const Patterns patterns(network, steps, samples, rng);
    nn::ConvWorkspace workspace(network, samples, steps, true);
    patterns.write(workspace);
    nn::forward(network, workspace);
    // The loss is the sum of the products of these and the outputs.
    const Eigen::MatrixXf output_weights = nn_test::random_matrix(2, nn::Index{steps} * samples, rng);
    nn::Signal& delta = workspace.layers.back().delta.front();
    delta.clear();
    for (int sample = 0; sample < samples; ++sample) {
      for (int step = 0; step < steps; ++step) {
        for (int output = 0; output < 2; ++output) {
          delta.view()(output, step, sample) = output_weights(output, sample * steps + step);
        }
      }
    }
    nn::Floats gradient(network.parameters().size(), 99.0F);
    nn::backward(network, workspace, gradient);

    Reference reference(network);
    const auto loss = [&] {
      double sum = 0.0;
      for (int sample = 0; sample < samples; ++sample) {
        const auto at = static_cast<std::size_t>(sample);
        const Eigen::MatrixXd outputs =
            reference.run(patterns.inputs[at].cast<double>(), patterns.globals[at].cast<double>());
        sum += outputs.cwiseProduct(output_weights.middleCols(sample * steps, steps).cast<double>()).sum();
      }
      return sum;
    };
    constexpr double kStep = 1e-6;
    const auto slope = [&](double& number) {
      const double middle = std::exchange(number, number + kStep);
      const double above = loss();
      number = middle - kStep;
      const double below = loss();
      number = middle;
      return (above - below) / (2.0 * kStep);
    };
    const auto agrees = [](float found, double expected) { CHECK(found == doctest::Approx(expected).epsilon(2e-3)); };
    for (int layer = 0; layer < network.layer_count(); ++layer) {
      auto& weights = reference.layers[static_cast<std::size_t>(layer)];
      const std::size_t taps = network.taps(layer).size();
      for (std::size_t i = 0; i <= taps; ++i) {
        const nn::Panels found =
            i < taps ? network.tap_weights(gradient, layer, i) : network.summary_weights(gradient, layer);
        for (nn::Index column = 0; column < found.columns; ++column) {
          const nn::Index row = column % found.rows;  // one of each column is enough to find a mistake
          agrees(found(row, column), slope(weights[i](row, column)));
        }
      }
      const float* found = network.biases(gradient, layer);
      for (nn::Index row = 0; row < network.outputs(layer); ++row) agrees(found[row], slope(weights[taps + 1](row, 0)));
    }
  }
}

TEST_CASE("a fresh convolution network has the size that its shape says, and values all steps nearly alike") {
  core::Rng rng(4);
  nn::ConvNet network({.step_inputs = 26, .global_inputs = 38, .channels = 32, .hidden_layers = 3, .outputs = 1});
  CHECK(network.parameter_count() == (5 * 26 + 38 + 1) * 32 + 2 * (3 * 32 + 32 + 1) * 32 + (32 + 32 + 1));
  network.initialise(rng, 0.01F);
  const Patterns patterns(network, 16, 1, rng);
  nn::ConvWorkspace workspace(network, 1, 16, false);
  patterns.write(workspace);
  const nn::Signal& outputs = nn::forward(network, workspace);
  for (int step = 0; step < 16; ++step) CHECK(std::abs(outputs.view()(0, step)) < 0.3F);
}
