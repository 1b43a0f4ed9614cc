// What an agent is asked: answer this kick, starting from this snare, in this taste.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "agent/q_network.h"
#include "agent/shared_input.h"
#include "rhythm/metre.h"
#include "rhythm/reward_weights.h"
#include "rhythm/step_set.h"

namespace agent {

// The terms' values of `snare` with each of its n steps toggled: what the model knows. `values` has n of them.
using ToggleScoreFunction =
    std::function<void(std::span<const std::uint8_t> snare, std::span<rhythm::TermValues> values)>;

// A view; what it looks at must outlive it. Rows of n velocities.
struct Question {
  std::span<const std::uint8_t> kick;
  std::span<const std::uint8_t> snare;
  // As they count for n steps (env::effective_settings), and the terms' values of this kick and snare. MLPs for fixed
  // settings read neither.
  const rhythm::RewardSettings& reward;
  const rhythm::TermValues& values;
  // Empty, or a nonzero byte for each step not to be touched. Shared networks alone read it.
  std::span<const std::uint8_t> locked = {};
  // Null: the metre that this length most likely means. Shared networks alone read it.
  const rhythm::Metre* metre = nullptr;
  // Asked by networks that use the model; null: every toggle is taken to change nothing.
  const ToggleScoreFunction* toggles = nullptr;
};

// The observation that an MLP reads; resized to fit.
void write_question(const QNetwork& network, const Question& question, std::vector<float>& observation);

// From the Q-values of all actions, that of leaving the pattern as it is; without "leave it" the average toggle's.
float baseline(const QNetwork& network, std::span<const float> q);

// A question that follows its snare: written once, then changed by each toggle instead of written anew.
class Inquiry {
 public:
  // The network, and what the question looks at apart from its snare and values, must outlive it. An MLP's steps are n.
  Inquiry(QNetwork& network, const Question& question);

  // Toggles a step of the snare, in [0, n).
  void toggle(int step);

  // Takes over the terms' values of the snare as it is now.
  void set_values(const rhythm::TermValues& values);

  // Of every action: n toggles, then "leave it" if it is offered. Valid until the network is asked again.
  std::span<const float> q_values();

  // What toggling each step is worth more than leaving the pattern as it is, in toggles, (n): its Q-value above the
  // baseline. With the model what it earns at once: a toggle can always be taken back, so the future hides what it
  // costs. Valid as q_values().
  std::span<const float> gains();

  // What every toggle earns, (n), as the last q_values() found; empty without the model.
  std::span<const float> earned() const { return shared_ ? shared_->gains : std::span<const float>(); }

  // Snares that were scored for this so far.
  int scorings() const { return scorings_; }

 private:
  // What a shared network reads, and what it is made of.
  struct Shared {
    rhythm::StepSet heard;
    rhythm::StepSet own;
    rhythm::StepSet liked;
    rhythm::StepSet locked;
    rhythm::Metre metre;
    rhythm::Row snare;
    rhythm::TermValues values;
    std::vector<rhythm::TermValues> toggled;  // (n)
    std::vector<float> gains;                 // (n)
  };

  void look(const SharedQuestion& question);
  SharedQuestion shared_question() const;
  std::span<const float> shared_q_values();

  QNetwork& network_;
  const rhythm::RewardSettings& reward_;
  const ToggleScoreFunction* toggles_;
  std::vector<float> observation_;  // of an MLP
  std::optional<Shared> shared_;    // of a shared network
  std::vector<float> q_;            // (A) of a shared network
  std::vector<float> gains_;        // (n) without the model
  int scorings_ = 0;
};

}  // namespace agent
