#include "cli/band.h"

#include <chrono>
#include <cstdio>
#include <iostream>
#include <nlohmann/json.hpp>

#include "agent/agent.h"
#include "cli/commands.h"
#include "cli/files.h"
#include "cli/progress.h"
#include "core/text.h"
#include "rhythm/band.h"
#include "trainer/band_learner.h"
#include "trainer/band_play.h"

namespace cli {
namespace {

constexpr int kBandStepsPerLook = 512;
constexpr int kJudgedKicks = 100;  // of the verdict after a training
constexpr std::uint64_t kJudgedSeed = 7;

void print_line(const char* name, double mean, double regret) {
  std::printf("%-16s %11.4f %9.2f %%\n", name, mean, 100.0 * regret);
}

void print_report(const std::string& band, const trainer::BandReport& report) {
  std::printf("%s: %d kicks of %d steps that no training draws\n\n", band.c_str(), report.kicks, report.steps);
  std::printf("%-16s %11s %11s\n", "", "shared", "regret");
  print_line("band", report.mean_reward, report.joint_regret);
  std::printf("%-16s %11s %9.2f %%\n", "tabu walk", "", 100.0 * report.tabu_regret);
  print_line("hill climbing", report.mean_hill_climb, report.climb_regret);
  print_line("random", report.mean_random, 1.0);
  print_line("optimum", report.mean_optimum, 0.0);
  std::printf("\nThe best joint answer for %.0f %% of the kicks, better than hill climbing for %.0f %%; %.1f rounds.\n",
              100.0 * report.joint_optimal_share, 100.0 * report.beats_climb, report.rounds);
  if (!report.exact) std::printf("The optimum is the best that a long search finds.\n");
}

}  // namespace

int train_band(const TrainBand& wanted, core::Config config) {
  const auto band = rhythm::find_band(wanted.band);
  if (!band) return report(band.error().message);
  const auto method = trainer::find_band_method(wanted.method);
  if (!method) return report(method.error().message);
  if (config.network != core::NetworkKind::shared || !config.model) {
    return report(
        "A band learns with the shared network and the exact model: leave --network, --model and --original.");
  }
  config.conditioned = true;  // each agent has a reward of its own
  const std::vector<rhythm::BandPart> parts = rhythm::parts_of(*band);
  trainer::BandLearner learner(config, parts, *method);
  Progress progress;
  const auto began = std::chrono::steady_clock::now();
  for (double elapsed = 0.0; elapsed < wanted.seconds;) {
    learner.run(kBandStepsPerLook);
    elapsed = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    progress.show(elapsed / wanted.seconds, std::to_string(learner.progress().gradient_steps) + " gradient_steps");
  }
  progress.finish();
  agent::Agent agent(config);
  agent.network.parameters() = learner.network().parameters();
  agent.info.name = wanted.name.empty() ? std::string(band->name) : wanted.name;
  agent.info.note =
      wanted.note.empty() ? "A band: " + std::string(trainer::name_of(*method)) + " learning." : wanted.note;
  agent.info.reward = parts.front().reward;
  agent.info.env_steps = learner.progress().env_steps;
  agent.info.gradient_steps = learner.progress().gradient_steps;
  if (wanted.round_weights) agent::round_weights(agent, *wanted.round_weights);
  if (const auto status = write_agent(wanted.out, agent); !status) return report(status.error().message);
  const env::BandScorer scorer(parts, config.steps);
  print_report(wanted.band, trainer::judge_band(agent.network, *method, scorer, kJudgedKicks, kJudgedSeed));
  std::cout << "Trained " << agent.info.env_steps << " env_steps, " << agent.info.gradient_steps
            << " gradient_steps.\nWrote " << core::printable(wanted.out) << '\n';
  return 0;
}

int evaluate_band(const EvaluateBand& wanted) {
  const auto band = rhythm::find_band(wanted.band);
  if (!band) return report(band.error().message);
  const auto method = trainer::find_band_method(wanted.method);
  if (!method) return report(method.error().message);
  auto agent = read_agent(wanted.checkpoint);
  if (!agent) return report(agent.error().message);
  if (!agent->network.is_shared() || !agent->network.uses_model()) {
    return report("A band is played by a shared network with the exact model, and this agent has none.");
  }
  const env::BandScorer scorer(rhythm::parts_of(*band), wanted.steps > 0 ? wanted.steps : agent->network.steps());
  const trainer::BandReport judged = trainer::judge_band(agent->network, *method, scorer, wanted.kicks, wanted.seed);
  if (!wanted.json) {
    print_report(wanted.band, judged);
    return 0;
  }
  const nlohmann::json json = {{"band", std::string(band->name)},
                               {"steps", judged.steps},
                               {"kicks", judged.kicks},
                               {"exact", judged.exact},
                               {"joint_regret", judged.joint_regret},
                               {"joint_optimal_share", judged.joint_optimal_share},
                               {"tabu_regret", judged.tabu_regret},
                               {"hill_climb_regret", judged.climb_regret},
                               {"better_than_hill_climb", judged.beats_climb},
                               {"mean_reward", judged.mean_reward},
                               {"mean_optimum", judged.mean_optimum},
                               {"mean_hill_climb", judged.mean_hill_climb},
                               {"mean_random", judged.mean_random},
                               {"rounds", judged.rounds}};
  std::cout << json.dump(2) << '\n';
  return 0;
}

}  // namespace cli
