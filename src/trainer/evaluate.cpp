#include "trainer/evaluate.h"

#include <algorithm>
#include <cassert>

#include "agent/exploration.h"
#include "core/rng.h"
#include "nn/mlp.h"
#include "rhythm/metrics.h"
#include "rhythm/observation.h"

namespace trainer {
namespace {

constexpr int kStepsPerBeat = 4;
constexpr int kBatch = 256;  // starts evaluated together; larger was not faster

std::uint8_t random_cell(core::Rng& rng) { return rng.below(2) != 0 ? rhythm::kPlainVelocity : std::uint8_t{0}; }

void toggle(std::uint8_t& cell) { cell = cell != 0 ? std::uint8_t{0} : rhythm::kPlainVelocity; }

// Several starts walked in step, so that the network sees them as one batch. Columns are starts.
class Walk {
 public:
  Walk(const agent::QNetwork& network, int width)
      : network_(network),
        observations_(network.observation_size(), width),
        workspace_(network.mlp().sizes(), width),
        distance_(static_cast<std::size_t>(width), 0),
        needed_(static_cast<std::size_t>(width), 0) {}

  void draw(core::Rng& rng) {
    const int steps = network_.steps();
    for (nn::Index start = 0; start < observations_.columns(); ++start) {
      int equal = 0;
      for (int row = 0; row < 2 * steps; ++row) {
        observations_(row, start) = rng.below(2) != 0 ? rhythm::kOnsetInput : rhythm::kRestInput;
      }
      for (int step = 0; step < steps; ++step) {
        equal += observations_(step, start) == observations_(rhythm::snare_index(steps, step), start) ? 1 : 0;
      }
      distance_[static_cast<std::size_t>(start)] = needed_[static_cast<std::size_t>(start)] = equal;
    }
  }

  // One greedy iteration of every start.
  void advance() {
    const nn::PanelMatrix& q = nn::forward(network_.mlp(), observations_, workspace_);
    const int steps = network_.steps();
    for (nn::Index start = 0; start < observations_.columns(); ++start) {
      const nn::Index action = nn::largest_in_column(q, start);
      if (action >= steps) continue;
      float& input = observations_(rhythm::snare_index(steps, static_cast<int>(action)), start);
      input = -input;
      distance_[static_cast<std::size_t>(start)] += input == observations_(action, start) ? 1 : -1;
    }
  }

  // Steps at which snare and kick are equal: toggles between the pattern and its best.
  int distance(int start) const { return distance_[static_cast<std::size_t>(start)]; }
  int needed(int start) const { return needed_[static_cast<std::size_t>(start)]; }

 private:
  const agent::QNetwork& network_;
  nn::PanelMatrix observations_;  // (O, width)
  nn::Workspace workspace_;
  std::vector<int> distance_;
  std::vector<int> needed_;  // distance at the start
};

}  // namespace

core::Result<Scenario> parse_scenario(std::string_view name) {
  for (const Scenario scenario : {Scenario::best, Scenario::worst, Scenario::random}) {
    if (name == scenario_name(scenario)) return scenario;
  }
  return core::fail("A scenario is best, worst or random.");
}

std::string_view scenario_name(Scenario scenario) {
  switch (scenario) {
    case Scenario::best:
      return "best";
    case Scenario::worst:
      return "worst";
    case Scenario::random:
      break;
  }
  return "random";
}

Rollout run_scenario(agent::QNetwork& network, Scenario scenario, int iterations, std::uint64_t seed) {
  const auto steps = static_cast<std::size_t>(network.steps());
  core::Rng rng(seed);
  rhythm::Row kick(steps);
  rhythm::Row snare(steps);
  for (std::size_t step = 0; step < steps; ++step) {
    const std::uint8_t beat = step % kStepsPerBeat == 0 ? rhythm::kPlainVelocity : std::uint8_t{0};
    kick[step] = scenario == Scenario::random ? random_cell(rng) : beat;
    snare[step] = scenario == Scenario::random ? random_cell(rng) : beat;
    if (scenario == Scenario::best) toggle(snare[step]);
  }
  Rollout rollout{.kick = kick, .snares = {snare}, .rewards = {rhythm::difference(kick, snare)}};
  std::vector<float> observation(static_cast<std::size_t>(network.observation_size()));
  for (int iteration = 0; iteration < iterations; ++iteration) {
    rhythm::write_observation(kick, snare, observation);
    const int action = agent::greedy_action(network.q_values(observation));
    if (action < network.steps()) toggle(snare[static_cast<std::size_t>(action)]);
    rollout.snares.push_back(snare);
    rollout.rewards.push_back(rhythm::difference(kick, snare));
  }
  return rollout;
}

StartsResult run_starts(const agent::QNetwork& network, int starts, int iterations, std::uint64_t seed) {
  assert(starts >= 1 && iterations >= 0);
  core::Rng rng(seed);
  const int steps = network.steps();
  StartsResult result{.starts = starts,
                      .mean_rewards = std::vector<double>(static_cast<std::size_t>(iterations) + 1, 0.0)};
  for (int first = 0; first < starts; first += kBatch) {
    const int width = std::min(kBatch, starts - first);
    Walk walk(network, width);
    walk.draw(rng);
    std::vector<int> reached_after(static_cast<std::size_t>(width), -1);
    for (int iteration = 0; iteration <= std::max(iterations, 2 * steps); ++iteration) {
      if (iteration > 0) walk.advance();
      for (int start = 0; start < width; ++start) {
        int& reached = reached_after[static_cast<std::size_t>(start)];
        if (walk.distance(start) == 0 && reached < 0) reached = iteration;
        if (iteration > iterations) continue;
        const double reward = 1.0 - 2.0 * walk.distance(start) / steps;
        result.mean_rewards[static_cast<std::size_t>(iteration)] += reward / starts;
      }
    }
    for (int start = 0; start < width; ++start) {
      const int reached = reached_after[static_cast<std::size_t>(start)];
      if (reached >= 0 && reached <= 2 * steps) ++result.reached;
      if (reached == walk.needed(start)) ++result.fewest;
    }
  }
  return result;
}

}  // namespace trainer
