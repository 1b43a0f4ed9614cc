// The network of an agent: reads a pattern and what is asked of it, gives one Q-value per action.
//
// n steps, A actions: toggle step 0..n-1 of the agent's own row, then, if offered, n = "leave it". Q-values are in
// toggles: 1 is the reward that one well-chosen toggle earns, 2/n of the difference metric, under settings whose
// largest weight is 1.
//
// Two kinds stand behind this one door (core::NetworkKind):
// - An MLP for one length, as the original's. Observation: rhythm/observation.h. H heads: an agent for fixed settings
//   has one, its A outputs are the Q-values. A reward-conditioned one has a head for each of the T terms: output t A +
//   a says how much of term t alone action a will bring if the agent goes on playing for the settings in the
//   observation, and Q(a) = sum of weight t times that (Barreto 2017, Borsa 2019: universal successor features). One
//   output for the sum learned far worse: it had to find out by itself that rewards are linear in weights.
// - A network shared by all steps (nn/conv_net.h), for any length. Input: agent/shared_input.h. One output a step.
//   "Leave it" is no output: it is worth 0 by definition. With the model Q(s, a) = r(s, a) + G(s)[a]: the reward by the
//   scorer, and only the future G is the network's.
//
// A QNetwork owns its weights and a scratch space for one observation; copying it copies the weights. agent/question.h
// asks both kinds in the same way.
#pragma once

#include <optional>
#include <span>
#include <variant>
#include <vector>

#include "core/config.h"
#include "core/rng.h"
#include "nn/conv_net.h"
#include "nn/mlp.h"
#include "nn/panels.h"

namespace agent {

class QNetwork {
 public:
  // Shape from the config's network group, steps and leave_it. All weights are 0: see initialise().
  explicit QNetwork(const core::Config& config);

  // An MLP for other observations than the config's, of that many floats.
  QNetwork(const core::Config& config, int observation_size);

  // The layer sizes of the MLP that a config asks for, and the shape of its shared network.
  static nn::LayerSizes layer_sizes(const core::Config& config);
  static nn::ConvShape conv_shape(const core::Config& config);

  void initialise(core::Rng& rng);

  // Of the patterns it was trained with; a shared network plays any other as well.
  int steps() const { return steps_; }
  bool is_shared() const { return std::holds_alternative<nn::ConvNet>(net_); }
  bool uses_model() const { return uses_model_; }
  bool has_leave_it() const { return has_leave_it_; }
  bool conditioned() const { return conditioned_; }

  nn::Floats& parameters();
  const nn::Floats& parameters() const;
  nn::Index parameter_count() const;

  // From the inputs, of a shared network at one step, by the hidden layers to the outputs.
  std::vector<int> widths() const;

  // Of the kind that it is.
  nn::Mlp& mlp() { return std::get<nn::Mlp>(net_); }
  const nn::Mlp& mlp() const { return std::get<nn::Mlp>(net_); }
  nn::ConvNet& conv() { return std::get<nn::ConvNet>(net_); }
  const nn::ConvNet& conv() const { return std::get<nn::ConvNet>(net_); }

  // The rest is for an MLP alone.
  int heads() const { return heads_; }  // H
  int observation_size() const { return mlp().input_size(); }
  int action_count() const { return steps_ + (has_leave_it_ ? 1 : 0); }  // A

  // Q-value of every action for one observation of observation_size() floats. The answer is overwritten by the next
  // call on this object.
  std::span<const float> q_values(std::span<const float> observation);

  // Q-values from a batch's outputs (H A, B) and observations (O, B), for one column; `q` has A floats.
  void combine_heads(const nn::PanelMatrix& outputs, const nn::PanelMatrix& observations, nn::Index column,
                     std::span<float> q) const;

  // The same for one action, from its output of each head (H).
  float combine_heads(std::span<const float> outputs, const nn::PanelMatrix& observations, nn::Index column) const;

  // Of a shared network: where it reads one pattern (nn::forward), made when it is first asked for.
  nn::ConvWorkspace& one_pattern();

 private:
  int steps_;
  bool has_leave_it_;
  bool conditioned_;
  bool uses_model_;
  int heads_;
  std::variant<nn::Mlp, nn::ConvNet> net_;
  std::optional<nn::SampleWorkspace> one_;
  std::optional<nn::ConvWorkspace> one_pattern_;
  std::vector<float> q_;  // (A)
};

}  // namespace agent
