// Looking into the network that answers.
#include <doctest/doctest.h>

#include <cmath>
#include <numeric>

#include "agent/agent_file.h"
#include "agent/shared_input.h"
#include "session/session.h"
#include "tests/session/session_steps.h"

namespace {

using session::Session;

// Shared networks of an untrained agent.
std::vector<std::uint8_t> shared_agent() {
  core::Config config;
  config.steps = 16;
  agent::Agent agent(config);
  core::Rng rng(5);
  agent.network.initialise(rng);
  return agent::encode_agent(agent);
}

TEST_CASE("inside a shared network are its inputs, its layers and a Q-value for each step, at any length up to 64") {
  Session session;
  REQUIRE(session.load_agent(shared_agent(), session::AgentOrigin::stored, "shared"));
  for (const int steps : {16, 12, 64}) {
    REQUIRE(session.edit(session::set_steps, steps));
    const session::Inside& inside = session.answers().inside();
    CHECK(inside.steps == steps);
    CHECK(inside.reads.channels == agent::step_inputs(true));
    CHECK(inside.hidden.size() == session.agent()->layer_sizes.size() - 2);
    for (const session::InsideLayer& layer : inside.hidden) {
      CHECK(layer.values.size() == static_cast<std::size_t>(layer.channels * steps));
      for (const float value : layer.values) CHECK(value >= 0.0F);  // after the ReLU
    }
    REQUIRE(inside.q.size() == static_cast<std::size_t>(steps));
    // The first row of what it reads is the kick.
    for (int step = 0; step < steps; ++step) {
      const bool onset = session.document().pattern().onset(rhythm::kKick, step);
      CHECK((inside.reads.values[static_cast<std::size_t>(step)] > 0.0F) == onset);
    }
  }
  REQUIRE(session.edit(session::set_steps, 65));
  CHECK(session.answers().inside().steps == 0);
  CHECK(session.answers().listens(3).empty());
}

TEST_CASE("what an agent wants that looks at single steps depends on that step of the kick alone") {
  Session session;
  session_test::load(session);  // it wants the complement
  for (const int step : {0, 3, 10}) {
    const std::vector<float>& listens = session.answers().listens(step);
    REQUIRE(listens.size() == 16);
    for (int other = 0; other < 16; ++other) {
      CHECK((listens[static_cast<std::size_t>(other)] > 0.5F) == (other == step));
    }
  }
}

TEST_CASE("the walk from silence ends at the row that is shown, and its gains add up to the reward between") {
  Session session;
  session_test::load(session);
  session.advance(1.0);
  const session::Slot& slot = session.document().current();
  const auto& rewarding = session.answers().rewarding();
  const auto& walk = session.answers().walk();
  CHECK(walk.size() == static_cast<std::size_t>(slot.pattern.onset_count(rhythm::kSnare)));
  const double sum = std::accumulate(walk.begin(), walk.end(), 0.0,
                                     [](double so_far, const session::WalkStep& step) { return so_far + step.gain; });
  const rhythm::Row kick = session::heard_row(slot);
  const double from = static_cast<double>(rewarding.reward(kick, rhythm::Row(16, 0)));
  const double to = static_cast<double>(rewarding.reward(kick, slot.pattern.row(rhythm::kSnare)));
  CHECK(sum == doctest::Approx(to - from).epsilon(1e-5));
}

}  // namespace
