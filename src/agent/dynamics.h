// Accents and ghost notes: how much an agent wants each of its onsets, heard as loudness.
//
// An onset's margin is what taking it away would cost the agent, in toggles (agent/q_network.h): minus its toggle gain.
// Margins are compared within one snare, as a drummer has two kinds of strokes. What is worth less than half of the
// strongest is a ghost note, from kGhostVelocity where taking it away costs nothing to kLoudestGhost. The others are
// plain, and above their mean louder, linear up to an accent for the strongest. Where margins differ by less than
// kLeastSpread they would blow up what is noise: nothing is a ghost, and an accent reaches only its share of the way.
// Only velocities change, never the pattern.
#pragma once

#include <cstdint>
#include <span>

#include "rhythm/pattern.h"

namespace agent {

inline constexpr std::uint8_t kGhostVelocity = 40;  // felt more than heard
inline constexpr std::uint8_t kLoudestGhost = 69;

inline constexpr float kLeastSpread = 0.5F;  // toggles; trained agents tell equally good toggles apart by 0.2

// Sets the velocity of each unlocked onset. `gains` are toggle_gains() of this snare; `locked` is empty or has a
// nonzero byte for each step that keeps its velocity and does not count. All of n steps.
void apply_dynamics(std::span<const float> gains, std::span<const std::uint8_t> locked, std::span<std::uint8_t> snare);

}  // namespace agent
