#include "agent/answer.h"

#include <algorithm>
#include <cassert>
#include <cstdlib>
#include <functional>
#include <queue>
#include <utility>

#include "agent/exploration.h"
#include "agent/visited.h"
#include "rhythm/style.h"

namespace agent {
namespace {

// Sums of floats may round in two ways: closer than this they are the same, rewards and gains in toggles.
constexpr float kSameReward = 1e-6F;
constexpr float kSameGain = 1e-4F;

bool is_locked(std::span<const std::uint8_t> locked, std::size_t step) { return !locked.empty() && locked[step] != 0; }

// The toggle of the highest value that leads somewhere new; the lowest step of equals, -1 if there is none.
int best_new_toggle(std::span<const float> toggles, std::span<const std::uint8_t> locked, const rhythm::StepSet& snare,
                    const Visited& visited) {
  const std::uint64_t hash = snare.hash();
  int best = -1;
  for (std::size_t step = 0; step < toggles.size(); ++step) {
    if (is_locked(locked, step)) continue;
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

namespace {

// A snare on the way to an answer, with all that follows it about.
class Walker {
 public:
  Walker(QNetwork& network, const Task& task, int most_snares)
      : network_(network),
        task_(task),
        toggles_(task.toggles != nullptr ? *task.toggles : one_by_one(task.score)),
        snare_(task.snare.begin(), task.snare.end()),
        onsets_(rhythm::StepSet::from_row(snare_)),
        score_(task.score(snare_)),
        visited_(onsets_.steps(), most_snares),
        inquiry_(inquire(network, task, snare_, score_.values, toggles_)),
        toggles_per_reward_(toggles_per_reward(task.reward, onsets_.steps())) {
    arrive();
  }

  // The most promising of all the snares that were seen, wherever it is, and the best of `starts`, which are scored.
  void explore(int max_toggles, std::span<const rhythm::StepSet> starts) {
    if (max_toggles == 0) return;
    look();
    if (max_toggles > 1 && jump(starts)) look();
    while (static_cast<int>(result_.toggled.size()) + 1 < max_toggles && follow()) look();
    visit_best_seen();
  }

  // Every snare that can be reached by single toggles, the wanted ones first.
  void walk(int max_toggles) {
    while (static_cast<int>(result_.toggled.size()) < max_toggles) {
      const int step = best_new_toggle(ask().first(snare_.size()), task_.locked, onsets_, visited_);
      if (step < 0) return;
      toggle(step);
      go_on(step);
    }
  }

  void turns(int most_turns, std::span<const rhythm::StepSet> starts) {
    if (most_turns > 1) jump(starts);
    while (static_cast<int>(result_.toggled.size()) < most_turns) {
      const std::span<const float> q = ask();
      const bool is_last = static_cast<int>(result_.toggled.size()) + 1 == most_turns;
      if (is_last && best_seen_is_better()) break;
      const std::vector<int> chosen = wanted(q);
      for (const int step : chosen) toggle(step);
      const bool gains = chosen.size() > 1 && task_.score(snare_).reward > score_.reward;
      if (gains && !visited_.has(onsets_)) {
        go_on(chosen.front());
        continue;
      }
      for (const int step : chosen) toggle(step);
      const int step = best_new_toggle(q.first(snare_.size()), task_.locked, onsets_, visited_);
      if (step < 0) break;
      toggle(step);
      go_on(step);
    }
    visit_best_seen();
  }

  Answer finish() {
    const auto best = std::ranges::max_element(result_.rewards);
    result_.snare = result_.visited[static_cast<std::size_t>(best - result_.rewards.begin())];
    result_.reward = *best;
    return std::move(result_);
  }

 private:
  // A visited snare: what is to be expected after each of its toggles, in toggles (n), and how many were followed.
  struct Looked {
    rhythm::StepSet onsets;
    std::vector<float> worth;
    int followed = 0;
  };

  // A toggle in a visited snare.
  struct Branch {
    float worth = 0.0F;
    int from = 0;
    int step = 0;
    bool operator<(const Branch& other) const {
      return worth != other.worth ? worth < other.worth : from != other.from ? from > other.from : step > other.step;
    }
  };

  // A snare that was scored with the toggles of another.
  struct Seen {
    float reward = 0.0F;
    int from = 0;
    int step = -1;  // -1: none yet
  };

  void look() {
    const std::span<const float> q = ask();
    const float here = score_.reward * toggles_per_reward_;
    Looked& looked = looked_.emplace_back(onsets_, std::vector<float>(snare_.size()));
    for (std::size_t step = 0; step < snare_.size(); ++step) looked.worth[step] = here + q[step];
    offer(static_cast<int>(looked_.size()) - 1);
  }

  // The best of a snare's toggles that leads somewhere new waits for its turn.
  void offer(int from) {
    const Looked& looked = looked_[static_cast<std::size_t>(from)];
    const int step = best_new_toggle(looked.worth, task_.locked, looked.onsets, visited_);
    if (step < 0) return;
    const float cost = kSiblingCost * static_cast<float>(looked.followed);
    branches_.push({.worth = looked.worth[static_cast<std::size_t>(step)] - cost, .from = from, .step = step});
  }

  // False if nothing new is left.
  bool follow() {
    while (!branches_.empty()) {
      const Branch branch = branches_.top();
      branches_.pop();
      Looked& looked = looked_[static_cast<std::size_t>(branch.from)];
      const bool is_new = !visited_.has_neighbour(looked.onsets, looked.onsets.hash(), branch.step);
      if (is_new) {
        ++looked.followed;
        visit(branch.from, branch.step);
      }
      offer(branch.from);
      if (is_new) return true;
    }
    return false;
  }

  // Makes a toggle in a snare that was visited before.
  void visit(int from, int step) {
    const rhythm::Row& before = result_.visited[static_cast<std::size_t>(from)];
    for (std::size_t i = 0; i < before.size(); ++i) {
      if ((before[i] != 0) != (snare_[i] != 0)) toggle(static_cast<int>(i));
    }
    snare_ = before;
    toggle(step);
    go_on(step);
  }

  // Goes on from the best of these snares, locked steps as they are. False if none is better than this one.
  bool jump(std::span<const rhythm::StepSet> starts) {
    const auto apart = [&](const rhythm::StepSet& start) {
      std::vector<int> steps;
      (start ^ onsets_).for_each([&](int step) {
        if (!is_locked(task_.locked, static_cast<std::size_t>(step))) steps.push_back(step);
      });
      return steps;
    };
    std::vector<int> chosen;
    float best = score_.reward;
    for (const rhythm::StepSet& start : starts) {
      const std::vector<int> steps = apart(start);
      rhythm::Row snare = snare_;
      for (const int step : steps) rhythm::toggle(snare[static_cast<std::size_t>(step)]);
      const float reward = task_.score(snare).reward;
      ++result_.scorings;
      if (reward <= best) continue;
      best = reward;
      chosen = steps;
    }
    if (chosen.empty()) return false;
    for (const int step : chosen) toggle(step);
    go_on(chosen.front());
    return true;
  }

  bool best_seen_is_better() const {
    return best_seen_.step >= 0 && best_seen_.reward > *std::ranges::max_element(result_.rewards) + kSameReward;
  }

  void visit_best_seen() {
    if (best_seen_is_better()) visit(best_seen_.from, best_seen_.step);
  }

  void toggle(int step) {
    rhythm::toggle(snare_[static_cast<std::size_t>(step)]);
    onsets_.flip(step);
    inquiry_.toggle(step);
  }

  // With the model every toggle is scored, but for those that lead back to a snare that was.
  std::span<const float> ask() {
    if (network_.uses_model()) {
      const std::uint64_t hash = onsets_.hash();
      for (int step = 0; step < onsets_.steps(); ++step) {
        if (!visited_.has_neighbour(onsets_, hash, step)) ++result_.scorings;
      }
    }
    const std::span<const float> q = inquiry_.q_values();
    see(q);
    return q;
  }

  // Remembers the best snare that one toggle from here leads to, of equals the one that the network expects most of:
  // the lowest step would make the answer depend on where a pattern begins.
  void see(std::span<const float> q) {
    const std::span<const float> earned = inquiry_.earned();
    if (toggles_per_reward_ == 0.0F || earned.empty()) return;
    int best = -1;
    for (int step = 0; step < onsets_.steps(); ++step) {
      const auto at = static_cast<std::size_t>(step);
      if (is_locked(task_.locked, at)) continue;
      const auto top = static_cast<std::size_t>(std::max(best, 0));
      const float more = earned[at] - earned[top];
      if (best < 0 || more > kSameGain || (more > -kSameGain && q[at] > q[top])) best = step;
    }
    if (best < 0) return;
    const float reward = score_.reward + earned[static_cast<std::size_t>(best)] / toggles_per_reward_;
    if (best_seen_.step >= 0 && reward <= best_seen_.reward + kSameReward) return;
    best_seen_ = {.reward = reward, .from = static_cast<int>(result_.visited.size()) - 1, .step = best};
  }

  void arrive() {
    visited_.insert(onsets_);
    result_.visited.push_back(snare_);
    result_.rewards.push_back(score_.reward);
    if (!network_.uses_model() || result_.visited.size() == 1) ++result_.scorings;
  }

  void go_on(int step) {
    score_ = task_.score(snare_);
    inquiry_.set_values(score_.values);
    result_.toggled.push_back(step);
    arrive();
  }

  // What is wanted now, the best first, none near another.
  std::vector<int> wanted(std::span<const float> q) const {
    const float unchanged = baseline(network_, q);
    std::vector<int> steps;
    for (int step = 0; step < onsets_.steps(); ++step) {
      const auto at = static_cast<std::size_t>(step);
      if (!is_locked(task_.locked, at) && q[at] > unchanged) steps.push_back(step);
    }
    return best_apart(steps, steps.size(), q.first(snare_.size()));
  }

  QNetwork& network_;
  const Task& task_;
  ToggleScoreFunction toggles_;
  rhythm::Row snare_;
  rhythm::StepSet onsets_;
  Score score_;
  Visited visited_;
  Inquiry inquiry_;
  float toggles_per_reward_;
  Answer result_;
  Seen best_seen_;
  std::vector<Looked> looked_;  // as result_.visited
  std::priority_queue<Branch> branches_;
};

}  // namespace

std::vector<int> best_apart(std::span<const int> steps, std::size_t most, std::span<const float> values) {
  std::vector<int> sorted(steps.begin(), steps.end());
  std::ranges::stable_sort(sorted, std::greater(), [&](int step) { return values[static_cast<std::size_t>(step)]; });
  const auto circle = static_cast<int>(values.size());
  std::vector<int> chosen;
  for (const int step : sorted) {
    if (chosen.size() == most) break;
    const bool is_near = std::ranges::any_of(chosen, [&](int other) {
      const int distance = std::abs(step - other);
      return std::min(distance, circle - distance) < kApart;
    });
    if (!is_near) chosen.push_back(step);
  }
  return chosen;
}

namespace {

// What a style is made of; nothing where none is asked for.
std::vector<rhythm::StepSet> figures_of(const Task& task) {
  if (task.reward.style == rhythm::Style::none || task.reward[rhythm::Term::similarity].weight <= 0.0F) return {};
  const auto steps = static_cast<int>(task.snare.size());
  const rhythm::Metre metre = task.metre != nullptr ? *task.metre : rhythm::Metre::default_for(steps);
  return rhythm::StyleRule(task.reward.style, metre, steps).patterns();
}

}  // namespace

Answer answer(QNetwork& network, const Task& task, int max_toggles) {
  assert(task.locked.empty() || task.locked.size() == task.kick.size());
  const auto steps = static_cast<int>(task.snare.size());
  const std::vector<rhythm::StepSet> starts = figures_of(task);
  if (network.is_shared() && steps > kWalkedSteps) {
    Walker walker(network, task, kMostTurns + 1);
    walker.turns(std::min(max_toggles, kMostTurns), starts);
    return walker.finish();
  }
  Walker walker(network, task, std::min(max_toggles, 2 * steps) + 1);
  if (network.uses_model()) {
    walker.explore(max_toggles, starts);
  } else {
    walker.walk(max_toggles);
  }
  return walker.finish();
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
      if (is_locked(locked, at)) continue;
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

std::vector<float> toggle_gains(QNetwork& network, const Question& question) {
  Inquiry inquiry(network, question);
  const auto gains = inquiry.gains();
  return {gains.begin(), gains.end()};
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
