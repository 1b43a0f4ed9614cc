// The report: an agent's answers to kicks it never heard, against the true optimum and against what simpler means find.
//
// The answer is a function from a kick to a snare; walking() and thinking() make one of an agent. Rewards are
// env::reward under the judge's settings.
#pragma once

#include <cstdint>
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string_view>
#include <vector>

#include "rhythm/pattern.h"
#include "trainer/truth.h"

namespace trainer {

// The snare for a kick by the judge's settings; n velocities each.
using AnswerFunction = std::function<rhythm::Row(const Judge& judge, std::span<const std::uint8_t> kick)>;

// What the agent answers from an empty snare: without search (agent/answer.h), or with it (agent/think.h).
// `network` must outlive the function.
AnswerFunction walking(agent::QNetwork& network);
AnswerFunction thinking(agent::QNetwork& network);

// One kick.
struct Case {
  rhythm::Row kick;
  Found answer;
  Found optimum;
  Found hill_climb;
  Found euclid;
  double random = 0.0;  // mean reward of random snares
};

struct Report {
  int steps = 0;
  int kicks = 0;
  bool held_out = true;  // false for patterns too short to hold kicks back
  Method method = Method::exact;

  double mean_reward = 0.0;
  double mean_optimum = 0.0;
  double mean_hill_climb = 0.0;
  double mean_euclid = 0.0;
  double mean_random = 0.0;

  // (mean_optimum - mean_...) / (mean_optimum - mean_random): 0 the optimum, 1 random play. 0 when the settings make
  // all snares alike. Negative when annealing missed what the agent found.
  double regret = 0.0;
  double regret_hill_climb = 0.0;
  double regret_euclid = 0.0;

  double optimal_share = 0.0;             // of kicks: the answer's reward is the optimum's
  double optimal_share_hill_climb = 0.0;  // of kicks: hill climbing reached it; it is stuck on the others
  double optimal_share_euclid = 0.0;
  double beats_hill_climb = 0.0;  // of kicks: the answer's reward is above hill climbing's

  std::vector<Case> cases;  // in the order of the kicks
};

std::string_view method_name(Method method);  // "exact", "annealing"

// `kicks`: rows of judge.steps() velocities, at least one. `seed` is for the annealing alone.
Report judge_answers(const Judge& judge, std::span<const rhythm::Row> kicks, const AnswerFunction& answer,
                     std::uint64_t seed);

// The same for up to `count` held-out kicks drawn with `seed` (env/held_out.h). count in [1, env::kMaxHeldOutKicks].
Report judge_held_out(const Judge& judge, int count, std::uint64_t seed, const AnswerFunction& answer);

// The same with other settings for each kick, drawn as a reward-conditioned learner draws them (trainer/relabel.h) with
// their largest weight scaled to 1, so that no kick counts for more than another.
Report judge_drawn_settings(int steps, int count, std::uint64_t seed, const AnswerFunction& answer);

// Other answers to the kicks of a report by the same judge. The optima and what they are compared with are taken over:
// to find them again would take as long as all the rest.
Report judge_again(const Judge& judge, const Report& report, const AnswerFunction& answer);

// Every field under its name, the cases left out.
nlohmann::ordered_json report_to_json(const Report& report);

}  // namespace trainer
