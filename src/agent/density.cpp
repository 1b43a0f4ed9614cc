#include "agent/density.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace agent {
namespace {

// The steps that a path may toggle: unlocked rests or unlocked onsets.
std::vector<int> free_steps(const Task& task, bool onsets) {
  std::vector<int> steps;
  for (std::size_t step = 0; step < task.snare.size(); ++step) {
    const bool locked = !task.locked.empty() && task.locked[step] != 0;
    if (!locked && (task.snare[step] != 0) == onsets) steps.push_back(static_cast<int>(step));
  }
  return steps;
}

std::size_t longest_path(std::size_t free, bool denser) {
  if (denser) return free / kDensestShare;
  return free - (free + kSparsestShare - 1) / kSparsestShare;
}

}  // namespace

DensityPath density_path(QNetwork& network, const Task& task, bool denser) {
  assert(task.locked.empty() || task.locked.size() == task.snare.size());
  DensityPath path;
  std::vector<int> free = free_steps(task, !denser);
  const std::size_t longest = longest_path(free.size(), denser);
  rhythm::Row snare(task.snare.begin(), task.snare.end());
  const ToggleScoreFunction toggles = task.toggles != nullptr ? *task.toggles : one_by_one(task.score);
  Inquiry inquiry = inquire(network, task, snare, task.score(snare).values, toggles);
  // Of a long pattern several at a time, far from each other: one at a time would take minutes.
  const std::size_t at_once = snare.size() > kWalkedSteps ? std::max<std::size_t>(longest / kMostTurns, 1) : 1;
  while (path.steps.size() < longest) {
    const auto gains = inquiry.gains();
    const auto size = path.steps.size();
    for (const int step : best_apart(free, std::min(at_once, longest - size), gains)) {
      const float gain = gains[static_cast<std::size_t>(step)];
      if (gain < kDearestGain) break;
      path.steps.push_back(step);
      path.gains.push_back(gain);
      rhythm::toggle(snare[static_cast<std::size_t>(step)]);
      inquiry.toggle(step);
      std::erase(free, step);
    }
    if (path.steps.size() == size) break;
    inquiry.set_values(task.score(snare).values);
  }
  return path;
}

int toggles_at(const DensityPath& path, double density) {
  assert(density >= kMinDensity && density <= kMaxDensity);
  return static_cast<int>(std::lround(std::abs(density) * static_cast<double>(path.steps.size())));
}

}  // namespace agent
