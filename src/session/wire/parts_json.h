// The agents of a pattern as JSON: which rows they play, whom they hear, what is asked of each.
#pragma once

#include "session/song/slot.h"
#include "session/wire/json_read.h"

namespace session {

// But a snare that answers the kick, played by the agent at hand, as in every pattern at first.
bool is_snare_alone(const Slot& slot);

// {"parts": [{"voice", "hears": [voice, …], "locks", "reward", "density", "dynamics", "think", "agent"}, …],
// "shown_part": voice}.
Json parts_json(const Slot& slot);
// Takes over the parts that a pattern says, if it does. Errors: anything missing, of the wrong type or out of range, a
// voice twice.
core::Status read_parts(const Json& json, Slot& slot);

}  // namespace session
