#include "agent/answer.h"

#include <doctest/doctest.h>

#include <numeric>

#include "tests/agent/hand_made_network.h"

namespace {

rhythm::Row row(const char* text) { return *rhythm::parse_row(text); }

constexpr int kPlenty = 100;

}  // namespace

TEST_CASE("an answer toggles until the agent leaves it, and shows each snare on the way") {
  agent::Agent agent = agent_test::complement_agent(4, true);
  const auto answer = agent::answer(agent.network, row("x..x"), row("x..."), {}, kPlenty);
  CHECK(rhythm::format_row(answer.snare) == ".xx.");
  CHECK(answer.stop == agent::StopReason::leave_it);
  REQUIRE(answer.toggled.size() == 3);
  REQUIRE(answer.visited.size() == 4);
  CHECK(rhythm::format_row(answer.visited.front()) == "x...");
  for (std::size_t i = 0; i < answer.toggled.size(); ++i) {
    rhythm::Row expected = answer.visited[i];
    auto& cell = expected[static_cast<std::size_t>(answer.toggled[i])];
    cell = cell != 0 ? std::uint8_t{0} : rhythm::kPlainVelocity;
    CHECK(answer.visited[i + 1] == expected);
  }
}

TEST_CASE("without leave it the answer is the favourite of the cycle, from wherever it starts") {
  agent::Agent agent = agent_test::complement_agent(8, false);
  for (const char* start : {"x...x...", ".xxx.xxx", "........", "xxxxxxxx", ".xxx.xx."}) {
    const auto answer = agent::answer(agent.network, row("x...x..."), row(start), {}, kPlenty);
    CAPTURE(start);
    CHECK(rhythm::format_row(answer.snare) == ".xxx.xxx");
    CHECK(answer.stop == agent::StopReason::cycle);
  }
}

TEST_CASE("locked steps are never touched, set or not") {
  agent::Agent agent = agent_test::complement_agent(4, true);
  const rhythm::Row locked = {1, 0, 1, 0};
  const auto answer = agent::answer(agent.network, row("x..x"), row("X..."), locked, kPlenty);
  CHECK(rhythm::format_row(answer.snare) == "Xx..");  // step 0 stays although wrong, step 2 although missing
  CHECK(answer.snare[0] == rhythm::kAccentVelocity);
  CHECK(answer.stop == agent::StopReason::leave_it);
}

TEST_CASE("with every step locked and no leave it there is nothing to choose") {
  agent::Agent agent = agent_test::complement_agent(4, false);
  const auto answer = agent::answer(agent.network, row("x..x"), row("x..."), rhythm::Row(4, 1), kPlenty);
  CHECK(answer.stop == agent::StopReason::locked);
  CHECK(rhythm::format_row(answer.snare) == "x...");
  CHECK(answer.toggled.empty());
}

TEST_CASE("an answer stops at its limit of toggles") {
  agent::Agent agent = agent_test::complement_agent(8, true);
  const auto answer = agent::answer(agent.network, row("........"), row("........"), {}, 3);
  CHECK(answer.stop == agent::StopReason::limit);
  CHECK(answer.toggled.size() == 3);
  CHECK(answer.visited.back() == answer.snare);
  CHECK(agent::answer(agent.network, row("........"), row("........"), {}, 0).visited.size() == 1);
}

TEST_CASE("an agent that toggles one step for ever is stopped at the second visit") {
  Eigen::VectorXf values(3);
  values << 0.0F, 1.0F, 0.5F;
  agent::Agent agent = agent_test::constant_agent(2, true, values);
  const auto answer = agent::answer(agent.network, row(".."), row(".."), {}, kPlenty);
  CHECK(answer.stop == agent::StopReason::cycle);
  CHECK(answer.toggled == std::vector<int>{1, 1});
}

TEST_CASE("gains are measured against leaving it, or against the mean toggle without it") {
  agent::Agent with = agent_test::complement_agent(4, true);
  CHECK(agent::toggle_gains(with.network, row("x..x"), row("x...")) == std::vector<float>{1, 1, 1, -1});
  agent::Agent without = agent_test::complement_agent(4, false);
  CHECK(agent::toggle_gains(without.network, row("x..x"), row("x...")) == std::vector<float>{0.5, 0.5, 0.5, -1.5});
}

TEST_CASE("toggle probabilities are those of the softmax over all actions") {
  agent::Agent agent = agent_test::constant_agent(2, true, Eigen::VectorXf::Zero(3));
  const auto p = agent::toggle_probabilities(agent.network, row(".."), row(".."), 1.0F);
  REQUIRE(p.size() == 2);
  CHECK(p[0] == doctest::Approx(1.0 / 3.0));
  CHECK(p[1] == doctest::Approx(1.0 / 3.0));
}
