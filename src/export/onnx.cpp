// ONNX: opset 13, IR 8, a graph of Gemm and Relu, or of circular convolutions.
//
// The format is a protocol buffer; what of it a model needs is written here field by field.
#include <algorithm>
#include <bit>
#include <cstdint>
#include <initializer_list>
#include <span>

#include "agent/network_file.h"
#include "core/json.h"
#include "export/export.h"
#include "nn/conv_net.h"

namespace exporting {
namespace {

constexpr int kIrVersion = 8;
constexpr int kOpset = 13;
constexpr int kFloat = 1;
constexpr int kInt64 = 7;

// A message of a protocol buffer as bytes.
class Message {
 public:
  void integer(int field, std::uint64_t value) {
    key(field, 0);
    varint(value);
  }
  void text(int field, std::string_view value) {
    key(field, 2);
    varint(value.size());
    bytes_.append(value);
  }
  void message(int field, const Message& value) { text(field, value.bytes_); }
  const std::string& bytes() const { return bytes_; }

 private:
  void key(int field, unsigned wire) { varint(static_cast<std::uint64_t>(field) << 3U | wire); }
  void varint(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7U) bytes_ += static_cast<char>(value | 0x80U);
    bytes_ += static_cast<char>(value);
  }

  std::string bytes_;
};

template <class Value>
std::string raw(const std::vector<Value>& values) {
  static_assert(std::endian::native == std::endian::little);
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(Value)};
}

Message tensor(std::string_view name, std::initializer_list<int> shape, int type, const std::string& data) {
  Message message;
  for (const int size : shape) message.integer(1, static_cast<std::uint64_t>(size));
  message.integer(2, static_cast<std::uint64_t>(type));
  message.text(8, name);
  message.text(9, data);
  return message;
}

// A value of the graph; a negative size is the free axis of that name.
struct Axis {
  int size;
  std::string_view name = {};
};
Message value_info(std::string_view name, std::initializer_list<Axis> axes) {
  Message shape;
  for (const Axis& axis : axes) {
    Message dimension;
    if (axis.size >= 0) {
      dimension.integer(1, static_cast<std::uint64_t>(axis.size));
    } else {
      dimension.text(2, axis.name);
    }
    shape.message(1, dimension);
  }
  Message tensor_type;
  tensor_type.integer(1, kFloat);
  tensor_type.message(2, shape);
  Message type;
  type.message(1, tensor_type);
  Message info;
  info.text(1, name);
  info.message(2, type);
  return info;
}

class Graph {
 public:
  struct Attribute {
    std::string_view name;
    std::vector<std::int64_t> values;  // one, or a list
    bool list = false;
  };

  void node(std::string_view op, std::initializer_list<std::string> inputs, const std::string& output,
            std::initializer_list<Attribute> attributes = {}) {
    Message message;
    for (const std::string& input : inputs) message.text(1, input);
    message.text(2, output);
    message.text(3, output);
    message.text(4, op);
    for (const Attribute& attribute : attributes) {
      constexpr int kInt = 2;
      constexpr int kInts = 7;
      Message each;
      each.text(1, attribute.name);
      if (attribute.list) {
        for (const std::int64_t value : attribute.values) each.integer(8, static_cast<std::uint64_t>(value));
      } else {
        each.integer(3, static_cast<std::uint64_t>(attribute.values.front()));
      }
      each.integer(20, attribute.list ? kInts : kInt);
      message.message(5, each);
    }
    graph_.message(1, message);
  }
  void weights(std::string_view name, std::initializer_list<int> shape, const std::vector<float>& values) {
    graph_.message(5, tensor(name, shape, kFloat, raw(values)));
  }
  void integers(std::string_view name, std::initializer_list<int> shape, const std::vector<std::int64_t>& values) {
    graph_.message(5, tensor(name, shape, kInt64, raw(values)));
  }
  void input(std::string_view name, std::initializer_list<Axis> axes) { graph_.message(11, value_info(name, axes)); }
  void output(std::string_view name, std::initializer_list<Axis> axes) { graph_.message(12, value_info(name, axes)); }
  Message finish() {
    graph_.text(2, "backbeat");
    return graph_;
  }

 private:
  Message graph_;
};

Message mlp_graph(const agent::Agent& agent) {
  Graph graph;
  const std::vector<Dense> layers = dense_layers(agent.network);
  std::string value = "observation";
  for (std::size_t i = 0; i < layers.size(); ++i) {
    const std::string layer = std::to_string(i);
    const bool last = i + 1 == layers.size();
    graph.weights("w" + layer, {layers[i].outputs, layers[i].inputs}, layers[i].weights);
    graph.weights("b" + layer, {layers[i].outputs}, layers[i].biases);
    const std::string sum = last ? "q_values" : "sum" + layer;
    graph.node("Gemm", {value, "w" + layer, "b" + layer}, sum, {{"transB", {1}}});
    if (!last) graph.node("Relu", {sum}, "hidden" + layer);
    value = "hidden" + layer;
  }
  graph.input("observation", {{-1, "batch"}, {layers.front().inputs}});
  graph.output("q_values", {{-1, "batch"}, {layers.back().outputs}});
  return graph.finish();
}

// Taps as a kernel without gaps: (O, I, K).
std::vector<float> kernel_of(const agent::Tensor& weights, std::span<const nn::Index> taps, int reach) {
  const auto outputs = static_cast<std::size_t>(weights.shape[0]);
  const auto inputs = static_cast<std::size_t>(weights.shape[1]);
  const auto width = static_cast<std::size_t>(2 * reach + 1);
  std::vector<float> kernel(outputs * inputs * width, 0.0F);
  for (std::size_t row = 0; row < outputs * inputs; ++row) {
    for (std::size_t tap = 0; tap < taps.size(); ++tap) {
      const auto at = static_cast<std::size_t>(taps[tap] + reach);
      kernel[row * width + at] = weights.values[row * taps.size() + tap];
    }
  }
  return kernel;
}

// The pattern is a circle: what lies beyond its end is its beginning, at any length.
void add_circle(Graph& graph, const std::string& layer, const std::string& value, int reach) {
  graph.integers("from" + layer, {}, {-reach});
  graph.integers("reach" + layer, {}, {reach});
  graph.node("Add", {"steps", "reach" + layer}, "to" + layer);
  graph.node("Range", {"from" + layer, "to" + layer, "one"}, "places" + layer);
  graph.node("Mod", {"places" + layer, "steps"}, "circle" + layer);
  graph.node("Gather", {value, "circle" + layer}, "wound" + layer, {{"axis", {2}}});
}

Message shared_graph(const agent::Agent& agent) {
  Graph graph;
  const nn::ConvNet& network = agent.network.conv();
  const std::vector<agent::Tensor> tensors = agent::tensors_of(agent.network);
  graph.integers("one", {}, {1});
  graph.integers("two", {}, {2});
  graph.integers("last_axis", {1}, {2});
  graph.node("Shape", {"inputs"}, "shape");
  graph.node("Gather", {"shape", "two"}, "steps", {{"axis", {0}}});
  std::string value = "inputs";
  for (int i = 0; i < network.layer_count(); ++i) {
    const std::string layer = std::to_string(i);
    const auto first = static_cast<std::size_t>(3 * i);
    const agent::Tensor& weights = tensors[first];
    const agent::Tensor& summary = tensors[first + 1];
    const auto taps = network.taps(i);
    const int reach = static_cast<int>(std::max(-std::ranges::min(taps), std::ranges::max(taps)));
    add_circle(graph, layer, value, reach);
    graph.weights("w" + layer, {weights.shape[0], weights.shape[1], 2 * reach + 1}, kernel_of(weights, taps, reach));
    graph.node("Conv", {"wound" + layer, "w" + layer}, "near" + layer);
    graph.weights("s" + layer, {summary.shape[0], summary.shape[1]}, summary.values);
    graph.weights("b" + layer, {weights.shape[0]}, tensors[first + 2].values);
    std::string whole = "globals";
    if (i > 0) {
      whole = "mean" + layer;
      graph.node("ReduceMean", {value}, whole, {{"axes", {2}, true}, {"keepdims", {0}}});
    }
    graph.node("Gemm", {whole, "s" + layer, "b" + layer}, "all" + layer, {{"transB", {1}}});
    graph.node("Unsqueeze", {"all" + layer, "last_axis"}, "everywhere" + layer);
    const bool last = i + 1 == network.layer_count();
    const std::string sum = last ? "outputs" : "sum" + layer;
    graph.node("Add", {"near" + layer, "everywhere" + layer}, sum);
    if (!last) graph.node("Relu", {sum}, "hidden" + layer);
    value = "hidden" + layer;
  }
  const nn::ConvShape& shape = network.shape();
  graph.input("inputs", {{-1, "batch"}, {shape.step_inputs}, {-1, "steps"}});
  graph.input("globals", {{-1, "batch"}, {shape.global_inputs}});
  graph.output("outputs", {{-1, "batch"}, {shape.outputs}, {-1, "steps"}});
  return graph.finish();
}

std::string numbers(const std::vector<float>& values) { return core::Json(values).dump(); }

}  // namespace

std::vector<std::uint8_t> to_onnx(const agent::Agent& agent) {
  Message model;
  model.integer(1, kIrVersion);
  model.text(2, "backbeat");
  model.text(3, agent.info.app_version);
  model.message(7, agent.network.is_shared() ? shared_graph(agent) : mlp_graph(agent));
  Message opset;
  opset.integer(2, kOpset);
  model.message(8, opset);
  const auto say = [&](std::string_view key, std::string_view value) {
    Message entry;
    entry.text(1, key);
    entry.text(2, value);
    model.message(14, entry);
  };
  for (const auto& [key, value] : agent::network_metadata(agent.info.config)) say(key, value);
  say("name", agent.info.name);
  say("note", agent.info.note);
  say("reward", rhythm::reward_settings_to_json(agent.info.reward));
  const TestVector vector = test_vector(agent);
  // Of a shared network of 16 steps: its step inputs step after step, then its globals.
  say("test_inputs", numbers(vector.inputs));
  say("test_outputs", numbers(vector.outputs));
  const std::string& bytes = model.bytes();
  return {bytes.begin(), bytes.end()};
}

}  // namespace exporting
