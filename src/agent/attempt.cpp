#include "agent/attempt.h"

#include <algorithm>
#include <limits>

#include "agent/exploration.h"

namespace agent {

rhythm::Row attempt(QNetwork& network, const Task& task, float temperature, int actions, core::Rng& rng) {
  const ToggleScoreFunction toggles = task.toggles != nullptr ? *task.toggles : one_by_one(task.score);
  rhythm::Row snare(task.snare.begin(), task.snare.end());
  Inquiry inquiry = inquire(network, task, snare, task.score(snare).values, toggles);
  std::vector<float> q;
  std::vector<float> probabilities;
  for (int action = 0; action < actions; ++action) {
    const std::span<const float> asked = inquiry.q_values();
    q.assign(asked.begin(), asked.end());
    probabilities.resize(q.size());
    for (std::size_t step = 0; step < task.locked.size(); ++step) {
      if (task.locked[step] != 0) q[step] = -std::numeric_limits<float>::infinity();
    }
    if (*std::ranges::max_element(q) == -std::numeric_limits<float>::infinity()) break;  // nothing may be touched
    const auto chosen = static_cast<std::size_t>(sample_softmax(q, temperature, rng, probabilities));
    if (chosen >= snare.size()) continue;  // "leave it"
    rhythm::toggle(snare[chosen]);
    inquiry.toggle(static_cast<int>(chosen));
    inquiry.set_values(task.score(snare).values);
  }
  return snare;
}

}  // namespace agent
