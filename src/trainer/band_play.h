// What a band plays: its agents answer by turns, and how that is judged.
#pragma once

#include <cstdint>
#include <span>

#include "agent/q_network.h"
#include "env/band_env.h"
#include "trainer/band_learner.h"

namespace trainer {

struct BandAnswer {
  env::BandRows rows;
  double shared = 0.0;  // BandScorer::shared of them
  int rounds = 0;       // until nobody wanted anything else, each agent's turn once a round
};

// From silence in the agents' rows: in each round each agent makes the toggle that it wants most, by what that earns
// and the future that the network sees in it, or none; what it earns is of its own reward or of the shared one, as the
// network learned it. Where nobody wants anything any more the one toggle of all that costs least and leads where the
// band has not been yet is made, and the rounds go on, up to 2 n A toggles in all. The best state on the way by the
// shared reward, and what climbing by that makes of it, is the answer. `network` is a shared one; null: the future is
// not known, a search by the shared reward without learning.
BandAnswer answer_band(agent::QNetwork* network, BandMethod learned, const env::BandScorer& scorer, env::BandRows rows);

// Alternating hill climbing: each in turn makes the toggle that gains most of the shared reward, until none gains.
BandAnswer climb_band(const env::BandScorer& scorer, env::BandRows rows);

struct BandReport {
  int kicks = 0;
  int steps = 0;
  bool exact = false;                // by all joint answers; else by the best that a long search finds
  double joint_regret = 0.0;         // 0 the best joint answers, 1 random ones
  double joint_optimal_share = 0.0;  // of the kicks
  double climb_regret = 0.0;
  double tabu_regret = 0.0;  // of answer_band() without a network
  double beats_climb = 0.0;  // share of the kicks whose answer is better than hill climbing's
  double mean_reward = 0.0;  // of the answers, by the shared reward
  double mean_optimum = 0.0;
  double mean_hill_climb = 0.0;
  double mean_random = 0.0;
  double rounds = 0.0;  // mean
};

// On up to `kicks` held-out kicks (env/held_out.h). Up to 16 cells of agents' rows all joint answers are scored.
BandReport judge_band(agent::QNetwork& network, BandMethod learned, const env::BandScorer& scorer, int kicks,
                      std::uint64_t seed);

}  // namespace trainer
