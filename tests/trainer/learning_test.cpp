// The agent against the true optimum. Small tasks only: these run under sanitizers too.
#include <doctest/doctest.h>

#include <algorithm>

#include "trainer/evaluate.h"
#include "trainer/trainer.h"

TEST_CASE("8 steps with default settings: nearly every random start reaches the optimum in the fewest toggles") {
  core::Config config = core::original_config();
  config.steps = 8;
  config.hidden_units = 64;  // a quarter of the time of the default 128
  trainer::Trainer trainer(config);
  const auto before = trainer::run_starts(trainer.network(), 1000, 8, 1);
  CHECK(before.fewest < 300);
  trainer.run(12000);
  const auto after = trainer::run_starts(trainer.network(), 1000, 8, 1);
  CHECK(after.fewest >= 990);
  CHECK(after.reached >= after.fewest);
}

TEST_CASE("the original's setting learns: no leave it, from the worst case to 1 and then alternating") {
  core::Config config = core::original_config();
  config.steps = 8;
  config.leave_it = false;
  config.hidden_units = 64;
  trainer::Trainer trainer(config);
  trainer.run(300 * config.episode_steps);
  const auto worst = trainer::run_scenario(trainer.network(), trainer::Scenario::worst, 12, 1);
  CHECK(worst.rewards[8] == 1.0);
  CHECK(worst.rewards[9] == 0.75);
  CHECK(worst.rewards[10] == 1.0);
  const auto best = trainer::run_scenario(trainer.network(), trainer::Scenario::best, 12, 1);
  CHECK(*std::ranges::min_element(best.rewards) >= 0.75);
}

TEST_CASE("the shortest patterns learn as well") {
  for (const int steps : {2, 3}) {
    core::Config config = core::original_config();
    config.steps = steps;
    config.hidden_units = 32;
    trainer::Trainer trainer(config);
    trainer.run(4000);
    CHECK(trainer::run_starts(trainer.network(), 200, 4, 1).fewest == 200);
  }
}
