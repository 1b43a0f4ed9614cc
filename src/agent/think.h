// Thinking longer: a small search around an agent's answer.
#pragma once

#include "agent/answer.h"

namespace agent {

// At 16 steps about 10 ms in a browser where every snare has to be scored anew, far less with tables.
inline constexpr int kThinkEvaluations = 2500;

struct Thought {
  rhythm::Row snare;
  float reward = 0.0F;
  float gained = 0.0F;  // over answer()'s, never negative
  int evaluations = 0;  // snares scored, those of the answer included
};

// Starts from the walk of answer(): the best snares on it are improved by local search, one after the other, best
// first. A move toggles a step or lets an onset and a rest change places, and the first move that gains is taken. Which
// moves are tried first, the Q-values decide: a search that tries all alike needs several times the evaluations. Ends
// when every start is used up or max_evaluations are, whichever comes first; the same task gives the same thought.
Thought think(QNetwork& network, const Task& task, int max_evaluations = kThinkEvaluations);

}  // namespace agent
