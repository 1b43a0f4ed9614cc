#include <CLI/CLI.hpp>
#include <chrono>
#include <iomanip>
#include <iostream>
#include <memory>
#include <optional>
#include <sstream>
#include <vector>

#include "cli/band.h"
#include "cli/commands.h"
#include "cli/files.h"
#include "cli/progress.h"
#include "core/config.h"
#include "core/text.h"
#include "env/term_tables.h"
#include "rhythm/pattern.h"
#include "rhythm/reward_settings.h"
#include "trainer/evaluate.h"
#include "trainer/report.h"
#include "trainer/trainer.h"

namespace cli {
namespace {

constexpr int kDefaultEpisodes = 300;
constexpr double kBandSeconds = 20.0;

// env_steps between two looks at the clock: a few milliseconds.
constexpr int kStepsPerLook = 256;

// What the agent is judged by in the end: as many starts and kicks as the page takes.
constexpr int kStarts = 2000;
constexpr int kKicks = 200;
constexpr int kKicksWithoutTables = 4;  // annealing takes a second for each

struct TrainOptions {
  std::vector<std::optional<std::string>> values;  // one per entry of the table, in its order
  std::optional<int> episodes;
  std::optional<double> seconds;
  std::string out;
  std::string name;
  std::string note;
  std::vector<std::string> kicks;
  std::vector<int> lengths;
  bool original = false;
  std::string preset = "Original";
  std::optional<int> round_weights;  // significant bits
  std::string band;                  // empty: a single agent
  std::string method = "independent";
};

double elapsed_seconds(std::chrono::steady_clock::time_point since) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - since).count();
}

std::string option_name(std::string_view name) {
  std::string option(name);
  std::ranges::replace(option, '_', '-');
  return option;
}

std::string description(const core::ConfigEntry& entry) {
  std::ostringstream text;
  text << entry.help << " Default " << core::format_config_value(entry, entry.default_value);
  if (entry.kind == core::ConfigKind::real || entry.kind == core::ConfigKind::integer) {
    text << ", " << entry.min << " to " << entry.max;
  }
  if (!entry.unit.empty()) text << ' ' << entry.unit;
  text << " (" << entry.source << ").";
  return text.str();
}

std::string choices(const core::ConfigEntry& entry) {
  std::string text;
  for (const std::string_view choice : entry.choices) text += (text.empty() ? "" : "|") + std::string(choice);
  return text;
}

// Every hyper-parameter of the table becomes an option.
void add_config_options(CLI::App& command, TrainOptions& options) {
  const auto table = core::config_table();
  options.values.resize(table.size());
  for (std::size_t i = 0; i < table.size(); ++i) {
    const core::ConfigEntry& entry = table[i];
    const std::string name = option_name(entry.name);
    std::optional<std::string>& value = options.values[i];
    CLI::Option* option = nullptr;
    if (entry.kind == core::ConfigKind::toggle) {
      option = command.add_option_function<std::string>(
          "--" + name, [&value](const std::string& text) { value = text.empty() ? "on" : text; }, description(entry));
      option->expected(0, 1)->type_name("on|off");
      command.add_flag_callback(
                 "--no-" + name, [&value] { value = "off"; }, "The opposite of --" + name + ".")
          ->group(std::string(entry.group));
    } else {
      option = command.add_option_function<std::string>(
          "--" + name, [&value](const std::string& text) { value = text; }, description(entry));
      option->type_name(entry.kind == core::ConfigKind::choice ? choices(entry) : "NUMBER");
    }
    option->group(std::string(entry.group));
  }
}

core::Result<core::Config> read_config(const TrainOptions& options) {
  core::Config config = options.original ? core::original_config() : core::Config();
  const auto table = core::config_table();
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (!options.values[i]) continue;
    const auto status = core::set_config(config, table[i].name, *options.values[i]);
    if (!status) return std::unexpected(status.error());
  }
  if (!options.lengths.empty() && config.network == core::NetworkKind::mlp) {
    return core::fail(
        "An MLP has one length: give it with --steps, or leave --network out for one that takes --lengths.");
  }
  return config;
}

core::Result<std::vector<rhythm::Row>> read_kicks(const TrainOptions& options, const core::Config& config) {
  std::vector<rhythm::Row> kicks;
  for (const std::string& text : options.kicks) {
    const auto row = rhythm::parse_row(text);
    if (!row) return std::unexpected(row.error());
    if (row->size() != static_cast<std::size_t>(config.steps)) {
      return core::fail("The kick " + text + " has " + std::to_string(row->size()) + " steps and the agent " +
                        std::to_string(config.steps) + ": make them equal.");
    }
    kicks.push_back(*row);
  }
  if (kicks.empty() && config.start_state != core::StartState::random) {
    return core::fail(
        "--start-state " +
        core::format_config_value(*core::find_config_entry("start_state"), static_cast<double>(config.start_state)) +
        " needs a kick to start from: give it with --kick 'x...x...'.");
  }
  return kicks;
}

std::string standing(const trainer::TrainerStats& stats) {
  std::ostringstream text;
  text << stats.env_steps << " env_steps, " << stats.gradient_steps << " gradient_steps";
  if (stats.finished_episodes > 0) {
    text << std::fixed << std::setprecision(2) << ", final reward " << stats.final_reward << ", delta reward "
         << stats.delta_reward;
  }
  return text.str();
}

void run_training(trainer::Trainer& trainer, const TrainOptions& options) {
  Progress progress;
  const auto began = std::chrono::steady_clock::now();
  if (options.seconds) {
    double elapsed = 0.0;
    while (elapsed < *options.seconds) {
      trainer.run(kStepsPerLook);
      elapsed = elapsed_seconds(began);
      progress.show(elapsed / *options.seconds, standing(trainer.take_stats()));
    }
  } else {
    const int episodes = options.episodes.value_or(kDefaultEpisodes);
    while (trainer.episodes() < static_cast<std::uint64_t>(episodes)) {
      // One turn of the environments, so that the count is exceeded by fewer than there are of them.
      for (int i = 0; i < trainer.config().environments; ++i) trainer.run(1);
      progress.show(static_cast<double>(trainer.episodes()) / episodes, standing(trainer.take_stats()));
    }
  }
  progress.finish();
}

std::string verdict(agent::Agent& agent, const std::string& preset) {
  std::ostringstream text;
  text << std::fixed << std::setprecision(1);
  const int steps = agent.network.steps();
  if (agent.info.reward.terms == rhythm::reward_presets().front().settings.terms) {
    const auto starts = trainer::run_starts(agent.network, kStarts, 2 * steps, 1);
    text << "Of " << kStarts << " random starts " << 100.0 * starts.reached / kStarts << " % reach the best reward, "
         << 100.0 * starts.fewest / kStarts << " % in the fewest toggles.";
    return text.str();
  }
  const trainer::Judge judge(steps, agent.info.reward);
  const int kicks = judge.method() == trainer::Method::exact ? kKicks : kKicksWithoutTables;
  const auto judged = trainer::judge_held_out(judge, kicks, 1, trainer::walking(agent.network));
  text << preset << ": on " << judged.kicks << " held-out kicks a regret of " << 100.0 * judged.agent.regret
       << " % (0 is the best possible, 100 random); a search without learning, the tabu walk, has "
       << 100.0 * judged.of(trainer::Opponent::tabu).regret << " %.";
  return text.str();
}

int train(const TrainOptions& options) {
  const auto config = read_config(options);
  if (!config) return report(config.error().message);
  if (!options.band.empty()) {
    return train_band({.band = options.band,
                       .method = options.method,
                       .seconds = options.seconds.value_or(kBandSeconds),
                       .out = options.out,
                       .name = options.name,
                       .note = options.note,
                       .round_weights = options.round_weights},
                      *config);
  }
  const auto kicks = read_kicks(options, *config);
  if (!kicks) return report(kicks.error().message);

  const auto reward = rhythm::preset_settings(options.preset);
  if (!reward) return report(reward.error().message);

  trainer::Trainer trainer(*config);
  trainer.set_tables(env::TermTables::make(env::TermScorer(config->steps)));
  trainer.set_reward(*reward);
  trainer.set_kicks(*kicks);
  if (!options.lengths.empty()) trainer.set_lengths(options.lengths);
  const auto began = std::chrono::steady_clock::now();
  run_training(trainer, options);
  const double seconds = elapsed_seconds(began);

  agent::Agent agent = trainer.snapshot();
  agent.info.name = options.name;
  agent.info.note = options.note;
  if (options.round_weights) agent::round_weights(agent, *options.round_weights);
  if (const auto status = write_agent(options.out, agent); !status) return report(status.error().message);

  std::cout << std::fixed << std::setprecision(1) << "Trained " << agent.info.env_steps << " env_steps, "
            << agent.info.gradient_steps << " gradient_steps in " << seconds << " s.\n"
            << verdict(agent, options.preset) << "\nWrote " << core::printable(options.out) << '\n';
  return 0;
}

}  // namespace

void add_train(CLI::App& app, int& exit_status) {
  CLI::App* command = app.add_subcommand("train", "Trains a fresh agent and writes it to a file.");
  auto options = std::make_shared<TrainOptions>();
  command->add_option("--out,-o", options->out, "The agent file to write.")->required()->type_name("FILE");
  auto* episodes = command->add_option("--episodes", options->episodes, "How many episodes to train (300).")
                       ->check(CLI::Range(1, 1000000000));
  command->add_option("--seconds", options->seconds, "How long to train instead of a number of episodes.")
      ->check(CLI::Range(0.01, 1e6))
      ->excludes(episodes);
  command->add_option("--kick", options->kicks, "A kick to start from, x for a hit and . for a rest; may be repeated.")
      ->type_name("PATTERN");
  command->add_flag("--original", options->original,
                    "Start from the original's way: an MLP for one length that learns rewards only by acting.");
  command
      ->add_option("--lengths", options->lengths,
                   "Of a shared network: the lengths to practise by turns, such as 8,12,16,24,32; by default --steps.")
      ->delimiter(',')
      ->check(CLI::Range(rhythm::kMinSteps, rhythm::kMaxSteps))
      ->type_name("STEPS");
  command->add_option("--preset", options->preset, "What answers are rewarded for, such as \"Syncopated answer\".")
      ->capture_default_str()
      ->type_name("NAME");
  command
      ->add_option("--band", options->band,
                   "Train the agents of a band, Duo, Trio or Kit, with each other; --seconds says how long (20).")
      ->type_name("NAME")
      ->excludes("--preset")
      ->excludes("--kick")
      ->excludes("--lengths")
      ->excludes(episodes);
  command->add_option("--method", options->method, "How a band learns: independent or decomposition.")
      ->capture_default_str()
      ->type_name("NAME");
  command->add_option("--name", options->name, "The agent's name.");
  command->add_option("--note", options->note, "A note to those who get the file.");
  command
      ->add_option("--round-weights", options->round_weights,
                   "Round the weights to so many significant bits, so that the file compresses; 12 halve it.")
      ->check(CLI::Range(1, 24))
      ->type_name("BITS");
  add_config_options(*command, *options);
  command->callback([options, &exit_status] { exit_status = train(*options); });
}

}  // namespace cli
