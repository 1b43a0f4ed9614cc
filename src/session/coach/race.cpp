#include "session/coach/race.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

namespace session {
namespace {

struct Variant {
  std::string_view name;
  std::string_view setting;
  double factor;
};

using Variants = std::array<Variant, kMostRunners - 1>;

// What somebody would try by hand. Short names: eight of them fit into the Train panel.
constexpr Variants kOfShared = {{
    {"decay x 0.5", "learning_rate_steps", 0.5},
    {"rate x 2", "learning_rate", 2.0},
    {"rate x 0.5", "learning_rate", 0.5},
    {"discount x 1.05", "gamma", 1.05},
    {"channels x 2", "channels", 2.0},
    {"batch x 0.5", "environments", 0.5},
    {"target x 2", "target_rate", 2.0},
}};
constexpr Variants kOfMlp = {{
    {"decay x 0.5", "learning_rate_steps", 0.5},
    {"rate x 2", "learning_rate", 2.0},
    {"rate x 0.5", "learning_rate", 0.5},
    {"discount x 1.6", "gamma", 1.6},
    {"hidden units x 0.5", "hidden_units", 0.5},
    {"batch x 0.5", "batch_size", 0.5},
    {"hidden units x 2", "hidden_units", 2.0},
}};

void scale(core::Config& config, const Variant& variant) {
  const core::ConfigEntry* entry = core::find_config_entry(variant.setting);
  assert(entry != nullptr);
  double value = std::clamp(entry->get(config) * variant.factor, entry->min, entry->max);
  if (entry->kind == core::ConfigKind::integer) value = std::round(value);
  entry->set(config, value);
}

}  // namespace

const char* name_of(RaceBy by) { return by == RaceBy::seeds ? "seeds" : "settings"; }

core::Status check_race(const RaceSettings& settings) {
  if (settings.runners < kFewestRunners || settings.runners > kMostRunners) {
    return core::fail("A race has from " + std::to_string(kFewestRunners) + " to " + std::to_string(kMostRunners) +
                      " runners.");
  }
  if (settings.seconds < kShortestRaceSeconds || settings.seconds > kLongestRaceSeconds) {
    return core::fail("A race takes from " + std::to_string(kShortestRaceSeconds) + " to " +
                      std::to_string(kLongestRaceSeconds) + " seconds.");
  }
  return {};
}

std::optional<double> Runner::regret() const {
  return points.empty() ? std::nullopt : std::optional(points.back().regret);
}

std::optional<int> Race::leader() const {
  std::optional<int> best;
  for (std::size_t i = 0; i < runners.size(); ++i) {
    if (runners[i].dropped || !runners[i].regret()) continue;
    if (!best || *runners[i].regret() < *runners[static_cast<std::size_t>(*best)].regret()) best = static_cast<int>(i);
  }
  return best;
}

bool Race::finished() const {
  return !all_dropped() &&
         std::ranges::all_of(runners, [](const Runner& runner) { return runner.dropped || runner.finished; });
}

bool Race::all_dropped() const { return std::ranges::all_of(runners, &Runner::dropped); }

std::vector<Runner> line_up(const RaceSettings& settings, const core::Config& base) {
  assert(check_race(settings));
  const core::ConfigEntry& seed = *core::find_config_entry("seed");
  std::vector<Runner> runners;
  for (int i = 0; i < settings.runners; ++i) {
    Runner runner;
    runner.config = base;
    if (settings.by == RaceBy::seeds) {
      // Beyond the largest seed it goes on from the smallest.
      const double value = base.seed + static_cast<double>(i);
      seed.set(runner.config, value <= seed.max ? value : value - seed.max - 1.0);
      runner.name = "seed " + std::to_string(runner.config.seed);
    } else if (i == 0) {
      runner.name = "as set";
    } else {
      const Variants& variants = runner.config.network == core::NetworkKind::shared ? kOfShared : kOfMlp;
      const Variant& variant = variants[static_cast<std::size_t>(i - 1)];
      scale(runner.config, variant);
      runner.name = variant.name;
    }
    runners.push_back(std::move(runner));
  }
  return runners;
}

}  // namespace session
