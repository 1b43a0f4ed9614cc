#include "agent/density.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>

#include "core/rng.h"
#include "tests/agent/hand_made_network.h"
#include "tests/nn/matrices.h"
#include "tests/rows.h"

using test::row;

using test::random_row;

namespace {

const rhythm::RewardSettings& any_reward() { return rhythm::find_preset("Original")->settings; }

const agent::ScoreFunction kNoScore = [](std::span<const std::uint8_t>) { return agent::Score{}; };

agent::DensityPath path(agent::Agent& agent, const char* snare_text, bool denser, const rhythm::Row& locked = {}) {
  const rhythm::Row snare = row(snare_text);
  const rhythm::Row kick(snare.size(), 0);
  return agent::density_path(agent.network, {kick, snare, locked, any_reward(), kNoScore}, denser);
}

// Toggling step i is always worth gains[i].
agent::Agent agent_with_gains(const std::vector<float>& gains) {
  Eigen::VectorXf values = Eigen::VectorXf::Zero(std::ssize(gains) + 1);
  for (std::size_t i = 0; i < gains.size(); ++i) values[static_cast<Eigen::Index>(i)] = gains[i];
  return agent_test::constant_agent(static_cast<int>(gains.size()), true, values);
}

}  // namespace

TEST_CASE("onsets come in the order of their gains, until half of the rests are filled") {
  agent::Agent agent = agent_with_gains({-1.0F, -0.5F, 0.0F, -2.0F, 0.5F, -1.5F, -0.25F, -0.75F});
  const auto denser = path(agent, "........", true);
  CHECK(denser.steps == std::vector<int>{4, 2, 6, 1});
  CHECK(denser.gains == std::vector<float>{0.5F, 0.0F, -0.25F, -0.5F});
  CHECK(path(agent, "....x..x", true).steps == std::vector<int>{2, 6, 1});
}

TEST_CASE("onsets go in the order of their gains, until a quarter is left") {
  agent::Agent agent = agent_with_gains({-1.0F, -0.5F, 0.0F, -2.0F, 0.5F, -1.5F, -0.25F, -0.75F});
  CHECK(path(agent, "xxxxxxxx", false).steps == std::vector<int>{4, 2, 6, 1, 7, 0});
  CHECK(path(agent, "xx.x....", false).steps == std::vector<int>{1, 0});
  CHECK(path(agent, "xx......", false).steps == std::vector<int>{1});
  CHECK(path(agent, "x.......", false).steps.empty());
  CHECK(path(agent, "........", false).steps.empty());
}

TEST_CASE("what would cost the agent too much is never toggled, however far the fader goes") {
  agent::Agent agent = agent_with_gains({-3.5F, -2.9F, -4.0F, -3.1F});
  CHECK(path(agent, "....", true).steps == std::vector<int>{1});
  CHECK(path(agent, "xxxx", false).steps == std::vector<int>{1});
  agent::Agent sure = agent_with_gains({-3.5F, -3.9F, -4.0F, -3.1F});
  CHECK(path(sure, "....", true).steps.empty());
  CHECK(path(sure, "xxxx", false).steps.empty());
}

TEST_CASE("gains are asked anew after each toggle") {
  // Likes no onset right after another: hidden unit i is 1 where the snare sounds and takes 1 from toggling i + 1.
  constexpr int kSteps = 8;
  agent::Agent agent(agent_test::network_config(kSteps, true, kSteps));
  Eigen::MatrixXf hidden = Eigen::MatrixXf::Zero(kSteps, 3 * kSteps);
  Eigen::MatrixXf output = Eigen::MatrixXf::Zero(kSteps + 1, kSteps);
  for (int i = 0; i < kSteps; ++i) {
    hidden(i, kSteps + i) = 1.0F;
    output((i + 1) % kSteps, i) = -1.0F;
  }
  nn_test::set_layer(agent.network.mlp(), 0, hidden, Eigen::VectorXf::Zero(kSteps));
  nn_test::set_layer(agent.network.mlp(), 1, output, Eigen::VectorXf::Zero(kSteps + 1));
  CHECK(path(agent, "........", true).steps == std::vector<int>{0, 2, 4, 6});
}

TEST_CASE("equal ways of the fader make equally many toggles, none at its middle and all at its ends") {
  const agent::DensityPath five{.steps = {0, 1, 2, 3, 4}, .gains = std::vector<float>(5, 0.0F)};
  CHECK(agent::toggles_at(five, 0.0) == 0);
  CHECK(agent::toggles_at(five, 0.2) == 1);
  CHECK(agent::toggles_at(five, -0.4) == 2);
  CHECK(agent::toggles_at(five, 0.8) == 4);
  CHECK(agent::toggles_at(five, 1.0) == 5);
  CHECK(agent::toggles_at(five, -1.0) == 5);
  CHECK(agent::toggles_at({}, 1.0) == 0);
}

TEST_CASE("paths toggle free steps once each, keep locks, leave rests and onsets, and are the same every time") {
  core::Rng rng(11);
  for (int round = 0; round < 300; ++round) {
    CAPTURE(round);
    const int steps = 2 + static_cast<int>(rng.below(31));
    agent::Agent agent = agent_test::random_agent(steps, round % 2 == 0, 16, rng.next());
    const rhythm::Row kick = random_row(rng, steps, 3);
    const rhythm::Row snare = random_row(rng, steps, 2);
    const rhythm::Row locked = round % 3 == 0 ? rhythm::Row{} : random_row(rng, steps, 4);
    const agent::Task task{kick, snare, locked, any_reward(), kNoScore};
    for (const bool denser : {true, false}) {
      const auto path = agent::density_path(agent.network, task, denser);
      REQUIRE(path.steps.size() == path.gains.size());
      rhythm::Row toggled = snare;
      for (std::size_t i = 0; i < path.steps.size(); ++i) {
        const auto step = static_cast<std::size_t>(path.steps[i]);
        CHECK((toggled[step] != 0) != denser);
        CHECK((locked.empty() || locked[step] == 0));
        CHECK(path.gains[i] >= agent::kDearestGain);
        rhythm::toggle(toggled[step]);
      }
      const auto sounds = [](std::uint8_t velocity) { return velocity != 0; };
      if (std::ranges::any_of(snare, sounds)) CHECK(std::ranges::any_of(toggled, sounds));
      if (!std::ranges::all_of(snare, sounds)) CHECK_FALSE(std::ranges::all_of(toggled, sounds));
      CHECK(agent::density_path(agent.network, task, denser).steps == path.steps);
    }
  }
}
