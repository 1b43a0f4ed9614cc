// The subcommands of the native program. Each adds itself to the CLI11 app and runs when it was chosen; what it
// returns is the program's exit status: 0, or 2 after a sentence on the error stream.
#pragma once

namespace CLI {
class App;
}

namespace cli {

inline constexpr int kUserError = 2;

void add_train(CLI::App& app, int& exit_status);
void add_test(CLI::App& app, int& exit_status);
void add_answer(CLI::App& app, int& exit_status);
void add_evaluate(CLI::App& app, int& exit_status);
void add_score(CLI::App& app, int& exit_status);
void add_render(CLI::App& app, int& exit_status);
void add_presets(CLI::App& app, int& exit_status);
void add_info(CLI::App& app, int& exit_status);
void add_export(CLI::App& app, int& exit_status);

}  // namespace cli
