// The report: an agent's answers to kicks it never heard, against the true optimum and against what simpler means find.
//
// The answer is a function from a kick to a snare; walking(), thinking() and alone() make one of an agent. Rewards are
// env::reward under the judge's settings.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "rhythm/pattern.h"
#include "trainer/truth.h"

namespace trainer {

struct Answered {
  rhythm::Row snare;
  int scorings = 0;  // snares scored to find it

  Answered(rhythm::Row row, int scored = 0) : snare(std::move(row)), scorings(scored) {}
};

// The snare for a kick by the judge's settings; n velocities each.
using AnswerFunction = std::function<Answered(const Judge& judge, std::span<const std::uint8_t> kick)>;

// What the agent answers from an empty snare: by its walk alone (agent/answer.h), with a search around it
// (agent/think.h), or without any scorer. `network` must outlive the function.
AnswerFunction walking(agent::QNetwork& network);
AnswerFunction thinking(agent::QNetwork& network);
AnswerFunction alone(agent::QNetwork& network);

// What an agent that has learned `steps` steps answers to kicks of any length: window after window of so many, each
// like a kick of its own in its usual metre, the last one going on where the loop begins anew.
AnswerFunction in_windows(AnswerFunction answer, int steps);

// The same answers to kicks of `steps` steps, whatever the network has learned: in windows where it is an MLP for
// another length.
AnswerFunction for_any_length(AnswerFunction answer, const agent::QNetwork& network, int steps);

// One of those who answer, over all kicks.
struct Standing {
  double mean = 0.0;           // reward
  double regret = 0.0;         // (mean_optimum - mean) / (mean_optimum - mean_random)
  double optimal_share = 0.0;  // of kicks: its reward is the optimum's
  double scorings = 0.0;       // snares scored for a kick, on average; 0 where nobody counts
};

// Who answers the kicks besides the agent. Tabu walk and annealing are searches without learning, of equal scorings.
enum class Opponent : std::uint8_t { tabu, annealing, hill_climb, euclid };
inline constexpr std::size_t kOpponents = 4;

std::string_view opponent_key(Opponent opponent);  // "tabu", "annealing", "hill_climb", "euclid"

// One kick.
struct Case {
  rhythm::Row kick;
  Found answer;
  int scorings = 0;  // for the answer
  Found optimum;
  std::array<Found, kOpponents> opponents;          // by Opponent
  std::array<int, kOpponents> opponent_scorings{};  // 0 for those that nobody counts
  double random = 0.0;                              // mean reward of random snares
};

struct Report {
  int steps = 0;
  int kicks = 0;
  bool held_out = true;  // false for patterns too short to hold kicks back
  Method method = Method::exact;

  double mean_optimum = 0.0;
  double mean_random = 0.0;

  // Regrets: 0 the optimum, 1 random play. 0 when the settings make all snares alike. Negative when annealing missed
  // what was found.
  Standing agent;
  std::array<Standing, kOpponents> opponents;  // by Opponent

  std::array<double, kOpponents> beats{};  // share of kicks where the answer's reward is above this opponent's

  std::vector<Case> cases;  // in the order of the kicks

  const Standing& of(Opponent opponent) const { return opponents[static_cast<std::size_t>(opponent)]; }
  double beats_of(Opponent opponent) const { return beats[static_cast<std::size_t>(opponent)]; }
};

std::string_view method_name(Method method);  // "exact", "annealing"

// `kicks`: rows of judge.steps() velocities, at least one. `seed` is for the annealing alone.
Report judge_answers(const Judge& judge, std::span<const rhythm::Row> kicks, const AnswerFunction& answer,
                     std::uint64_t seed);

// The same for up to `count` held-out kicks drawn with `seed` (env/held_out.h). count in [1, env::kMaxHeldOutKicks].
Report judge_held_out(const Judge& judge, int count, std::uint64_t seed, const AnswerFunction& answer);

// The same with other settings for each kick, drawn as a reward-conditioned learner draws them (trainer/relabel.h) with
// their largest weight scaled to 1, so that no kick counts for more than another.
Report judge_drawn_settings(int steps, const rhythm::Metre& metre, int count, std::uint64_t seed,
                            const AnswerFunction& answer);

// Other answers to the kicks of a report by the same judge. The optima and what they are compared with are taken over:
// to find them again would take as long as all the rest.
Report judge_again(const Judge& judge, const Report& report, const AnswerFunction& answer);

// Every field under its name, the cases left out: "regret", "optimal_share", "mean_reward" and "scorings" of the agent;
// "regret_tabu" and so on of each opponent, "beats_tabu"; "scorings_search", of tabu walk and annealing.
nlohmann::ordered_json report_to_json(const Report& report);

}  // namespace trainer
