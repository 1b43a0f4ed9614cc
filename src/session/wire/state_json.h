// Everything a script may read, as JSON, and the parts of it that commands give back too.
#pragma once

#include <string>

#include "core/config.h"
#include "session/player/agents.h"
#include "session/wire/json_read.h"

namespace session {

class Session;

Json state_json(Session& session);

Json to_json(const AgentCard& card);

// As rhythm::reward_settings_to_json and core::config_to_json.
Json reward_json(const rhythm::RewardSettings& reward);
Json config_json(const core::Config& config);

}  // namespace session
