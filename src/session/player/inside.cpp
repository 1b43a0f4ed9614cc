// Looking into the network that answers.
#include "session/player/inside.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "nn/conv_net.h"
#include "session/player/answering.h"
#include "session/player/answers.h"

namespace session {
namespace {

InsideLayer copy_of(const nn::Signal& signal) {
  InsideLayer layer{.channels = static_cast<int>(signal.channels()), .values = {}};
  const nn::ConstSignalPanels view = signal.view();
  for (nn::Index channel = 0; channel < view.channels; ++channel) {
    for (nn::Index step = 0; step < view.steps; ++step) layer.values.push_back(view(channel, step));
  }
  return layer;
}

}  // namespace

std::vector<float> Answerer::q_values(std::span<const std::uint8_t> heard, std::span<const std::uint8_t> own,
                                      const Rewarding& rewarding) {
  const agent::ToggleScoreFunction toggles = rewarding.toggles(heard);
  const rhythm::TermValues values = rewarding.values(heard, own);
  agent::Inquiry inquiry(agent_.network, {.kick = heard,
                                          .snare = own,
                                          .reward = rewarding.settings(),
                                          .values = values,
                                          .metre = &rewarding.metre(),
                                          .toggles = &toggles});
  const std::span<const float> q = inquiry.q_values().first(own.size());
  return {q.begin(), q.end()};
}

Inside Answerer::inside(std::span<const std::uint8_t> heard, std::span<const std::uint8_t> own,
                        const Rewarding& rewarding) {
  const int n = rewarding.steps();
  if (window_steps(n) != n) return {};
  Inside inside{.steps = n, .reads = {}, .hidden = {}, .q = q_values(heard, own, rewarding)};
  if (!agent_.network.is_shared()) return inside;
  const nn::ConvWorkspace& workspace = agent_.network.one_pattern();
  inside.reads = copy_of(workspace.input);
  for (std::size_t layer = 0; layer + 1 < workspace.layers.size(); ++layer) {
    inside.hidden.push_back(copy_of(workspace.layers[layer].output));
  }
  return inside;
}

std::vector<float> Answerer::listens(std::span<const std::uint8_t> heard, std::span<const std::uint8_t> own,
                                     const Rewarding& rewarding, int step) {
  const int n = rewarding.steps();
  if (window_steps(n) != n) return {};
  const auto at = static_cast<std::size_t>(step);
  const float now = q_values(heard, own, rewarding)[at];
  rhythm::Row changed = rhythm::onsets_of(heard);
  std::vector<float> changes;
  for (std::uint8_t& cell : changed) {
    rhythm::toggle(cell);
    changes.push_back(std::abs(q_values(changed, own, rewarding)[at] - now));
    rhythm::toggle(cell);
  }
  return changes;
}

const Inside& Answers::inside() {
  // Another agent plays without another document, so any change counts here.
  if (inside_revision_ == bench_.revision()) return inside_;
  inside_revision_ = bench_.revision();
  inside_ = {};
  const Slot& slot = bench_.document().current();
  Answerer* answerer = shown_answerer();
  if (answerer == nullptr || slot.steps() > kMostLookedInto) return inside_;
  inside_ = answerer->inside(heard_row(slot), rhythm::onsets_of(slot.pattern.row(slot.part().voice)), rewarding_);
  return inside_;
}

const std::vector<float>& Answers::listens(int step) {
  if (listens_revision_ == bench_.revision() && listens_step_ == step) return listens_;
  listens_revision_ = bench_.revision();
  listens_step_ = step;
  listens_.clear();
  const Slot& slot = bench_.document().current();
  Answerer* answerer = shown_answerer();
  if (answerer == nullptr || slot.steps() > kMostLookedInto || step < 0 || step >= slot.steps()) return listens_;
  listens_ =
      answerer->listens(heard_row(slot), rhythm::onsets_of(slot.pattern.row(slot.part().voice)), rewarding_, step);
  return listens_;
}

const std::vector<WalkStep>& Answers::walk() {
  if (walk_revision_ == bench_.document_revision()) return walk_;
  walk_revision_ = bench_.document_revision();
  walk_ = find_walk();
  return walk_;
}

std::vector<WalkStep> Answers::find_walk() const {
  const Slot& slot = bench_.document().current();
  if (slot.steps() > kMostLookedInto) return {};
  const rhythm::Row heard = heard_row(slot);
  const rhythm::Row wanted = rhythm::onsets_of(slot.pattern.row(slot.part().voice));
  rhythm::Row row(wanted.size(), 0);
  for (std::size_t step = 0; step < row.size(); ++step) {
    if (slot.part().locked(static_cast<int>(step))) row[step] = wanted[step];
  }
  std::vector<WalkStep> walk;
  auto reward = static_cast<double>(rewarding_.reward(heard, row));
  while (row != wanted) {
    WalkStep best{.step = -1, .gain = -std::numeric_limits<double>::infinity()};
    for (std::size_t step = 0; step < row.size(); ++step) {
      if (row[step] == wanted[step]) continue;
      rhythm::toggle(row[step]);
      const double gain = static_cast<double>(rewarding_.reward(heard, row)) - reward;
      rhythm::toggle(row[step]);
      if (gain > best.gain) best = {.step = static_cast<int>(step), .gain = gain};
    }
    row[static_cast<std::size_t>(best.step)] = wanted[static_cast<std::size_t>(best.step)];
    reward += best.gain;
    walk.push_back(best);
  }
  return walk;
}

}  // namespace session
