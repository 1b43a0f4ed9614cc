// The agent that plays, and its last answer: asked again only when the question has changed.
//
// An Answer is made once and then only referred to, by the agent that gave it, by the bars that wait to sound and by
// what is shown. n steps; the "heard" row is what a part listens to, "own" the row that its agent plays.
//
// A shared network answers any length as a whole. An MLP has learned m steps: where n differs it answers window by
// window: the first m steps, the next m, and so on, each like a pattern of its own with the reward as it counts for m
// steps; the last window goes on where the loop begins anew. What it plays there, and all of its answer beyond n, is
// left out.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "agent/agent.h"
#include "agent/density.h"
#include "core/rng.h"
#include "rhythm/metre.h"
#include "rhythm/pattern.h"
#include "session/player/agents.h"
#include "session/player/inside.h"
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
  rhythm::Metre metre;
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
  int voice = rhythm::kSnare;  // that it is the row of
  AnswerRef answer;            // never null
  Side side = Side::a;
  AgentOrigin origin = AgentOrigin::shipped;
  double gradient_steps = 0.0;  // of the agent, then
  bool attempt = false;         // what it tried out while it learns, not the best that it knows
};

class Answerer {
 public:
  explicit Answerer(agent::Agent agent) : agent_(std::move(agent)), windowed_(agent_.network.steps()) {}

  const agent::Agent& agent() const { return agent_; }
  agent::AgentInfo& info() { return agent_.info; }
  int steps() const { return agent_.network.steps(); }  // m: what it was trained with
  // Names the network: the same weights have the same, today and after a reload.
  const std::string& key();

  // How many of n steps it answers at a time: all, or as many as it has learned.
  int window_steps(int n) const { return agent_.network.is_shared() ? n : steps(); }

  // What it plays to `heard`: of the rows that agent::answer() visits from the locked steps on, the best by the reward;
  // when thinking, the best that a small search around them finds; of that more or fewer onsets (agent/density.h),
  // louder and softer (agent/dynamics.h). Rows of n velocities; where `locks` is nonzero its own row stays as it is.
  // `rewarding` is for n steps. Never null; the same if that was asked lately.
  AnswerRef answer(std::span<const std::uint8_t> heard, std::span<const std::uint8_t> own,
                   std::span<const std::uint8_t> locks, const Rewarding& rewarding, const AnswerSettings& settings);

  // What it tries out at this temperature (agent/attempt.h), played plainly; rows as above, other each time. Where it
  // has learned another length than n, its answer.
  AnswerRef attempt(std::span<const std::uint8_t> heard, std::span<const std::uint8_t> own,
                    std::span<const std::uint8_t> locks, const Rewarding& rewarding, float temperature, core::Rng& rng);

  // What goes on in it for these rows; of no steps where it has learned another length.
  Inside inside(std::span<const std::uint8_t> heard, std::span<const std::uint8_t> own, const Rewarding& rewarding);
  // How much the Q-value of toggling `step` changes if each step of the heard row did, (n); empty as above.
  std::vector<float> listens(std::span<const std::uint8_t> heard, std::span<const std::uint8_t> own,
                             const Rewarding& rewarding, int step);

  // What toggling each step of its own row is worth to it, (n).
  std::span<const float> gains(std::span<const std::uint8_t> heard, std::span<const std::uint8_t> own,
                               const Rewarding& rewarding);

 private:
  // An answer before fader and dynamics, with its paths as far as they were needed: a fader that is dragged asks the
  // network once, not at each move.
  struct Found {
    rhythm::Row row;
    double thought = 0.0;
    std::optional<agent::DensityPath> denser;
    std::optional<agent::DensityPath> sparser;
  };

  // m steps of a pattern, and what was said of them.
  struct Window {
    AnswerRef last;
    Found found;
  };

  // What was said lately is kept: several parts may be played by one agent, and each asks the same again and again.
  static constexpr std::size_t kKeptAnswers = 24;
  static constexpr std::size_t kKeptWindows = 64 * rhythm::kVoices;

  AnswerRef answer_in_windows(Question question, const AnswerSettings& settings);
  AnswerRef answer_window(Question question, const Rewarding& rewarding, const AnswerSettings& settings);
  std::vector<float> q_values(std::span<const std::uint8_t> heard, std::span<const std::uint8_t> own,
                              const Rewarding& rewarding);
  void find_answer(const agent::Task& task, bool think, Found& found);
  void apply_density(const agent::Task& task, Found& found, Answer& answer);
  std::vector<float> gains_of(const rhythm::Row& own, const Question& question, const Rewarding& rewarding);
  Question cut(const Question& question, std::size_t first) const;  // the window of m that begins there

  agent::Agent agent_;
  std::string key_;                 // empty until it was asked for
  std::vector<AnswerRef> answers_;  // to whole patterns, the latest first
  std::vector<Window> windows_;     // of patterns that are answered in windows or whole, the latest first
  Rewarding windowed_;              // for m steps
  std::optional<Question> weighed_;
  std::vector<float> gains_;
};

}  // namespace session
