// backbeat answer --kick 'x...' | --held-out N [--preset NAME] [--checkpoint F] [--steps N] [--metre 2,2,2,2] [--think]
//   [--seed 7] [--json]
#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "agent/dynamics.h"
#include "cli/asked.h"
#include "cli/commands.h"
#include "cli/files.h"
#include "env/held_out.h"
#include "rhythm/metre.h"
#include "rhythm/reward_settings.h"
#include "trainer/report.h"
#include "trainer/truth.h"

namespace cli {
namespace {

struct AnswerOptions {
  std::string checkpoint = "assets/agent-16.safetensors";
  std::string preset;  // empty: what the agent was trained for
  std::string kick;
  int held_out = 0;
  std::uint64_t seed = 7;
  std::optional<int> steps;
  std::optional<std::string> metre;
  bool think = false;
  bool json = false;
};

// One kick and what the agent plays to it.
struct Answered {
  rhythm::Row kick;
  rhythm::Row snare;  // with its dynamics
  float reward = 0.0F;
  trainer::Found optimum;
};

core::Result<std::vector<rhythm::Row>> kicks_of(const AnswerOptions& options, int agent_steps) {
  if (options.kick.empty() == (options.held_out == 0)) {
    return core::fail("Name one kick with --kick, or a number of kicks that no training draws with --held-out.");
  }
  if (auto status = check_steps(options.steps.value_or(agent_steps)); !status) return std::unexpected(status.error());
  if (options.kick.empty()) {
    if (options.held_out < 1 || options.held_out > env::kMaxHeldOutKicks) {
      return core::fail("--held-out must lie between 1 and " + std::to_string(env::kMaxHeldOutKicks) + ".");
    }
    return env::held_out_kicks(options.steps.value_or(agent_steps), options.held_out, options.seed);
  }
  const auto kick = rhythm::parse_row(options.kick);
  if (!kick) return std::unexpected(kick.error());
  // A shorter kick is repeated.
  return std::vector<rhythm::Row>(1, rhythm::window(*kick, 0, options.steps.value_or(static_cast<int>(kick->size()))));
}

// As the page plays it: what it earns at once makes the accents and ghost notes.
void play_dynamics(agent::QNetwork& network, const trainer::Judge& judge, Answered& one) {
  if (!network.is_shared() && network.steps() != judge.steps()) return;
  const agent::ToggleScoreFunction toggles = judge.toggles(one.kick);
  const rhythm::TermValues values = judge.score(one.kick, one.snare).values;
  const agent::Question question{one.kick, one.snare, judge.settings(), values, {}, &judge.metre(), &toggles};
  agent::apply_dynamics(agent::toggle_gains(network, question), {}, one.snare);
}

nlohmann::ordered_json to_json(const Answered& one) {
  return {{"kick", rhythm::format_row(one.kick)},
          {"snare", rhythm::format_row(one.snare)},
          {"velocities", one.snare},
          {"reward", one.reward},
          {"optimum", one.optimum.reward},
          {"optimum_snare", rhythm::format_row(one.optimum.snare)}};
}

// The kick's hits, and the snare's as accents, plain hits and ghost notes.
void print_bar(const Answered& one) {
  std::string snare;
  for (const std::uint8_t velocity : one.snare) {
    snare += velocity == 0                       ? '.'
             : velocity <= agent::kLoudestGhost  ? 'o'
             : velocity > rhythm::kPlainVelocity ? 'X'
                                                 : 'x';
  }
  std::printf("%s  kick\n%s  snare\n", rhythm::format_row(one.kick).c_str(), snare.c_str());
  std::printf("reward %.4f, the best possible %.4f\n", static_cast<double>(one.reward),
              static_cast<double>(one.optimum.reward));
}

int run_answer(const AnswerOptions& options) {
  auto agent = read_agent(options.checkpoint);
  if (!agent) return report(agent.error().message);
  const auto kicks = kicks_of(options, agent->network.steps());
  if (!kicks) return report(kicks.error().message);
  const auto steps = static_cast<int>(kicks->front().size());
  const auto metre = asked_metre(options.metre, steps);
  if (!metre) return report(metre.error().message);
  const auto reward = asked_reward(options.preset, *agent);
  if (!reward) return report(reward.error().message);
  const trainer::Judge judge(steps, *metre, *reward);
  const trainer::AnswerFunction answer = trainer::for_any_length(
      options.think ? trainer::thinking(agent->network) : trainer::walking(agent->network), agent->network, steps);
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const rhythm::Row& kick : *kicks) {
    Answered one{.kick = kick,
                 .snare = answer(judge, kick).snare,
                 .reward = 0.0F,
                 .optimum = judge.optimum(kick, options.seed).best};
    one.reward = judge.reward(kick, one.snare);
    play_dynamics(agent->network, judge, one);
    if (options.json) {
      list.push_back(to_json(one));
    } else {
      print_bar(one);
    }
  }
  if (options.json) std::printf("%s\n", (options.kick.empty() ? list : list.front()).dump(2).c_str());
  return 0;
}

}  // namespace

void add_answer(CLI::App& app, int& exit_status) {
  auto options = std::make_shared<AnswerOptions>();
  CLI::App* command =
      app.add_subcommand("answer", "Prints what an agent answers to a kick, accents and ghosts included.");
  command->add_option("--kick", options->kick, "The kick: x a hit, . a rest, such as x...x...x...x...");
  command->add_option("--held-out", options->held_out, "Instead of one kick, so many that no training draws");
  command->add_option("--preset", options->preset,
                      "What answers should be like, such as Clave; by default what the agent was trained for");
  command->add_option("--checkpoint", options->checkpoint, "The agent file")->capture_default_str();
  command->add_option("--steps", options->steps, "The kick repeated or cut to so many steps; by default as it is");
  command->add_option("--metre", options->metre, "A bar's subdivisions, such as 3,2,2; by default the usual ones");
  command->add_option("--seed", options->seed, "Which held-out kicks")->capture_default_str();
  command->add_flag("--think", options->think, "Search a little around the answer");
  command->add_flag("--json", options->json,
                    "Print JSON: kick, snare, velocities, reward, optimum and optimum_snare; a list with --held-out");
  command->callback([options, &exit_status] { exit_status = run_answer(*options); });
}

}  // namespace cli
