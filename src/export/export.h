// Agents for other programs: the network alone, in the formats that they read.
//
// An MLP reads an observation and gives Q-values of its actions. A shared network reads numbers at every step and some
// of the whole, and gives the future of toggling each step (agent/q_network.h); where it uses the model, what a toggle
// earns is the scorer's to add. Every file carries what the agent is and a test vector, so that a reader can tell that
// it computes the same.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "agent/agent.h"
#include "core/status.h"

namespace exporting {

enum class Format : std::uint8_t {
  onnx,      // a graph of real operators; a shared network's has the length as a free axis
  rtneural,  // JSON of dense layers, for JUCE
  flucoma,   // JSON of dense layers, for fluid.mlpregressor~ in Max, Pure Data and SuperCollider
  c_header,  // weights and backbeat_answer() in C99, without a library
};

core::Result<Format> find_format(std::string_view name);

// The file. Errors: the format cannot hold this kind of network; the sentence says why and what to do.
core::Result<std::vector<std::uint8_t>> export_agent(const agent::Agent& agent, Format format);

// --- For the formats ----------------------------------------------------------------------------------------------

// A dense layer, row-major (O, I).
struct Dense {
  std::vector<float> weights;
  std::vector<float> biases;
  int inputs = 0;
  int outputs = 0;
};
std::vector<Dense> dense_layers(const agent::QNetwork& network);  // of an MLP

struct TestVector {
  std::vector<float> inputs;
  std::vector<float> outputs;
};
TestVector test_vector(const agent::Agent& agent);

std::vector<std::uint8_t> to_onnx(const agent::Agent& agent);
std::string to_rtneural(const agent::Agent& agent);
std::string to_flucoma(const agent::Agent& agent);
std::string to_c_header(const agent::Agent& agent);

}  // namespace exporting
