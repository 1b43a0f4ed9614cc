// The agent that plays, and its last answer: asked again only when the question has changed.
//
// An Answer is made once and then only referred to, by the agent that gave it, by the bars that wait to sound and by
// what is shown. n steps; the "heard" row is what a part listens to, "own" the row that its agent plays.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "agent/agent.h"
#include "agent/density.h"
#include "rhythm/pattern.h"
#include "session/player/agents.h"
#include "session/player/rewarding.h"

namespace session {

// How an agent is played.
struct AnswerSettings {
  bool think = false;     // search a little around the answer
  double density = 0.0;   // the fader, agent::kMinDensity to kMaxDensity
  bool dynamics = false;  // accents and ghost notes; else every onset is plain
  bool operator==(const AnswerSettings&) const = default;
};

// What an agent is asked.
struct Question {
  rhythm::Row heard;  // (n) 0 or 1: velocities mean nothing to the agent
  rhythm::Row own;    // (n) what is there already
  rhythm::Row locks;  // (n) 0 or 1: these steps of its own row stay
  rhythm::RewardSettings reward;
  bool operator==(const Question&) const = default;
};

// What an agent plays to one question.
struct Answer {
  Question question;
  AnswerSettings settings;
  rhythm::Row row;                 // (n) velocities
  double thought = 0.0;            // reward that thinking longer has gained, before the fader
  int added = 0;                   // onsets that the density fader has added; negative: taken away
  std::optional<float> threshold;  // the smallest gain that it has let through, in toggles; absent if it let none
};
using AnswerRef = std::shared_ptr<const Answer>;

// An answer that sounds, or that is shown: by whom it is.
struct Heard {
  AnswerRef answer;  // never null
  Side side = Side::a;
  AgentOrigin origin = AgentOrigin::shipped;
  double gradient_steps = 0.0;  // of the agent, then
};

class Answerer {
 public:
  explicit Answerer(agent::Agent agent) : agent_(std::move(agent)) {}

  const agent::Agent& agent() const { return agent_; }
  agent::AgentInfo& info() { return agent_.info; }
  int steps() const { return agent_.network.steps(); }

  // What it plays to `heard`: of the rows on its greedy walk from the locked steps alone, the best by the reward; when
  // thinking, the best that a small search around them finds; of that more or fewer onsets (agent/density.h), louder
  // and softer (agent/dynamics.h). Rows of steps() velocities; where `locks` is nonzero its own row stays as it is.
  // `rewarding` is of the same length. Never null; the same as the last time if that was asked.
  AnswerRef answer(std::span<const std::uint8_t> heard, std::span<const std::uint8_t> own,
                   std::span<const std::uint8_t> locks, const Rewarding& rewarding, const AnswerSettings& settings);

  // What toggling each step of its own row is worth to it, (steps()).
  std::span<const float> gains(std::span<const std::uint8_t> heard, std::span<const std::uint8_t> own,
                               const Rewarding& rewarding);

 private:
  // The last answer before fader and dynamics, with its paths as far as they were needed: a fader that is dragged asks
  // the network once, not at each move.
  struct Found {
    rhythm::Row row;
    double thought = 0.0;
    std::optional<agent::DensityPath> denser;
    std::optional<agent::DensityPath> sparser;
  };

  void find_answer(const agent::Task& task, bool think);
  void apply_density(const agent::Task& task, Answer& answer);

  agent::Agent agent_;
  AnswerRef last_;  // null before the first
  Found found_;
  std::optional<Question> weighed_;
  std::vector<float> gains_;
};

}  // namespace session
