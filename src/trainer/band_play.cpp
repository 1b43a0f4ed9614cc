#include "trainer/band_play.h"

#include <algorithm>
#include <bit>
#include <optional>
#include <unordered_set>
#include <utility>
#include <vector>

#include "agent/shared_input.h"
#include "env/held_out.h"
#include "nn/conv_net.h"

namespace trainer {
namespace {

constexpr int kMostEnumerated = 16;  // cells: 65,536 joint answers
constexpr int kRandomAnswers = 2000;
constexpr int kSearches = 24;  // of the stand-in for the optimum
constexpr double kSame = 1e-6;

// A band at play: its rows, and what every agent thinks of its toggles.
class Stage {
 public:
  Stage(agent::QNetwork* network, BandMethod learned, const env::BandScorer& scorer, env::BandRows rows)
      : network_(network),
        learned_(learned),
        scorer_(scorer),
        metre_(rhythm::Metre::default_for(scorer.steps())),
        rows_(std::move(rows)),
        gains_(static_cast<std::size_t>(scorer.steps())),
        toggled_(static_cast<std::size_t>(scorer.steps())),
        inputs_(static_cast<std::size_t>(scorer.steps())) {
    for (std::size_t agent = 0; agent < scorer_.agents(); ++agent) row(agent) = rhythm::StepSet(scorer_.steps());
  }

  const env::BandRows& rows() const { return rows_; }
  double shared() const { return scorer_.shared(rows_); }
  void toggle(std::size_t agent, int step) { row(agent).flip(step); }

  // What each toggle of an agent is worth to it, in toggles (n).
  std::span<const double> values(std::size_t agent) {
    scorer_.shared_gains(rows_, agent, gains_);
    for (double& gain : gains_) gain *= scorer_.steps();
    if (network_ != nullptr) add_future(agent);
    return gains_;
  }

  // Names the state of the agents' rows.
  std::uint64_t hash() const {
    std::uint64_t hash = 0;
    for (std::size_t agent = 0; agent < scorer_.agents(); ++agent) {
      const auto& own = rows_[static_cast<std::size_t>(scorer_.voice(agent))];
      hash = hash * 0x9E3779B97F4A7C15U + own.hash();
    }
    return hash;
  }
  std::uint64_t hash_after(std::size_t agent, int step) {
    toggle(agent, step);
    const std::uint64_t after = hash();
    toggle(agent, step);
    return after;
  }

 private:
  rhythm::StepSet& row(std::size_t agent) { return rows_[static_cast<std::size_t>(scorer_.voice(agent))]; }

  void add_future(std::size_t agent) {
    const rhythm::StepSet heard = scorer_.heard(rows_, agent);
    const rhythm::TermValues values = scorer_.values(rows_, agent);
    scorer_.scorer(agent).score_toggles(heard, row(agent), scorer_.reward(agent), nothing_, toggled_);
    const agent::SharedQuestion question{heard,  row(agent), nothing_, nothing_, metre_, scorer_.reward(agent),
                                         values, toggled_};
    if (learned_ == BandMethod::independent) {
      agent::exact_gains(question, inputs_);
      std::ranges::copy(inputs_, gains_.begin());
    } else {
      std::ranges::transform(gains_, inputs_.begin(), [](double gain) { return static_cast<float>(gain); });
    }
    nn::ConvWorkspace& workspace = network_->one_pattern();
    workspace.set_steps(scorer_.steps());
    agent::write_shared_input(question, true, inputs_, workspace.input.view(), workspace.globals.view(), 0);
    nn::forward(network_->conv(), workspace);
    const nn::ConstSignalPanels outputs = std::as_const(workspace.layers.back().output).view();
    for (int step = 0; step < scorer_.steps(); ++step) {
      gains_[static_cast<std::size_t>(step)] += static_cast<double>(outputs(0, step, 0));
    }
  }

  agent::QNetwork* network_;
  BandMethod learned_;
  const env::BandScorer& scorer_;
  rhythm::Metre metre_;
  rhythm::StepSet nothing_;
  env::BandRows rows_;
  std::vector<double> gains_;
  std::vector<rhythm::TermValues> toggled_;
  std::vector<float> inputs_;
};

struct Move {
  std::size_t agent;
  int step;
  double value;
};

// The best toggle of an agent that leads to a new state; absent if none does.
std::optional<Move> best_move(Stage& stage, std::size_t agent, const std::unordered_set<std::uint64_t>& visited) {
  std::optional<Move> best;
  const std::span<const double> values = stage.values(agent);
  for (int step = 0; step < static_cast<int>(values.size()); ++step) {
    const double value = values[static_cast<std::size_t>(step)];
    if (best && value <= best->value) continue;
    if (!visited.contains(stage.hash_after(agent, step))) best = Move{agent, step, value};
  }
  return best;
}

env::BandRows random_rows(core::Rng& rng, const env::BandScorer& scorer, env::BandRows rows) {
  for (std::size_t agent = 0; agent < scorer.agents(); ++agent) {
    rows[static_cast<std::size_t>(scorer.voice(agent))] =
        rhythm::StepSet::from_row(rhythm::random_row(rng, scorer.steps()));
  }
  return rows;
}

// Climbs from where the rows are.
void climb(const env::BandScorer& scorer, env::BandRows& rows, int& rounds) {
  std::vector<double> gains(static_cast<std::size_t>(scorer.steps()));
  for (bool moved = true; moved;) {
    moved = false;
    ++rounds;
    for (std::size_t agent = 0; agent < scorer.agents(); ++agent) {
      scorer.shared_gains(rows, agent, gains);
      const auto best = std::ranges::max_element(gains);
      if (*best <= kSame) continue;
      rows[static_cast<std::size_t>(scorer.voice(agent))].flip(static_cast<int>(best - gains.begin()));
      moved = true;
    }
  }
}

struct Best {
  double optimum = 0.0;
  double mean = 0.0;
};

Best enumerate(const env::BandScorer& scorer, env::BandRows rows) {
  const int cells = scorer.steps() * static_cast<int>(scorer.agents());
  Best best{.optimum = -1.0};
  const auto all = std::uint32_t{1} << static_cast<unsigned>(cells);
  // By the Gray code: one toggle from one joint answer to the next.
  for (std::size_t agent = 0; agent < scorer.agents(); ++agent) {
    rows[static_cast<std::size_t>(scorer.voice(agent))] = rhythm::StepSet(scorer.steps());
  }
  for (std::uint32_t i = 0;;) {
    const double shared = scorer.shared(rows);
    best.optimum = std::max(best.optimum, shared);
    best.mean += shared / all;
    if (++i == all) return best;
    const int cell = std::countr_zero(i);
    const auto agent = static_cast<std::size_t>(cell / scorer.steps());
    rows[static_cast<std::size_t>(scorer.voice(agent))].flip(cell % scorer.steps());
  }
}

Best search(const env::BandScorer& scorer, const env::BandRows& rows, core::Rng& rng) {
  Best best{.optimum = answer_band(nullptr, BandMethod::decomposition, scorer, rows).shared};
  for (int i = 0; i < kRandomAnswers; ++i) best.mean += scorer.shared(random_rows(rng, scorer, rows)) / kRandomAnswers;
  for (int i = 0; i < kSearches; ++i) {
    env::BandRows from = random_rows(rng, scorer, rows);
    int rounds = 0;
    climb(scorer, from, rounds);
    best.optimum = std::max(best.optimum, scorer.shared(from));
  }
  return best;
}

}  // namespace

BandAnswer answer_band(agent::QNetwork* network, BandMethod learned, const env::BandScorer& scorer,
                       env::BandRows rows) {
  Stage stage(network, learned, scorer, std::move(rows));
  BandAnswer answer{.rows = stage.rows(), .shared = stage.shared()};
  std::unordered_set<std::uint64_t> visited = {stage.hash()};
  const int most = 2 * scorer.steps() * static_cast<int>(scorer.agents());
  bool settled = false;
  const auto make = [&](const Move& move) {
    stage.toggle(move.agent, move.step);
    visited.insert(stage.hash());
    const double shared = stage.shared();
    if (shared <= answer.shared + kSame) return;
    answer.shared = shared;
    answer.rows = stage.rows();
  };
  for (int toggles = 0; toggles < most;) {
    std::optional<Move> least;  // that nobody wants, but that would cost least
    bool moved = false;
    for (std::size_t agent = 0; agent < scorer.agents(); ++agent) {
      const std::optional<Move> move = best_move(stage, agent, visited);
      if (move && move->value > kSame) {
        make(*move);
        moved = true;
        ++toggles;
      } else if (move && (!least || move->value > least->value)) {
        least = move;
      }
    }
    if (!settled) ++answer.rounds;
    if (moved) continue;
    settled = true;
    if (!least) break;
    make(*least);
    ++toggles;
  }
  int rounds = 0;
  climb(scorer, answer.rows, rounds);
  answer.shared = scorer.shared(answer.rows);
  return answer;
}

BandAnswer climb_band(const env::BandScorer& scorer, env::BandRows rows) {
  for (std::size_t agent = 0; agent < scorer.agents(); ++agent) {
    rows[static_cast<std::size_t>(scorer.voice(agent))] = rhythm::StepSet(scorer.steps());
  }
  BandAnswer answer;
  climb(scorer, rows, answer.rounds);
  answer.shared = scorer.shared(rows);
  answer.rows = std::move(rows);
  return answer;
}

BandReport judge_band(agent::QNetwork& network, BandMethod learned, const env::BandScorer& scorer, int kicks,
                      std::uint64_t seed) {
  BandReport report{.steps = scorer.steps(),
                    .exact = scorer.steps() * static_cast<int>(scorer.agents()) <= kMostEnumerated};
  core::Rng rng(seed);
  double missed = 0.0;
  double climb_missed = 0.0;
  double tabu_missed = 0.0;
  double span = 0.0;
  for (const rhythm::Row& kick : env::held_out_kicks(scorer.steps(), kicks, seed)) {
    env::BandRows rows(rhythm::kVoices, rhythm::StepSet(scorer.steps()));
    rows[rhythm::kKick] = rhythm::StepSet::from_row(kick);
    const BandAnswer answer = answer_band(&network, learned, scorer, rows);
    const BandAnswer climbed = climb_band(scorer, rows);
    const BandAnswer tabu = answer_band(nullptr, BandMethod::decomposition, scorer, rows);
    Best best = report.exact ? enumerate(scorer, rows) : search(scorer, rows, rng);
    best.optimum = std::max({best.optimum, answer.shared, climbed.shared, tabu.shared});
    ++report.kicks;
    report.mean_reward += answer.shared;
    report.mean_optimum += best.optimum;
    report.mean_hill_climb += climbed.shared;
    report.mean_random += best.mean;
    report.rounds += answer.rounds;
    report.joint_optimal_share += best.optimum - answer.shared < kSame ? 1.0 : 0.0;
    report.beats_climb += answer.shared > climbed.shared + kSame ? 1.0 : 0.0;
    missed += best.optimum - answer.shared;
    climb_missed += best.optimum - climbed.shared;
    tabu_missed += best.optimum - tabu.shared;
    span += best.optimum - best.mean;
  }
  for (double* sum : {&report.mean_reward, &report.mean_optimum, &report.mean_hill_climb, &report.mean_random,
                      &report.rounds, &report.joint_optimal_share, &report.beats_climb}) {
    *sum /= std::max(1, report.kicks);
  }
  if (span > 0.0) {
    report.joint_regret = missed / span;
    report.climb_regret = climb_missed / span;
    report.tabu_regret = tabu_missed / span;
  }
  return report;
}

}  // namespace trainer
