#include <CLI/CLI.hpp>
#include <iomanip>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/files.h"
#include "env/rhythm_env.h"
#include "trainer/evaluate.h"
#include "trainer/evaluation_json.h"

namespace cli {
namespace {

struct TestOptions {
  std::string checkpoint;
  std::string scenario = "worst";
  int iterations = 10;
  std::uint64_t seed = 1;
  bool json = false;
};

void print_rollout(const trainer::Rollout& rollout) {
  std::cout << std::fixed << std::setprecision(4);
  for (std::size_t i = 0; i < rollout.rewards.size(); ++i) {
    std::cout << (i == 0 ? "start" : "iteration " + std::to_string(i)) << ", reward " << rollout.rewards[i] << '\n'
              << env::render_rows(rollout.kick, rollout.snares[i]) << "\n\n";
  }
}

int test(const TestOptions& options) {
  const auto scenario = trainer::parse_scenario(options.scenario);
  if (!scenario) return report(scenario.error().message);
  auto agent = read_agent(options.checkpoint);
  if (!agent) return report(agent.error().message);
  const trainer::Rollout rollout = trainer::run_scenario(agent->network, *scenario, options.iterations, options.seed);
  if (options.json) {
    nlohmann::ordered_json json = {{"scenario", options.scenario}};
    json.update(trainer::rollout_to_json(rollout));
    std::cout << json.dump() << '\n';
  } else {
    print_rollout(rollout);
  }
  return 0;
}

}  // namespace

void add_test(CLI::App& app, int& exit_status) {
  CLI::App* command = app.add_subcommand(
      "test", "Lets an agent improve a snare greedily and prints the pattern and reward of each iteration.");
  auto options = std::make_shared<TestOptions>();
  command->add_option("--checkpoint", options->checkpoint, "The agent file.")->required()->type_name("FILE");
  command
      ->add_option("--scenario", options->scenario,
                   "best (snare complements a four-on-the-floor kick), worst (snare equals it) or random.")
      ->type_name("best|worst|random");
  command->add_option("--iterations", options->iterations, "How many greedy iterations (10).")
      ->check(CLI::Range(1, 4096));
  command->add_option("--seed", options->seed, "Chooses the random scenario's start (1).");
  command->add_flag("--json", options->json, "Prints one JSON object: scenario, rewards, sequences, kick.");
  command->callback([options, &exit_status] { exit_status = test(*options); });
}

}  // namespace cli
