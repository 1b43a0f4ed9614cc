// The hyper-parameters: one table that the interface, the command line, the worker and the file validator share.
//
// `Config` is a plain value. `config_table()` describes each of its fields once; everything that lists, reads, checks
// or writes hyper-parameters walks the table.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/status.h"

namespace core {

// The longest pattern that is learned from: an MLP's sizes and its file grow with the steps, and longer ones were never
// trained. A shared network plays any length, and patterns may be longer (rhythm::kMaxSteps).
inline constexpr int kMaxAgentSteps = 64;

enum class NetworkKind : std::uint8_t { mlp, shared };
enum class RewardMode : std::uint8_t { level, delta };
enum class StartState : std::uint8_t { random, user_kick, kick_list };
enum class Exploration : std::uint8_t { softmax, epsilon };

struct Config {
  // Environment
  int steps;               // grid steps of the pattern, n
  bool leave_it;           // offer the action "leave it" next to the n toggles
  RewardMode reward_mode;  // the metric itself, or the improvement an action brought
  StartState start_state;
  double empty_starts;  // share of episodes that start from a silent snare
  int episode_steps;    // env_steps until an episode is truncated
  int environments;     // that practise side by side

  // Network
  NetworkKind network;
  bool model;         // the reward of every toggle is known to it; only the future is learned
  bool conditioned;   // the reward settings are part of the observation
  int hidden_units;   // of an MLP
  int hidden_layers;  // of an MLP
  int channels;       // of a shared network
  int conv_layers;    // of a shared network, the last one apart

  // Learning
  double learning_rate;
  double learning_rate_end;
  int learning_rate_steps;  // env_steps until the learning rate reaches its end
  double gamma;
  int n_step;
  int batch_size;
  int replay_capacity;  // transitions
  int warm_up_steps;    // env_steps before the first gradient_step
  int train_interval;   // env_steps per gradient_step
  double target_rate;   // share of the online network blended into the target network per gradient_step
  bool double_dqn;
  double huber_delta;
  double adam_beta1;
  double adam_beta2;
  double adam_epsilon;
  double max_gradient_norm;

  // Exploration
  Exploration exploration;
  double temperature_start;
  double temperature_end;
  double epsilon_start;
  double epsilon_end;
  int exploration_steps;  // env_steps until the schedule reaches its end

  int seed;

  Config();  // every field at its default in the table
  bool operator==(const Config&) const = default;
};

// The original's: an MLP that knows rewards only by acting, and the settings that suit it.
Config original_config();

// Everything that shapes the network as in `from`, so that its weights fit; an MLP's steps too.
void take_network(Config& config, const Config& from);

enum class ConfigKind : std::uint8_t { real, integer, toggle, choice };

// One row of the table. Every value travels as a double: a toggle is 0 or 1, a choice is the index into `choices`.
struct ConfigEntry {
  std::string_view name;   // the field's name, also the key in JSON and the command line's option
  std::string_view label;  // what the interface calls it
  std::string_view group;  // "Environment", "Network", "Learning", "Exploration"
  ConfigKind kind;
  double default_value;
  double min;
  double max;
  std::string_view unit;  // "" for a plain number
  std::string_view help;  // one plain sentence
  std::string_view source;
  std::span<const std::string_view> choices;  // names of a choice's values
  bool live;                                  // takes effect while training; others at the next reset
  double (*get)(const Config&);
  void (*set)(Config&, double);
};

std::span<const ConfigEntry> config_table();

// Whether the entry means anything to the network of this config: replay is an MLP's, channels are a shared network's.
bool applies(const ConfigEntry& entry, const Config& config);

// nullptr if there is no such hyper-parameter.
const ConfigEntry* find_config_entry(std::string_view name);

// Sets one hyper-parameter. Errors: value not finite, out of range, or not whole where the kind asks for it.
Status set_config(Config& config, const ConfigEntry& entry, double value);

// The same from text: a number, on/off/true/false/yes/no for a toggle, the name of a choice. Errors: also unknown name.
Status set_config(Config& config, std::string_view name, std::string_view text);

// "0.001", "on", "softmax": what set_config reads back to the same value.
std::string format_config_value(const ConfigEntry& entry, double value);

// JSON object {name: number | bool | choice name} with every entry, in the table's order.
std::string config_to_json(const Config& config);

// Reads such an object on top of `base`; keys that are missing keep base's value.
// Errors: not an object, unknown keys, values refused by set_config.
Result<Config> config_from_json(std::string_view json, const Config& base = Config());

}  // namespace core
