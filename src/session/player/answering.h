// The agent that plays, and its last answer: asked again only when the question has changed.
#pragma once

#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "agent/agent.h"
#include "agent/density.h"
#include "rhythm/pattern.h"
#include "session/player/rewarding.h"

namespace session {

// How an agent is played.
struct AnswerSettings {
  bool think = false;     // search a little around the answer
  double density = 0.0;   // the fader, agent::kMinDensity to kMaxDensity
  bool dynamics = false;  // accents and ghost notes; else every onset is plain
  bool operator==(const AnswerSettings&) const = default;
};

// What an agent plays to one question.
struct Played {
  rhythm::Row snare;
  double thought = 0.0;            // reward that thinking longer has gained, before the fader
  int added = 0;                   // onsets that the density fader has added; negative: taken away
  std::optional<float> threshold;  // the smallest gain that it has let through, in toggles; absent if it let none
};

class Answerer {
 public:
  explicit Answerer(agent::Agent agent) : agent_(std::move(agent)) {}

  const agent::Agent& agent() const { return agent_; }
  agent::AgentInfo& info() { return agent_.info; }
  int steps() const { return agent_.network.steps(); }

  // What it plays to `kick`: of the snares on its greedy walk from the locked steps alone, the best by the reward; when
  // thinking, the best that a small search around them finds; of that more or fewer onsets (agent/density.h), louder
  // and softer (agent/dynamics.h). Rows of steps() velocities; where `locks` is nonzero the snare stays as it is.
  // `rewarding` is of the same length.
  const Played& answer(std::span<const std::uint8_t> kick, std::span<const std::uint8_t> snare,
                       std::span<const std::uint8_t> locks, const Rewarding& rewarding, const AnswerSettings& settings);

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

  // The answer to `asked_` before fader and dynamics, with its paths as far as they were needed: a fader that is
  // dragged asks the network once, not at each move.
  struct Found {
    rhythm::Row snare;
    double thought = 0.0;
    std::optional<agent::DensityPath> denser;
    std::optional<agent::DensityPath> sparser;
  };

  void find_answer(const agent::Task& task, bool think);
  void apply_density(const agent::Task& task, double density);

  agent::Agent agent_;
  std::optional<Question> asked_;
  Found found_;
  std::optional<AnswerSettings> played_with_;  // absent: played_ is not the answer to asked_
  Played played_;
  std::optional<Question> weighed_;
  std::vector<float> gains_;
};

}  // namespace session
