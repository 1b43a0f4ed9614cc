// backbeat presets [--json]: what an answer can be rewarded for.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "cli/commands.h"
#include "rhythm/reward_settings.h"

namespace cli {
namespace {

void print_json() {
  nlohmann::ordered_json json = nlohmann::ordered_json::object();
  for (const rhythm::RewardPreset& preset : rhythm::reward_presets()) {
    json[std::string(preset.name)] =
        nlohmann::ordered_json::parse(rhythm::reward_settings_to_json(preset.settings), nullptr, false);
  }
  std::printf("%s\n", json.dump(2).c_str());
}

void print_text() {
  for (const rhythm::RewardPreset& preset : rhythm::reward_presets()) {
    std::printf("%s: %s\n", std::string(preset.name).c_str(), std::string(preset.help).c_str());
    for (const rhythm::TermInfo& info : rhythm::term_table()) {
      const rhythm::TermSetting& setting = preset.settings[info.term];
      if (setting.weight == 0.0F) continue;
      std::printf("  %-22s %-11s %+.2f  %s", std::string(info.label).c_str(), std::string(info.key).c_str(),
                  static_cast<double>(setting.weight), std::string(rhythm::mode_name(setting.mode)).c_str());
      if (setting.mode == rhythm::TermMode::target) std::printf(" %.4g", static_cast<double>(setting.level));
      std::printf("\n");
    }
  }
}

}  // namespace

void add_presets(CLI::App& app, int& exit_status) {
  auto json = std::make_shared<bool>(false);
  CLI::App* command = app.add_subcommand("presets", "Lists what an answer can be rewarded for, term by term.");
  command->add_flag("--json", *json, "Print JSON: reward settings by preset");
  command->callback([json, &exit_status] {
    *json ? print_json() : print_text();
    exit_status = 0;
  });
}

}  // namespace cli
