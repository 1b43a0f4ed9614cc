// Parts of the state as JSON that commands give back too.
#pragma once

#include "session/view.h"
#include "session/wire/json_read.h"

namespace session {

Json to_json(const AgentCard& card);

// As rhythm::reward_settings_to_json.
Json reward_json(const rhythm::RewardSettings& reward);

}  // namespace session
