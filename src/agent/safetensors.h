// The safetensors container: named float32 tensors and a map of text, checked byte by byte.
//
// A Container owns copies of everything; it knows nothing of agents.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/status.h"

namespace agent {

struct Tensor {
  std::string name;
  std::vector<int> shape;
  std::vector<float> values;  // row-major
};

struct Container {
  std::vector<std::pair<std::string, std::string>> metadata;  // in the order they are written
  std::vector<Tensor> tensors;                                // in the order of their bytes

  // nullptr if there is none of that name.
  const std::string* find_metadata(std::string_view key) const;
  const Tensor* find_tensor(std::string_view name) const;
};

std::vector<std::uint8_t> write_safetensors(const Container& container);

// Errors: header longer than 1,000,000 bytes or than the file, not a JSON object, duplicate keys, text that is not
// UTF-8, a tensor that is not F32, a shape with a negative side or one beyond the file, offsets that do not start at 0,
// leave gaps, overlap, do not fit the shape or the file, values that are not finite.
core::Result<Container> read_safetensors(std::span<const std::uint8_t> bytes);

// CRC-32 (IEEE 802.3) of the tensors' values, little-endian, in the order given: the caller chooses one that has a
// meaning, since another program may write tensors in any order.
std::uint32_t tensor_checksum(const std::vector<Tensor>& tensors);

}  // namespace agent
