#include "agent/answer.h"

#include <algorithm>
#include <cassert>
#include <numeric>

#include "agent/exploration.h"
#include "rhythm/observation.h"

namespace agent {
namespace {

std::span<const float> values_of(QNetwork& network, std::span<const std::uint8_t> kick,
                                 std::span<const std::uint8_t> snare, std::vector<float>& observation) {
  assert(kick.size() == static_cast<std::size_t>(network.steps()) && snare.size() == kick.size());
  observation.resize(static_cast<std::size_t>(network.observation_size()));
  rhythm::write_observation(kick, snare, observation);
  return network.q_values(observation);
}

bool same_onsets(const rhythm::Row& a, const rhythm::Row& b) {
  return std::ranges::equal(a, b, [](std::uint8_t x, std::uint8_t y) { return (x != 0) == (y != 0); });
}

}  // namespace

Answer answer(QNetwork& network, std::span<const std::uint8_t> kick, std::span<const std::uint8_t> snare,
              std::span<const std::uint8_t> locked, int max_toggles) {
  assert(locked.empty() || locked.size() == kick.size());
  Answer result{.snare = {snare.begin(), snare.end()}, .visited = {}, .toggled = {}, .stop = StopReason::limit};
  result.visited.push_back(result.snare);
  std::vector<float> observation;
  std::vector<float> promised;  // Q-value of each toggle made
  while (static_cast<int>(result.toggled.size()) < max_toggles) {
    const auto q = values_of(network, kick, result.snare, observation);
    const int action = greedy_action(q, locked);
    if (action < 0 || action >= network.steps()) {
      result.stop = action < 0 ? StopReason::locked : StopReason::leave_it;
      return result;
    }
    std::uint8_t& cell = result.snare[static_cast<std::size_t>(action)];
    cell = cell != 0 ? std::uint8_t{0} : rhythm::kPlainVelocity;
    result.toggled.push_back(action);
    promised.push_back(q[static_cast<std::size_t>(action)]);
    const auto seen =
        std::ranges::find_if(result.visited, [&](const auto& row) { return same_onsets(row, result.snare); });
    const auto first = std::distance(result.visited.begin(), seen);
    const bool is_new = seen == result.visited.end();
    result.visited.push_back(result.snare);
    if (is_new) continue;
    // A cycle from visited[first] to here. Its best state is the one whose entering toggle promised most.
    const auto best = std::distance(promised.begin(), std::max_element(promised.begin() + first, promised.end()));
    result.snare = result.visited[static_cast<std::size_t>(best) + 1];
    result.stop = StopReason::cycle;
    return result;
  }
  return result;
}

std::vector<float> toggle_gains(QNetwork& network, std::span<const std::uint8_t> kick,
                                std::span<const std::uint8_t> snare) {
  std::vector<float> observation;
  const auto q = values_of(network, kick, snare, observation);
  const auto toggles = q.first(static_cast<std::size_t>(network.steps()));
  const float mean = std::accumulate(toggles.begin(), toggles.end(), 0.0F) / static_cast<float>(toggles.size());
  const float baseline = network.has_leave_it() ? q[static_cast<std::size_t>(network.leave_it_action())] : mean;
  std::vector<float> gains(toggles.begin(), toggles.end());
  for (float& gain : gains) gain -= baseline;
  return gains;
}

std::vector<float> toggle_probabilities(QNetwork& network, std::span<const std::uint8_t> kick,
                                        std::span<const std::uint8_t> snare, float temperature) {
  std::vector<float> observation;
  const auto q = values_of(network, kick, snare, observation);
  std::vector<float> probabilities(q.size());
  softmax(q, temperature, probabilities);
  probabilities.resize(static_cast<std::size_t>(network.steps()));
  return probabilities;
}

}  // namespace agent
