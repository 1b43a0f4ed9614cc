#include "agent/answer.h"

#include <algorithm>
#include <cassert>
#include <numeric>

#include "agent/exploration.h"
#include "agent/visited.h"

namespace agent {
namespace {

// The toggle of the highest value that leads somewhere new; the lowest step of equals, -1 if there is none.
int best_new_toggle(std::span<const float> toggles, std::span<const std::uint8_t> locked, const rhythm::StepSet& snare,
                    const Visited& visited) {
  const std::uint64_t hash = snare.hash();
  int best = -1;
  for (std::size_t step = 0; step < toggles.size(); ++step) {
    if (!locked.empty() && locked[step] != 0) continue;
    if (best >= 0 && toggles[step] <= toggles[static_cast<std::size_t>(best)]) continue;
    if (!visited.has_neighbour(snare, hash, static_cast<int>(step))) best = static_cast<int>(step);
  }
  return best;
}

}  // namespace

ToggleScoreFunction one_by_one(const ScoreFunction& score) {
  return [&score](std::span<const std::uint8_t> snare, std::span<rhythm::TermValues> values) {
    rhythm::Row toggled(snare.begin(), snare.end());
    for (std::size_t step = 0; step < values.size(); ++step) {
      rhythm::toggle(toggled[step]);
      values[step] = score(toggled).values;
      toggled[step] = snare[step];
    }
  };
}

Inquiry inquire(QNetwork& network, const Task& task, std::span<const std::uint8_t> snare,
                const rhythm::TermValues& values, const ToggleScoreFunction& toggles) {
  return Inquiry(network, {.kick = task.kick,
                           .snare = snare,
                           .reward = task.reward,
                           .values = values,
                           .locked = task.locked,
                           .metre = task.metre,
                           .toggles = &toggles});
}

Answer answer(QNetwork& network, const Task& task, int max_toggles) {
  assert(task.locked.empty() || task.locked.size() == task.kick.size());
  Answer result;
  rhythm::Row snare(task.snare.begin(), task.snare.end());
  rhythm::StepSet onsets = rhythm::StepSet::from_row(snare);
  Score score = task.score(snare);
  result.visited.push_back(snare);
  result.rewards.push_back(score.reward);
  Visited visited(onsets.steps(), std::min(max_toggles, 2 * onsets.steps()) + 1);
  visited.insert(onsets);
  const ToggleScoreFunction toggles = task.toggles != nullptr ? *task.toggles : one_by_one(task.score);
  Inquiry inquiry = inquire(network, task, snare, score.values, toggles);
  while (static_cast<int>(result.toggled.size()) < max_toggles) {
    const int step = best_new_toggle(inquiry.q_values().first(snare.size()), task.locked, onsets, visited);
    if (step < 0) break;
    rhythm::toggle(snare[static_cast<std::size_t>(step)]);
    onsets.flip(step);
    visited.insert(onsets);
    score = task.score(snare);
    inquiry.toggle(step);
    inquiry.set_values(score.values);
    result.toggled.push_back(step);
    result.visited.push_back(snare);
    result.rewards.push_back(score.reward);
  }
  result.scorings = static_cast<int>(result.visited.size()) + inquiry.scorings();
  const auto best = std::ranges::max_element(result.rewards);
  result.snare = result.visited[static_cast<std::size_t>(best - result.rewards.begin())];
  result.reward = *best;
  return result;
}

rhythm::Row answer_alone(QNetwork& network, const Question& question, std::span<const std::uint8_t> locked,
                         int max_toggles) {
  rhythm::Row snare(question.snare.begin(), question.snare.end());
  rhythm::StepSet onsets = rhythm::StepSet::from_row(snare);
  Visited visited(onsets.steps(), std::min(max_toggles, 2 * onsets.steps()) + 1);
  Inquiry inquiry(network, question);
  for (int toggles = 0; toggles < max_toggles && visited.insert(onsets); ++toggles) {
    const std::span<const float> q = inquiry.q_values();
    int best = -1;
    for (int step = 0; step < onsets.steps(); ++step) {
      const auto at = static_cast<std::size_t>(step);
      if (!locked.empty() && locked[at] != 0) continue;
      if (best < 0 || q[at] > q[static_cast<std::size_t>(best)]) best = step;
    }
    if (best < 0) break;
    const float toggled = q[static_cast<std::size_t>(best)];
    if (network.has_leave_it() && q.back() >= toggled) break;
    rhythm::toggle(snare[static_cast<std::size_t>(best)]);
    onsets.flip(best);
    inquiry.toggle(best);
  }
  return snare;
}

float baseline(const QNetwork& network, std::span<const float> q) {
  if (network.has_leave_it()) return q.back();
  return std::accumulate(q.begin(), q.end(), 0.0F) / static_cast<float>(q.size());
}

std::vector<float> toggle_gains(QNetwork& network, const Question& question) {
  Inquiry inquiry(network, question);
  const auto q = inquiry.q_values();
  const float unchanged = baseline(network, q);
  std::vector<float> gains(q.begin(), q.begin() + std::ssize(question.kick));
  for (float& gain : gains) gain -= unchanged;
  return gains;
}

std::vector<float> toggle_probabilities(QNetwork& network, const Question& question, float temperature) {
  Inquiry inquiry(network, question);
  const auto q = inquiry.q_values();
  std::vector<float> probabilities(q.size());
  softmax(q, temperature, probabilities);
  probabilities.resize(question.kick.size());
  return probabilities;
}

}  // namespace agent
