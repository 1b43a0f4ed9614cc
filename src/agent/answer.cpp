#include "agent/answer.h"

#include <algorithm>
#include <cassert>
#include <numeric>

#include "agent/exploration.h"

namespace agent {
namespace {

std::span<const float> values_of(QNetwork& network, const Question& question, std::vector<float>& observation) {
  write_question(network, question, observation);
  return network.q_values(observation);
}

bool same_onsets(const rhythm::Row& a, const rhythm::Row& b) {
  return std::ranges::equal(a, b, [](std::uint8_t x, std::uint8_t y) { return (x != 0) == (y != 0); });
}

// The toggle of the highest value that leads somewhere new; the lowest step of equals, -1 if there is none.
int best_new_toggle(std::span<const float> toggles, std::span<const std::uint8_t> locked,
                    const std::vector<rhythm::Row>& visited) {
  rhythm::Row snare = visited.back();
  int best = -1;
  for (std::size_t step = 0; step < toggles.size(); ++step) {
    if (!locked.empty() && locked[step] != 0) continue;
    if (best >= 0 && toggles[step] <= toggles[static_cast<std::size_t>(best)]) continue;
    const std::uint8_t before = snare[step];
    rhythm::toggle(snare[step]);
    if (std::ranges::none_of(visited, [&](const auto& row) { return same_onsets(row, snare); })) {
      best = static_cast<int>(step);
    }
    snare[step] = before;
  }
  return best;
}

}  // namespace

Answer answer(QNetwork& network, const Task& task, int max_toggles) {
  assert(task.locked.empty() || task.locked.size() == task.kick.size());
  Answer result;
  rhythm::Row snare(task.snare.begin(), task.snare.end());
  Score score = task.score(snare);
  result.visited.push_back(snare);
  result.rewards.push_back(score.reward);
  std::vector<float> observation;
  while (static_cast<int>(result.toggled.size()) < max_toggles) {
    const auto q = values_of(network, {task.kick, snare, task.reward, score.values}, observation);
    const int step = best_new_toggle(q.first(snare.size()), task.locked, result.visited);
    if (step < 0) break;
    rhythm::toggle(snare[static_cast<std::size_t>(step)]);
    score = task.score(snare);
    result.toggled.push_back(step);
    result.visited.push_back(snare);
    result.rewards.push_back(score.reward);
  }
  const auto best = std::ranges::max_element(result.rewards);
  result.snare = result.visited[static_cast<std::size_t>(best - result.rewards.begin())];
  result.reward = *best;
  return result;
}

std::vector<float> toggle_gains(QNetwork& network, const Question& question) {
  std::vector<float> observation;
  const auto q = values_of(network, question, observation);
  const auto toggles = q.first(static_cast<std::size_t>(network.steps()));
  const float mean = std::accumulate(toggles.begin(), toggles.end(), 0.0F) / static_cast<float>(toggles.size());
  const float baseline = network.has_leave_it() ? q[static_cast<std::size_t>(network.leave_it_action())] : mean;
  std::vector<float> gains(toggles.begin(), toggles.end());
  for (float& gain : gains) gain -= baseline;
  return gains;
}

std::vector<float> toggle_probabilities(QNetwork& network, const Question& question, float temperature) {
  std::vector<float> observation;
  const auto q = values_of(network, question, observation);
  std::vector<float> probabilities(q.size());
  softmax(q, temperature, probabilities);
  probabilities.resize(static_cast<std::size_t>(network.steps()));
  return probabilities;
}

}  // namespace agent
