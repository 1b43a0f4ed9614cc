#include "trainer/report.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "env/held_out.h"
#include "tests/rows.h"

using test::row;

namespace trainer {
namespace {

const Judge& judge_of_difference() {
  static const Judge judge(4, rhythm::preset_settings("Original").value());
  return judge;
}

}  // namespace

TEST_CASE("the report of one hand-worked kick and two answers") {
  // Kick x...: the best snare is .xxx (1). Euclidean rhythms of three onsets leave out any step, so the fill is as
  // good.
  const std::vector<rhythm::Row> kicks = {row("x..."), row("xx..")};
  // 3 of 4 steps differ, then all four.
  const Report report = judge_answers(
      judge_of_difference(), kicks, [](const Judge&, std::span<const std::uint8_t>) { return row("..xx"); }, 1);
  CHECK(report.steps == 4);
  CHECK(report.kicks == 2);
  CHECK(report.method == Method::exact);
  CHECK(report.agent.mean == doctest::Approx(0.875));
  CHECK(report.mean_optimum == doctest::Approx(1.0));
  CHECK(report.of(Opponent::hill_climb).mean == doctest::Approx(1.0));
  CHECK(report.mean_random == doctest::Approx(0.5));
  CHECK(report.of(Opponent::euclid).mean == doctest::Approx(0.875));  // ..xx is no rotation of x.x.
  CHECK(report.agent.regret == doctest::Approx(0.25));
  CHECK(report.of(Opponent::hill_climb).regret == doctest::Approx(0.0));
  CHECK(report.of(Opponent::euclid).regret == doctest::Approx(0.25));
  CHECK(report.agent.optimal_share == 0.5);
  CHECK(report.of(Opponent::hill_climb).optimal_share == 1.0);
  CHECK(report.of(Opponent::euclid).optimal_share == 0.5);
  CHECK(report.beats_of(Opponent::hill_climb) == 0.0);
  REQUIRE(report.cases.size() == 2);
  CHECK(report.cases[0].answer.reward == 0.75F);
  CHECK(report.cases[1].optimum.snare == row("..xx"));
}

TEST_CASE("the optimum has no regret and beats a stuck hill climber, random play has regret 1") {
  const Judge judge(16, rhythm::preset_settings("Syncopated answer").value());
  const Report best =
      judge_held_out(judge, 30, 7, [](const Judge& same, auto kick) { return same.optimum(kick, 1).best.snare; });
  CHECK(best.agent.regret == 0.0);
  CHECK(best.agent.optimal_share == 1.0);
  CHECK(best.of(Opponent::hill_climb).regret > 0.0);
  CHECK(best.beats_of(Opponent::hill_climb) == doctest::Approx(1.0 - best.of(Opponent::hill_climb).optimal_share));
  const Report climber =
      judge_held_out(judge, 30, 7, [](const Judge& same, auto kick) { return same.hill_climb(kick).snare; });
  CHECK(climber.agent.regret == climber.of(Opponent::hill_climb).regret);
  CHECK(climber.agent.optimal_share == climber.of(Opponent::hill_climb).optimal_share);
  CHECK(climber.beats_of(Opponent::hill_climb) == 0.0);
}

TEST_CASE("other answers to the kicks of a report are judged as if they had been the first") {
  const Judge judge(8, rhythm::preset_settings("Syncopated answer").value());
  const auto silence = [](const Judge&, auto kick) { return rhythm::Row(kick.size(), 0); };
  const auto climber = [](const Judge& same, auto kick) { return same.hill_climb(kick).snare; };
  const Report first = judge_held_out(judge, 14, 7, climber);
  const Report again = judge_again(judge, judge_held_out(judge, 14, 7, silence), climber);
  CHECK(report_to_json(again) == report_to_json(first));
  CHECK(again.cases.front().answer.snare == first.cases.front().answer.snare);
}

TEST_CASE("settings that make all snares alike give no regret") {
  const Judge judge(8, {});
  const Report report =
      judge_held_out(judge, 5, 1, [](const Judge&, auto kick) { return rhythm::Row(kick.size(), 0); });
  CHECK(report.agent.regret == 0.0);
  CHECK(report.agent.optimal_share == 1.0);
}

TEST_CASE("only kicks of eight steps and more are held out, and the report says so") {
  const auto silence = [](const Judge&, std::span<const std::uint8_t> kick) { return rhythm::Row(kick.size(), 0); };
  CHECK_FALSE(judge_held_out(judge_of_difference(), 200, 1, silence).held_out);
  CHECK(judge_held_out(judge_of_difference(), 200, 1, silence).kicks == 15);
  const Judge eight(8, rhythm::preset_settings("Original").value());
  const Report report = judge_held_out(eight, 200, 1, silence);
  CHECK(report.held_out);
  for (const Case& one : report.cases) CHECK(env::is_held_out(one.kick));
}

TEST_CASE(
    "an agent's scorings are what it visited, its network alone makes none, and a tabu walk is a player like others") {
  const Judge judge(16, rhythm::preset_settings("Clave mix").value());
  agent::QNetwork network(core::original_config());
  core::Rng rng(5);
  network.initialise(rng);
  const Report walked = judge_held_out(judge, 5, 7, walking(network));
  CHECK(walked.agent.scorings == 33.0);  // the empty snare, and one more after each of 32 toggles
  CHECK(judge_again(judge, walked, alone(network)).agent.scorings == 0.0);
  CHECK(walked.of(Opponent::tabu).scorings == walked.of(Opponent::annealing).scorings);
  CHECK(walked.of(Opponent::hill_climb).regret >= walked.of(Opponent::tabu).regret);
  const Report tabu = judge_again(judge, walked, [](const Judge& same, auto kick) {
    Judge::Searched searched = same.tabu_walk(kick);
    return Answered(std::move(searched.best.snare), searched.scorings);
  });
  CHECK(tabu.agent.regret == walked.of(Opponent::tabu).regret);
  CHECK(tabu.agent.scorings == walked.of(Opponent::tabu).scorings);
  CHECK(tabu.beats_of(Opponent::tabu) == 0.0);
}

TEST_CASE("an agent of a fixed length answers longer and shorter kicks window by window") {
  const auto climber = [](const Judge& judge, std::span<const std::uint8_t> kick) {
    CHECK(kick.size() == 4);
    CHECK(judge.steps() == 4);
    return Answered(judge.hill_climb(kick).snare, 3);
  };
  const AnswerFunction any_length = in_windows(climber, 4);
  for (const char* kick : {"x..", "x.x.", "x.xxx", "x...xxx..", "xxxxxxxxxxxx"}) {
    CAPTURE(kick);
    const rhythm::Row heard = row(kick);
    const Judge judge(static_cast<int>(heard.size()), rhythm::preset_settings("Original").value());
    const Answered answer = any_length(judge, heard);
    CHECK(judge.reward(heard, answer.snare) == 1.0F);  // the complement, whatever it was cut into
    CHECK(answer.scorings == 3 * ((static_cast<int>(heard.size()) + 3) / 4));
  }
}

TEST_CASE("the report's json has the keys that were agreed on") {
  const Report report =
      judge_held_out(judge_of_difference(), 3, 1, [](const Judge&, auto kick) { return rhythm::Row(kick.size(), 0); });
  const auto json = report_to_json(report);
  for (const char* key : {"regret", "regret_tabu", "regret_annealing", "regret_hill_climb", "optimal_share",
                          "mean_reward", "mean_optimum", "mean_tabu", "mean_hill_climb", "mean_random", "mean_euclid",
                          "beats_tabu", "beats_hill_climb", "scorings", "scorings_search"}) {
    CAPTURE(key);
    CHECK(json[key].is_number());
  }
  CHECK(json["method"] == "exact");
  CHECK(json["kicks"] == 3);
}

}  // namespace trainer
