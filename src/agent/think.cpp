#include "agent/think.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <optional>
#include <utility>
#include <vector>

#include "agent/visited.h"

namespace agent {
namespace {

// Toggles `first` and, unless it is -1, `second`.
struct Move {
  int first;
  int second;
  float q;  // what the agent expects of it
};

class Search {
 public:
  Search(QNetwork& network, const Task& task, int max_evaluations)
      : network_(network),
        task_(task),
        max_evaluations_(max_evaluations),
        steps_(static_cast<int>(task.kick.size())),
        toggles_(task.toggles != nullptr ? *task.toggles : one_by_one(task.score)),
        seen_(steps_, std::max(max_evaluations, 1) + 2 * steps_) {}

  Thought run() {
    const Answer walk = answer(network_, task_, 2 * steps_);
    thought_ = {.snare = walk.snare, .reward = walk.reward, .gained = 0.0F, .evaluations = 0};
    thought_.evaluations = walk.scorings;
    for (const rhythm::Row& snare : walk.visited) seen_.insert(rhythm::StepSet::from_row(snare));
    std::vector<std::size_t> order(walk.visited.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, std::greater(), [&](std::size_t i) { return walk.rewards[i]; });
    for (const std::size_t i : order) climb(walk.visited[i]);
    thought_.gained = thought_.reward - walk.reward;
    return std::move(thought_);
  }

 private:
  bool has_budget() const { return thought_.evaluations < max_evaluations_; }

  void climb(rhythm::Row snare) {
    if (!has_budget()) return;
    Score present = task_.score(snare);
    Inquiry inquiry = inquire(network_, task_, snare, present.values, toggles_);
    int counted = 0;
    const auto ask = [&] {
      const auto q = inquiry.q_values();
      thought_.evaluations += inquiry.scorings() - std::exchange(counted, inquiry.scorings());
      return q;
    };
    while (const std::optional<Move> move = improve(snare, present, ask())) {
      if (present.reward > thought_.reward) {
        thought_.reward = present.reward;
        thought_.snare = snare;
      }
      for_each_step(*move, [&](int step) { inquiry.toggle(step); });
      inquiry.set_values(present.values);
    }
  }

  // The first move that gains, made; none if no new snare around is better or nothing may be scored any more.
  // `present` is the snare's score before and after.
  std::optional<Move> improve(rhythm::Row& snare, Score& present, std::span<const float> q) {
    for (const Move& move : moves(snare, q)) {
      if (!has_budget()) return std::nullopt;
      apply(move, snare);
      if (seen_.insert(rhythm::StepSet::from_row(snare))) {
        ++thought_.evaluations;
        if (const Score score = task_.score(snare); score.reward > present.reward) {
          present = score;
          return move;
        }
      }
      apply(move, snare);
    }
    return std::nullopt;
  }

  template <class Visit>
  static void for_each_step(const Move& move, const Visit& visit) {
    visit(move.first);
    if (move.second >= 0) visit(move.second);
  }

  static void apply(const Move& move, rhythm::Row& snare) {
    for_each_step(move, [&](int step) { rhythm::toggle(snare[static_cast<std::size_t>(step)]); });
  }

  const std::vector<Move>& moves(const rhythm::Row& snare, std::span<const float> q) {
    moves_.clear();
    for (int a = 0; a < steps_; ++a) {
      if (is_locked(a)) continue;
      const float q_a = q[static_cast<std::size_t>(a)];
      moves_.push_back({.first = a, .second = -1, .q = q_a});
      for (int b = a + 1; b < steps_; ++b) {
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
  int steps_;
  ToggleScoreFunction toggles_;
  Thought thought_;
  Visited seen_;
  std::vector<Move> moves_;
};

}  // namespace

Thought think(QNetwork& network, const Task& task, int max_evaluations) {
  return Search(network, task, max_evaluations).run();
}

}  // namespace agent
