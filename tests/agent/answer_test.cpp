#include "agent/answer.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "agent/think.h"
#include "rhythm/metrics.h"
#include "tests/agent/hand_made_network.h"
#include "tests/rows.h"

using test::row;

namespace {

constexpr int kPlenty = 100;

const rhythm::RewardSettings& original() { return rhythm::find_preset("Original")->settings; }

// Judges by the difference to the kick.
agent::ScoreFunction difference_to(const rhythm::Row& kick) {
  return [kick](std::span<const std::uint8_t> snare) {
    return agent::Score{.reward = static_cast<float>(rhythm::difference(kick, snare)), .values = {}};
  };
}

agent::Answer answer(agent::Agent& agent, const char* kick_text, const char* start, const rhythm::Row& locked = {},
                     int max_toggles = kPlenty) {
  const rhythm::Row kick = row(kick_text);
  const rhythm::Row snare = row(start);
  const agent::ScoreFunction score = difference_to(kick);
  return agent::answer(agent.network, {kick, snare, locked, original(), score}, max_toggles);
}

}  // namespace

TEST_CASE("an answer is the best snare of a walk that shows each snare on the way") {
  agent::Agent agent = agent_test::complement_agent(4, true);
  const auto result = answer(agent, "x..x", "x...");
  CHECK(rhythm::format_row(result.snare) == ".xx.");
  CHECK(result.reward == 1.0F);
  REQUIRE(result.visited.size() == result.toggled.size() + 1);
  REQUIRE(result.rewards.size() == result.visited.size());
  CHECK(rhythm::format_row(result.visited.front()) == "x...");
  CHECK(result.visited[3] == result.snare);
  for (std::size_t i = 0; i < result.toggled.size(); ++i) {
    rhythm::Row expected = result.visited[i];
    auto& cell = expected[static_cast<std::size_t>(result.toggled[i])];
    cell = cell != 0 ? std::uint8_t{0} : rhythm::kPlainVelocity;
    CHECK(result.visited[i + 1] == expected);
  }
}

TEST_CASE("a walk never comes back to a snare, and ends when there is nothing new around it") {
  agent::Agent agent = agent_test::complement_agent(4, true);
  const auto result = answer(agent, "x..x", "x...");
  const std::set<rhythm::Row> distinct(result.visited.begin(), result.visited.end());
  CHECK(distinct.size() == result.visited.size());
  CHECK(result.visited.size() <= 16);
  // From there every toggle leads to a snare it has been at.
  for (std::size_t step = 0; step < 4; ++step) {
    rhythm::Row neighbour = result.visited.back();
    neighbour[step] = neighbour[step] != 0 ? std::uint8_t{0} : rhythm::kPlainVelocity;
    CHECK(distinct.contains(neighbour));
  }
}

TEST_CASE("the answer is the complement from wherever it starts, with and without leave it") {
  for (const bool leave_it : {true, false}) {
    agent::Agent agent = agent_test::complement_agent(8, leave_it);
    for (const char* start : {"x...x...", ".xxx.xxx", "........", "xxxxxxxx", ".xxx.xx."}) {
      CAPTURE(start);
      CHECK(rhythm::format_row(answer(agent, "x...x...", start).snare) == ".xxx.xxx");
    }
  }
}

TEST_CASE("locked steps are never touched, set or not") {
  agent::Agent agent = agent_test::complement_agent(4, true);
  const auto result = answer(agent, "x..x", "X...", {1, 0, 1, 0});
  CHECK(rhythm::format_row(result.snare) == "Xx..");  // step 0 stays although wrong, step 2 although missing
  CHECK(result.snare[0] == rhythm::kAccentVelocity);
  for (const rhythm::Row& snare : result.visited) {
    CHECK(snare[0] == rhythm::kAccentVelocity);
    CHECK(snare[2] == 0);
  }
}

TEST_CASE("with every step locked there is nothing to choose") {
  agent::Agent agent = agent_test::complement_agent(4, false);
  const auto result = answer(agent, "x..x", "x...", rhythm::Row(4, 1));
  CHECK(rhythm::format_row(result.snare) == "x...");
  CHECK(result.toggled.empty());
}

TEST_CASE("an answer stops at its limit of toggles") {
  agent::Agent agent = agent_test::complement_agent(8, true);
  const auto result = answer(agent, "........", "........", {}, 3);
  CHECK(result.toggled.size() == 3);
  CHECK(result.visited.back() == result.snare);
  CHECK(answer(agent, "........", "........", {}, 0).visited.size() == 1);
}

TEST_CASE("an agent that toggles one step for ever walks on to other steps, and the best snare counts") {
  Eigen::VectorXf values(5);
  values << 0.0F, 1.0F, 0.5F, 0.25F, 0.75F;
  agent::Agent agent = agent_test::constant_agent(4, true, values);
  const auto result = answer(agent, "x.xx", "....");
  CHECK(result.toggled.front() == 1);
  CHECK(rhythm::format_row(result.snare) == ".x..");
}

TEST_CASE("thinking longer is never worse, keeps the locks and its limit, and finds what the walk misses") {
  Eigen::VectorXf values = Eigen::VectorXf::Zero(9);
  agent::Agent agent = agent_test::constant_agent(8, true, values);  // knows nothing
  const rhythm::Row kick = row("x..x..x.");
  const rhythm::Row snare = row("........");
  const rhythm::Row locked = {0, 1, 0, 0, 0, 0, 0, 0};
  int calls = 0;
  const agent::ScoreFunction score = [&](std::span<const std::uint8_t> candidate) {
    ++calls;
    CHECK(candidate[1] == 0);
    return difference_to(kick)(candidate);
  };
  const agent::Task task{kick, snare, locked, original(), score};
  const auto walk = agent::answer(agent.network, task, 4);
  const auto thought = agent::think(agent.network, task, 500);
  CHECK(thought.reward >= walk.reward);
  CHECK(rhythm::format_row(thought.snare) == "..x.xx.x");
  CHECK(thought.reward == doctest::Approx(0.75));
  CHECK(thought.evaluations <= 500);
  CHECK(thought.gained >= 0.0F);
  const auto hasty = agent::think(agent.network, task, 1);
  CHECK(hasty.gained == 0.0F);
}

TEST_CASE("gains are measured against leaving it, or against the mean toggle without it") {
  const rhythm::Row kick = row("x..x");
  const rhythm::Row snare = row("x...");
  agent::Agent with = agent_test::complement_agent(4, true);
  CHECK(agent::toggle_gains(with.network, {kick, snare, original(), {}}) == std::vector<float>{1, 1, 1, -1});
  agent::Agent without = agent_test::complement_agent(4, false);
  CHECK(agent::toggle_gains(without.network, {kick, snare, original(), {}}) == std::vector<float>{0.5, 0.5, 0.5, -1.5});
}

TEST_CASE("toggle probabilities are those of the softmax over all actions") {
  agent::Agent agent = agent_test::constant_agent(2, true, Eigen::VectorXf::Zero(3));
  const rhythm::Row silence = row("..");
  const auto p = agent::toggle_probabilities(agent.network, {silence, silence, original(), {}}, 1.0F);
  REQUIRE(p.size() == 2);
  CHECK(p[0] == doctest::Approx(1.0 / 3.0));
  CHECK(p[1] == doctest::Approx(1.0 / 3.0));
}

TEST_CASE("an answer of 1024 steps ends, and on its way there no snare comes twice") {
  constexpr int kSteps = 1024;
  Eigen::VectorXf values(kSteps + 1);
  for (int step = 0; step <= kSteps; ++step) values(step) = static_cast<float>(step * 7 % 11);  // many equals
  agent::Agent agent = agent_test::constant_agent(kSteps, true, values);
  rhythm::Row kick(kSteps, 0);
  for (std::size_t step = 0; step < kick.size(); step += 3) kick[step] = rhythm::kPlainVelocity;
  const rhythm::Row snare(kSteps, 0);
  const rhythm::Row nothing_locked;
  const agent::ScoreFunction score = difference_to(kick);
  const auto result = agent::answer(agent.network, {kick, snare, nothing_locked, original(), score}, 2 * kSteps);
  CHECK(result.toggled.size() == 2 * kSteps);
  CHECK(std::set<rhythm::Row>(result.visited.begin(), result.visited.end()).size() == result.visited.size());
  CHECK(result.reward == *std::ranges::max_element(result.rewards));
}
