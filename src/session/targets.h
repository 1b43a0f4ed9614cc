// What a MIDI control can be learned for: every slider and button by name, and what moving it does.
#pragma once

#include <functional>
#include <string>
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

// All of them but the steps, of which each voice has kMaxSteps.
const std::vector<Target>& targets();
// "step:kick:5"
std::string step_target_name(int voice, int step);
// Null if there is none of this name. A step need not be one of the pattern that is shown.
const Target* find_target(std::string_view name);

// They, moving this session.
TargetTable target_table(Session& session);

}  // namespace session
