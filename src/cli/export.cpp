// backbeat export --checkpoint F --to onnx|rtneural|flucoma|c-header --out G
#include "export/export.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "cli/commands.h"
#include "cli/files.h"
#include "core/text.h"

namespace cli {
namespace {

struct ExportOptions {
  std::string checkpoint;
  std::string format;
  std::string out;
};

int run_export(const ExportOptions& options) {
  const auto format = exporting::find_format(options.format);
  if (!format) return report(format.error().message);
  auto agent = read_agent(options.checkpoint);
  if (!agent) return report(agent.error().message);
  const auto bytes = exporting::export_agent(*agent, *format);
  if (!bytes) return report(bytes.error().message);
  if (const auto status = write_file(options.out, *bytes); !status) return report(status.error().message);
  std::cout << "Wrote " << core::printable(options.out) << ": " << bytes->size() << " bytes.\n";
  return 0;
}

}  // namespace

void add_export(CLI::App& app, int& exit_status) {
  auto options = std::make_shared<ExportOptions>();
  CLI::App* command = app.add_subcommand("export", "Writes an agent's network for other programs.");
  command->add_option("--checkpoint", options->checkpoint, "The agent file.")->required()->type_name("FILE");
  command->add_option("--to", options->format, "The format: onnx, rtneural, flucoma or c-header.")
      ->required()
      ->type_name("FORMAT");
  command->add_option("--out,-o", options->out, "The file to write.")->required()->type_name("FILE");
  command->callback([options, &exit_status] { exit_status = run_export(*options); });
}

}  // namespace cli
