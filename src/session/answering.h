// The agent that plays, and its last answer: asked again only when the question has changed.
#pragma once

#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "agent/agent.h"
#include "rhythm/pattern.h"
#include "session/rewarding.h"

namespace session {

// What an agent plays to one question.
struct Played {
  rhythm::Row snare;
  double thought = 0.0;  // reward that thinking longer has gained
};

class Answerer {
 public:
  explicit Answerer(agent::Agent agent) : agent_(std::move(agent)) {}

  const agent::Agent& agent() const { return agent_; }
  agent::AgentInfo& info() { return agent_.info; }
  int steps() const { return agent_.network.steps(); }

  // What it plays to `kick`: of the snares on its greedy walk from the locked steps alone, the best by the reward; with
  // `think`, the best that a small search around them finds. Rows of steps() velocities; where `locks` is nonzero the
  // snare stays as it is. `rewarding` is of the same length.
  const Played& answer(std::span<const std::uint8_t> kick, std::span<const std::uint8_t> snare,
                       std::span<const std::uint8_t> locks, const Rewarding& rewarding, bool think);

  // What toggling each step of this snare is worth to it, (steps()).
  std::span<const float> gains(std::span<const std::uint8_t> kick, std::span<const std::uint8_t> snare,
                               const Rewarding& rewarding);

 private:
  struct Question {
    rhythm::Row kick;  // 0 or 1: velocities mean nothing to the agent
    rhythm::Row snare;
    rhythm::Row locks;
    rhythm::RewardSettings reward;
    bool think = false;
    bool operator==(const Question&) const = default;
  };

  agent::Agent agent_;
  std::optional<Question> answered_;
  Played answer_;
  std::optional<Question> weighed_;
  std::vector<float> gains_;
};

}  // namespace session
