// The best answers there are, as their worker finds them, for the reward's meter: asked only while somebody looks.
#pragma once

#include <array>
#include <optional>

#include "session/bench/workbench.h"
#include "session/player/rewarding.h"

namespace session {

// What the worker answers. (n) onsets each.
struct TruthAnswer {
  std::optional<rhythm::Row> best;                       // absent where it is not known
  std::array<rhythm::Row, rhythm::kTermCount> previews;  // the best by each term alone; empty where not asked for
};

class TruthDesk {
 public:
  TruthDesk(Workbench& bench, const Rewarding& rewarding) : bench_(bench), rewarding_(rewarding) {}

  // Somebody looks at the best answer: it is asked for at the next ask(), if it is not known.
  void look() { wanted_ = true; }
  // From now on previews are asked for too; they cost the worker some 20 ms after each change.
  void want_previews() { wants_previews_ = true; }
  // One question at a time: whatever changes meanwhile is asked when the answer is there.
  void ask();
  // What is known goes into the view.
  void show(RewardView& view) const;

  // Steps of the pattern that is being asked about; absent: nobody asked.
  std::optional<int> asked_steps() const;
  // Errors: nobody asked, a row of another length.
  core::Status take(TruthAnswer answer);
  void fail();  // it is not asked again before the kick or the settings change

 private:
  AskTruth question() const;

  Workbench& bench_;
  const Rewarding& rewarding_;
  bool wants_previews_ = false;
  bool wanted_ = false;            // somebody looked since it was last asked
  std::optional<AskTruth> asked_;  // under way
  std::optional<AskTruth> known_;  // the last that was answered, or failed
  std::optional<Truth> truth_;
  std::array<rhythm::Row, rhythm::kTermCount> previews_;
};

}  // namespace session
