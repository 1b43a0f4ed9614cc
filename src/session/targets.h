// What a MIDI control can be learned for: every slider and button by name, and what moving it does.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "core/status.h"
#include "session/midi/learning.h"

namespace session {

class Session;

struct Target {
  TargetInfo info;
  // A slider at `position`, 0 to 1, or a button pressed that hard: what the page's own control would do.
  std::function<core::Status(Session& session, double position)> move;
  // Where a slider is, 0 to 1; none for buttons.
  std::function<double(const Session& session)> position = {};
};

// All of them.
const std::vector<Target>& targets();
// Null if there is none of this name.
const Target* find_target(std::string_view name);

// They, moving this session.
TargetTable target_table(Session& session);

}  // namespace session
