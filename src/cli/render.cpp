#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "cli/commands.h"
#include "cli/files.h"
#include "env/rhythm_env.h"
#include "rhythm/metrics.h"
#include "rhythm/pattern.h"

namespace cli {
namespace {

struct RenderOptions {
  std::string kick;
  std::string snare;
};

int render(const RenderOptions& options) {
  const auto kick = rhythm::parse_row(options.kick);
  if (!kick) return report(kick.error().message);
  auto snare = options.snare.empty() ? core::Result<rhythm::Row>(rhythm::Row(kick->size(), 0))
                                     : rhythm::parse_row(options.snare);
  if (!snare) return report(snare.error().message);
  if (snare->size() != kick->size()) {
    return report("The kick has " + std::to_string(kick->size()) + " steps and the snare " +
                  std::to_string(snare->size()) + ": make them equal.");
  }
  std::cout << env::render_rows(*kick, *snare) << "\ndifference " << rhythm::difference(*kick, *snare) << '\n';
  return 0;
}

}  // namespace

void add_render(CLI::App& app, int& exit_status) {
  CLI::App* command = app.add_subcommand("render", "Prints a kick and a snare as the environment renders them.");
  auto options = std::make_shared<RenderOptions>();
  command->add_option("kick", options->kick, "The kick, x for a hit and . for a rest.")->required();
  command->add_option("snare", options->snare, "The snare; silent if it is left out.");
  command->callback([options, &exit_status] { exit_status = render(*options); });
}

}  // namespace cli
