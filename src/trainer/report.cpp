#include "trainer/report.h"

#include <cassert>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "agent/think.h"
#include "core/rng.h"
#include "env/held_out.h"
#include "trainer/relabel.h"

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

Case judge_case(const Judge& judge, const rhythm::Row& kick, const AnswerFunction& answer, std::uint64_t seed) {
  Judge::Optimum optimum = judge.optimum(kick, seed);
  Case one;
  one.kick = kick;
  one.answer.snare = answer(judge, kick);
  assert(one.answer.snare.size() == kick.size());
  one.answer.reward = judge.reward(kick, one.answer.snare);
  one.optimum = std::move(optimum.best);
  one.random = optimum.mean;
  one.hill_climb = judge.hill_climb(kick);
  one.euclid = judge.euclid(kick);
  return one;
}

// From sums to means and shares.
void finish(Report& report) {
  for (double* sum : {&report.mean_reward, &report.mean_optimum, &report.mean_hill_climb, &report.mean_euclid,
                      &report.mean_random, &report.optimal_share, &report.optimal_share_hill_climb,
                      &report.optimal_share_euclid, &report.beats_hill_climb}) {
    *sum /= report.kicks;
  }
  report.regret = regret_of(report.mean_reward, report);
  report.regret_hill_climb = regret_of(report.mean_hill_climb, report);
  report.regret_euclid = regret_of(report.mean_euclid, report);
}

// As trainer::draw_settings, but the largest weight is 1 or -1.
rhythm::RewardSettings drawn_settings(core::Rng& rng, const env::TermScorer& scorer) {
  rhythm::RewardSettings settings;
  draw_settings(rng, scorer, settings);
  const float largest = rhythm::largest_weight(settings);
  for (rhythm::TermSetting& setting : settings.terms) setting.weight /= largest;
  return settings;
}

Report empty_report(int steps, std::span<const rhythm::Row> kicks, Method method) {
  Report report;
  report.steps = steps;
  report.kicks = static_cast<int>(kicks.size());
  report.method = method;
  report.cases.reserve(kicks.size());
  return report;
}

}  // namespace

AnswerFunction walking(agent::QNetwork& network) {
  return [&network](const Judge& judge, std::span<const std::uint8_t> kick) {
    const rhythm::Row empty(kick.size(), 0);
    const agent::ScoreFunction score = [&](std::span<const std::uint8_t> snare) { return judge.score(kick, snare); };
    return agent::answer(network, {kick, empty, {}, judge.settings(), score}, 2 * network.steps()).snare;
  };
}

AnswerFunction thinking(agent::QNetwork& network) {
  return [&network](const Judge& judge, std::span<const std::uint8_t> kick) {
    const rhythm::Row empty(kick.size(), 0);
    const agent::ScoreFunction score = [&](std::span<const std::uint8_t> snare) { return judge.score(kick, snare); };
    return agent::think(network, {kick, empty, {}, judge.settings(), score}).snare;
  };
}

std::string_view method_name(Method method) { return method == Method::exact ? "exact" : "annealing"; }

Report judge_answers(const Judge& judge, std::span<const rhythm::Row> kicks, const AnswerFunction& answer,
                     std::uint64_t seed) {
  assert(!kicks.empty());
  Report report = empty_report(judge.steps(), kicks, judge.method());
  for (const rhythm::Row& kick : kicks) add(report, report.cases.emplace_back(judge_case(judge, kick, answer, seed)));
  finish(report);
  return report;
}

Report judge_held_out(const Judge& judge, int count, std::uint64_t seed, const AnswerFunction& answer) {
  Report report = judge_answers(judge, env::held_out_kicks(judge.steps(), count, seed), answer, seed);
  report.held_out = judge.steps() >= env::kFewestHeldOutSteps;
  return report;
}

Report judge_drawn_settings(int steps, int count, std::uint64_t seed, const AnswerFunction& answer) {
  const std::vector<rhythm::Row> kicks = env::held_out_kicks(steps, count, seed);
  const env::TermScorer scorer(steps);
  const auto tables = env::TermTables::make(scorer);
  core::Rng rng(seed);
  Report report = empty_report(steps, kicks, tables != nullptr ? Method::exact : Method::annealing);
  report.held_out = steps >= env::kFewestHeldOutSteps;
  for (const rhythm::Row& kick : kicks) {
    const Judge judge(steps, drawn_settings(rng, scorer), tables);
    add(report, report.cases.emplace_back(judge_case(judge, kick, answer, seed)));
  }
  finish(report);
  return report;
}

Report judge_again(const Judge& judge, const Report& report, const AnswerFunction& answer) {
  Report again;
  again.steps = report.steps;
  again.kicks = report.kicks;
  again.held_out = report.held_out;
  again.method = report.method;
  again.cases = report.cases;
  for (Case& one : again.cases) {
    one.answer.snare = answer(judge, one.kick);
    one.answer.reward = judge.reward(one.kick, one.answer.snare);
    add(again, one);
  }
  finish(again);
  return again;
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
