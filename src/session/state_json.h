// Parts of the state as JSON that commands give back too.
#pragma once

#include "session/json_read.h"
#include "session/view.h"

namespace session {

Json to_json(const AgentCard& card);

}  // namespace session
