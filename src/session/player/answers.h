// Answers of the agents at hand to the document's patterns: when they are asked, and what is shown of them.
//
// What is shown (why, inside, walk, the reward) is that of the part that the pattern shows.
// Rooms below know nothing of the transport: `playing` comes in as an argument. n steps.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "session/bench/workbench.h"
#include "session/player/agents.h"
#include "session/player/answering.h"
#include "session/player/rewarding.h"

namespace session {

class Answers {
 public:
  Answers(Workbench& bench, Agents& agents) : bench_(bench), agents_(agents) { apply_reward(); }

  // What sounds now; when stopped, what is shown. Null if no agent has answered.
  const Heard* heard(int voice) const;
  const Heard* heard() const { return heard(bench_.document().part().voice); }
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

  // While a training of side A explores at this temperature, bars of up to kMostAttemptedSteps play what it tries out
  // in the row of `voice`; absent: its answers again.
  void follow_attempts(std::optional<float> temperature, int voice) {
    temperature_ = temperature;
    tried_voice_ = voice;
  }
  static constexpr int kMostAttemptedSteps = 64;

  // For a bar that is handed over: what sounds from there on, one a part; none if no agent answers.
  std::vector<Heard> answer_bar(const Slot& slot) { return answer_all(slot, true); }
  // A bar with these answers is heard now.
  void hear(std::vector<Heard> heard) { heard_ = std::move(heard); }
  // Into the steps of their voices that are the agents'.
  void show(std::span<const Heard> heard);

 private:
  // Whose agent plays a part, and as whom it is heard.
  struct Seat {
    Answerer* answerer = nullptr;  // null: nobody
    Heard as;
  };

  Seat seat_of(const Part& part, Side side) const;
  Answerer* shown_answerer() const;
  std::vector<Heard> answer_all(const Slot& slot, bool may_try);
  // The reward of a part of a slot, which may have another length or metre than what is shown; until the next call for
  // its voice.
  const Rewarding& rewarding_for(const Slot& slot, const Part& part);
  double shared_reward(const Slot& slot, const rhythm::Pattern& pattern);
  std::vector<WalkStep> find_walk() const;

  Workbench& bench_;
  Agents& agents_;
  Rewarding rewarding_{kFirstSteps};  // the shown part's reward as it counts for the pattern's length
  std::array<std::optional<Rewarding>, kVoices> rewardings_;  // of bars to come, by the part's voice
  std::vector<Heard> heard_;
  bool owed_ = false;
  std::optional<float> temperature_;  // of what is tried out
  int tried_voice_ = rhythm::kSnare;
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
