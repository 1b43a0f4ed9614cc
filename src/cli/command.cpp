#include "cli/command.h"

#include <array>
#include <cstddef>
#include <cstdio>

#include "agent/agent_file.h"

namespace cli {

int complain(const core::Error& error) {
  std::fprintf(stderr, "backbeat: %s\n", error.message.c_str());
  return kBadInput;
}

core::Result<std::vector<std::uint8_t>> read_file(const std::string& path) {
  std::vector<std::uint8_t> bytes;
  std::array<std::uint8_t, 65536> block{};
  // C's files, because a folder opens like a file and only reading it fails: streams answer that with an exception.
  std::FILE* file = std::fopen(path.c_str(), "rb");
  bool good = file != nullptr;
  while (good && bytes.size() <= agent::kMaxFileBytes) {
    const std::size_t count = std::fread(block.data(), 1, block.size(), file);
    bytes.insert(bytes.end(), block.begin(), block.begin() + static_cast<std::ptrdiff_t>(count));
    good = std::ferror(file) == 0;
    if (count < block.size()) break;
  }
  if (file != nullptr) std::fclose(file);
  if (!good) return core::fail("Cannot read " + path + ": check that the file exists and may be read.");
  return bytes;
}

std::string short_number(double value) {
  std::array<char, 64> digits{};
  std::snprintf(digits.data(), digits.size(), "%.4f", value);
  std::string text = digits.data();
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text == "-0" ? "0" : text;
}

}  // namespace cli
