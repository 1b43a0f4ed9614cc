#include "trainer/evaluate.h"

#include <algorithm>
#include <cassert>

#include "agent/exploration.h"
#include "agent/question.h"
#include "core/rng.h"
#include "nn/mlp.h"
#include "rhythm/metrics.h"
#include "rhythm/observation.h"
#include "trainer/truth.h"

namespace trainer {
namespace {

constexpr int kBatch = 256;  // starts evaluated together; larger was not faster

// These scenarios are about the difference metric, whatever else the agent was trained for.
const rhythm::RewardSettings& original() { return rhythm::reward_presets().front().settings; }

// Several starts walked in step, by an MLP, so that the network sees them as one batch. Columns are starts.
class BatchWalk {
 public:
  BatchWalk(const agent::QNetwork& network, int width)
      : network_(network),
        observations_(network.observation_size(), width),
        workspace_(network.mlp().sizes(), width),
        distance_(static_cast<std::size_t>(width), 0),
        needed_(static_cast<std::size_t>(width), 0),
        q_(static_cast<std::size_t>(network.action_count())) {}

  void draw(core::Rng& rng) {
    rhythm::Row kick(static_cast<std::size_t>(network_.steps()));
    rhythm::Row snare(kick.size());
    std::vector<float> observation;
    for (nn::Index start = 0; start < observations_.columns(); ++start) {
      rhythm::fill_randomly(rng, kick);
      rhythm::fill_randomly(rng, snare);
      agent::write_question(network_, {kick, snare, original(), {}}, observation);
      observations_.set_column(start, observation);
      const int equal = network_.steps() - rhythm::hamming(kick, snare);
      distance_[static_cast<std::size_t>(start)] = needed_[static_cast<std::size_t>(start)] = equal;
    }
  }

  // One greedy iteration of every start.
  void advance() {
    const nn::PanelMatrix& outputs = nn::forward(network_.mlp(), observations_, workspace_);
    const int steps = network_.steps();
    for (nn::Index start = 0; start < observations_.columns(); ++start) {
      network_.combine_heads(outputs, observations_, start, q_);
      const int action = agent::greedy_action(q_);
      if (action >= steps) continue;
      float& product = observations_(rhythm::product_index(steps, action), start);
      float& input = observations_(rhythm::snare_index(steps, action), start);
      product = -product;
      input = -input;
      distance_[static_cast<std::size_t>(start)] += product > 0.0F ? 1 : -1;
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
  std::vector<float> q_;     // (A)
};

// The same by a shared network, one start after the other: there are few of them where it is asked about.
class SingleWalk {
 public:
  SingleWalk(const agent::QNetwork& network, int width)
      : network_(network), judge_(network.steps(), original()), width_(static_cast<std::size_t>(width)) {}

  void draw(core::Rng& rng) {
    for (std::size_t i = 0; i < width_; ++i) {
      const auto steps = static_cast<std::size_t>(network_.steps());
      Start start{.kick = rhythm::Row(steps), .snare = rhythm::Row(steps), .needed = 0};
      rhythm::fill_randomly(rng, start.kick);
      rhythm::fill_randomly(rng, start.snare);
      start.needed = network_.steps() - rhythm::hamming(start.kick, start.snare);
      starts_.push_back(std::move(start));
    }
  }

  void advance() {
    for (Start& start : starts_) {
      const agent::ToggleScoreFunction toggles = judge_.toggles(start.kick);
      const rhythm::TermValues values = judge_.score(start.kick, start.snare).values;
      agent::Inquiry inquiry(network_, {start.kick, start.snare, original(), values, {}, &judge_.metre(), &toggles});
      const int action = agent::greedy_action(inquiry.q_values());
      if (action < network_.steps()) rhythm::toggle(start.snare[static_cast<std::size_t>(action)]);
    }
  }

  int distance(int at) const {
    const Start& start = starts_[static_cast<std::size_t>(at)];
    return network_.steps() - rhythm::hamming(start.kick, start.snare);
  }
  int needed(int at) const { return starts_[static_cast<std::size_t>(at)].needed; }

 private:
  struct Start {
    rhythm::Row kick;
    rhythm::Row snare;
    int needed;
  };

  agent::QNetwork network_;
  Judge judge_;
  std::size_t width_;
  std::vector<Start> starts_;
};

template <class Walk>
StartsResult walk_starts(const agent::QNetwork& network, int starts, int iterations, std::uint64_t seed) {
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
    const std::uint8_t beat = step % rhythm::kStepsPerBeat == 0 ? rhythm::kPlainVelocity : std::uint8_t{0};
    kick[step] = scenario == Scenario::random ? rhythm::random_cell(rng) : beat;
    snare[step] = scenario == Scenario::random ? rhythm::random_cell(rng) : beat;
    if (scenario == Scenario::best) rhythm::toggle(snare[step]);
  }
  Rollout rollout{.kick = kick, .snares = {snare}, .rewards = {rhythm::difference(kick, snare)}};
  const Judge judge(network.steps(), original());
  const agent::ToggleScoreFunction toggles = judge.toggles(kick);
  rhythm::TermValues values = judge.score(kick, snare).values;
  agent::Inquiry inquiry(network, {kick, snare, original(), values, {}, &judge.metre(), &toggles});
  for (int iteration = 0; iteration < iterations; ++iteration) {
    const int action = agent::greedy_action(inquiry.q_values());
    if (action < network.steps()) {
      rhythm::toggle(snare[static_cast<std::size_t>(action)]);
      inquiry.toggle(action);
      inquiry.set_values(judge.score(kick, snare).values);
    }
    rollout.snares.push_back(snare);
    rollout.rewards.push_back(rhythm::difference(kick, snare));
  }
  return rollout;
}

StartsResult run_starts(const agent::QNetwork& network, int starts, int iterations, std::uint64_t seed) {
  return network.is_shared() ? walk_starts<SingleWalk>(network, starts, iterations, seed)
                             : walk_starts<BatchWalk>(network, starts, iterations, seed);
}

}  // namespace trainer
