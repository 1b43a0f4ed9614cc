// Reading and writing agent files, and saying what went wrong.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "agent/agent.h"
#include "core/status.h"

namespace cli {

// Errors: the file cannot be read, or is refused; the sentence names the file.
core::Result<agent::Agent> read_agent(const std::string& path);

// Writes under a temporary name beside `path` and renames, so that no half-written agent is left.
// Errors: the file cannot be written.
core::Status write_agent(const std::string& path, const agent::Agent& agent);
core::Status write_file(const std::string& path, std::span<const std::uint8_t> bytes);

// Prints the sentence, made printable, on the error stream: it may quote a file or an argument. Returns the exit
// status.
int report(std::string_view sentence);

}  // namespace cli
