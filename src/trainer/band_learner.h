// Agents that learn from each other: all agents of a band practise at once, in the same patterns, with one network
// between them.
//
// The network is shared by all agents as it is by all steps; which agent it speaks for it reads from the weights of
// that one's reward. As in trainer/shared_learner.h the model is exact, the environments are the batch, and "leave it"
// is worth 0. A agents, E environments, n steps, B = E A samples.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "agent/q_network.h"
#include "agent/shared_input.h"
#include "core/config.h"
#include "core/rng.h"
#include "core/status.h"
#include "env/band_env.h"
#include "nn/adam.h"
#include "nn/conv_net.h"

namespace trainer {

enum class BandMethod : std::uint8_t {
  // Each learns for its own reward against what the others do now: Q_i(s, a) = r_i(s, a) + G_i(s)[a], target of G_i:
  // what r_i really was, less what its own toggle alone would have earned, + gamma V_i(s').
  independent,
  // Value decomposition (Sunehag et al. 2018): the shared reward is learned as the sum of the agents' own values, so
  // that each still acts alone. Target of the sum of the G_i: the shared reward, less what each toggle alone would have
  // earned of it, + gamma times the sum of the V_i(s'). Differs: what a toggle alone earns is known, not learned, there
  // is no replay, and the network has no memory of the episode.
  decomposition,
};
core::Result<BandMethod> find_band_method(std::string_view name);
std::string_view name_of(BandMethod method);

// What a band learned and how much.
struct BandProgress {
  std::uint64_t env_steps = 0;  // of every agent
  std::uint64_t gradient_steps = 0;
  double loss = 0.0;  // of the last gradient_step
};

// The targets of what is predicted for the actions of one environment, in toggles; see BandMethod. (A) each: what each
// agent was paid, what its own toggle alone would have earned, and the value of where it is now. `targets` (A); of a
// decomposition only their sum means anything, and it is divided evenly.
void band_targets(BandMethod method, std::span<const float> rewards, std::span<const float> gains,
                  std::span<const float> values, float gamma, std::span<float> targets);

class BandLearner {
 public:
  // `config` asks for a shared network with the model. run() allocates nothing.
  BandLearner(const core::Config& config, std::span<const rhythm::BandPart> parts, BandMethod method);

  void run(int env_steps);
  agent::QNetwork& network() { return online_; }
  const BandProgress& progress() const { return progress_; }

 private:
  // One agent of one environment, and what its toggles would bring.
  struct Seat {
    rhythm::StepSet heard;
    rhythm::TermValues values{};
    std::vector<rhythm::TermValues> toggled;  // (n)
    std::vector<float> gains;                 // (n) in toggles
    int action = 0;
    float predicted = 0.0F;  // what the online network gave for the action
    float gain = 0.0F;       // of the action
    float paid = 0.0F;       // in toggles
  };
  struct Practice {
    env::BandEnv env;
    std::vector<Seat> seats;  // (A)
  };

  agent::SharedQuestion question_of(const env::BandRows& rows, std::size_t agent, const Seat& seat) const;
  void look(Practice& practice);
  void write_inputs(nn::ConvWorkspace& workspace);
  void pick_actions();
  void act();
  float value(const Seat& seat, const nn::ConstSignalPanels& outputs, nn::Index sample) const;
  void learn();

  core::Config config_;
  BandMethod method_;
  env::BandScorer scorer_;
  rhythm::Metre metre_;
  rhythm::StepSet nothing_;  // of no steps
  core::Rng rng_;
  agent::QNetwork online_;
  nn::ConvNet target_;
  nn::Adam adam_;
  nn::Floats gradient_;
  std::vector<Practice> practices_;  // (E)
  nn::ConvWorkspace looking_;
  nn::ConvWorkspace ahead_;
  std::vector<float> q_;
  std::vector<float> scratch_;
  env::BandRows rows_;                                   // of the environment that is looked at
  std::vector<double> shared_gains_;                     // (n)
  std::vector<int> actions_;                             // (A)
  std::vector<float> paid_, earned_, values_, targets_;  // (A)
  int owed_ = 0;
  BandProgress progress_;
};

}  // namespace trainer
