// What a trained agent plays: the best snare on a greedy walk, and why.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "agent/question.h"
#include "rhythm/pattern.h"

namespace agent {

// What a snare is worth for the kick and the settings in question.
struct Score {
  float reward = 0.0F;
  rhythm::TermValues values{};
};

// Scores a snare of n velocities; called once per snare.
using ScoreFunction = std::function<Score(std::span<const std::uint8_t> snare)>;

// The terms' values after every toggle, by scoring each snare.
ToggleScoreFunction one_by_one(const ScoreFunction& score);

// What to answer, and how it is judged.
struct Task {
  std::span<const std::uint8_t> kick;
  std::span<const std::uint8_t> snare;   // where to start
  std::span<const std::uint8_t> locked;  // empty, or a nonzero byte for each step not to be touched
  const rhythm::RewardSettings& reward;  // as they count for n steps
  const ScoreFunction& score;
  const rhythm::Metre* metre = nullptr;          // as in Question
  const ToggleScoreFunction* toggles = nullptr;  // the same as one_by_one(score), quicker; null: that is used
};

// Asks about the task's kick and another snare. `toggles` must outlive the inquiry.
Inquiry inquire(QNetwork& network, const Task& task, std::span<const std::uint8_t> snare,
                const rhythm::TermValues& values, const ToggleScoreFunction& toggles);

inline constexpr float kSiblingCost = 0.3F;  // in toggles; docs/learning.md has what others brought
inline constexpr int kWalkedSteps = 64;
inline constexpr int kApart = 8;
inline constexpr int kMostTurns = 40;

// Of these steps the `most` with the highest values (n), best first, the lowest of equals, none nearer than kApart to
// one before it around the circle.
std::vector<int> best_apart(std::span<const int> steps, std::size_t most, std::span<const float> values);

struct Answer {
  rhythm::Row snare;                 // what to play: the best of `visited`, the first of equals
  float reward = 0.0F;               // of it
  std::vector<rhythm::Row> visited;  // the start first, then each with a toggle made in one of those before it
  std::vector<int> toggled;          // the step toggled each time, the best of a turn; one fewer than visited
  std::vector<float> rewards;        // of each visited
  int scorings = 0;                  // snares scored, those that only the model asked for included
};

// Visits snares from task.snare on, max_toggles >= 0 of them at most (2 n is plenty), none twice; the best is kept.
// New onsets get rhythm::kPlainVelocity.
//
// With the model the rewards of all toggles are known, and the next snare is the most promising of all that were seen
// but not visited: by its reward and the future that the network sees in it, less kSiblingCost toggles for each that
// was visited from the same snare before. The last visit is to the best of all that were seen. Where the reward asks
// for a style, its figures are scored first, and the best of them is visited after the start.
//
// Without the model it is a walk: always the toggle of the highest Q-value among those that lead to a snare where it
// has not been yet, until there is none. "Leave it" says that the agent sees nothing better ahead; the walk goes on all
// the same, since that is sometimes wrong. So it is greedy and branches nowhere, yet gets out of the corners where an
// argmax alone toggles to and fro.
//
// Of more than kWalkedSteps steps single toggles would take minutes. There a turn makes all the toggles that the agent
// wants at once (Q-value above that of leaving the pattern as it is), best first, except those nearer than kApart to
// one already chosen, which they may contradict; where all of them together gain nothing, it is the one toggle that the
// walk would make. It ends after kMostTurns, with the model by visiting the best that was seen.
Answer answer(QNetwork& network, const Task& task, int max_toggles);

// What the network plays where no scorer is at hand, as in a plug-in: from `snare` always the action of the highest
// Q-value, until that is to leave the pattern as it is, or leads where it has been, or max_toggles are done. The last
// snare; locked as in Task.
rhythm::Row answer_alone(QNetwork& network, const Question& question, std::span<const std::uint8_t> locked,
                         int max_toggles);

// Why here? Per step, what toggling it is worth more than leaving the pattern as it is (Inquiry::gains). n values.
std::vector<float> toggle_gains(QNetwork& network, const Question& question);

// The softmax policy's probability of toggling each step (with "leave it" they sum to less than 1).
// temperature > 0, in toggles. steps values.
std::vector<float> toggle_probabilities(QNetwork& network, const Question& question, float temperature);

}  // namespace agent
