#include "agent/network_file.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <nlohmann/json.hpp>
#include <string_view>
#include <tuple>

#include "agent/question.h"
#include "agent/shared_input.h"
#include "nn/conv_net.h"
#include "nn/mlp.h"
#include "rhythm/observation.h"
#include "rhythm/pattern.h"

namespace agent {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kMlp = "mlp-relu";
constexpr const char* kShared = "circular-convolution-relu";
constexpr const char* kToggleActions = "toggle_snare";
constexpr const char* kToggleAndLeaveActions = "toggle_snare,leave_it";
constexpr const char* kQUnit = "toggle: 2/steps of reward";
constexpr const char* kSingleHead = "q";
constexpr const char* kTermHeads = "q = sum over terms of weight * head";
constexpr const char* kPerStep = "q of toggling each step; leave_it is worth 0";
constexpr const char* kFuture = "q of toggling each step = its reward + output; leave_it is worth 0";

constexpr int kTestSteps = 16;  // of a shared network's test vector

// The kinds of tensors that a layer has, in their order.
constexpr std::array<std::string_view, 3> kKinds = {".weight", ".summary", ".bias"};

std::string name_of(const QNetwork& network, int layer, std::size_t kind) {
  return (network.is_shared() ? "conv." : "q.") + std::to_string(layer) + std::string(kKinds[kind]);
}

// Where a tensor stands among the layers: {3, 0} for q.3.weight, {3, 2} for q.3.bias, after all of these for names that
// no agent has (read_tensors refuses them by their number).
std::pair<int, std::size_t> place_of(const Tensor& tensor) {
  for (const std::string_view prefix : {"q.", "conv."}) {
    if (!tensor.name.starts_with(prefix)) continue;
    int layer = 0;
    const char* end = tensor.name.data() + tensor.name.size();
    const auto [rest, error] = std::from_chars(tensor.name.data() + prefix.size(), end, layer);
    const auto kind = std::ranges::find(kKinds, std::string_view(rest, end));
    if (error == std::errc() && kind != kKinds.end()) return {layer, static_cast<std::size_t>(kind - kKinds.begin())};
  }
  return {std::numeric_limits<int>::max(), kKinds.size()};
}

std::vector<Tensor> mlp_tensors(const QNetwork& network) {
  std::vector<Tensor> tensors;
  const nn::Mlp& mlp = network.mlp();
  for (int layer = 0; layer < mlp.layer_count(); ++layer) {
    const nn::ConstPanels weights = mlp.weights(layer);
    const std::span<const float> biases = mlp.bias_span(layer);
    tensors.push_back({.name = name_of(network, layer, 0),
                       .shape = {static_cast<int>(weights.rows), static_cast<int>(weights.columns)},
                       .values = mlp.weights_by_row(layer)});
    tensors.push_back({.name = name_of(network, layer, 2),
                       .shape = {static_cast<int>(biases.size())},
                       .values = {biases.begin(), biases.end()}});
  }
  return tensors;
}

// Calls visit(tensor name, shape, number of index) for each tensor of a shared network, with a function that gives the
// float at a flat index of the tensor.
template <class Flat, class Visit>
void for_each_tensor(const QNetwork& network, Flat& parameters, const Visit& visit) {
  const nn::ConvNet& net = network.conv();
  for (int layer = 0; layer < net.layer_count(); ++layer) {
    const auto outputs = static_cast<int>(net.outputs(layer));
    const auto inputs = static_cast<int>(net.inputs(layer));
    const auto summary = static_cast<int>(net.summary_size(layer));
    const auto taps = static_cast<int>(net.taps(layer).size());
    visit(name_of(network, layer, 0), std::vector{outputs, inputs, taps}, [=, &net, &parameters](int i) -> auto& {
      const auto weights = net.tap_weights(parameters, layer, static_cast<std::size_t>(i % taps));
      return weights(i / taps / inputs, i / taps % inputs);
    });
    visit(name_of(network, layer, 1), std::vector{outputs, summary}, [=, &net, &parameters](int i) -> auto& {
      return net.summary_weights(parameters, layer)(i / summary, i % summary);
    });
    visit(name_of(network, layer, 2), std::vector{outputs},
          [=, &net, &parameters](int i) -> auto& { return net.biases(parameters, layer)[i]; });
  }
}

int count_of(const std::vector<int>& shape) {
  int count = 1;
  for (const int side : shape) count *= side;
  return count;
}

core::Status wrong_layer(const std::string& name) {
  return core::fail("The tensor " + name + " of the agent file is missing or has the wrong shape.");
}

core::Status read_shared(const Container& file, QNetwork& network) {
  core::Status status;
  std::size_t tensors = 0;
  nn::Floats& parameters = network.parameters();
  for_each_tensor(network, parameters, [&](const std::string& name, const std::vector<int>& shape, const auto& at) {
    ++tensors;
    const Tensor* tensor = file.find_tensor(name);
    if (tensor == nullptr || tensor->shape != shape) {
      status = wrong_layer(name);
      return;
    }
    for (int i = 0; i < count_of(shape); ++i) at(i) = tensor->values[static_cast<std::size_t>(i)];
  });
  if (status && file.tensors.size() != tensors) {
    return core::fail("The agent file has another number of tensors than its layers need.");
  }
  return status;
}

core::Status read_mlp(const Container& file, QNetwork& network) {
  nn::Mlp& mlp = network.mlp();
  if (file.tensors.size() != static_cast<std::size_t>(mlp.layer_count()) * 2) {
    return core::fail("The agent file has another number of tensors than its layers need.");
  }
  for (int layer = 0; layer < mlp.layer_count(); ++layer) {
    const int outputs = mlp.sizes()[static_cast<std::size_t>(layer) + 1];
    const int inputs = mlp.sizes()[static_cast<std::size_t>(layer)];
    const Tensor* weights = file.find_tensor(name_of(network, layer, 0));
    const Tensor* biases = file.find_tensor(name_of(network, layer, 2));
    if (weights == nullptr || weights->shape != std::vector{outputs, inputs} || biases == nullptr ||
        biases->shape != std::vector{outputs}) {
      return core::fail("Layer " + std::to_string(layer) + " of the agent file is missing or has the wrong shape.");
    }
    mlp.set_layer(layer, weights->values, biases->values);
  }
  return {};
}

// A four-on-the-floor kick and a scattered snare.
struct TestPattern {
  explicit TestPattern(int steps) : kick(static_cast<std::size_t>(steps), 0), snare(kick) {
    for (int step = 0; step < steps; ++step) {
      const auto at = static_cast<std::size_t>(step);
      kick[at] = step % rhythm::kStepsPerBeat == 0 ? rhythm::kPlainVelocity : std::uint8_t{0};
      snare[at] = step * 5 % 7 < 3 ? rhythm::kPlainVelocity : std::uint8_t{0};
    }
    values.fill(0.3F);
  }

  rhythm::Row kick;
  rhythm::Row snare;
  rhythm::TermValues values;
  const rhythm::RewardSettings& reward = rhythm::find_preset("Syncopated answer")->settings;
};

std::vector<float> shared_test_observation(const QNetwork& network) {
  const TestPattern pattern(kTestSteps);
  std::vector<rhythm::TermValues> toggled(kTestSteps, pattern.values);
  for (std::size_t step = 0; step < toggled.size(); ++step) toggled[step][step % toggled[step].size()] += 0.05F;
  const auto kick = rhythm::StepSet::from_row(pattern.kick);
  const auto snare = rhythm::StepSet::from_row(pattern.snare);
  const rhythm::StepSet none;
  const rhythm::Metre metre = rhythm::Metre::default_for(kTestSteps);
  const SharedQuestion question{kick, snare, none, none, metre, pattern.reward, pattern.values, toggled};
  std::vector<float> gains(kTestSteps);
  exact_gains(question, gains);
  const bool model = network.uses_model();
  nn::Signal inputs(step_inputs(model), 1, kTestSteps);
  nn::PanelMatrix globals(global_inputs(model), 1);
  write_shared_input(question, model, gains, inputs.view(), globals.view(), 0);
  std::vector<float> observation;
  for (nn::Index step = 0; step < kTestSteps; ++step) {
    for (nn::Index i = 0; i < inputs.channels(); ++i) observation.push_back(inputs.view()(i, step));
  }
  for (nn::Index i = 0; i < globals.rows(); ++i) observation.push_back(globals(i, 0));
  return observation;
}

std::vector<float> shared_test_outputs(QNetwork& network, const std::vector<float>& observation) {
  nn::ConvWorkspace& workspace = network.one_pattern();
  workspace.set_steps(kTestSteps);
  auto number = observation.begin();
  for (nn::Index step = 0; step < kTestSteps; ++step) {
    for (nn::Index i = 0; i < workspace.input.channels(); ++i) workspace.input.view()(i, step) = *number++;
  }
  for (nn::Index i = 0; i < workspace.globals.rows(); ++i) workspace.globals(i, 0) = *number++;
  const nn::Signal& outputs = nn::forward(network.conv(), workspace);
  std::vector<float> found;
  for (nn::Index step = 0; step < kTestSteps; ++step) found.push_back(outputs.view()(0, step));
  return found;
}

}  // namespace

std::vector<Tensor> tensors_of(const QNetwork& network) {
  if (!network.is_shared()) return mlp_tensors(network);
  std::vector<Tensor> tensors;
  for_each_tensor(network, network.parameters(),
                  [&](const std::string& name, const std::vector<int>& shape, const auto& at) {
                    Tensor tensor{.name = name, .shape = shape, .values = {}};
                    for (int i = 0; i < count_of(shape); ++i) tensor.values.push_back(at(i));
                    tensors.push_back(std::move(tensor));
                  });
  return tensors;
}

core::Status read_tensors(const Container& file, QNetwork& network) {
  return network.is_shared() ? read_shared(file, network) : read_mlp(file, network);
}

void order_by_layer(Container& file) { std::ranges::stable_sort(file.tensors, {}, place_of); }

std::vector<std::pair<std::string, std::string>> network_metadata(const core::Config& config) {
  const std::string actions = config.leave_it ? kToggleAndLeaveActions : kToggleActions;
  if (config.network == core::NetworkKind::shared) {
    const nn::ConvShape shape = QNetwork::conv_shape(config);
    return {{"network", kShared},
            {"layer_sizes", Json({shape.step_inputs, shape.global_inputs, shape.channels, shape.hidden_layers}).dump()},
            {"observation", config.model ? kSharedModelLayout : kSharedLayout},
            {"actions", actions},
            {"outputs", config.model ? kFuture : kPerStep},
            {"q_unit", kQUnit}};
  }
  return {{"network", kMlp},
          {"layer_sizes", Json(QNetwork::layer_sizes(config)).dump()},
          {"observation", config.conditioned ? rhythm::kConditionedLayout : rhythm::kPatternLayout},
          {"actions", actions},
          {"outputs", config.conditioned ? kTermHeads : kSingleHead},
          {"q_unit", kQUnit}};
}

std::vector<float> test_observation(const QNetwork& network) {
  if (network.is_shared()) return shared_test_observation(network);
  const TestPattern pattern(network.steps());
  std::vector<float> observation;
  write_question(network, {pattern.kick, pattern.snare, pattern.reward, pattern.values}, observation);
  return observation;
}

std::vector<float> test_outputs(QNetwork& network, const std::vector<float>& observation) {
  if (network.is_shared()) return shared_test_outputs(network, observation);
  const auto q = network.q_values(observation);
  return {q.begin(), q.end()};
}

}  // namespace agent
