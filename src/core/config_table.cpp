// The table itself. Where `source` says "measured", the default is what learned the 16-step difference reward fastest
// and was also right from 2 to 64 steps; the README's learning table has the figures.
#include <array>
#include <type_traits>

#include "core/config.h"

namespace core {
namespace {

constexpr std::array<std::string_view, 2> kNetworkKinds = {"mlp", "shared"};
constexpr std::array<std::string_view, 2> kRewardModes = {"level", "delta"};
constexpr std::array<std::string_view, 3> kStartStates = {"random", "user_kick", "kick_list"};
constexpr std::array<std::string_view, 2> kExplorations = {"softmax", "epsilon"};

constexpr bool kLive = true;
constexpr bool kAtReset = false;

struct Numbers {
  double default_value, min, max;
  std::string_view unit;
};

template <auto Member>
double get_field(const Config& config) {
  return static_cast<double>(config.*Member);
}

template <auto Member>
void set_field(Config& config, double value) {
  using Field = std::remove_reference_t<decltype(config.*Member)>;
  if constexpr (std::is_enum_v<Field>) {
    config.*Member = static_cast<Field>(static_cast<int>(value));
  } else if constexpr (std::is_same_v<Field, bool>) {
    config.*Member = value != 0.0;
  } else {
    config.*Member = static_cast<Field>(value);
  }
}

using Text = std::string_view;

template <auto Member>
constexpr ConfigEntry row(ConfigKind kind, Text name, Text label, Text group, const Numbers& n,
                          std::span<const Text> choices, bool live, Text help, Text source) {
  return {name,
          label,
          group,
          kind,
          n.default_value,
          n.min,
          n.max,
          n.unit,
          help,
          source,
          choices,
          live,
          get_field<Member>,
          set_field<Member>};
}

template <auto Member>
constexpr ConfigEntry real(Text name, Text label, Text group, Numbers n, bool live, Text help, Text source) {
  return row<Member>(ConfigKind::real, name, label, group, n, {}, live, help, source);
}

template <auto Member>
constexpr ConfigEntry integer(Text name, Text label, Text group, Numbers n, bool live, Text help, Text source) {
  return row<Member>(ConfigKind::integer, name, label, group, n, {}, live, help, source);
}

template <auto Member>
constexpr ConfigEntry toggle(Text name, Text label, Text group, bool on, bool live, Text help, Text source) {
  return row<Member>(ConfigKind::toggle, name, label, group, {on ? 1.0 : 0.0, 0, 1, ""}, {}, live, help, source);
}

template <auto Member>
constexpr ConfigEntry choice(Text name, Text label, Text group, int index, std::span<const Text> choices, bool live,
                             Text help, Text source) {
  const Numbers numbers{static_cast<double>(index), 0, static_cast<double>(choices.size() - 1), ""};
  return row<Member>(ConfigKind::choice, name, label, group, numbers, choices, live, help, source);
}

// clang-format off
constexpr std::array kTable = {
    // Environment
    integer<&Config::steps>("steps", "Steps", "Environment",
        {16, 2, kMaxAgentSteps, "steps"}, kAtReset,
        "How many steps of the grid the agent hears and plays.",
        "16 is one bar of sixteenth notes"),
    toggle<&Config::leave_it>("leave_it", "Leave it", "Environment", true, kAtReset,
        "Lets the agent keep a snare it likes; without it every turn toggles a step.",
        "the original had none"),
    choice<&Config::reward_mode>("reward_mode", "Reward", "Environment", 1, kRewardModes, kAtReset,
        "Rewards how good the pattern is (level) or how much better it became (delta).",
        "the original used level; delta learns faster (measured)"),
    choice<&Config::start_state>("start_state", "Start from", "Environment", 0, kStartStates, kLive,
        "Which kick an episode practises: any, the one you drew, or one of a list.",
        "any kick, so that it can answer what it never heard"),
    integer<&Config::episode_steps>("episode_steps", "Episode length", "Environment",
        {32, 1, 4096, "env_steps"}, kLive,
        "How many turns the agent has before it gets a new pattern.",
        "measured"),
    real<&Config::empty_starts>("empty_starts", "Empty starts", "Environment",
        {0.5, 0, 1, ""}, kLive,
        "Share of episodes that begin with a silent snare, as every answer does; the others begin anywhere.",
        "measured"),
    integer<&Config::environments>("environments", "Environments", "Environment",
        {64, 1, 256, ""}, kAtReset,
        "How many patterns are practised side by side; the network looks at all of them at once.",
        "Mnih 2016 has 16; measured"),
    integer<&Config::seed>("seed", "Seed", "Environment",
        {1, 0, 2147483647, ""}, kAtReset,
        "The same seed learns the same agent again.",
        "ours"),
    // Network
    choice<&Config::network>("network", "Network", "Network", 1, kNetworkKinds, kAtReset,
        "One network shared by all steps, which plays any length, or an MLP for one length, as the original's.",
        "circular convolutions; LeCun 1989"),
    toggle<&Config::model>("model", "Exact model", "Network", true, kAtReset,
        "A shared network knows what every toggle earns and learns only what comes after it; off, it learns both.",
        "Sutton 1990, Dyna has a learned model; ours is the scorer itself"),
    toggle<&Config::conditioned>("conditioned", "Every setting", "Network", false, kAtReset,
        "Learns all positions of the reward sliders at once instead of those set now; takes longer.",
        "Schaul 2015 and Borsa 2019, universal value functions and successor features"),
    integer<&Config::hidden_units>("hidden_units", "Hidden units", "Network",
        {128, 4, 512, "units"}, kAtReset,
        "How wide each hidden layer of an MLP is.",
        "measured"),
    integer<&Config::hidden_layers>("hidden_layers", "Hidden layers", "Network",
        {2, 1, 4, "layers"}, kAtReset,
        "How many hidden layers an MLP has.",
        "measured"),
    integer<&Config::channels>("channels", "Channels", "Network",
        {16, 8, 128, "channels"}, kAtReset,
        "How many numbers a shared network keeps for each step.",
        "measured"),
    integer<&Config::conv_layers>("conv_layers", "Convolutions", "Network",
        {3, 1, 8, "layers"}, kAtReset,
        "How many hidden layers a shared network has; each looks further around its step.",
        "measured"),
    // Learning
    real<&Config::learning_rate>("learning_rate", "Learning rate", "Learning",
        {0.003, 1e-6, 0.1, ""}, kLive,
        "How far each gradient_step moves the network at first; too much and it forgets.",
        "measured"),
    real<&Config::learning_rate_end>("learning_rate_end", "Learning rate, end", "Learning",
        {0.0001, 1e-6, 0.1, ""}, kLive,
        "How far each gradient_step moves the network in the end, so that what was learned stays.",
        "measured"),
    integer<&Config::learning_rate_steps>("learning_rate_steps", "Learning rate time", "Learning",
        {900000, 1, 100000000, "env_steps"}, kLive,
        "How many turns until the learning rate has come down to its end value.",
        "measured"),
    real<&Config::gamma>("gamma", "Discount", "Learning",
        {0.9, 0, 0.999, ""}, kAtReset,
        "How much a reward of the next turn counts; 0 looks no further than one toggle.",
        "measured"),
    integer<&Config::n_step>("n_step", "n-step", "Learning",
        {1, 1, 32, "env_steps"}, kAtReset,
        "How many rewards are summed before the network's own guess takes over.",
        "Sutton 1988; measured"),
    integer<&Config::batch_size>("batch_size", "Batch size", "Learning",
        {64, 1, 1024, "transitions"}, kAtReset,
        "How many remembered turns each gradient_step learns from.",
        "measured"),
    integer<&Config::replay_capacity>("replay_capacity", "Replay capacity", "Learning",
        {100000, 64, 200000, "transitions"}, kAtReset,
        "How many turns are remembered before the oldest is overwritten.",
        "Mnih 2015; size measured"),
    integer<&Config::warm_up_steps>("warm_up_steps", "Warm-up", "Learning",
        {1000, 0, 200000, "env_steps"}, kLive,
        "How many turns are collected before learning starts.",
        "measured"),
    integer<&Config::train_interval>("train_interval", "Train every", "Learning",
        {8, 1, 256, "env_steps"}, kLive,
        "How many turns are played for each gradient_step.",
        "measured"),
    real<&Config::target_rate>("target_rate", "Target rate", "Learning",
        {0.01, 1e-5, 1, ""}, kLive,
        "How fast the target network follows the online network.",
        "Lillicrap 2016; size measured"),
    toggle<&Config::double_dqn>("double_dqn", "Double DQN", "Learning", true, kLive,
        "Lets one network choose the next action and the other judge it, against wishful values.",
        "van Hasselt 2016"),
    real<&Config::huber_delta>("huber_delta", "Huber delta", "Learning",
        {1, 1e-3, 100, ""}, kLive,
        "Errors above this size pull with constant force instead of growing.",
        "Huber 1964; 1 as in Mnih 2015"),
    real<&Config::adam_beta1>("adam_beta1", "Adam beta 1", "Learning",
        {0.9, 0, 0.9999, ""}, kLive,
        "How long the optimiser remembers the gradient's direction.",
        "Kingma & Ba 2015"),
    real<&Config::adam_beta2>("adam_beta2", "Adam beta 2", "Learning",
        {0.999, 0, 0.99999, ""}, kLive,
        "How long the optimiser remembers the gradient's size.",
        "Kingma & Ba 2015"),
    real<&Config::adam_epsilon>("adam_epsilon", "Adam epsilon", "Learning",
        {1e-5, 1e-12, 0.1, ""}, kLive,
        "Keeps the optimiser from dividing by nothing, and from taking noise for a direction.",
        "Kingma & Ba 2015 have 1e-8; measured, as Hessel 2018 has 1.5e-4"),
    real<&Config::max_gradient_norm>("max_gradient_norm", "Gradient limit", "Learning",
        {10, 1e-3, 1000, ""}, kLive,
        "A longer gradient is shortened to this length.",
        "Pascanu 2013; 10 as in Wang 2016"),
    // Exploration
    choice<&Config::exploration>("exploration", "Exploration", "Exploration", 0, kExplorations, kLive,
        "Tries actions by the softmax of their Q-values, or at random with chance epsilon.",
        "softmax as in the original"),
    real<&Config::temperature_start>("temperature_start", "Temperature, start", "Exploration",
        {2, 1e-3, 1000, "toggles"}, kLive,
        "How freely it tries at first; 1 is what one good toggle earns.",
        "measured"),
    real<&Config::temperature_end>("temperature_end", "Temperature, end", "Exploration",
        {0.12, 1e-3, 1000, "toggles"}, kLive,
        "How freely it tries in the end; near 0 it always plays its best.",
        "measured"),
    real<&Config::epsilon_start>("epsilon_start", "Epsilon, start", "Exploration",
        {1, 0, 1, ""}, kLive,
        "Chance of a random action at first.",
        "Mnih 2015"),
    real<&Config::epsilon_end>("epsilon_end", "Epsilon, end", "Exploration",
        {0.1, 0, 1, ""}, kLive,
        "Chance of a random action in the end.",
        "Mnih 2015"),
    integer<&Config::exploration_steps>("exploration_steps", "Exploration time", "Exploration",
        {450000, 1, 100000000, "env_steps"}, kLive,
        "How many turns until exploration has come down to its end value.",
        "measured"),
};
// clang-format on

}  // namespace

std::span<const ConfigEntry> config_table() { return kTable; }

}  // namespace core
