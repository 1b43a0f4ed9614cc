// backbeat evaluate --checkpoint F [--preset NAME|random] [--steps N] [--metre 2,2,2,2] [--kicks 200] [--seed 7]
//   [--think] [--json] [--band NAME]
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

#include "agent/answer.h"
#include "cli/asked.h"
#include "cli/band.h"
#include "cli/commands.h"
#include "cli/files.h"
#include "env/held_out.h"
#include "rhythm/metre.h"
#include "rhythm/reward_settings.h"
#include "trainer/report.h"
#include "trainer/truth.h"

namespace cli {
namespace {

struct EvaluateOptions {
  std::string checkpoint;
  std::string preset;        // empty: what the agent was trained for
  std::optional<int> steps;  // absent: as many as the agent has
  std::optional<std::string> metre;
  int kicks = 200;
  std::uint64_t seed = 7;
  bool think = false;
  bool json = false;
  std::string band;  // empty: a single agent
  std::string method = "independent";
};

// Instead of a preset: other settings for each kick.
constexpr const char* kRandom = "random";

struct Judged {
  trainer::Report report;
  trainer::Standing alone;  // the network without a scorer
};

// How many of the worst answers the table shows.
constexpr std::size_t kShownCases = 3;

void print_line(const char* name, const trainer::Standing& standing) {
  std::printf("%-16s %11.4f %9.2f %% %9.1f %%", name, standing.mean, 100.0 * standing.regret,
              100.0 * standing.optimal_share);
  if (standing.scorings > 0.0) std::printf(" %9.0f", standing.scorings);
  std::printf("\n");
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

void print_report(const std::string& preset, const Judged& judged) {
  using trainer::Opponent;
  const trainer::Report& report = judged.report;
  std::printf("%s: %d kicks of %d steps%s\n\n", preset.c_str(), report.kicks, report.steps,
              report.held_out ? " that no training draws" : "");
  std::printf("%-16s %11s %11s %11s %9s\n", "", "mean reward", "regret", "optimal", "scorings");
  print_line("agent", report.agent);
  print_line("network alone", judged.alone);
  print_line("tabu walk", report.of(Opponent::tabu));
  print_line("annealing", report.of(Opponent::annealing));
  print_line("hill climbing", report.of(Opponent::hill_climb));
  print_line("Euclidean fill", report.of(Opponent::euclid));
  std::printf("%-16s %11.4f\n", "random snares", report.mean_random);
  std::printf("%-16s %11.4f  %s\n", "optimum", report.mean_optimum,
              report.method == trainer::Method::exact ? "(exact: every snare scored)"
                                                      : "(the best of a long simulated annealing, not proved)");
  std::printf("\nThe agent beats the tabu walk on %.1f %% of the kicks, and hill climbing on %.1f %%.\n",
              100.0 * report.beats_of(Opponent::tabu), 100.0 * report.beats_of(Opponent::hill_climb));
  print_cases(report);
}

Judged judge(const EvaluateOptions& options, const rhythm::Metre& metre, agent::Agent& agent,
             const rhythm::RewardSettings& settings) {
  const int steps = options.steps.value_or(agent.network.steps());
  const auto of_any_length = [&](trainer::AnswerFunction by) {
    return trainer::for_any_length(std::move(by), agent.network, steps);
  };
  const trainer::AnswerFunction answer =
      of_any_length(options.think ? trainer::thinking(agent.network) : trainer::walking(agent.network));
  const trainer::AnswerFunction alone = of_any_length(trainer::alone(agent.network));
  if (options.preset == kRandom) {
    const auto drawn = [&](const trainer::AnswerFunction& by) {
      return trainer::judge_drawn_settings(steps, metre, options.kicks, options.seed, by);
    };
    return {.report = drawn(answer), .alone = drawn(alone).agent};
  }
  const trainer::Judge judge(steps, metre, settings);
  trainer::Report report = trainer::judge_held_out(judge, options.kicks, options.seed, answer);
  const trainer::Standing by_itself = trainer::judge_again(judge, report, alone).agent;
  return {.report = std::move(report), .alone = by_itself};
}

std::string name_of(const EvaluateOptions& options, const rhythm::RewardSettings& settings) {
  if (options.preset == kRandom) return "Random settings";
  const rhythm::RewardPreset* preset = rhythm::matching_preset(settings);
  return preset != nullptr ? std::string(preset->name) : "The agent's own settings";
}

int run_evaluate(const EvaluateOptions& options) {
  if (options.kicks < 1 || options.kicks > env::kMaxHeldOutKicks) {
    return report("--kicks must lie between 1 and " + std::to_string(env::kMaxHeldOutKicks) + ".");
  }
  if (!options.band.empty()) {
    if (options.steps) {
      if (const auto status = check_steps(*options.steps); !status) return report(status.error().message);
    }
    return evaluate_band({.band = options.band,
                          .checkpoint = options.checkpoint,
                          .method = options.method,
                          .steps = options.steps.value_or(0),
                          .kicks = options.kicks,
                          .seed = options.seed,
                          .json = options.json});
  }
  const bool is_preset = !options.preset.empty() && options.preset != kRandom;
  const auto preset = rhythm::preset_settings(is_preset ? options.preset : "Original");
  if (!preset) return report(preset.error().message);
  auto agent = read_agent(options.checkpoint);
  if (!agent) return report(agent.error().message);
  const rhythm::RewardSettings settings = is_preset ? *preset : agent->info.reward;
  const int steps = options.steps.value_or(agent->network.steps());
  if (const auto status = check_steps(steps); !status) return report(status.error().message);
  const auto metre = asked_metre(options.metre, steps);
  if (!metre) return report(metre.error().message);
  const Judged judged = judge(options, *metre, *agent, settings);
  if (!options.json) {
    print_report(name_of(options, settings), judged);
    return 0;
  }
  nlohmann::ordered_json json = {
      {"preset", name_of(options, settings)}, {"metre", metre->text()}, {"think", options.think}};
  json.update(trainer::report_to_json(judged.report));
  json["regret_network_alone"] = judged.alone.regret;
  json["optimal_share_network_alone"] = judged.alone.optimal_share;
  std::printf("%s\n", json.dump(2).c_str());
  return 0;
}

}  // namespace

void add_evaluate(CLI::App& app, int& exit_status) {
  auto options = std::make_shared<EvaluateOptions>();
  CLI::App* command =
      app.add_subcommand("evaluate", "Judges an agent's answers to held-out kicks against the best possible ones.");
  command->add_option("--checkpoint", options->checkpoint, "The agent file.")->required();
  command->add_option("--preset", options->preset,
                      "What answers are judged by, such as \"Syncopated answer\", or random: other weights for each "
                      "kick; by default what the agent was trained for");
  command->add_option("--steps", options->steps, "How many steps the kicks have; by default as many as the agent has");
  command->add_option(
      "--metre", options->metre,
      "The metre to judge in, such as 3,2,2: a bar's subdivisions, bar first; by default the usual one");
  command->add_option("--kicks", options->kicks, "How many held-out kicks")->capture_default_str();
  command->add_option("--seed", options->seed, "Which held-out kicks")->capture_default_str();
  command->add_flag("--think", options->think, "Judge what the agent finds with a small search around its answer");
  command->add_flag("--json", options->json, "Print JSON");
  command
      ->add_option("--band", options->band,
                   "Judge what the agents of a band, Duo, Trio or Kit, play together, by their shared reward")
      ->excludes("--preset")
      ->excludes("--metre")
      ->excludes("--think");
  command->add_option("--method", options->method, "How the band learned: independent or decomposition")
      ->capture_default_str();
  command->callback([options, &exit_status] { exit_status = run_evaluate(*options); });
}

}  // namespace cli
