#include "cli/files.h"

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <vector>

#include "agent/agent_file.h"
#include "cli/commands.h"

namespace cli {

core::Result<agent::Agent> read_agent(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::error_code error;
  if (!file || std::filesystem::is_directory(path, error)) {
    return core::fail("Cannot read " + path + ": give the path of an agent file (.safetensors).");
  }
  const std::vector<char> bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
  auto agent = agent::decode_agent({data, bytes.size()});
  if (!agent) return core::fail(path + ": " + agent.error().message);
  return agent;
}

core::Status write_agent(const std::string& path, const agent::Agent& agent) {
  const std::vector<std::uint8_t> bytes = agent::encode_agent(agent);
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
  std::cerr << "backbeat: " << sentence << '\n';
  return kUserError;
}

}  // namespace cli
