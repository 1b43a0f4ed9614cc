// What the commands share: an exit status, and complaints of one sentence.
//
// A command adds itself to the program with its options and, when it was asked for, runs from CLI11's callback and
// leaves its exit status in `status`.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "core/status.h"

namespace cli {

inline constexpr int kSuccess = 0;
inline constexpr int kBadInput = 2;  // bad arguments or a bad file: one sentence on stderr

// Prints "backbeat: <sentence>" on stderr. Returns kBadInput.
int complain(const core::Error& error);

// The whole file, or a little more than agent::kMaxFileBytes of it: enough to be refused. Errors: a sentence with its
// name.
core::Result<std::vector<std::uint8_t>> read_file(const std::string& path);

// 4, 2.8, 40.4762: at most four decimals, without zeros at the end.
std::string short_number(double value);

void add_score_command(CLI::App& program, int& status);
void add_evaluate_command(CLI::App& program, int& status);

}  // namespace cli
