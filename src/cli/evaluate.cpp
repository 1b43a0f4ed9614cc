// backbeat evaluate --checkpoint F --preset NAME [--kicks 200] [--seed 7] [--json]
#include <algorithm>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "agent/answer.h"
#include "cli/commands.h"
#include "cli/files.h"
#include "env/held_out.h"
#include "rhythm/reward_settings.h"
#include "trainer/report.h"
#include "trainer/truth.h"

namespace cli {
namespace {

struct EvaluateOptions {
  std::string checkpoint;
  std::string preset = "Original";
  int kicks = 200;
  std::uint64_t seed = 7;
  bool json = false;
};

// How many of the worst answers the table shows.
constexpr std::size_t kShownCases = 3;

// The best state that a greedy rollout from an empty snare visits.
rhythm::Row best_visited(agent::QNetwork& network, const trainer::Judge& judge, std::span<const std::uint8_t> kick) {
  const rhythm::Row empty(kick.size(), 0);
  const agent::ScoreFunction score = [&](std::span<const std::uint8_t> snare) { return judge.score(kick, snare); };
  return agent::answer(network, {kick, empty, {}, judge.settings(), score}, 2 * network.steps()).snare;
}

void print_line(const char* name, double reward, double regret, double optimal) {
  std::printf("%-16s %11.4f %9.2f %% %9.1f %%\n", name, reward, 100.0 * regret, 100.0 * optimal);
}

void print_cases(const trainer::Report& report) {
  std::vector<const trainer::Case*> cases;
  for (const trainer::Case& one : report.cases) {
    if (one.optimum.reward > one.answer.reward) cases.push_back(&one);
  }
  std::ranges::stable_sort(cases, {}, [](const auto* one) { return one->answer.reward - one->optimum.reward; });
  if (cases.empty()) return;
  std::printf("\nFarthest from the best:\n");
  for (const trainer::Case* one : std::span(cases).first(std::min(kShownCases, cases.size()))) {
    std::printf("\n  %s  kick\n  %s  answer  %.4f\n  %s  best    %.4f\n", rhythm::format_row(one->kick).c_str(),
                rhythm::format_row(one->answer.snare).c_str(), static_cast<double>(one->answer.reward),
                rhythm::format_row(one->optimum.snare).c_str(), static_cast<double>(one->optimum.reward));
  }
}

void print_report(const std::string& preset, const trainer::Report& report) {
  std::printf("%s: %d kicks of %d steps%s\n\n", preset.c_str(), report.kicks, report.steps,
              report.held_out ? " that no training draws" : "");
  std::printf("%-16s %11s %11s %11s\n", "", "mean reward", "regret", "optimal");
  print_line("agent", report.mean_reward, report.regret, report.optimal_share);
  print_line("hill climbing", report.mean_hill_climb, report.regret_hill_climb, report.optimal_share_hill_climb);
  print_line("Euclidean fill", report.mean_euclid, report.regret_euclid, report.optimal_share_euclid);
  std::printf("%-16s %11.4f\n", "random snares", report.mean_random);
  std::printf("%-16s %11.4f  %s\n", "optimum", report.mean_optimum,
              report.method == trainer::Method::exact ? "(exact: every snare scored)"
                                                      : "(the best of a long simulated annealing, not proved)");
  std::printf("\nThe agent beats hill climbing on %.1f %% of the kicks.\n", 100.0 * report.beats_hill_climb);
  print_cases(report);
}

int run_evaluate(const EvaluateOptions& options) {
  const auto settings = rhythm::preset_settings(options.preset);
  if (!settings) return report(settings.error().message);
  if (options.kicks < 1 || options.kicks > env::kMaxHeldOutKicks) {
    return report("--kicks must lie between 1 and " + std::to_string(env::kMaxHeldOutKicks) + ".");
  }
  auto agent = read_agent(options.checkpoint);
  if (!agent) return report(agent.error().message);
  const trainer::Judge judge(agent->network.steps(), *settings);
  const trainer::Report judged = trainer::judge_held_out(
      judge, options.kicks, options.seed,
      [&](std::span<const std::uint8_t> kick) { return best_visited(agent->network, judge, kick); });
  if (!options.json) {
    print_report(std::string(rhythm::find_preset(options.preset)->name), judged);
    return 0;
  }
  nlohmann::ordered_json json = {{"preset", std::string(rhythm::find_preset(options.preset)->name)}};
  json.update(trainer::report_to_json(judged));
  std::printf("%s\n", json.dump(2).c_str());
  return 0;
}

}  // namespace

void add_evaluate(CLI::App& app, int& exit_status) {
  auto options = std::make_shared<EvaluateOptions>();
  CLI::App* command =
      app.add_subcommand("evaluate", "Judges an agent's answers to held-out kicks against the best possible ones.");
  command->add_option("--checkpoint", options->checkpoint, "The agent file.")->required();
  command->add_option("--preset", options->preset, "What answers are rewarded for, such as \"Syncopated answer\"")
      ->capture_default_str();
  command->add_option("--kicks", options->kicks, "How many held-out kicks")->capture_default_str();
  command->add_option("--seed", options->seed, "Which held-out kicks")->capture_default_str();
  command->add_flag("--json", options->json, "Print JSON");
  command->callback([options, &exit_status] { exit_status = run_evaluate(*options); });
}

}  // namespace cli
