#include "agent/agent_file.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "agent/network_file.h"
#include "agent/safetensors.h"
#include "core/text.h"
#include "rhythm/observation.h"
#include "rhythm/pattern.h"

namespace agent {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kFormat = "backbeat.agent";
constexpr const char* kVoices = "kick,snare";

constexpr std::uint64_t kLongestOfVersion1 = 64;  // steps

// Q-values of the test vector may differ by this share of the largest: other processors add up in another order.
constexpr float kTestTolerance = 1e-3F;

// Whether two texts of metadata say the same: "[9,4]" and "[9, 4]" do, or 0.9 and 0.90.
bool same_meaning(const std::string& a, const std::string& b) {
  if (a == b) return true;
  const Json first = Json::parse(a, nullptr, false);
  const Json second = Json::parse(b, nullptr, false);
  return !first.is_discarded() && !second.is_discarded() && first == second;
}

// Bytes that are not UTF-8 become U+FFFD: text may come from a file's name or a command line.
std::string valid_utf8(const std::string& text) {
  const Json parsed = Json::parse(Json(text).dump(-1, ' ', false, Json::error_handler_t::replace), nullptr, false);
  return parsed.is_string() ? parsed.get<std::string>() : std::string();
}

std::string floats_to_json(std::span<const float> values) {
  return Json(std::vector<float>(values.begin(), values.end())).dump();
}

const core::ConfigEntry& reward_mode_entry() { return *core::find_config_entry("reward_mode"); }

std::string reward_mode_name(const core::Config& config) {
  return core::format_config_value(reward_mode_entry(), reward_mode_entry().get(config));
}

// "difference,lhl,…": the order of weights, levels and heads.
std::string term_keys() {
  std::string keys;
  for (const rhythm::TermInfo& info : rhythm::term_table()) keys += (keys.empty() ? "" : ",") + std::string(info.key);
  return keys;
}

// What must stand in the metadata because the hyper-parameters say so; written and checked from the one list.
std::vector<std::pair<std::string, std::string>> implied_metadata(const core::Config& config) {
  auto metadata = network_metadata(config);
  metadata.insert(metadata.end(),
                  {{"steps", std::to_string(config.steps)},
                   {"voices", kVoices},
                   {"terms", term_keys()},
                   {"reward_mode", reward_mode_name(config)},
                   {"gamma", core::format_config_value(*core::find_config_entry("gamma"), config.gamma)},
                   {"seed", std::to_string(config.seed)}});
  return metadata;
}

std::optional<std::uint64_t> parse_count(const std::string* text) {
  std::uint64_t count = 0;
  if (text == nullptr) return std::nullopt;
  const auto result = std::from_chars(text->data(), text->data() + text->size(), count);
  if (result.ec != std::errc() || result.ptr != text->data() + text->size()) return std::nullopt;
  return count;
}

std::optional<std::vector<float>> parse_floats(const std::string* text, std::size_t size) {
  if (text == nullptr) return std::nullopt;
  const Json json = Json::parse(*text, nullptr, false);
  if (!json.is_array() || json.size() != size) return std::nullopt;
  std::vector<float> values;
  for (const Json& value : json) {
    if (!value.is_number()) return std::nullopt;
    values.push_back(value.get<float>());
    if (!std::isfinite(values.back())) return std::nullopt;
  }
  return values;
}

core::Result<std::uint64_t> read_version(const Container& file) {
  const std::string* format = file.find_metadata("format");
  if (format == nullptr || *format != kFormat) return core::fail("The file is not a Backbeat agent.");
  const auto version = parse_count(file.find_metadata("format_version"));
  if (!version || *version < 1) return core::fail("The agent file does not say which format version it has.");
  if (*version > kFormatVersion) {
    return core::fail("The agent file has format version " + std::to_string(*version) +
                      ", and this program reads up to " + std::to_string(kFormatVersion) + ": use a newer Backbeat.");
  }
  return *version;
}

// Version 1 knew the difference reward only and had no products among its inputs: weights of 0 for these make the same
// network.
core::Status upgrade_from_version_1(Container& file) {
  const std::string* steps_text = file.find_metadata("steps");
  const auto steps = parse_count(steps_text);
  const auto first = std::ranges::find(file.tensors, "q.0.weight", &Tensor::name);
  if (!steps || *steps > kLongestOfVersion1 || first == file.tensors.end() || first->shape.size() != 2 ||
      first->shape[1] != 2 * static_cast<int>(*steps)) {
    return core::fail("The agent file of version 1 does not have the inputs that its steps need.");
  }
  const std::vector<float> before = std::exchange(first->values, {});
  const auto inputs = static_cast<std::size_t>(2 * *steps);
  for (std::size_t row = 0; row < before.size() / inputs; ++row) {
    const auto begin = before.begin() + static_cast<std::ptrdiff_t>(row * inputs);
    first->values.insert(first->values.end(), begin, begin + static_cast<std::ptrdiff_t>(inputs));
    first->values.insert(first->values.end(), inputs / 2, 0.0F);
  }
  first->shape[1] = 3 * static_cast<int>(*steps);

  const auto observation = parse_floats(file.find_metadata("test_observation"), inputs);
  if (!observation) return core::fail("The agent file has no usable test vector.");
  std::vector<float> extended = *observation;
  for (std::size_t step = 0; step < inputs / 2; ++step) {
    extended.push_back((*observation)[step] * (*observation)[inputs / 2 + step]);
  }
  std::erase_if(file.metadata, [](const auto& entry) {
    return entry.first == "observation" || entry.first == "reward_terms" || entry.first == "test_observation" ||
           entry.first == "layer_sizes" || entry.first == "tensor_crc32";
  });
  std::vector<int> sizes = {3 * static_cast<int>(*steps)};
  for (const Tensor& tensor : file.tensors) {
    if (tensor.shape.size() == 2) sizes.push_back(tensor.shape[0]);
  }
  file.metadata.emplace_back("layer_sizes", Json(sizes).dump());
  file.metadata.emplace_back("observation", rhythm::kPatternLayout);
  file.metadata.emplace_back("outputs", "q");
  file.metadata.emplace_back("terms", term_keys());
  file.metadata.emplace_back("reward", rhythm::reward_settings_to_json(rhythm::reward_presets().front().settings));
  file.metadata.emplace_back("test_observation", floats_to_json(extended));
  file.metadata.emplace_back("tensor_crc32", std::to_string(tensor_checksum(file.tensors)));
  return {};
}

core::Result<AgentInfo> read_info(const Container& file) {
  const std::string* config_json = file.find_metadata("config");
  if (config_json == nullptr) return core::fail("The agent file has no hyper-parameters.");
  const auto config =
      core::config_from_json(*config_json, core::original_config());  // older files do not say their kind
  if (!config) return core::fail("The agent file's hyper-parameters are wrong: " + config.error().message);
  for (const auto& [key, expected] : implied_metadata(*config)) {
    const std::string* found = file.find_metadata(key);
    if (found == nullptr) return core::fail("The agent file does not state its " + key + ".");
    if (!same_meaning(*found, expected)) {
      return core::fail("The agent file's " + key + " is " + core::in_quotes(*found) + " where \"" + expected +
                        "\" belongs.");
    }
  }
  const std::string* reward_json = file.find_metadata("reward");
  if (reward_json == nullptr) return core::fail("The agent file does not say what it was rewarded for.");
  auto reward = rhythm::reward_settings_from_json(*reward_json);
  if (!reward) return core::fail("The agent file's reward settings are wrong: " + reward.error().message);
  const auto env_steps = parse_count(file.find_metadata("env_steps"));
  const auto gradient_steps = parse_count(file.find_metadata("gradient_steps"));
  if (!env_steps || !gradient_steps) return core::fail("The agent file does not say how long it was trained.");
  const std::string* name = file.find_metadata("name");
  const std::string* note = file.find_metadata("note");
  const std::string* app_version = file.find_metadata("app_version");
  if (name == nullptr || note == nullptr || app_version == nullptr || name->size() > kMaxNameBytes ||
      note->size() > kMaxNoteBytes || app_version->size() > kMaxNameBytes) {
    return core::fail("The agent file's name, note or program version is missing or too long.");
  }
  return AgentInfo{.config = *config,
                   .name = *name,
                   .note = *note,
                   .reward = *std::move(reward),
                   .env_steps = *env_steps,
                   .gradient_steps = *gradient_steps,
                   .app_version = *app_version};
}

core::Status check_checksum(const Container& file) {
  const auto checksum = parse_count(file.find_metadata("tensor_crc32"));
  if (checksum && *checksum == tensor_checksum(file.tensors)) return {};
  return core::fail("The agent file is damaged: its weights do not match their checksum.");
}

std::unexpected<core::Error> no_test_vector() { return core::fail("The agent file has no usable test vector."); }

core::Status check_test_vector(const Container& file, QNetwork& network) {
  const std::vector<float> own = test_observation(network);
  const auto observation = parse_floats(file.find_metadata("test_observation"), own.size());
  if (!observation) return no_test_vector();
  const std::vector<float> found = test_outputs(network, *observation);
  const auto expected = parse_floats(file.find_metadata("test_q_values"), found.size());
  if (!expected) return no_test_vector();
  float largest = 1e-3F;
  for (const float value : *expected) largest = std::max(largest, std::fabs(value));
  for (std::size_t i = 0; i < found.size(); ++i) {
    // Written so that NaN is refused.
    if (!(std::fabs(found[i] - (*expected)[i]) <= kTestTolerance * largest)) {
      return core::fail("The agent file is damaged: its test vector gives other Q-values than it should.");
    }
  }
  return {};
}

}  // namespace

std::vector<std::uint8_t> encode_agent(const Agent& agent) {
  Container file;
  const AgentInfo& info = agent.info;
  QNetwork network = agent.network;
  file.tensors = tensors_of(network);
  const std::vector<float> observation = test_observation(network);
  file.metadata = {{"format", kFormat},
                   {"format_version", std::to_string(kFormatVersion)},
                   {"app_version", core::clipped(valid_utf8(info.app_version), kMaxNameBytes)},
                   {"name", core::clipped(valid_utf8(info.name), kMaxNameBytes)},
                   {"note", core::clipped(valid_utf8(info.note), kMaxNoteBytes)},
                   {"env_steps", std::to_string(info.env_steps)},
                   {"gradient_steps", std::to_string(info.gradient_steps)}};
  for (auto& entry : implied_metadata(info.config)) file.metadata.push_back(std::move(entry));
  file.metadata.emplace_back("reward", rhythm::reward_settings_to_json(info.reward));
  file.metadata.emplace_back("config", core::config_to_json(info.config));
  file.metadata.emplace_back("test_observation", floats_to_json(observation));
  file.metadata.emplace_back("test_q_values", floats_to_json(test_outputs(network, observation)));
  file.metadata.emplace_back("tensor_crc32", std::to_string(tensor_checksum(file.tensors)));
  return write_safetensors(file);
}

core::Result<Agent> decode_agent(std::span<const std::uint8_t> bytes) {
  if (bytes.size() > kMaxFileBytes) return core::fail("The file is larger than any Backbeat agent.");
  auto file = read_safetensors(bytes);
  if (!file) return std::unexpected(file.error());
  const auto version = read_version(*file);
  if (!version) return std::unexpected(version.error());
  order_by_layer(*file);
  if (const auto status = check_checksum(*file); !status) return std::unexpected(status.error());
  if (*version == 1) {
    if (const auto status = upgrade_from_version_1(*file); !status) return std::unexpected(status.error());
  }
  auto info = read_info(*file);
  if (!info) return std::unexpected(info.error());
  Agent agent(info->config);
  agent.info = *std::move(info);
  if (const auto status = read_tensors(*file, agent.network); !status) return std::unexpected(status.error());
  if (const auto status = check_test_vector(*file, agent.network); !status) return std::unexpected(status.error());
  return agent;
}

}  // namespace agent
