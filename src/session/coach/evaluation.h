// Evaluations: asked of their worker, kept until the next one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/status.h"
#include "session/bench/workbench.h"
#include "session/player/agents.h"

namespace session {

inline constexpr int kEvaluationIterations = 16;
inline constexpr int kEvaluationStarts = 2000;
inline constexpr int kEvaluationKicks = 200;

// One start and the greedy iterations from it; rewards[0] and sequences[0] are the start's.
struct EvaluationRun {
  std::string kick;                    // "x...x..."
  std::vector<double> rewards;         // (iterations + 1)
  std::vector<std::string> sequences;  // (iterations + 1) snares
};

// The original's scenarios, where rewards are the difference in [-1, 1]. Only for the preset "Original": to others
// they mean nothing.
struct Scenarios {
  int iterations = 0;
  double best_reward = 1.0;
  EvaluationRun best;                // starts from the complement of a four-on-the-floor kick
  EvaluationRun worst;               // starts from snare equals kick
  EvaluationRun random;              // one seeded random start
  std::vector<double> mean_rewards;  // (iterations + 1), over all random starts; may be empty
  int starts = 0;                    // random starts behind the shares
  double reached = 0.0;              // share that reaches the best reward, 0-1
  double fewest = 0.0;               // share that does so in the fewest possible toggles, 0-1
};

// Answers to kicks that no training has heard, against the true optimum, searches of equal scorings and simpler means
// (trainer/report.h). Regrets are shares of what lies between random snares (1) and the optimum (0).
struct RegretReport {
  int kicks = 0;
  int steps = 0;  // of each
  bool held_out = true;
  bool exact = true;  // the optimum is the true one; else the best that a long search found
  double regret = 0.0;
  double regret_network_alone = 0.0;  // of its answers without a scorer
  double regret_tabu = 0.0;
  double regret_annealing = 0.0;
  double regret_hill_climb = 0.0;
  double regret_euclid = 0.0;
  double optimal_share = 0.0;  // of kicks, 0-1
  double optimal_share_network_alone = 0.0;
  double optimal_share_tabu = 0.0;
  double optimal_share_annealing = 0.0;
  double optimal_share_hill_climb = 0.0;
  double optimal_share_euclid = 0.0;
  double beats_tabu = 0.0;  // share of kicks where the answer is better than the tabu walk's
  double beats_hill_climb = 0.0;
  double scorings = 0.0;         // snares scored for an answer
  double scorings_search = 0.0;  // by the tabu walk, and by the annealing
  double mean_reward = 0.0;
  double mean_optimum = 0.0;
  double mean_tabu = 0.0;
  double mean_annealing = 0.0;
  double mean_hill_climb = 0.0;
  double mean_euclid = 0.0;
  double mean_random = 0.0;
  std::optional<double> think_regret;  // of the answers after thinking longer
  std::optional<double> think_optimal_share;
};

struct Evaluation {
  std::string agent_name;
  std::string reward_name;  // what it was judged by: a preset's name or "your mix"
  int steps = 0;            // that the agent has learned, and its scenarios have
  std::optional<Scenarios> scenarios;
  std::optional<RegretReport> report;
};

enum class EvaluationStatus : std::uint8_t { none, running, ready, failed };

const char* name_of(EvaluationStatus status);  // "none", "running", "ready", "failed"

// Lines "scenario,iteration,reward,snare,kick" (RFC 4180) under a header; the shares come last, in the reward column.
std::string evaluation_csv(const Evaluation& evaluation);

class Evaluations {
 public:
  // The seed chooses the random starts.
  Evaluations(Workbench& bench, const Agents& agents, std::uint64_t seed)
      : bench_(bench), agents_(agents), seed_(seed) {}

  EvaluationStatus status() const { return status_; }
  const std::string& sentence() const { return sentence_; }            // why it failed
  const std::optional<Evaluation>& latest() const { return latest_; }  // the last one that succeeded

  // Of the agent that plays, by the reward that is set. Errors: there is none, out of range, one runs already.
  core::Status start(int iterations = kEvaluationIterations, int starts = kEvaluationStarts,
                     int kicks = kEvaluationKicks);
  void take(Evaluation evaluation);
  void fail(std::string_view sentence);

  core::Status download(Downloaded what) const;  // as a picture or as CSV

 private:
  Workbench& bench_;
  const Agents& agents_;
  std::uint64_t seed_;
  EvaluationStatus status_ = EvaluationStatus::none;
  std::string sentence_;
  std::optional<Evaluation> latest_;
  std::string agent_name_;   // of the agent that is being evaluated
  std::string reward_name_;  // and of what it is judged by
};

}  // namespace session
