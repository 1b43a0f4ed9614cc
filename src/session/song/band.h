// What is usual for the agent of a voice, and bands: sets of rows that agents take at once.
#pragma once

#include <span>
#include <string_view>

#include "rhythm/reward_settings.h"
#include "session/song/slot.h"

namespace session {

struct Band {
  std::string_view name;  // "Duo"
  std::string_view help;  // one line
  VoiceSet voices;        // that agents play
};

std::span<const Band> bands();
// The one whose rows, and no others, agents play in this pattern; null: none.
const Band* matching_band(const Slot& slot);

// What is asked of the agent of a voice at first.
rhythm::RewardSettings usual_reward(int voice);
// What it hears at first.
VoiceSet usual_wires(int voice);

}  // namespace session
