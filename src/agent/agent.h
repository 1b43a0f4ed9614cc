// An agent: a Q-network and what is known about how it came to be. A plain value, used alike by the page, the trainer
// and the command line.
#pragma once

#include <cstdint>
#include <string>

#include "agent/q_network.h"
#include "core/config.h"
#include "core/version.h"
#include "rhythm/reward_settings.h"

namespace agent {

struct AgentInfo {
  core::Config config;  // what it was trained with; its steps, leave_it and hidden sizes shape the network
  std::string name;     // given by the author, at most kMaxNameBytes of UTF-8
  std::string note;     // the same, at most kMaxNoteBytes
  rhythm::RewardSettings reward = rhythm::reward_presets().front().settings;  // what it was trained for
  std::uint64_t env_steps = 0;
  std::uint64_t gradient_steps = 0;
  std::string app_version{core::kAppVersion};  // of the program that wrote it

  bool operator==(const AgentInfo&) const = default;
};

inline constexpr std::size_t kMaxNameBytes = 200;
inline constexpr std::size_t kMaxNoteBytes = 4000;

struct Agent {
  // Untrained, all weights 0.
  explicit Agent(const core::Config& config) : info{.config = config, .name = {}, .note = {}}, network(config) {}

  AgentInfo info;
  QNetwork network;
};

// Rounds every weight and bias to so many significant bits (1 to 24), so that the file compresses; 12 halve it and
// change Q-values by some hundredths of a percent.
void round_weights(Agent& agent, int significant_bits);

}  // namespace agent
