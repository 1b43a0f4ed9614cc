// A race: learners that practise side by side and differ in their seed or in one setting; the best by regret is kept.
//
// Plain values: who runs, how far they are, who leads. The Session owns the race and speaks with the workers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/config.h"
#include "core/status.h"

namespace session {

inline constexpr int kFewestRunners = 2;
inline constexpr int kMostRunners = 8;
inline constexpr int kShortestRaceSeconds = 5;
inline constexpr int kLongestRaceSeconds = 600;
// Held-out kicks of a verdict: enough to tell apart what is worth telling apart, in a tenth of a second.
inline constexpr int kRaceKicks = 100;
// Not the seed of an evaluation, so that the kept agent is not evaluated on the kicks it was chosen by.
inline constexpr std::uint64_t kRaceKicksSeed = 1009;

enum class RaceBy : std::uint8_t {
  seeds,     // the same settings, seeds one after the other from the one that is set
  settings,  // the same seed, one setting of each runner changed; the first runs as set
};

const char* name_of(RaceBy by);  // "seeds", "settings"

struct RaceSettings {
  int runners = kFewestRunners;
  RaceBy by = RaceBy::seeds;
  int seconds = 20;  // of training, for each
};

// Errors: runners or seconds out of range.
core::Status check_race(const RaceSettings& settings);

// The verdict on a runner's agent.
struct RacePoint {
  double seconds = 0.0;  // of training that the agent had
  double regret = 0.0;   // over held-out kicks; 0 the best there is, 1 random snares
};

struct Runner {
  std::string name;  // "seed 3", "rate x 2"
  core::Config config;
  double env_steps = 0.0;
  double gradient_steps = 0.0;
  std::vector<RacePoint> points;    // by the reward that is set, in the order of their coming
  std::vector<std::uint8_t> agent;  // the file that was judged last
  bool finished = false;            // it trained to the end, and its last agent is judged
  bool dropped = false;             // it is out: its worker has died

  std::optional<double> regret() const;  // the latest
};

struct Race {
  RaceSettings settings;
  std::vector<Runner> runners;
  bool exact = true;  // regrets are against the true optimum; else the best that a long search found
  bool over = false;
  std::optional<int> winner = std::nullopt;  // when it is over: who was kept; absent if nobody was

  // Who has the lowest regret of those that are in; absent before the first verdict.
  std::optional<int> leader() const;
  // Whether all that are in have finished; false if none is.
  bool finished() const;
  bool all_dropped() const;
};

// The runners at the start; the first is `base` itself. `settings` as check_race() wants them.
std::vector<Runner> line_up(const RaceSettings& settings, const core::Config& base);

// What the evaluation worker says of a runner's agent.
struct RaceVerdict {
  RacePoint point;
  bool exact = true;      // by the true optimum
  bool finished = false;  // the runner has trained to the end of the race
};

}  // namespace session
