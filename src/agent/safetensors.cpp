#include "agent/safetensors.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <cstring>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>

#include "core/text.h"

namespace agent {
namespace {

static_assert(std::endian::native == std::endian::little, "tensor bytes are copied as they stand in memory");
static_assert(sizeof(float) == 4 && std::numeric_limits<float>::is_iec559);

using Json = nlohmann::ordered_json;

// The format allows 100,000,000; an agent's header has a few thousand, and a parser should not be fed more than it
// needs.
constexpr std::uint64_t kMaxHeaderBytes = 1'000'000;
constexpr std::size_t kLengthBytes = 8;
constexpr std::size_t kAlignment = 8;
constexpr std::size_t kMaxDimensions = 8;

// JSON that nests deeper than a header ever does is refused, so that it can not be used to exhaust the stack.
constexpr int kMaxDepth = 4;

constexpr const char* kDamaged = " The file may be damaged or not an agent at all.";

std::unexpected<core::Error> refuse(const std::string& reason) { return core::fail(reason + kDamaged); }

// Parses without exceptions; also refuses duplicate keys, which a plain parse would quietly merge.
core::Result<Json> parse_header(std::string_view text) {
  std::vector<std::set<std::string>> keys;
  bool duplicate = false;
  bool too_deep = false;
  const auto watch = [&](int depth, Json::parse_event_t event, Json& parsed) {
    too_deep = too_deep || depth > kMaxDepth;
    if (event == Json::parse_event_t::object_start) keys.emplace_back();
    if (event == Json::parse_event_t::object_end) keys.pop_back();
    if (event == Json::parse_event_t::key) {
      duplicate = duplicate || !keys.back().insert(parsed.get_ref<const std::string&>()).second;
    }
    return !too_deep;
  };
  Json header = Json::parse(text, watch, false);
  if (too_deep || !header.is_object()) return refuse("The file's header is not the JSON of a safetensors file.");
  if (duplicate) return refuse("The file's header has the same key twice.");
  return header;
}

// A whole number from 0 to `limit`; nothing else may stand for a size or an offset.
bool read_size(const Json& json, std::uint64_t limit, std::uint64_t& size) {
  if (!json.is_number_unsigned()) return false;
  size = json.get<std::uint64_t>();
  return size <= limit;
}

struct Entry {
  Tensor tensor;
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};

core::Result<Entry> read_entry(const std::string& name, const Json& json, std::uint64_t buffer_size) {
  const std::string about = "The tensor " + core::in_quotes(name);
  if (!json.is_object() || json.size() != 3 || !json.contains("dtype") || !json.contains("shape") ||
      !json.contains("data_offsets")) {
    return refuse(about + " is not described by dtype, shape and data_offsets.");
  }
  if (json["dtype"] != "F32") return refuse(about + " is not of type F32.");
  const Json& shape = json["shape"];
  const Json& offsets = json["data_offsets"];
  if (!shape.is_array() || shape.size() > kMaxDimensions) return refuse(about + " has no usable shape.");
  Entry entry;
  entry.tensor.name = name;
  std::uint64_t elements = 1;
  for (const Json& side : shape) {
    std::uint64_t size = 0;
    // Sides are bounded by the buffer, so the product of two never overflows 64 bits.
    if (!read_size(side, buffer_size, size)) return refuse(about + " has no usable shape.");
    elements *= size;
    if (elements > buffer_size) return refuse(about + " is larger than the file.");
    entry.tensor.shape.push_back(static_cast<int>(std::min<std::uint64_t>(size, std::numeric_limits<int>::max())));
  }
  if (!offsets.is_array() || offsets.size() != 2 || !read_size(offsets[0], buffer_size, entry.begin) ||
      !read_size(offsets[1], buffer_size, entry.end) || entry.begin > entry.end) {
    return refuse(about + " has offsets outside the file.");
  }
  if (entry.end - entry.begin != elements * sizeof(float)) return refuse(about + " has another size than its shape.");
  return entry;
}

core::Status read_values(Entry& entry, std::span<const std::uint8_t> buffer) {
  const auto bytes =
      buffer.subspan(static_cast<std::size_t>(entry.begin), static_cast<std::size_t>(entry.end - entry.begin));
  entry.tensor.values.resize(bytes.size() / sizeof(float));
  if (!bytes.empty()) std::memcpy(entry.tensor.values.data(), bytes.data(), bytes.size());
  if (!std::ranges::all_of(entry.tensor.values, [](float value) { return std::isfinite(value); })) {
    return refuse("The tensor " + core::in_quotes(entry.tensor.name) + " has values that are not finite numbers.");
  }
  return {};
}

core::Status read_metadata(const Json& json, Container& container) {
  if (!json.is_object()) return refuse("The file's metadata is not a map of text.");
  for (const auto& [key, value] : json.items()) {
    if (!value.is_string()) return refuse("The file's metadata " + core::in_quotes(key) + " is not text.");
    container.metadata.emplace_back(key, value.get<std::string>());
  }
  return {};
}

}  // namespace

const std::string* Container::find_metadata(std::string_view key) const {
  const auto found = std::ranges::find(metadata, key, &std::pair<std::string, std::string>::first);
  return found == metadata.end() ? nullptr : &found->second;
}

const Tensor* Container::find_tensor(std::string_view name) const {
  const auto found = std::ranges::find(tensors, name, &Tensor::name);
  return found == tensors.end() ? nullptr : &*found;
}

std::vector<std::uint8_t> write_safetensors(const Container& container) {
  Json header = Json::object();
  Json& metadata = header["__metadata__"] = Json::object();
  for (const auto& [key, value] : container.metadata) metadata[key] = value;
  std::uint64_t offset = 0;
  for (const Tensor& tensor : container.tensors) {
    const std::uint64_t end = offset + tensor.values.size() * sizeof(float);
    header[tensor.name] = {{"dtype", "F32"}, {"shape", tensor.shape}, {"data_offsets", {offset, end}}};
    offset = end;
  }
  std::string text = header.dump(-1, ' ', false, Json::error_handler_t::replace);
  text.resize((text.size() + kAlignment - 1) / kAlignment * kAlignment, ' ');

  std::vector<std::uint8_t> bytes(kLengthBytes + text.size() + static_cast<std::size_t>(offset));
  const std::uint64_t length = text.size();
  std::memcpy(bytes.data(), &length, kLengthBytes);
  std::ranges::copy(text, bytes.begin() + kLengthBytes);
  std::uint8_t* buffer = bytes.data() + kLengthBytes + text.size();
  for (const Tensor& tensor : container.tensors) {
    if (tensor.values.empty()) continue;
    std::memcpy(buffer, tensor.values.data(), tensor.values.size() * sizeof(float));
    buffer += tensor.values.size() * sizeof(float);
  }
  return bytes;
}

core::Result<Container> read_safetensors(std::span<const std::uint8_t> bytes) {
  if (bytes.size() < kLengthBytes) return refuse("The file is too short to be a safetensors file.");
  std::uint64_t length = 0;
  std::memcpy(&length, bytes.data(), kLengthBytes);
  if (length > kMaxHeaderBytes || length > bytes.size() - kLengthBytes) {
    return refuse("The file's header is longer than the file or than an agent's.");
  }
  const auto header_bytes = bytes.subspan(kLengthBytes, static_cast<std::size_t>(length));
  const auto buffer = bytes.subspan(kLengthBytes + static_cast<std::size_t>(length));
  if (header_bytes.empty() || header_bytes[0] != '{') return refuse("The file's header does not start with {.");
  const auto header = parse_header({reinterpret_cast<const char*>(header_bytes.data()), header_bytes.size()});
  if (!header) return std::unexpected(header.error());

  Container container;
  std::vector<Entry> entries;
  for (const auto& [name, json] : header->items()) {
    if (name == "__metadata__") {
      if (const auto status = read_metadata(json, container); !status) return std::unexpected(status.error());
      continue;
    }
    auto entry = read_entry(name, json, buffer.size());
    if (!entry) return std::unexpected(entry.error());
    entries.push_back(*std::move(entry));
  }
  std::ranges::stable_sort(
      entries, [](const Entry& a, const Entry& b) { return a.begin != b.begin ? a.begin < b.begin : a.end < b.end; });
  std::uint64_t position = 0;
  for (Entry& entry : entries) {
    if (entry.begin != position) return refuse("The file's tensors overlap or leave a gap.");
    position = entry.end;
  }
  if (position != buffer.size()) return refuse("The file's tensors do not end where the file ends.");
  for (Entry& entry : entries) {
    if (const auto status = read_values(entry, buffer); !status) return std::unexpected(status.error());
    container.tensors.push_back(std::move(entry.tensor));
  }
  return container;
}

std::uint32_t tensor_checksum(const std::vector<Tensor>& tensors) {
  std::uint32_t crc = 0xFFFFFFFFU;
  for (const Tensor& tensor : tensors) {
    for (const float value : tensor.values) {
      auto word = std::bit_cast<std::uint32_t>(value);
      for (int byte = 0; byte < 4; ++byte, word >>= 8U) {
        crc ^= word & 0xFFU;
        for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
      }
    }
  }
  return ~crc;
}

}  // namespace agent
