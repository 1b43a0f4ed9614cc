#include "trainer/report.h"

#include <cassert>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "env/held_out.h"

namespace trainer {
namespace {

// Rewards closer than this are the same: sums of floats may round in two ways.
constexpr float kSameReward = 1e-5F;

double regret_of(double mean, const Report& report) {
  const double span = report.mean_optimum - report.mean_random;
  return span > static_cast<double>(kSameReward) ? (report.mean_optimum - mean) / span : 0.0;
}

void add(Report& report, const Case& one) {
  report.mean_reward += static_cast<double>(one.answer.reward);
  report.mean_optimum += static_cast<double>(one.optimum.reward);
  report.mean_hill_climb += static_cast<double>(one.hill_climb.reward);
  report.mean_euclid += static_cast<double>(one.euclid.reward);
  report.mean_random += one.random;
  const auto is_optimal = [&](const Found& found) { return found.reward >= one.optimum.reward - kSameReward; };
  if (is_optimal(one.answer)) ++report.optimal_share;
  if (is_optimal(one.hill_climb)) ++report.optimal_share_hill_climb;
  if (is_optimal(one.euclid)) ++report.optimal_share_euclid;
  if (one.answer.reward > one.hill_climb.reward + kSameReward) ++report.beats_hill_climb;
}

void divide_by_kicks(Report& report) {
  for (double* sum : {&report.mean_reward, &report.mean_optimum, &report.mean_hill_climb, &report.mean_euclid,
                      &report.mean_random, &report.optimal_share, &report.optimal_share_hill_climb,
                      &report.optimal_share_euclid, &report.beats_hill_climb}) {
    *sum /= report.kicks;
  }
}

}  // namespace

std::string_view method_name(Method method) { return method == Method::exact ? "exact" : "annealing"; }

Report judge_answers(const Judge& judge, std::span<const rhythm::Row> kicks, const AnswerFunction& answer,
                     std::uint64_t seed) {
  assert(!kicks.empty());
  Report report;
  report.steps = judge.steps();
  report.kicks = static_cast<int>(kicks.size());
  report.method = judge.method();
  report.cases.reserve(kicks.size());
  for (const rhythm::Row& kick : kicks) {
    Case& one = report.cases.emplace_back();
    Judge::Optimum optimum = judge.optimum(kick, seed);
    one.kick = kick;
    one.answer.snare = answer(kick);
    assert(one.answer.snare.size() == kick.size());
    one.answer.reward = judge.reward(kick, one.answer.snare);
    one.optimum = std::move(optimum.best);
    one.random = optimum.mean;
    one.hill_climb = judge.hill_climb(kick);
    one.euclid = judge.euclid(kick);
    add(report, one);
  }
  divide_by_kicks(report);
  report.regret = regret_of(report.mean_reward, report);
  report.regret_hill_climb = regret_of(report.mean_hill_climb, report);
  report.regret_euclid = regret_of(report.mean_euclid, report);
  return report;
}

Report judge_held_out(const Judge& judge, int count, std::uint64_t seed, const AnswerFunction& answer) {
  Report report = judge_answers(judge, env::held_out_kicks(judge.steps(), count, seed), answer, seed);
  report.held_out = judge.steps() >= env::kFewestHeldOutSteps;
  return report;
}

nlohmann::ordered_json report_to_json(const Report& report) {
  return {{"steps", report.steps},
          {"kicks", report.kicks},
          {"held_out", report.held_out},
          {"method", std::string(method_name(report.method))},
          {"regret", report.regret},
          {"regret_hill_climb", report.regret_hill_climb},
          {"regret_euclid", report.regret_euclid},
          {"optimal_share", report.optimal_share},
          {"optimal_share_hill_climb", report.optimal_share_hill_climb},
          {"optimal_share_euclid", report.optimal_share_euclid},
          {"beats_hill_climb", report.beats_hill_climb},
          {"mean_reward", report.mean_reward},
          {"mean_optimum", report.mean_optimum},
          {"mean_hill_climb", report.mean_hill_climb},
          {"mean_euclid", report.mean_euclid},
          {"mean_random", report.mean_random}};
}

}  // namespace trainer
