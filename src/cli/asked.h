// Options that several subcommands have: how many steps, in which metre, and by which reward.
#pragma once

#include <optional>
#include <string>

#include "agent/agent.h"
#include "core/status.h"
#include "rhythm/metre.h"
#include "rhythm/reward_settings.h"

namespace cli {

// Errors: as many steps as no pattern has.
core::Status check_steps(int steps);

// What was asked for, or the usual metre of so many steps, which check_steps has let pass. Errors: no metre, or one
// whose bar does not fit.
core::Result<rhythm::Metre> asked_metre(const std::optional<std::string>& text, int steps);

// A preset's or a mix's settings; without a name what the agent was trained for. Errors: there is none of that name.
core::Result<rhythm::RewardSettings> asked_reward(const std::string& preset, const agent::Agent& agent);

}  // namespace cli
