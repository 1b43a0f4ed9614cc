#include "agent/think.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

namespace agent {
namespace {

// Which snares have been scored: their onsets as text, a byte a step.
class Seen {
 public:
  // False if it was there before.
  bool add(const rhythm::Row& snare) {
    key_.clear();
    for (const std::uint8_t cell : snare) key_ += cell != 0 ? 'x' : '.';
    return keys_.insert(key_).second;
  }

 private:
  std::string key_;
  std::unordered_set<std::string> keys_;
};

// Toggles `first` and, unless it is -1, `second`.
struct Move {
  int first;
  int second;
  float q;  // what the agent expects of it
};

class Search {
 public:
  Search(QNetwork& network, const Task& task, int max_evaluations)
      : network_(network), task_(task), max_evaluations_(max_evaluations) {}

  Thought run() {
    const Answer walk = answer(network_, task_, 2 * network_.steps());
    thought_ = {.snare = walk.snare, .reward = walk.reward, .gained = 0.0F, .evaluations = 0};
    thought_.evaluations = static_cast<int>(walk.visited.size());
    for (const rhythm::Row& snare : walk.visited) seen_.add(snare);
    std::vector<std::size_t> order(walk.visited.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, std::greater(), [&](std::size_t i) { return walk.rewards[i]; });
    for (const std::size_t i : order) climb(walk.visited[i], walk.rewards[i]);
    thought_.gained = thought_.reward - walk.reward;
    return std::move(thought_);
  }

 private:
  bool has_budget() const { return thought_.evaluations < max_evaluations_; }

  void climb(rhythm::Row snare, float reward) {
    while (has_budget()) {
      const std::optional<float> better = improve(snare, reward);
      if (!better) return;
      reward = *better;
      if (reward > thought_.reward) {
        thought_.reward = reward;
        thought_.snare = snare;
      }
    }
  }

  // The first move that gains, made; none if no new snare around is better.
  std::optional<float> improve(rhythm::Row& snare, float reward) {
    for (const Move& move : moves(snare)) {
      if (!has_budget()) return std::nullopt;
      apply(move, snare);
      if (seen_.add(snare)) {
        ++thought_.evaluations;
        if (const float value = task_.score(snare).reward; value > reward) return value;
      }
      apply(move, snare);
    }
    return std::nullopt;
  }

  static void apply(const Move& move, rhythm::Row& snare) {
    rhythm::toggle(snare[static_cast<std::size_t>(move.first)]);
    if (move.second >= 0) rhythm::toggle(snare[static_cast<std::size_t>(move.second)]);
  }

  const std::vector<Move>& moves(const rhythm::Row& snare) {
    write_question(network_, {task_.kick, snare, task_.reward, task_.score(snare).values}, observation_);
    const std::span<const float> q = network_.q_values(observation_);
    moves_.clear();
    for (int a = 0; a < network_.steps(); ++a) {
      if (is_locked(a)) continue;
      const float q_a = q[static_cast<std::size_t>(a)];
      moves_.push_back({.first = a, .second = -1, .q = q_a});
      for (int b = a + 1; b < network_.steps(); ++b) {
        const bool change_places =
            (snare[static_cast<std::size_t>(a)] != 0) != (snare[static_cast<std::size_t>(b)] != 0);
        if (change_places && !is_locked(b)) {
          moves_.push_back({.first = a, .second = b, .q = q_a + q[static_cast<std::size_t>(b)]});
        }
      }
    }
    std::ranges::stable_sort(moves_, std::greater(), &Move::q);
    return moves_;
  }

  bool is_locked(int step) const { return !task_.locked.empty() && task_.locked[static_cast<std::size_t>(step)] != 0; }

  QNetwork& network_;
  const Task& task_;
  int max_evaluations_;
  Thought thought_;
  Seen seen_;
  std::vector<Move> moves_;
  std::vector<float> observation_;
};

}  // namespace

Thought think(QNetwork& network, const Task& task, int max_evaluations) {
  return Search(network, task, max_evaluations).run();
}

}  // namespace agent
