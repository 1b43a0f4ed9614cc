// What an agent tries out: an episode by its softmax policy.
#include "agent/attempt.h"

#include <doctest/doctest.h>

#include <vector>

#include "agent/agent.h"
#include "tests/agent/hand_made_network.h"

namespace {

TEST_CASE("a hot policy ends at random snares, a cold one where the greedy policy goes, and locked steps stay") {
  agent::Agent agent = agent_test::complement_agent(8, true);
  const rhythm::Row kick = {1, 0, 0, 1, 0, 0, 1, 0};
  const rhythm::Row empty(8, 0);
  const rhythm::RewardSettings reward{};
  const agent::ScoreFunction score = [](std::span<const std::uint8_t>) { return agent::Score{}; };
  const auto attempt = [&](float temperature, std::span<const std::uint8_t> locked, core::Rng& rng) {
    const agent::Task task{kick, empty, locked, reward, score};
    return agent::attempt(agent.network, task, temperature, 33, rng);
  };
  core::Rng rng(3);
  std::vector<int> onsets(8, 0);
  constexpr int kTurns = 400;
  for (int turn = 0; turn < kTurns; ++turn) {
    const rhythm::Row row = attempt(1000.0F, {}, rng);
    for (std::size_t step = 0; step < row.size(); ++step) onsets[step] += row[step] != 0 ? 1 : 0;
  }
  for (const int count : onsets) CHECK(count == doctest::Approx(kTurns * 0.5).epsilon(0.25));
  CHECK(rhythm::format_row(attempt(0.001F, {}, rng)) == ".xx.xx.x");
  CHECK(attempt(1000.0F, std::vector<std::uint8_t>(8, 1), rng) == empty);
}

}  // namespace
