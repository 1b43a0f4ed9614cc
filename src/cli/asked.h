// Options that several subcommands have: how many steps, and in which metre.
#pragma once

#include <optional>
#include <string>

#include "core/status.h"
#include "rhythm/metre.h"

namespace cli {

// Errors: as many steps as no pattern has.
core::Status check_steps(int steps);

// What was asked for, or the usual metre of so many steps, which check_steps has let pass. Errors: no metre, or one
// whose bar does not fit.
core::Result<rhythm::Metre> asked_metre(const std::optional<std::string>& text, int steps);

}  // namespace cli
