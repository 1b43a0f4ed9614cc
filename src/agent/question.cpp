#include "agent/question.h"

#include <algorithm>
#include <cassert>
#include <numeric>
#include <utility>

#include "nn/conv_net.h"
#include "rhythm/observation.h"

namespace agent {

using rhythm::StepSet;

void write_question(const QNetwork& network, const Question& question, std::vector<float>& observation) {
  assert(question.kick.size() == static_cast<std::size_t>(network.steps()));
  observation.resize(static_cast<std::size_t>(network.observation_size()));
  const std::span inputs(observation);
  const auto pattern_size = static_cast<std::size_t>(rhythm::pattern_size(network.steps()));
  rhythm::write_pattern(question.kick, question.snare, inputs.first(pattern_size));
  if (network.conditioned()) {
    rhythm::write_wishes(rhythm::linear_weights(question.reward, question.values), question.reward.liked,
                         inputs.subspan(pattern_size));
  }
}

Inquiry::Inquiry(QNetwork& network, const Question& question)
    : network_(network), reward_(question.reward), toggles_(question.toggles) {
  if (!network.is_shared()) {
    write_question(network, question, observation_);
    return;
  }
  const std::size_t steps = question.kick.size();
  shared_.emplace(
      Shared{.heard = StepSet::from_row(question.kick),
             .own = StepSet::from_row(question.snare),
             .liked = StepSet::from_row(question.reward.liked),
             .locked = StepSet::from_row(question.locked),
             .metre = question.metre != nullptr ? *question.metre : rhythm::Metre::default_for(static_cast<int>(steps)),
             .snare = rhythm::Row(question.snare.begin(), question.snare.end()),
             .values = question.values,
             .toggled = std::vector<rhythm::TermValues>(network.uses_model() ? steps : 0),
             .gains = std::vector<float>(network.uses_model() ? steps : 0)});
  q_.resize(steps + (network.has_leave_it() ? 1 : 0));
}

void Inquiry::toggle(int step) {
  if (!shared_) return rhythm::toggle_snare(observation_, network_.steps(), step);
  shared_->own.flip(step);
  rhythm::toggle(shared_->snare[static_cast<std::size_t>(step)]);
}

void Inquiry::set_values(const rhythm::TermValues& values) {
  if (shared_) {
    shared_->values = values;
  } else if (network_.conditioned()) {
    const rhythm::TermValues weights = rhythm::linear_weights(reward_, values);
    std::ranges::copy(weights, observation_.begin() + rhythm::weight_index(network_.steps()));
  }
}

std::span<const float> Inquiry::q_values() { return shared_ ? shared_q_values() : network_.q_values(observation_); }

std::span<const float> Inquiry::gains() {
  if (shared_ && network_.uses_model()) {
    look(shared_question());
    return shared_->gains;
  }
  const std::span<const float> q = q_values();
  const float unchanged = baseline(network_, q);
  gains_.assign(q.begin(), q.end() - (network_.has_leave_it() ? 1 : 0));
  for (float& gain : gains_) gain -= unchanged;
  return gains_;
}

SharedQuestion Inquiry::shared_question() const {
  return {shared_->heard, shared_->own, shared_->liked,  shared_->locked,
          shared_->metre, reward_,      shared_->values, shared_->toggled};
}

// What every toggle earns.
void Inquiry::look(const SharedQuestion& question) {
  std::ranges::fill(shared_->toggled, shared_->values);
  if (toggles_ != nullptr) {
    (*toggles_)(shared_->snare, shared_->toggled);
    scorings_ += question.own.steps();
  }
  exact_gains(question, shared_->gains);
}

std::span<const float> Inquiry::shared_q_values() {
  const SharedQuestion question = shared_question();
  const int steps = question.own.steps();
  const bool model = network_.uses_model();
  if (model) look(question);
  nn::ConvWorkspace& workspace = network_.one_pattern();
  workspace.set_steps(steps);
  write_shared_input(question, model, shared_->gains, workspace.input.view(), workspace.globals.view(), 0);
  const nn::ConstSignalPanels future = std::as_const(nn::forward(network_.conv(), workspace)).view();
  for (int step = 0; step < steps; ++step) {
    const auto at = static_cast<std::size_t>(step);
    q_[at] = future(0, step) + (model ? shared_->gains[at] : 0.0F);
  }
  if (network_.has_leave_it()) q_.back() = 0.0F;
  return q_;
}

float baseline(const QNetwork& network, std::span<const float> q) {
  if (network.has_leave_it()) return q.back();
  return std::accumulate(q.begin(), q.end(), 0.0F) / static_cast<float>(q.size());
}

}  // namespace agent
