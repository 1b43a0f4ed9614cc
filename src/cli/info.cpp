#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "cli/commands.h"
#include "cli/files.h"
#include "core/config.h"
#include "core/text.h"
#include "rhythm/reward_settings.h"

namespace cli {
namespace {

struct InfoOptions {
  std::string file;
  bool json = false;
};

void print_json(const agent::Agent& agent) {
  const agent::AgentInfo& info = agent.info;
  const nlohmann::ordered_json json = {
      {"name", info.name},
      {"note", info.note},
      {"layer_sizes", agent.network.widths()},
      {"parameters", agent.network.parameter_count()},
      {"env_steps", info.env_steps},
      {"gradient_steps", info.gradient_steps},
      {"app_version", info.app_version},
      {"reward", nlohmann::ordered_json::parse(rhythm::reward_settings_to_json(info.reward), nullptr, false)},
      {"config", nlohmann::ordered_json::parse(core::config_to_json(info.config), nullptr, false)}};
  constexpr bool kOnlyAscii = true;  // names go to a terminal too: JSON spells out the control characters below 32 only
  std::cout << json.dump(-1, ' ', kOnlyAscii) << '\n';
}

// "Backbeat", or the weights of settings that are no preset.
std::string reward_text(const rhythm::RewardSettings& settings) {
  if (const rhythm::RewardPreset* preset = rhythm::matching_preset(settings)) return std::string(preset->name);
  std::ostringstream text;
  const char* separator = "";
  for (const rhythm::TermInfo& term : rhythm::term_table()) {
    const rhythm::TermSetting& setting = settings[term.term];
    if (setting.weight == 0.0F) continue;
    text << separator << term.key << ' ' << setting.weight << ' ' << rhythm::mode_name(setting.mode);
    if (setting.mode == rhythm::TermMode::target) text << ' ' << setting.level;
    separator = ", ";
  }
  return text.str();
}

void print_text(const agent::Agent& agent) {
  const agent::AgentInfo& info = agent.info;
  if (!info.name.empty()) std::cout << "name            " << core::printable(info.name) << '\n';
  if (!info.note.empty()) std::cout << "note            " << core::printable(info.note) << '\n';
  std::cout << "network         ";
  const char* separator = "";
  for (const int size : agent.network.widths()) {
    std::cout << separator << size;
    separator = "-";
  }
  std::cout << ", " << agent.network.parameter_count() << " parameters\n"
            << "trained         " << info.env_steps << " env_steps, " << info.gradient_steps << " gradient_steps\n"
            << "rewarded for    " << reward_text(info.reward) << '\n'
            << "written by      Backbeat " << core::printable(info.app_version) << "\n\n";
  for (const core::ConfigEntry& entry : core::config_table()) {
    std::cout << entry.name << std::string(22 - std::min<std::size_t>(21, entry.name.size()), ' ')
              << core::format_config_value(entry, entry.get(info.config));
    if (!entry.unit.empty()) std::cout << ' ' << entry.unit;
    std::cout << '\n';
  }
}

int info(const InfoOptions& options) {
  const auto agent = read_agent(options.file);
  if (!agent) return report(agent.error().message);
  options.json ? print_json(*agent) : print_text(*agent);
  return 0;
}

}  // namespace

void add_info(CLI::App& app, int& exit_status) {
  CLI::App* command = app.add_subcommand("info", "Says what an agent file holds.");
  auto options = std::make_shared<InfoOptions>();
  command->add_option("file", options->file, "The agent file.")->required()->type_name("FILE");
  command->add_flag("--json", options->json, "Prints one JSON object.");
  command->callback([options, &exit_status] { exit_status = info(*options); });
}

}  // namespace cli
