// Dense layers as JSON: RTNeural's and FluCoMa's. Both write a weight as [input][output].
#include "core/json.h"
#include "export/export.h"

namespace exporting {
namespace {

using core::Json;

constexpr int kReLu = 2;  // FluCoMa's number for it
constexpr int kIdentity = 0;

Json transposed(const Dense& layer) {
  Json rows = Json::array();
  for (int i = 0; i < layer.inputs; ++i) {
    Json row = Json::array();
    for (int o = 0; o < layer.outputs; ++o) {
      row.push_back(layer.weights[static_cast<std::size_t>(o * layer.inputs + i)]);
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

Json meta_of(const agent::Agent& agent) {
  const TestVector vector = test_vector(agent);
  return {
      {"format", "backbeat"},
      {"name", agent.info.name},
      {"note", agent.info.note},
      {"steps", agent.network.steps()},
      {"observation", "kick, snare, kick * snare: a step each, 1 for a hit and -1 for a rest"},
      {"actions", agent.network.has_leave_it() ? "toggle snare step 0 to n - 1, then leave it" : "toggle snare step"},
      {"outputs", "the Q-value of each action, in toggles"},
      {"test_observation", vector.inputs},
      {"test_q_values", vector.outputs}};
}

}  // namespace

std::string to_rtneural(const agent::Agent& agent) {
  const std::vector<Dense> layers = dense_layers(agent.network);
  Json list = Json::array();
  for (std::size_t i = 0; i < layers.size(); ++i) {
    list.push_back({{"type", "dense"},
                    {"activation", i + 1 < layers.size() ? "relu" : ""},
                    {"shape", Json::array({Json(), layers[i].outputs})},
                    {"weights", Json::array({transposed(layers[i]), Json(layers[i].biases)})}});
  }
  const Json json = {{"in_shape", Json::array({Json(), layers.front().inputs})},
                     {"layers", std::move(list)},
                     {"meta", meta_of(agent)}};
  return json.dump();
}

std::string to_flucoma(const agent::Agent& agent) {
  const std::vector<Dense> layers = dense_layers(agent.network);
  Json list = Json::array();
  for (std::size_t i = 0; i < layers.size(); ++i) {
    list.push_back({{"activation", i + 1 < layers.size() ? kReLu : kIdentity},
                    {"biases", layers[i].biases},
                    {"rows", layers[i].inputs},
                    {"cols", layers[i].outputs},
                    {"weights", transposed(layers[i])}});
  }
  const Json json = {{"layers", std::move(list)}, {"meta", meta_of(agent)}};
  return json.dump();
}

}  // namespace exporting
