// The agent that plays, and its last answer: asked again only when the question has changed.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "agent/agent.h"
#include "rhythm/pattern.h"

namespace session {

class Answerer {
 public:
  explicit Answerer(agent::Agent agent) : agent_(std::move(agent)) {}

  const agent::Agent& agent() const { return agent_; }
  agent::AgentInfo& info() { return agent_.info; }
  int steps() const { return agent_.network.steps(); }

  // The snare it plays to `kick`: greedy from the locked steps alone. Rows of steps() velocities; where `locks` is
  // nonzero the snare stays as it is.
  const rhythm::Row& answer(std::span<const std::uint8_t> kick, std::span<const std::uint8_t> snare,
                            std::span<const std::uint8_t> locks);

  // What toggling each step of this snare is worth to it, (steps()).
  std::span<const float> gains(std::span<const std::uint8_t> kick, std::span<const std::uint8_t> snare);

 private:
  struct Question {
    rhythm::Row kick;  // 0 or 1: velocities mean nothing to the agent
    rhythm::Row snare;
    rhythm::Row locks;
    bool operator==(const Question&) const = default;
  };

  agent::Agent agent_;
  std::optional<Question> answered_;
  rhythm::Row answer_;
  std::optional<Question> weighed_;
  std::vector<float> gains_;
};

}  // namespace session
