#include "nn/mlp.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "nn/adam.h"
#include "nn/huber.h"
#include "tests/nn/random_matrix.h"

using nn_test::bias_vector;
using nn_test::in_panels;
using nn_test::random_matrix;
using nn_test::set_layer;
using nn_test::weight_matrix;

namespace {

// The same network in double precision, written the plainest way.
double reference_loss(const std::vector<Eigen::MatrixXd>& weights, const std::vector<Eigen::VectorXd>& biases,
                      const Eigen::MatrixXd& input, const Eigen::MatrixXd& output_weights) {
  Eigen::MatrixXd values = input;
  for (std::size_t layer = 0; layer < weights.size(); ++layer) {
    values = ((weights[layer] * values).colwise() + biases[layer]).eval();
    if (layer + 1 < weights.size()) values = values.cwiseMax(0.0).eval();
  }
  return values.cwiseProduct(output_weights).sum();
}

// 0 to outputs - 1 for each sample.
std::vector<int> all_rows(int outputs, int batch) {
  std::vector<int> rows;
  for (int i = 0; i < outputs * batch; ++i) rows.push_back(i % outputs);
  return rows;
}

// Central difference of `loss` by `number`.
template <class Loss>
double slope(double& number, const Loss& loss) {
  constexpr double step = 1e-6;
  const double middle = number;
  number = middle + step;
  const double above = loss();
  number = middle - step;
  const double below = loss();
  number = middle;
  return (above - below) / (2.0 * step);
}

}  // namespace

TEST_CASE("backward gives the gradient that finite differences give, on odd sizes too") {
  core::Rng rng(6);
  for (const nn::LayerSizes& sizes : {nn::LayerSizes{4, 3}, {5, 7, 3}, {8, 16, 8, 4}, {3, 9, 11, 2}}) {
    for (const int batch : {1, 4, 5}) {
      nn::Mlp network(sizes);
      network.initialise(rng, 1.0F);
      std::vector<Eigen::MatrixXd> weights;
      std::vector<Eigen::VectorXd> biases;
      for (int layer = 0; layer < network.layer_count(); ++layer) {
        // Biases away from 0, so that their part is tested as well.
        const Eigen::VectorXf bias = random_matrix(sizes[static_cast<std::size_t>(layer) + 1], 1, rng);
        set_layer(network, layer, weight_matrix(network, layer), bias);
        weights.emplace_back(weight_matrix(network, layer).cast<double>());
        biases.emplace_back(bias.cast<double>());
      }
      const Eigen::MatrixXf input = random_matrix(sizes.front(), batch, rng);
      const Eigen::MatrixXf output_weights = random_matrix(sizes.back(), batch, rng);
      const nn::PanelMatrix input_panels = in_panels(input);
      nn::Workspace workspace(sizes, batch);
      // The loss is the sum of the products of output_weights and the outputs; all of them are picked.
      const std::vector<int> rows = all_rows(sizes.back(), batch);
      std::vector<float> values(rows.size());
      nn::forward_picked(network, input_panels, workspace, rows, values);
      nn::Floats gradient(network.parameters().size(), 99.0F);
      nn::backward_picked(network, input_panels, workspace, rows, {output_weights.data(), rows.size()}, gradient);

      const Eigen::MatrixXd input_double = input.cast<double>();
      const Eigen::MatrixXd output_weights_double = output_weights.cast<double>();
      const auto loss = [&] { return reference_loss(weights, biases, input_double, output_weights_double); };
      for (int layer = 0; layer < network.layer_count(); ++layer) {
        const nn::Panels found = network.weights_in(gradient, layer);
        const float* found_bias = network.biases_in(gradient, layer);
        Eigen::MatrixXd& matrix = weights[static_cast<std::size_t>(layer)];
        Eigen::VectorXd& vector = biases[static_cast<std::size_t>(layer)];
        for (nn::Index row = 0; row < matrix.rows(); ++row) {
          CHECK(found_bias[row] == doctest::Approx(slope(vector(row), loss)).epsilon(1e-3));
          for (nn::Index column = 0; column < matrix.cols(); ++column) {
            CHECK(found(row, column) == doctest::Approx(slope(matrix(row, column), loss)).epsilon(1e-3));
          }
        }
      }
    }
  }
}

TEST_CASE("a single sample gives the outputs that it gives in a batch") {
  core::Rng rng(7);
  const nn::LayerSizes sizes = {6, 13, 13, 5};
  nn::Mlp network(sizes);
  network.initialise(rng, 1.0F);
  const Eigen::MatrixXf input = random_matrix(6, 3, rng);
  nn::Workspace workspace(sizes, 3);
  nn::SampleWorkspace sample(sizes);
  const nn::PanelMatrix& outputs = nn::forward(network, in_panels(input), workspace);
  for (nn::Index column = 0; column < 3; ++column) {
    const auto one = nn::forward(network, std::span(input.col(column).data(), 6), sample);
    REQUIRE(one.size() == 5);
    for (nn::Index row = 0; row < 5; ++row) {
      CHECK(one[static_cast<std::size_t>(row)] == doctest::Approx(outputs(row, column)).epsilon(1e-4));
    }
  }
}

TEST_CASE("a fresh network has He's variance, no biases and a small last layer") {
  core::Rng rng(8);
  nn::Mlp network({64, 200, 17});
  CHECK(network.parameter_count() == 64 * 200 + 200 + 200 * 17 + 17);
  network.initialise(rng, 0.01F);
  const Eigen::MatrixXf first = weight_matrix(network, 0);
  CHECK(first.squaredNorm() / static_cast<float>(first.size()) == doctest::Approx(2.0 / 64.0).epsilon(0.06));
  const Eigen::MatrixXf last = weight_matrix(network, 1);
  CHECK(last.squaredNorm() / static_cast<float>(last.size()) == doctest::Approx(1e-4 * 2.0 / 200.0).epsilon(0.12));
  CHECK(bias_vector(network, 0).isZero(0.0F));
  CHECK(bias_vector(network, 1).isZero(0.0F));
}

TEST_CASE("Adam's first two steps are those worked out by hand") {
  const nn::AdamSettings settings{.learning_rate = 0.1F, .beta1 = 0.9F, .beta2 = 0.99F, .epsilon = 0.0F};
  nn::Floats parameters(4);
  nn::Floats target(4);
  nn::Floats gradient = {2.0F, -0.5F, 0.001F, 4.0F};
  nn::Adam adam(4);
  // With bias correction the first step is the learning rate in the gradient's direction, whatever its size.
  adam.step(settings, 1.0F, gradient, parameters, 0.5F, target);
  CHECK(parameters[0] == doctest::Approx(-0.1));
  CHECK(parameters[1] == doctest::Approx(0.1));
  CHECK(parameters[2] == doctest::Approx(-0.1));
  CHECK(target[0] == doctest::Approx(-0.05));  // half the way
  // Second step of the last: m = 0.9 * 0.4 + 0.1 * 2 = 0.56, v = 0.99 * 0.16 + 0.01 * 4 = 0.1984;
  // corrected by 1 - 0.81 and 1 - 0.9801: 0.56 / 0.19 / sqrt(0.1984 / 0.0199) = 0.93345.
  gradient[3] = 2.0F;
  adam.step(settings, 1.0F, gradient, parameters, 0.5F, target);
  CHECK(parameters[3] == doctest::Approx(-0.1 - 0.093345).epsilon(1e-4));
}

TEST_CASE("Adam takes the gradient times its scale, and epsilon damps small ones") {
  const nn::AdamSettings settings{.learning_rate = 0.1F, .beta1 = 0.9F, .beta2 = 0.999F, .epsilon = 1.0F};
  nn::Floats parameters(4);
  nn::Floats target = parameters;
  const nn::Floats gradient(4, 6.0F);
  nn::Adam adam(4);
  adam.step(settings, 0.5F, gradient, parameters, 1.0F, target);
  CHECK(parameters[0] == doctest::Approx(-0.1 * 3.0 / (3.0 + 1.0)).epsilon(1e-4));
  CHECK(target == parameters);
}

TEST_CASE("a long gradient is clipped to the limit, a short one left alone") {
  const nn::Floats gradient = {3.0F, 0.0F, 4.0F, 0.0F};  // length 5
  CHECK(nn::clip_scale(gradient, 10.0F) == 1.0F);
  CHECK(nn::clip_scale(gradient, 1.0F) == doctest::Approx(0.2));
}

TEST_CASE("Huber is quadratic up to delta and linear beyond, and its gradient is clipped") {
  CHECK(nn::huber_loss(0.5F, 1.0F) == doctest::Approx(0.125));
  CHECK(nn::huber_loss(-3.0F, 1.0F) == doctest::Approx(2.5));
  CHECK(nn::huber_loss(1.0F, 1.0F) == doctest::Approx(0.5));
  CHECK(nn::huber_gradient(0.5F, 1.0F) == 0.5F);
  CHECK(nn::huber_gradient(-3.0F, 1.0F) == -1.0F);
  CHECK(nn::huber_gradient(3.0F, 2.0F) == 2.0F);
}
