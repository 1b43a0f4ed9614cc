#include "cli/asked.h"

namespace cli {

core::Status check_steps(int steps) {
  if (steps >= rhythm::kMinSteps && steps <= rhythm::kMaxSteps) return {};
  return core::fail("--steps must lie between " + std::to_string(rhythm::kMinSteps) + " and " +
                    std::to_string(rhythm::kMaxSteps) + ".");
}

core::Result<rhythm::Metre> asked_metre(const std::optional<std::string>& text, int steps) {
  if (!text) return rhythm::Metre::default_for(steps);
  auto metre = rhythm::Metre::parse(*text);
  if (!metre) return metre;
  if (auto status = rhythm::check_metre(*metre, steps); !status) return core::fail(status.error().message);
  return metre;
}

core::Result<rhythm::RewardSettings> asked_reward(const std::string& preset, const agent::Agent& agent) {
  if (preset.empty()) return agent.info.reward;
  return rhythm::preset_settings(preset);
}

}  // namespace cli
