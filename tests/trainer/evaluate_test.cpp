#include "trainer/evaluate.h"

#include <doctest/doctest.h>

#include <cmath>

#include "rhythm/metrics.h"
#include "tests/agent/hand_made_network.h"

TEST_CASE("the best case starts at 1 and the worst at -1, with four on the floor") {
  agent::Agent agent = agent_test::complement_agent(8, true);
  const auto best = trainer::run_scenario(agent.network, trainer::Scenario::best, 3, 1);
  CHECK(rhythm::format_row(best.kick) == "x...x...");
  CHECK(rhythm::format_row(best.snares[0]) == ".xxx.xxx");
  CHECK(best.rewards == std::vector<double>{1, 1, 1, 1});
  const auto worst = trainer::run_scenario(agent.network, trainer::Scenario::worst, 9, 1);
  CHECK(rhythm::format_row(worst.snares[0]) == "x...x...");
  CHECK(worst.rewards == std::vector<double>{-1, -0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75, 1, 1});
  REQUIRE(worst.snares.size() == 10);
  CHECK(rhythm::format_row(worst.snares.back()) == ".xxx.xxx");
}

TEST_CASE("without leave it the best agent alternates between 1 and just below") {
  agent::Agent agent = agent_test::complement_agent(8, false);
  const auto best = trainer::run_scenario(agent.network, trainer::Scenario::best, 4, 1);
  CHECK(best.rewards == std::vector<double>{1, 0.75, 1, 0.75, 1});
}

TEST_CASE("the random scenario is the same for the same seed") {
  agent::Agent agent = agent_test::complement_agent(16, true);
  const auto a = trainer::run_scenario(agent.network, trainer::Scenario::random, 20, 7);
  const auto b = trainer::run_scenario(agent.network, trainer::Scenario::random, 20, 7);
  const auto c = trainer::run_scenario(agent.network, trainer::Scenario::random, 20, 8);
  CHECK(a.kick == b.kick);
  CHECK(a.snares == b.snares);
  CHECK((a.kick != c.kick || a.snares != c.snares));
  CHECK(a.rewards.back() == 1.0);
  CHECK(a.rewards.front() == rhythm::difference(a.kick, a.snares.front()));
}

TEST_CASE("a perfect agent brings every start to the optimum in the fewest toggles") {
  for (const bool leave_it : {true, false}) {
    const agent::Agent agent = agent_test::complement_agent(16, leave_it);
    const auto result = trainer::run_starts(agent.network, 600, 16, 3);
    CHECK(result.starts == 600);
    CHECK(result.reached == 600);
    CHECK(result.fewest == 600);
    REQUIRE(result.mean_rewards.size() == 17);
    CHECK(std::abs(result.mean_rewards.front()) < 0.05);  // random rows differ at half their steps
    if (leave_it) CHECK(result.mean_rewards.back() == doctest::Approx(1.0));
  }
}

TEST_CASE("an agent that does nothing reaches only the starts that were there already") {
  Eigen::VectorXf values = Eigen::VectorXf::Zero(3);
  values(2) = 1.0F;  // always leaves it
  const agent::Agent agent = agent_test::constant_agent(2, true, values);
  const auto result = trainer::run_starts(agent.network, 4000, 4, 3);
  // Two rows of two steps are complements with chance 1/4: 1000, a standard deviation of 27.
  CHECK(std::abs(result.reached - 1000) < 137);
  CHECK(result.fewest == result.reached);
  CHECK(result.mean_rewards.front() == doctest::Approx(result.mean_rewards.back()));
}

TEST_CASE("an agent that takes a detour reaches the optimum, but not in the fewest toggles") {
  // Toggles step 0 for ever: of two steps it solves those starts whose step 1 is right, and it needs 0 or 1 toggles.
  Eigen::VectorXf values(2);
  values << 1.0F, 0.0F;
  const agent::Agent agent = agent_test::constant_agent(2, false, values);
  const auto result = trainer::run_starts(agent.network, 4000, 4, 3);
  CHECK(std::abs(result.reached - 2000) < 158);
  CHECK(result.fewest == result.reached);
}

TEST_CASE("scenarios have names") {
  for (const char* name : {"best", "worst", "random"}) {
    const auto scenario = trainer::parse_scenario(name);
    REQUIRE(scenario.has_value());
    CHECK(trainer::scenario_name(*scenario) == name);
  }
  CHECK_FALSE(trainer::parse_scenario("Best").has_value());
}
