#include "nn/kernels.h"

#include <doctest/doctest.h>

#include <array>
#include <vector>

#include "tests/nn/random_matrix.h"

using nn_test::distance;
using nn_test::in_panels;
using nn_test::random_matrix;
using nn_test::to_matrix;

namespace {

// Outputs, inputs, batch: multiples of the tile, one more, one less, and single rows and columns.
constexpr std::array<std::array<int, 3>, 9> kSizes = {
    {{8, 8, 4}, {17, 32, 64}, {128, 32, 32}, {9, 7, 5}, {1, 1, 1}, {3, 64, 2}, {65, 127, 33}, {16, 5, 1}, {1, 40, 9}}};

// Sums of up to 128 products in another order.
constexpr float kTolerance = 1e-4F;

Eigen::VectorXf padded_vector(const Eigen::VectorXf& numbers) {
  Eigen::VectorXf result = Eigen::VectorXf::Zero(nn::padded(numbers.size()));
  result.head(numbers.size()) = numbers;
  return result;
}

// Whether everything behind the matrix's own rows is 0, as the next product expects.
bool padding_rows_are_zero(const nn::PanelMatrix& panels) {
  const nn::ConstPanels view = panels.view();
  for (nn::Index column = 0; column < view.columns; ++column) {
    for (nn::Index row = view.rows; row < view.stored_rows(); ++row) {
      if (view(row, column) != 0.0F) return false;
    }
  }
  return true;
}

}  // namespace

TEST_CASE("panels give back the matrix they were filled with, and pad with 0") {
  core::Rng rng(1);
  for (const auto& [rows, columns, unused] : kSizes) {
    const Eigen::MatrixXf matrix = random_matrix(rows, columns, rng);
    const nn::PanelMatrix panels = in_panels(matrix);
    CHECK(distance(to_matrix(panels.view()), matrix) == 0.0F);
    CHECK(padding_rows_are_zero(panels));
    nn::PanelMatrix by_column(rows, columns);
    for (nn::Index column = 0; column < columns; ++column) {
      by_column.set_column(column, {matrix.col(column).data(), static_cast<std::size_t>(rows)});
    }
    CHECK(distance(to_matrix(by_column.view()), matrix) == 0.0F);
    Eigen::VectorXf last(rows);
    by_column.copy_column(columns - 1, {last.data(), static_cast<std::size_t>(rows)});
    CHECK(distance(last, matrix.col(columns - 1)) == 0.0F);
  }
}

TEST_CASE("forward is weights times input plus biases, with and without ReLU") {
  core::Rng rng(2);
  for (const auto& [outputs, inputs, batch] : kSizes) {
    CAPTURE(outputs);
    CAPTURE(inputs);
    CAPTURE(batch);
    const Eigen::MatrixXf weights = random_matrix(outputs, inputs, rng);
    const Eigen::MatrixXf input = random_matrix(inputs, batch, rng);
    const Eigen::VectorXf biases = random_matrix(outputs, 1, rng);
    const Eigen::MatrixXf expected = (weights * input).colwise() + biases;
    nn::PanelMatrix output(outputs, batch);
    nn::linear_forward(in_panels(weights).view(), padded_vector(biases).data(), in_panels(input).view(),
                       nn::Activation::none, output.view());
    CHECK(distance(to_matrix(output.view()), expected) < kTolerance);
    CHECK(padding_rows_are_zero(output));
    nn::linear_forward(in_panels(weights).view(), padded_vector(biases).data(), in_panels(input).view(),
                       nn::Activation::relu, output.view());
    CHECK(distance(to_matrix(output.view()), expected.cwiseMax(0.0F)) < kTolerance);
  }
}

TEST_CASE("the product of a single sample equals that of a batch") {
  core::Rng rng(3);
  for (const auto& [outputs, inputs, unused] : kSizes) {
    const Eigen::MatrixXf weights = random_matrix(outputs, inputs, rng);
    const Eigen::VectorXf input = random_matrix(inputs, 1, rng);
    const Eigen::VectorXf biases = random_matrix(outputs, 1, rng);
    const Eigen::VectorXf expected = (weights * input + biases).cwiseMax(0.0F);
    Eigen::VectorXf output = Eigen::VectorXf::Constant(nn::padded(outputs), 7.0F);
    nn::linear_forward_one(in_panels(weights).view(), padded_vector(biases).data(), padded_vector(input).data(),
                           nn::Activation::relu, output.data());
    CHECK(distance(output.head(outputs), expected) < kTolerance);
  }
}

TEST_CASE("backward by parameters is delta times input transposed, and delta summed over the batch") {
  core::Rng rng(4);
  for (const auto& [outputs, inputs, batch] : kSizes) {
    CAPTURE(outputs);
    CAPTURE(inputs);
    CAPTURE(batch);
    const Eigen::MatrixXf delta = random_matrix(outputs, batch, rng);
    const Eigen::MatrixXf input = random_matrix(inputs, batch, rng);
    nn::PanelMatrix weight_gradient(outputs, inputs);
    Eigen::VectorXf bias_gradient(nn::padded(outputs));
    nn::linear_backward_parameters(in_panels(delta).view(), in_panels(input).view(), weight_gradient.view(),
                                   bias_gradient.data());
    CHECK(distance(to_matrix(weight_gradient.view()), delta * input.transpose()) < kTolerance);
    CHECK(distance(bias_gradient.head(outputs), delta.rowwise().sum()) < kTolerance);
    CHECK(padding_rows_are_zero(weight_gradient));
  }
}

TEST_CASE("backward by input is weights transposed times delta where the ReLU was open") {
  core::Rng rng(5);
  for (const auto& [outputs, inputs, batch] : kSizes) {
    CAPTURE(outputs);
    CAPTURE(inputs);
    CAPTURE(batch);
    const Eigen::MatrixXf weights = random_matrix(outputs, inputs, rng);
    const Eigen::MatrixXf delta = random_matrix(outputs, batch, rng);
    const Eigen::MatrixXf input = random_matrix(inputs, batch, rng).cwiseMax(0.0F);
    const Eigen::MatrixXf open = (input.array() > 0.0F).cast<float>();
    const Eigen::MatrixXf expected = (weights.transpose() * delta).cwiseProduct(open);
    nn::PanelMatrix transposed(inputs, outputs);
    nn::transpose(in_panels(weights).view(), transposed.view());
    CHECK(distance(to_matrix(transposed.view()), weights.transpose()) == 0.0F);
    nn::PanelMatrix input_delta(inputs, batch);
    nn::linear_backward_input(transposed.view(), in_panels(delta).view(), in_panels(input).view(), input_delta.view());
    CHECK(distance(to_matrix(input_delta.view()), expected) < kTolerance);
  }
}

TEST_CASE("picked outputs and their gradients are those of the whole products with delta 0 everywhere else") {
  core::Rng rng(6);
  for (const auto& [outputs, inputs, batch] : kSizes) {
    for (const int picks : {1, 3}) {
      CAPTURE(outputs);
      CAPTURE(inputs);
      CAPTURE(batch);
      const Eigen::MatrixXf weights = random_matrix(outputs, inputs, rng);
      const Eigen::MatrixXf input = random_matrix(inputs, batch, rng).cwiseMax(0.0F);
      const Eigen::VectorXf biases = random_matrix(outputs, 1, rng);
      std::vector<int> rows;  // an output may be picked twice
      for (int i = 0; i < picks * batch; ++i)
        rows.push_back(static_cast<int>(rng.below(static_cast<std::uint32_t>(outputs))));
      const Eigen::MatrixXf deltas = random_matrix(picks, batch, rng);
      const Eigen::MatrixXf whole = (weights * input).colwise() + biases;
      Eigen::MatrixXf delta = Eigen::MatrixXf::Zero(outputs, batch);
      for (int i = 0; i < picks * batch; ++i)
        delta(rows[static_cast<std::size_t>(i)], i / picks) += deltas(i % picks, i / picks);

      const nn::PanelMatrix weight_panels = in_panels(weights);
      const Eigen::VectorXf padded_biases = padded_vector(biases);
      nn::PanelMatrix room(outputs, batch);
      nn::PanelMatrix transposed(inputs, outputs);
      nn::PanelMatrix transposed_gradient(inputs, outputs);
      const nn::PickedLayer layer{.weights = weight_panels.view(),
                                  .biases = padded_biases.data(),
                                  .outputs = room.view(),
                                  .transposed = transposed.view(),
                                  .transposed_gradient = transposed_gradient.view()};
      std::vector<float> values(rows.size());
      nn::picked_forward(layer, in_panels(input).view(), rows, values);
      for (int i = 0; i < picks * batch; ++i) {
        const auto at = static_cast<std::size_t>(i);
        CHECK(values[at] == doctest::Approx(whole(rows[at], i / picks)).epsilon(1e-4));
      }
      nn::PanelMatrix weight_gradient(outputs, inputs);
      nn::PanelMatrix input_delta(inputs, batch);
      Eigen::VectorXf bias_gradient = Eigen::VectorXf::Constant(nn::padded(outputs), 7.0F);
      nn::picked_backward(layer, in_panels(input).view(), rows, {deltas.data(), rows.size()}, weight_gradient.view(),
                          bias_gradient.data(), input_delta.view());
      const Eigen::MatrixXf open = (input.array() > 0.0F).cast<float>();
      CHECK(distance(to_matrix(weight_gradient.view()), delta * input.transpose()) < kTolerance);
      CHECK(padding_rows_are_zero(weight_gradient));
      CHECK(distance(bias_gradient.head(outputs), delta.rowwise().sum()) < kTolerance);
      CHECK(bias_gradient.tail(nn::padded(outputs) - outputs).isZero(0.0F));
      const Eigen::MatrixXf expected = (weights.transpose() * delta).cwiseProduct(open);
      CHECK(distance(to_matrix(input_delta.view()), expected) < kTolerance);
    }
  }
}

TEST_CASE("the squared norm is the sum of the squares, whatever the length") {
  core::Rng rng(7);
  for (const int size : {4, 12, 16, 20, 400}) {
    const Eigen::VectorXf numbers = random_matrix(size, 1, rng);
    CHECK(nn::squared_norm(size, numbers.data()) == doctest::Approx(numbers.squaredNorm()).epsilon(1e-5));
  }
}
