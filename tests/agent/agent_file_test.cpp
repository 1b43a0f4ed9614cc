#include "agent/agent_file.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>

#include "agent/safetensors.h"
#include "tests/agent/hand_made_network.h"
#include "tests/nn/matrices.h"
#include "tests/rounds.h"

namespace {

using Bytes = std::vector<std::uint8_t>;

agent::Agent sample_agent() {
  agent::Agent agent = agent_test::random_agent(3, true, 4, 5);
  agent.info.name = "Späte Antwort";
  agent.info.note = "line one\nline \"two\"";
  agent.info.env_steps = 123456789012ULL;
  agent.info.gradient_steps = 77;
  agent.info.config.gamma = 0.1 + 0.2;
  agent.info.reward = rhythm::find_preset("Clave")->settings;
  agent.info.reward.liked = *rhythm::parse_row("x.x");
  return agent;
}

agent::Agent random_agent_of(const core::Config& config) {
  agent::Agent agent(config);
  core::Rng rng(3);
  agent.network.mlp().initialise(rng, 1.0F);
  return agent;
}

bool same_weights(const agent::Agent& a, const agent::Agent& b) {
  return a.network.mlp().sizes() == b.network.mlp().sizes() &&
         a.network.mlp().parameters() == b.network.mlp().parameters();
}

std::string header_of(const Bytes& bytes) {
  std::uint64_t length = 0;
  std::memcpy(&length, bytes.data(), 8);
  return {reinterpret_cast<const char*>(bytes.data()) + 8, static_cast<std::size_t>(length)};
}

Bytes with_header(const Bytes& bytes, const std::string& header) {
  const std::size_t old_length = header_of(bytes).size();
  Bytes result(8);
  const std::uint64_t length = header.size();
  std::memcpy(result.data(), &length, 8);
  result.insert(result.end(), header.begin(), header.end());
  result.insert(result.end(), bytes.begin() + 8 + static_cast<std::ptrdiff_t>(old_length), bytes.end());
  return result;
}

// The file with one entry of its metadata replaced.
Bytes with_metadata(const Bytes& bytes, const char* key, const std::string& value) {
  auto header = nlohmann::ordered_json::parse(header_of(bytes), nullptr, false);
  header["__metadata__"][key] = value;
  return with_header(bytes, header.dump());
}

std::string refusal(const Bytes& bytes) {
  const auto agent = agent::decode_agent(bytes);
  return agent ? std::string() : agent.error().message;
}

}  // namespace

TEST_CASE("an agent survives encoding and decoding, to the bit") {
  const agent::Agent agent = sample_agent();
  const Bytes bytes = agent::encode_agent(agent);
  const auto back = agent::decode_agent(bytes);
  REQUIRE(back.has_value());
  CHECK(back->info == agent.info);
  CHECK(same_weights(*back, agent));
  CHECK(agent::encode_agent(*back) == bytes);
}

TEST_CASE("agents of every length and shape survive") {
  for (const auto& [steps, leave_it, hidden] : {std::tuple{2, false, 4}, {16, true, 128}, {64, true, 33}}) {
    const agent::Agent agent = agent_test::random_agent(steps, leave_it, hidden, 9);
    const auto back = agent::decode_agent(agent::encode_agent(agent));
    REQUIRE(back.has_value());
    CHECK(same_weights(*back, agent));
  }
}

TEST_CASE("the file is laid out as the safetensors format says") {
  const agent::Agent agent = sample_agent();
  const Bytes bytes = agent::encode_agent(agent);
  const std::string header = header_of(bytes);
  CHECK(header.front() == '{');
  CHECK(header.size() % 8 == 0);
  const auto json = nlohmann::json::parse(header, nullptr, false);
  CHECK(json["q.0.weight"]["dtype"] == "F32");
  CHECK(json["q.0.weight"]["shape"] == nlohmann::json{4, 9});  // [out, in]
  CHECK(json["q.0.weight"]["data_offsets"] == nlohmann::json{0, 144});
  CHECK(json["q.0.bias"]["data_offsets"] == nlohmann::json{144, 160});
  CHECK(json["q.1.weight"]["shape"] == nlohmann::json{4, 4});
  CHECK(json["__metadata__"]["format_version"] == "3");
  for (const auto& [key, value] : json["__metadata__"].items()) {
    CAPTURE(key);
    CHECK(value.is_string());
  }
  // Row-major: the second number of the buffer is row 0, column 1.
  float second = 0.0F;
  std::memcpy(&second, bytes.data() + 8 + header.size() + 4, 4);
  CHECK(second == nn_test::weight_matrix(agent.network.mlp(), 0)(0, 1));
  CHECK(bytes.size() == 8 + header.size() + 4U * static_cast<std::size_t>(agent.network.mlp().parameter_count()));
}

TEST_CASE("an agent that another program wrote in another layout is the same agent") {
  core::Config config = agent_test::network_config(2, true, 4);
  config.hidden_layers = 4;
  for (const agent::Agent& original : {sample_agent(), random_agent_of(config)}) {
    const Bytes bytes = agent::encode_agent(original);
    const auto opens = [&](const Bytes& other) {
      REQUIRE(other != bytes);
      const auto back = agent::decode_agent(other);
      REQUIRE_MESSAGE(back.has_value(), refusal(other));
      CHECK(back->info == original.info);
      CHECK(same_weights(*back, original));
      CHECK(agent::encode_agent(*back) == bytes);
    };
    // The tensors by name, as most writers order them; reversed; the layers reversed, each still weight before bias.
    agent::Container file = *agent::read_safetensors(bytes);
    std::ranges::sort(file.tensors, {}, &agent::Tensor::name);
    opens(agent::write_safetensors(file));
    std::ranges::reverse(file.tensors);
    opens(agent::write_safetensors(file));
    std::ranges::stable_sort(file.tensors, std::ranges::greater{},
                             [](const agent::Tensor& tensor) { return std::stoi(tensor.name.substr(2)); });
    opens(agent::write_safetensors(file));
    std::ranges::reverse(file.metadata);
    opens(agent::write_safetensors(file));
    // The header alone: keys by name, spread over lines, not padded or padded to more, the metadata last, and keys that
    // other programs add.
    const auto header = nlohmann::ordered_json::parse(header_of(bytes), nullptr, false);
    opens(with_header(bytes, nlohmann::json(header).dump()));
    opens(with_header(bytes, header.dump(2)));
    for (std::size_t spaces = 1; spaces < 9; ++spaces) {
      opens(with_header(bytes, header_of(bytes) + std::string(spaces, ' ')));
    }
    auto metadata_last = header;
    metadata_last.erase("__metadata__");
    metadata_last["__metadata__"] = header["__metadata__"];
    opens(with_header(bytes, metadata_last.dump()));
    auto added = header;
    added["__metadata__"]["written_by"] = "another program";
    opens(with_header(bytes, added.dump()));
    // Numbers and lists spelled as another program's JSON does.
    const std::string sizes = header["__metadata__"]["layer_sizes"];
    opens(with_metadata(bytes, "layer_sizes", nlohmann::json::parse(sizes).dump(1)));
    opens(with_metadata(bytes, "gamma", header["__metadata__"]["gamma"].get<std::string>() + "00"));
  }
}

TEST_CASE("a layer under another layer's name is refused, although every value is there") {
  agent::Agent agent(agent_test::network_config(2, true, 3));
  auto& parameters = agent.network.mlp().parameters();
  for (std::size_t i = 0; i < parameters.size(); ++i) parameters[i] = static_cast<float>(i);
  const Bytes bytes = agent::encode_agent(agent);
  auto header = nlohmann::ordered_json::parse(header_of(bytes), nullptr, false);
  std::swap(header["q.0.bias"], header["q.1.bias"]);  // both have three values
  CHECK(refusal(with_header(bytes, header.dump())).find("checksum") != std::string::npos);
}

TEST_CASE("a reward-conditioned agent survives, with a head for each term") {
  core::Config config = agent_test::network_config(4, true, 6);
  config.conditioned = true;
  const agent::Agent agent = random_agent_of(config);
  const Bytes bytes = agent::encode_agent(agent);
  const auto back = agent::decode_agent(bytes);
  REQUIRE(back.has_value());
  CHECK(back->network.conditioned());
  CHECK(back->network.action_count() == 5);
  CHECK(same_weights(*back, agent));
  const auto json = nlohmann::json::parse(header_of(bytes), nullptr, false);
  CHECK(json["q.1.weight"]["shape"] == nlohmann::json{11 * 5, 6});
  CHECK(json["q.0.weight"]["shape"] == nlohmann::json{6, 3 * 4 + 11 + 4});
  CHECK_FALSE(
      refusal(with_metadata(bytes, "config", core::config_to_json(agent_test::network_config(4, true, 6)))).empty());
}

TEST_CASE("a file of version 1 is read as the same network with products that count for nothing") {
  // As version 1 wrote it: the difference reward only, 2n inputs.
  const agent::Agent now = agent_test::random_agent(3, true, 4, 5);
  const Bytes bytes = agent::encode_agent(now);
  auto file = *agent::read_safetensors(bytes);
  const auto set = [&](const char* key, const std::string& value) {
    for (auto& [name, text] : file.metadata) {
      if (name == key) text = value;
    }
  };
  agent::Tensor& first = *std::ranges::find(file.tensors, std::string("q.0.weight"), &agent::Tensor::name);
  first.shape = {4, 6};
  first.values.clear();
  agent::Agent expected = now;
  Eigen::MatrixXf weights = nn_test::weight_matrix(now.network.mlp(), 0);
  weights.rightCols(3).setZero();
  nn_test::set_layer(expected.network.mlp(), 0, weights, nn_test::bias_vector(now.network.mlp(), 0));
  for (int row = 0; row < 4; ++row) {
    for (int column = 0; column < 6; ++column) first.values.push_back(weights(row, column));
  }
  const std::vector<float> inputs = {1, -1, -1, 1, -1, 1};  // kick x.. and snare x.x
  const std::vector<float> observation = {1, -1, -1, 1, -1, 1, 1, 1, -1};
  const auto q = expected.network.q_values(observation);
  std::erase_if(file.metadata, [](const auto& entry) {
    return entry.first == "outputs" || entry.first == "terms" || entry.first == "reward";
  });
  set("format_version", "1");
  set("layer_sizes", "[6,4,4]");
  set("observation", "kick,snare:+1/-1");
  set("test_observation", nlohmann::json(inputs).dump());
  set("test_q_values", nlohmann::json(std::vector<float>(q.begin(), q.end())).dump());
  set("tensor_crc32", std::to_string(agent::tensor_checksum(file.tensors)));
  file.metadata.emplace_back("reward_terms", R"({"difference":1})");

  const Bytes old = agent::write_safetensors(file);
  const auto back = agent::decode_agent(old);
  REQUIRE_MESSAGE(back.has_value(), refusal(old));
  CHECK(same_weights(*back, expected));
  CHECK(back->info.reward == rhythm::find_preset("Original")->settings);
  // An old file that lies about its inputs.
  first.shape = {3, 8};
  set("tensor_crc32", std::to_string(agent::tensor_checksum(file.tensors)));
  CHECK(refusal(agent::write_safetensors(file)).find("version 1") != std::string::npos);
}

TEST_CASE("every truncation of an agent file is refused with a sentence") {
  const Bytes bytes = agent::encode_agent(sample_agent());
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    const std::string message = refusal(Bytes(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(length)));
    REQUIRE_MESSAGE(!message.empty(), "accepted at length ", length);
    REQUIRE(message.back() == '.');
  }
  Bytes longer = bytes;
  longer.push_back(0);
  CHECK_FALSE(refusal(longer).empty());
}

TEST_CASE("every bit flip of an agent file is refused or leaves the weights as they are") {
  const agent::Agent original = sample_agent();
  Bytes bytes = agent::encode_agent(original);
  int accepted = 0;
  // Under sanitizers one bit of each byte, a different one in the next.
  const unsigned bit_step = test::kSanitized ? 8 : 1;
  for (std::size_t index = 0; index < bytes.size(); ++index) {
    for (unsigned bit = index % bit_step; bit < 8; bit += bit_step) {
      bytes[index] = static_cast<std::uint8_t>(bytes[index] ^ (1U << bit));
      const auto agent = agent::decode_agent(bytes);
      bytes[index] = static_cast<std::uint8_t>(bytes[index] ^ (1U << bit));
      if (!agent) continue;
      ++accepted;
      REQUIRE_MESSAGE(same_weights(*agent, original), "byte ", index, " bit ", bit);
    }
  }
  // Letters of the name and the note, digits of hyper-parameters and counts: a few hundred of some ten thousand.
  CHECK(accepted > 0);
  CHECK(static_cast<std::size_t>(accepted) < bytes.size());
}

TEST_CASE("what a file says of itself must fit its weights and this program") {
  const Bytes bytes = agent::encode_agent(sample_agent());
  for (const auto& [key, value, expected] :
       {std::tuple{"format", "other.agent", "not a Backbeat agent"},
        {"format_version", "4", "newer"},
        {"format_version", "0", "format version"},
        {"format_version", "1.0", "format version"},
        {"network", "transformer", "network"},
        {"layer_sizes", "[9,5,4]", "layer_sizes"},
        {"steps", "4", "steps"},
        {"observation", "snare,kick", "observation"},
        {"actions", "toggle_snare", "actions"},
        {"outputs", "v", "outputs"},
        {"terms", "loudness", "terms"},
        {"reward", R"({"terms": {"loudness": {"weight": 1}}})", "loudness"},
        {"reward", R"({"terms": {"lhl": {"weight": 2}}})", "weight"},
        {"gamma", "0.9", "gamma"},
        {"seed", "2", "seed"},
        {"env_steps", "-1", "trained"},
        {"gradient_steps", "many", "trained"},
        {"config", "{}", "layer_sizes"},  // 16 steps by default, where the file has 3
        {"config", "not json", "hyper-parameters"},
        {"config", R"({"steps": 3, "volume": 11})", "hyper-parameters"},
        {"tensor_crc32", "0", "checksum"},
        {"test_observation", "[1,1]", "test vector"},
        {"test_q_values", "[0,0,0,0]", "test vector"},
        {"test_q_values", "[1e999,0,0,0]", "test vector"},
        {"test_q_values", "null", "test vector"}}) {
    CAPTURE(key);
    CAPTURE(value);
    const std::string message = refusal(with_metadata(bytes, key, value));
    CAPTURE(message);
    CHECK(message.find(expected) != std::string::npos);
  }
  CHECK(refusal(with_metadata(bytes, "name", std::string(agent::kMaxNameBytes + 1, 'x'))).find("name") !=
        std::string::npos);
  CHECK(refusal(with_metadata(bytes, "something_of_another_program", "is ignored")).empty());
}

TEST_CASE("a container that breaks the format is refused") {
  const Bytes bytes = agent::encode_agent(sample_agent());
  const auto json = nlohmann::ordered_json::parse(header_of(bytes), nullptr, false);
  const auto refused = [&](const std::string& header) { return !refusal(with_header(bytes, header)).empty(); };
  REQUIRE_FALSE(refused(json.dump()));
  REQUIRE_FALSE(refused(json.dump() + "       "));

  const auto edited = [&](auto edit) {
    auto copy = json;
    edit(copy);
    return copy.dump();
  };
  CHECK(refused(""));
  CHECK(refused("[]"));
  CHECK(refused(" " + json.dump()));
  CHECK(refused(json.dump() + "x"));
  CHECK(refused(std::string(2000, '{')));
  CHECK(refused(edited([](auto& j) { j["q.0.weight"]["dtype"] = "F16"; })));
  CHECK(refused(edited([](auto& j) { j["q.0.weight"]["dtype"] = 32; })));
  CHECK(refused(edited([](auto& j) { j["q.0.weight"]["shape"] = {9, 4}; })));
  CHECK(refused(edited([](auto& j) { j["q.0.weight"]["shape"] = {36}; })));
  CHECK(refused(edited([](auto& j) { j["q.0.weight"]["shape"] = {-4, -9}; })));
  CHECK(refused(edited([](auto& j) { j["q.0.weight"]["shape"] = {4.0, 9.0}; })));
  CHECK(refused(edited([](auto& j) { j["q.0.weight"]["shape"] = {4294967296, 4294967296}; })));
  CHECK(refused(edited([](auto& j) { j["q.0.weight"]["data_offsets"] = {4, 148}; })));  // overlap, and a gap before
  CHECK(refused(edited([](auto& j) { j["q.0.weight"]["data_offsets"] = {0, 140}; })));  // gap behind
  CHECK(refused(edited([](auto& j) { j["q.0.weight"]["data_offsets"] = {144, 0}; })));
  CHECK(refused(edited([](auto& j) { j["q.0.weight"]["data_offsets"] = {0}; })));
  CHECK(refused(edited([](auto& j) { j["q.0.weight"]["data_offsets"] = {0, 18446744073709551615ULL}; })));
  CHECK(refused(edited([](auto& j) { j.erase("q.1.bias"); })));
  CHECK(refused(edited([](auto& j) { j["q.0.weight"] = nullptr; })));
  CHECK(refused(edited([](auto& j) { j["q.0.weight"]["extra"] = 1; })));
  CHECK(refused(edited([](auto& j) { j["__metadata__"] = "text"; })));
  CHECK(refused(edited([](auto& j) { j["__metadata__"]["name"] = 5; })));
  CHECK(refused(edited([](auto& j) { j["__metadata__"]["name"] = {{"a", {{"b", {{"c", {1}}}}}}}; })));
  CHECK(refused(edited([](auto& j) {
    j["q.9.weight"] = j["q.0.weight"];
    j.erase("q.0.weight");
  })));
  const std::string text = json.dump();
  CHECK(refused("{\"q.0.bias\":{}," + text.substr(1)));  // a key twice
  CHECK(refused(text.substr(0, 16) + "\"name\":\"\",\"name\":\"\"," + text.substr(17)));
  CHECK(refused("{\"\xFF\":\"\"," + text.substr(1)));  // not UTF-8
}

TEST_CASE("weights that are not finite are refused, even with a matching checksum") {
  for (const float value : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
    agent::Agent agent = sample_agent();
    agent.network.mlp().parameters()[0] = value;
    CHECK(refusal(agent::encode_agent(agent)).find("finite") != std::string::npos);
  }
}

TEST_CASE("changed weights are refused, even when they are finite") {
  Bytes bytes = agent::encode_agent(sample_agent());
  bytes[bytes.size() - 4] ^= 1U;
  CHECK(refusal(bytes).find("checksum") != std::string::npos);
}

TEST_CASE("a header that claims more than there is, or too much, is refused before it is read") {
  Bytes bytes(16, ' ');
  for (const std::uint64_t length : {9ULL, 1000001ULL, 100000001ULL, 0xFFFFFFFFFFFFFFFFULL, 0x8000000000000000ULL}) {
    std::memcpy(bytes.data(), &length, 8);
    CHECK_FALSE(refusal(bytes).empty());
  }
}

TEST_CASE("names and notes of any bytes and length can be saved and read") {
  agent::Agent agent = sample_agent();
  agent.info.name = std::string(agent::kMaxNameBytes - 1, 'x') + "ü";  // the limit falls inside a character
  agent.info.note = std::string(agent::kMaxNoteBytes, '\xFF');         // not UTF-8 at all
  const auto back = agent::decode_agent(agent::encode_agent(agent));
  REQUIRE(back.has_value());
  CHECK(back->info.name == std::string(agent::kMaxNameBytes - 1, 'x'));
  CHECK(back->info.note.size() <= agent::kMaxNoteBytes);
}

TEST_CASE("the checksum is CRC-32") {
  // "1234" and "56789" would not fill floats; the bytes of "12345678" are two, and their CRC-32 is well known.
  agent::Tensor tensor{.name = "t", .shape = {2}, .values = {0.0F, 0.0F}};
  std::memcpy(tensor.values.data(), "12345678", 8);
  CHECK(agent::tensor_checksum({tensor}) == 0x9AE0DAAFU);
}
