// The native program: wires the commands to CLI11 and turns what goes wrong into an exit status.
#include "cli/command.h"
#include "core/version.h"

int main(int argc, char** argv) {
  int status = cli::kSuccess;
  CLI::App program("Backbeat: a drum machine whose agent answers your kick pattern with a snare pattern", "backbeat");
  program.set_version_flag("--version", std::string(core::kAppVersion));
  program.require_subcommand(1);
  cli::add_score_command(program, status);
  cli::add_evaluate_command(program, status);
  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    // Asking for help is none of our complaints.
    if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success)) return program.exit(error);
    return cli::complain({std::string(error.what()) + ". See backbeat --help."});
  }
  return status;
}
