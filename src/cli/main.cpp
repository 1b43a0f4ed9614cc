// The native program: trains, tests and describes agents from the command line.
#include <CLI/CLI.hpp>
#include <iostream>

#include "cli/commands.h"
#include "cli/files.h"
#include "core/version.h"

int main(int argc, char** argv) {
  CLI::App app(
      "Backbeat: trains agents that answer a kick pattern with a snare pattern, tests them, and scores rhythms.",
      "backbeat");
  app.set_version_flag("--version", std::string(core::kAppVersion));
  app.require_subcommand(1);

  int exit_status = 0;
  cli::add_train(app, exit_status);
  cli::add_test(app, exit_status);
  cli::add_answer(app, exit_status);
  cli::add_evaluate(app, exit_status);
  cli::add_score(app, exit_status);
  cli::add_render(app, exit_status);
  cli::add_presets(app, exit_status);
  cli::add_info(app, exit_status);
  cli::add_export(app, exit_status);

  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& help_or_version) {
    return app.exit(help_or_version, std::cout, std::cout);
  } catch (const CLI::ParseError& error) {
    return cli::report(std::string(error.what()) + ": see backbeat --help.");
  }
  return exit_status;
}
