// Answers of the agents at hand to the document's patterns: when they are asked, and what is shown of them.
//
// Rooms below know nothing of the transport: `playing` comes in as an argument. n steps.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "session/bench/workbench.h"
#include "session/player/agents.h"
#include "session/player/answering.h"
#include "session/player/rewarding.h"

namespace session {

class Answers {
 public:
  Answers(Workbench& bench, Agents& agents) : bench_(bench), agents_(agents) { apply_reward(); }

  // What sounds now; when stopped, what is shown. Absent if no agent has answered.
  const std::optional<Heard>& heard() const { return heard_; }
  // What a side's agent plays to the pattern that is shown; empty if it plays nothing.
  rhythm::Row answer_of(Side side);
  // One sentence if no agent answers, and what to do; empty if one does.
  std::string why_no_answer() const;
  // Per step, what toggling the agent's voice there is worth to it, in units of reward: positive means it wants the
  // toggle. Empty if no agent answers.
  std::span<const float> why();
  // What goes on in the network that plays, for the pattern that is shown; of no steps if nobody answers, it has
  // learned another length, or the pattern is longer than kMostLookedInto.
  const Inside& inside();
  // How much what it wants at `step` depends on each step that it hears, (n); empty as above.
  const std::vector<float>& listens(int step);
  // From silence, the locked steps aside, to the row that is shown: always the toggle that earns most next.
  const std::vector<WalkStep>& walk();
  static constexpr int kMostLookedInto = 64;

  // The reward of the pattern that is shown, as it counts for its length.
  const Rewarding& rewarding() const { return rewarding_; }
  // A sentence if the agent that plays has learned another length or another reward than are set, and what to do; else
  // empty. `learns`: a training learns them as they are.
  std::string learned_note(bool learns) const;

  // The reward or the length has changed.
  void apply_reward();
  // The answer to the pattern that is shown lands in the document.
  void answer_now();
  // The same, but thinking waits for answer_if_owed(): it takes some 10 ms, and a slider that is dragged changes more
  // than once a frame.
  void answer_soon();
  void answer_if_owed(bool playing);

  // While a training of side A explores at this temperature, bars of up to kMostAttemptedSteps play what it tries out;
  // absent: its answers again.
  void follow_attempts(std::optional<float> temperature) { temperature_ = temperature; }
  static constexpr int kMostAttemptedSteps = 64;

  // For a bar that is handed over: what sounds from there on; absent if no agent answers.
  std::optional<Heard> answer_bar(const Slot& slot);
  // A bar with this answer is heard now.
  void hear(std::optional<Heard> heard) { heard_ = std::move(heard); }
  // Into the steps of its voice that are the agent's.
  void show(const Answer& answer);

 private:
  AnswerRef ask(Side side, const Slot& slot);
  const Rewarding& rewarding_for(const Slot& slot);
  Heard by_this_side(AnswerRef answer) const;
  std::vector<WalkStep> find_walk() const;

  Workbench& bench_;
  Agents& agents_;
  Rewarding rewarding_{kFirstSteps};        // the part's reward as it counts for the pattern's length
  Rewarding rewarding_ahead_{kFirstSteps};  // the same for another length, of a slot to come
  std::optional<Heard> heard_;
  bool owed_ = false;
  std::optional<float> temperature_;  // of what is tried out
  core::Rng attempts_{1};

  // What is looked at again and again, each as it was at a revision.
  Inside inside_;
  std::uint64_t inside_revision_ = 0;
  std::vector<WalkStep> walk_;
  std::uint64_t walk_revision_ = 0;
  std::vector<float> listens_;
  std::uint64_t listens_revision_ = 0;
  int listens_step_ = -1;
};

}  // namespace session
