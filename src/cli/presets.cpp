// backbeat presets [--mixes] [--json]: what an answer can be rewarded for.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <span>
#include <string>

#include "cli/commands.h"
#include "rhythm/reward_settings.h"

namespace cli {
namespace {

struct PresetsOptions {
  bool mixes = false;
  bool json = false;
};

void print_json(std::span<const rhythm::RewardPreset> presets) {
  nlohmann::ordered_json json = nlohmann::ordered_json::object();
  for (const rhythm::RewardPreset& preset : presets) {
    json[std::string(preset.name)] =
        nlohmann::ordered_json::parse(rhythm::reward_settings_to_json(preset.settings), nullptr, false);
  }
  std::printf("%s\n", json.dump(2).c_str());
}

void print_text(std::span<const rhythm::RewardPreset> presets) {
  for (const rhythm::RewardPreset& preset : presets) {
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
  auto options = std::make_shared<PresetsOptions>();
  CLI::App* command = app.add_subcommand("presets", "Lists what an answer can be rewarded for, term by term.");
  command->add_flag("--mixes", options->mixes, "The mixes of terms alone, which learners practise and are measured by");
  command->add_flag("--json", options->json, "Print JSON: reward settings by preset");
  command->callback([options, &exit_status] {
    const auto presets = options->mixes ? rhythm::reward_mixes() : rhythm::reward_presets();
    options->json ? print_json(presets) : print_text(presets);
    exit_status = 0;
  });
}

}  // namespace cli
