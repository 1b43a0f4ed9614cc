// Accents and ghost notes: how much an agent wants each of its onsets, heard as loudness.
//
// An onset's margin is what taking it away would cost the agent, in toggles (agent/q_network.h): minus its toggle gain.
// Margins are compared within one snare, with their mean: the onset of the mean margin is plain, the strongest is an
// accent, the weakest a ghost note, and between them the velocity is linear in the margin on either side. Where margins
// differ little the whole range would blow up what is noise, so a side whose end is nearer to the mean than
// kLeastSpread reaches only its share of the way; a single onset is plain. Only velocities change, never the pattern.
#pragma once

#include <cstdint>
#include <span>

#include "rhythm/pattern.h"

namespace agent {

inline constexpr std::uint8_t kGhostVelocity = 40;  // felt more than heard

inline constexpr float kLeastSpread = 0.5F;  // toggles; trained agents tell equally good toggles apart by 0.2

// Sets the velocity of each unlocked onset. `gains` are toggle_gains() of this snare; `locked` is empty or has a
// nonzero byte for each step that keeps its velocity and does not count. All of n steps.
void apply_dynamics(std::span<const float> gains, std::span<const std::uint8_t> locked, std::span<std::uint8_t> snare);

}  // namespace agent
