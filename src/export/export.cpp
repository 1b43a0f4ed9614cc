#include "export/export.h"

#include <algorithm>
#include <array>

#include "agent/network_file.h"
#include "core/text.h"

namespace exporting {
namespace {

constexpr std::array<std::string_view, 4> kNames = {"onnx", "rtneural", "flucoma", "c-header"};

std::vector<std::uint8_t> bytes_of(const std::string& text) { return {text.begin(), text.end()}; }

core::Status check_dense(const agent::Agent& agent, std::string_view format) {
  if (!agent.network.is_shared()) return {};
  return core::fail(
      "The format " + std::string(format) +
      " holds dense layers of one length, and this agent's network is one sum shared by all steps: export "
      "it as onnx, or train one with --original.");
}

}  // namespace

core::Result<Format> find_format(std::string_view name) {
  const auto found = std::ranges::find(kNames, name);
  if (found != kNames.end()) return static_cast<Format>(found - kNames.begin());
  return core::fail("There is no format " + core::in_quotes(name) + ": there are " + core::listed(kNames) + ".");
}

std::vector<Dense> dense_layers(const agent::QNetwork& network) {
  std::vector<Dense> layers;
  const std::vector<agent::Tensor> tensors = agent::tensors_of(network);
  for (std::size_t i = 0; i + 1 < tensors.size(); i += 2) {
    layers.push_back({.weights = tensors[i].values,
                      .biases = tensors[i + 1].values,
                      .inputs = tensors[i].shape[1],
                      .outputs = tensors[i].shape[0]});
  }
  return layers;
}

TestVector test_vector(const agent::Agent& agent) {
  agent::QNetwork network = agent.network;
  TestVector vector{.inputs = agent::test_observation(network), .outputs = {}};
  vector.outputs = agent::test_outputs(network, vector.inputs);
  return vector;
}

core::Result<std::vector<std::uint8_t>> export_agent(const agent::Agent& agent, Format format) {
  if (!agent.network.is_shared() && agent.network.conditioned()) {
    return core::fail(
        "This agent answers every setting of the sliders with an MLP, whose heads no other program puts together: "
        "train one for a single reward, without --conditioned.");
  }
  if (format == Format::onnx) return to_onnx(agent);
  if (auto status = check_dense(agent, kNames[static_cast<std::size_t>(format)]); !status) {
    return core::fail(status.error().message);
  }
  if (format == Format::rtneural) return bytes_of(to_rtneural(agent));
  if (format == Format::flucoma) return bytes_of(to_flucoma(agent));
  return bytes_of(to_c_header(agent));
}

}  // namespace exporting
