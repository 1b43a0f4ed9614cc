// Agents as bytes: the safetensors format with our metadata. One codec serves export, import, autosave, the worker's
// messages and the command line.
//
// Layout: u64 little-endian N; N bytes of JSON padded with spaces to a multiple of 8; then the tensors
// (agent/network_file.h), little-endian float32, row-major, without gaps. Other programs may write the same
// values in another layout (tensors by name, keys in any order, no padding, keys of their own): that is the same agent,
// so nothing is compared by its place in the file or by how its JSON is spaced.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "agent/agent.h"
#include "core/status.h"

namespace agent {

// 2: the products of kick and snare are inputs, and the reward settings are kept. 3: networks shared by all steps.
inline constexpr int kFormatVersion = 3;

// Larger files are refused unread. The largest network that the hyper-parameters allow has 3.6 MB of weights.
inline constexpr std::size_t kMaxFileBytes = 16'000'000;

// Names and notes are cut to their limits at a character's boundary, and bytes that are not UTF-8 are replaced.
std::vector<std::uint8_t> encode_agent(const Agent& agent);

// Checks everything before it returns an agent. Errors: anything that is not a complete, undamaged safetensors file of
// an agent of this format version or an older one: broken header, duplicate keys, gaps or overlaps, wrong sizes, types
// or layers, values that are not finite, hyper-parameters out of range, a checksum or test vector that does not match.
core::Result<Agent> decode_agent(std::span<const std::uint8_t> bytes);

}  // namespace agent
