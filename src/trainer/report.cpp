#include "trainer/report.h"

#include <array>
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

constexpr std::array<std::string_view, kOpponents> kOpponentKeys = {"tabu", "annealing", "hill_climb", "euclid"};

void add(Standing& standing, const Found& found, int scorings, const Found& optimum) {
  standing.mean += static_cast<double>(found.reward);
  standing.scorings += scorings;
  if (found.reward >= optimum.reward - kSameReward) ++standing.optimal_share;
}

void add(Report& report, const Case& one) {
  report.mean_optimum += static_cast<double>(one.optimum.reward);
  report.mean_random += one.random;
  add(report.agent, one.answer, one.scorings, one.optimum);
  for (std::size_t i = 0; i < kOpponents; ++i) {
    add(report.opponents[i], one.opponents[i], one.opponent_scorings[i], one.optimum);
    if (one.answer.reward > one.opponents[i].reward + kSameReward) ++report.beats[i];
  }
}

void judge_answer(const Judge& judge, const AnswerFunction& answer, Case& one) {
  Answered answered = answer(judge, one.kick);
  assert(answered.snare.size() == one.kick.size());
  one.answer = {.snare = std::move(answered.snare), .reward = 0.0F};
  one.answer.reward = judge.reward(one.kick, one.answer.snare);
  one.scorings = answered.scorings;
}

Case judge_case(const Judge& judge, const rhythm::Row& kick, const AnswerFunction& answer, std::uint64_t seed) {
  Judge::Optimum optimum = judge.optimum(kick, seed);
  Case one;
  one.kick = kick;
  one.optimum = std::move(optimum.best);
  one.random = optimum.mean;
  Judge::Searched tabu = judge.tabu_walk(kick);
  Judge::Searched annealing = judge.anneal_within(kick, tabu.scorings, seed);
  one.opponent_scorings = {tabu.scorings, annealing.scorings};
  one.opponents = {std::move(tabu.best), std::move(annealing.best), judge.hill_climb(kick), judge.euclid(kick)};
  judge_answer(judge, answer, one);
  return one;
}

// From sums to means and shares.
void finish(Report& report) {
  const auto divide = [&](auto&... sums) { ((sums /= report.kicks), ...); };
  divide(report.mean_optimum, report.mean_random);
  const double span = report.mean_optimum - report.mean_random;
  const auto finish_standing = [&](Standing& standing) {
    divide(standing.mean, standing.optimal_share, standing.scorings);
    const double missing = report.mean_optimum - standing.mean;
    standing.regret = span > static_cast<double>(kSameReward) ? missing / span : 0.0;
  };
  finish_standing(report.agent);
  for (Standing& standing : report.opponents) finish_standing(standing);
  for (double& share : report.beats) divide(share);
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
    const agent::ToggleScoreFunction toggles = judge.toggles(kick);
    agent::Answer found =
        agent::answer(network, {kick, empty, {}, judge.settings(), score, &judge.metre(), &toggles}, 2 * judge.steps());
    return Answered(std::move(found.snare), found.scorings);
  };
}

AnswerFunction thinking(agent::QNetwork& network) {
  return [&network](const Judge& judge, std::span<const std::uint8_t> kick) {
    const rhythm::Row empty(kick.size(), 0);
    const agent::ScoreFunction score = [&](std::span<const std::uint8_t> snare) { return judge.score(kick, snare); };
    const agent::ToggleScoreFunction toggles = judge.toggles(kick);
    agent::Thought thought =
        agent::think(network, {kick, empty, {}, judge.settings(), score, &judge.metre(), &toggles});
    return Answered(std::move(thought.snare), thought.evaluations);
  };
}

AnswerFunction alone(agent::QNetwork& network) {
  return [&network](const Judge& judge, std::span<const std::uint8_t> kick) {
    const rhythm::Row empty(kick.size(), 0);
    const agent::Question question{kick, empty, judge.settings(), {}, {}, &judge.metre()};
    return Answered(agent::answer_alone(network, question, {}, 2 * judge.steps()));
  };
}

AnswerFunction in_windows(AnswerFunction answer, int steps) {
  auto tables = env::TermTables::make(env::TermScorer(steps));
  return [=](const Judge& judge, std::span<const std::uint8_t> kick) {
    Answered whole({}, 0);
    for (std::size_t first = 0; first < kick.size(); first += static_cast<std::size_t>(steps)) {
      rhythm::RewardSettings settings = judge.settings();
      settings.liked = rhythm::window(settings.liked, first, steps);
      const Judge of_window(steps, settings, tables);
      const Answered part = answer(of_window, rhythm::window(kick, first, steps));
      whole.snare.insert(whole.snare.end(), part.snare.begin(), part.snare.end());
      whole.scorings += part.scorings;
    }
    whole.snare.resize(kick.size());
    return whole;
  };
}

AnswerFunction for_any_length(AnswerFunction answer, const agent::QNetwork& network, int steps) {
  if (network.is_shared() || network.steps() == steps) return answer;
  return in_windows(std::move(answer), network.steps());
}

std::string_view opponent_key(Opponent opponent) { return kOpponentKeys[static_cast<std::size_t>(opponent)]; }

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

Report judge_drawn_settings(int steps, const rhythm::Metre& metre, int count, std::uint64_t seed,
                            const AnswerFunction& answer) {
  const std::vector<rhythm::Row> kicks = env::held_out_kicks(steps, count, seed);
  const env::TermScorer scorer(steps, metre);
  const auto tables = env::TermTables::make(scorer);
  core::Rng rng(seed);
  Report report = empty_report(steps, kicks, tables != nullptr ? Method::exact : Method::annealing);
  report.held_out = steps >= env::kFewestHeldOutSteps;
  for (const rhythm::Row& kick : kicks) {
    const Judge judge(steps, metre, drawn_settings(rng, scorer), tables);
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
    judge_answer(judge, answer, one);
    add(again, one);
  }
  finish(again);
  return again;
}

nlohmann::ordered_json report_to_json(const Report& report) {
  nlohmann::ordered_json json = {{"steps", report.steps},
                                 {"kicks", report.kicks},
                                 {"held_out", report.held_out},
                                 {"method", std::string(method_name(report.method))}};
  const auto write = [&](const std::string& suffix, const char* mean, const Standing& standing) {
    json["regret" + suffix] = standing.regret;
    json["optimal_share" + suffix] = standing.optimal_share;
    json[mean + suffix] = standing.mean;
  };
  write("", "mean_reward", report.agent);
  json["scorings"] = report.agent.scorings;
  for (std::size_t i = 0; i < kOpponents; ++i) {
    const std::string suffix = "_" + std::string(kOpponentKeys[i]);
    write(suffix, "mean", report.opponents[i]);
    json["beats" + suffix] = report.beats[i];
  }
  json["scorings_search"] = report.of(Opponent::tabu).scorings;
  json["mean_optimum"] = report.mean_optimum;
  json["mean_random"] = report.mean_random;
  return json;
}

}  // namespace trainer
