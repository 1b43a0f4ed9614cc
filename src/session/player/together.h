// What the agents of a pattern play together: each answers what it hears, the others' rows among it, by turns until
// nothing changes any more.
#pragma once

#include <functional>
#include <vector>

#include "rhythm/pattern.h"
#include "session/player/answering.h"
#include "session/song/slot.h"

namespace session {

// What agents play for each other may go round in circles, of few rounds as a rule.
inline constexpr int kMostRounds = 8;

struct Together {
  std::vector<AnswerRef> answers;  // by part; null: nobody answers for it
  int rounds = 0;                  // that were played
  bool settled = true;             // false: they went round in circles, or the rounds ran out
};

// How an agent takes its turn: its answer to what the other voices of the pattern play. Null: it does not answer.
using TakeTurn = std::function<AnswerRef(const rhythm::Pattern& pattern, const Part& part)>;
// What a pattern is worth to all of them.
using ShareReward = std::function<double(const rhythm::Pattern& pattern)>;

// In rounds, each part once in the order of the slot's, from the musician's steps alone, until nothing changes. One
// round is enough where nobody hears who comes later. If a pattern comes back, or after `most_rounds`, the best that
// was there at the end of a round, by the shared reward, is taken; the first of equals. The same slot gives the same.
Together answer_together(Slot slot, const TakeTurn& take_turn, const ShareReward& shared_reward,
                         int most_rounds = kMostRounds);

// Whether a part hears another that answers after it.
bool hears_later_ones(const Slot& slot);

}  // namespace session
