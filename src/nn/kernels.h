// The three products of a linear layer, and nothing else: the one place to make faster.
//
// B batch (columns are samples), I inputs, O outputs. Outputs never alias inputs. Nothing allocates as long as Eigen's
// packing blocks fit under EIGEN_STACK_ALLOCATION_LIMIT, which the build raises.
#pragma once

#include <Eigen/Core>

namespace nn {

// Row-major (O, I): the order of the agent file.
using Weights = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using WeightView = Eigen::Ref<const Weights>;
using VectorView = Eigen::Ref<const Eigen::VectorXf>;

enum class Activation { none, relu };

// output (O, B) = activation(weights (O, I) * input (I, B) + biases (O))
void linear_forward(const WeightView& weights, const VectorView& biases, const Eigen::MatrixXf& input,
                    Activation activation, Eigen::MatrixXf& output);

// weight_gradient (O, I) = delta (O, B) * input (I, B)^T; bias_gradient (O) = sum of delta over the batch
void linear_backward_parameters(const Eigen::MatrixXf& delta, const Eigen::MatrixXf& input,
                                Eigen::Ref<Weights> weight_gradient, Eigen::Ref<Eigen::VectorXf> bias_gradient);

// input_delta (I, B) = weights (O, I)^T * delta (O, B), zeroed where the ReLU that made `input` (I, B) was off
void linear_backward_input(const WeightView& weights, const Eigen::MatrixXf& delta, const Eigen::MatrixXf& input,
                           Eigen::MatrixXf& input_delta);

}  // namespace nn
