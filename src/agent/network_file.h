// A network's weights as named tensors and back, and the test vector that shows a reader that it computes the same.
//
// An MLP's layer is q.<layer>.weight (O, I) and q.<layer>.bias (O). A shared network's is conv.<layer>.weight (O, I,
// taps), conv.<layer>.summary (O, S) and conv.<layer>.bias (O), see nn/conv_net.h.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "agent/q_network.h"
#include "agent/safetensors.h"
#include "core/config.h"
#include "core/status.h"

namespace agent {

std::vector<Tensor> tensors_of(const QNetwork& network);

// Errors: a tensor that is missing, has another shape or is not the network's.
core::Status read_tensors(const Container& file, QNetwork& network);

// Puts the tensors in the order of tensors_of, wherever another program put them: the checksum is over these bytes.
void order_by_layer(Container& file);

// What the metadata must say of a network with this config: kind, sizes, how it reads and what it gives.
std::vector<std::pair<std::string, std::string>> network_metadata(const core::Config& config);

// An observation that exercises most of the network: a four-on-the-floor kick, a scattered snare, several terms. For a
// shared network of 16 steps: its step inputs step after step (n F), then its globals (G).
std::vector<float> test_observation(const QNetwork& network);

// What the network gives for it: Q-values (A) of an MLP, outputs (n) of a shared network. `observation` has the size of
// test_observation.
std::vector<float> test_outputs(QNetwork& network, const std::vector<float>& observation);

}  // namespace agent
