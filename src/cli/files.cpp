#include "cli/files.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <span>
#include <vector>

#include "agent/agent_file.h"
#include "cli/commands.h"
#include "core/text.h"

namespace cli {

namespace {

// The whole file, or a little more than agent::kMaxFileBytes of it: enough to be refused. C's files, because a folder
// opens like a file and only reading it fails: streams answer that with an exception.
std::optional<std::vector<std::uint8_t>> read_file(const std::string& path) {
  std::FILE* file = std::fopen(path.c_str(), "rb");
  if (file == nullptr) return std::nullopt;
  std::vector<std::uint8_t> bytes;
  std::array<std::uint8_t, 65536> block{};
  bool good = true;
  while (good && bytes.size() <= agent::kMaxFileBytes) {
    const std::size_t count = std::fread(block.data(), 1, block.size(), file);
    bytes.insert(bytes.end(), block.begin(), block.begin() + static_cast<std::ptrdiff_t>(count));
    good = std::ferror(file) == 0;
    if (count < block.size()) break;
  }
  std::fclose(file);
  if (!good) return std::nullopt;
  return bytes;
}

}  // namespace

core::Result<agent::Agent> read_agent(const std::string& path) {
  const auto bytes = read_file(path);
  if (!bytes) return core::fail("Cannot read " + path + ": give the path of an agent file (.safetensors).");
  auto agent = agent::decode_agent(*bytes);
  if (!agent) return core::fail(path + ": " + agent.error().message);
  return agent;
}

core::Status write_agent(const std::string& path, const agent::Agent& agent) {
  return write_file(path, agent::encode_agent(agent));
}

core::Status write_file(const std::string& path, std::span<const std::uint8_t> bytes) {
  const std::string unfinished = path + ".part";
  {
    std::ofstream file(unfinished, std::ios::binary);
    file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    file.close();
    if (!file) {
      std::remove(unfinished.c_str());
      return core::fail("Cannot write " + path + ": choose a folder that exists and can be written to.");
    }
  }
  std::error_code error;
  std::filesystem::rename(unfinished, path, error);
  if (error) {
    std::remove(unfinished.c_str());
    return core::fail("Cannot write " + path + ": " + error.message() + ".");
  }
  return {};
}

int report(std::string_view sentence) {
  std::cerr << "backbeat: " << core::printable(sentence) << '\n';
  return kUserError;
}

}  // namespace cli
