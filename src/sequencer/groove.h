// What makes a pattern a performance: swing, humanise, and how each step and each voice is played.
#pragma once

#include <cstdint>

namespace sequencer {

inline constexpr int kMaxMicro = 50;  // percent of a step
inline constexpr int kMaxRatchets = 4;
inline constexpr double kMinSwingPercent = 50.0;  // straight
inline constexpr double kMaxSwingPercent = 75.0;  // the off-sixteenth on the last quarter of its eighth
inline constexpr double kMaxHumaniseMs = 20.0;
inline constexpr int kMaxHumaniseVelocity = 30;

// One voice's step.
struct StepDetail {
  std::uint8_t probability = 100;  // percent of the cycles in which it sounds
  std::int8_t micro = 0;           // percent of a step, -kMaxMicro (early) to kMaxMicro (late)
  std::uint8_t ratchets = 1;       // hits spread evenly over the step, 1 to kMaxRatchets

  bool operator==(const StepDetail&) const = default;
};

struct VoiceSettings {
  int length = 0;  // steps of the voice's own cycle, 1 to the pattern's length; 0: as long as the pattern
  bool mute = false;
  bool solo = false;  // while any voice is solo, only those are heard

  bool operator==(const VoiceSettings&) const = default;
};

struct Groove {
  // How late every second step is: at 50 they are even, at 66.7 an off-sixteenth lies on the last third of its eighth.
  double swing_percent = kMinSwingPercent;
  double humanise_ms = 0.0;   // onsets wander by up to this, 0 to kMaxHumaniseMs
  int humanise_velocity = 0;  // and velocities by up to this, 0 to kMaxHumaniseVelocity
  std::uint32_t seed = 1;     // of humanise and of the probabilities

  bool operator==(const Groove&) const = default;
};

}  // namespace sequencer
