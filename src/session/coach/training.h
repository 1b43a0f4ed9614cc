// The training as the page shows it, and what its worker reports: plain values.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/config.h"
#include "session/bench/brief.h"
#include "session/coach/history.h"
#include "session/player/agents.h"
#include "session/song/slot.h"

namespace session {

enum class TrainingStatus : std::uint8_t { idle, training, paused, crashed };

// How good the agent is after so many updates, by its answers to held-out kicks and the reward that is set.
struct ProgressPoint {
  double updates = 0.0;
  double seconds = 0.0;        // of training
  double regret = 0.0;         // 0 the best there is, 1 random snares
  double optimal_share = 0.0;  // of the kicks: its answer is the best there is
};

// What the judge says of it.
struct Verdict {
  ProgressPoint point;
  int kicks = 0;
  bool exact = true;  // by the true optimum; else by the best that a long search finds
};

// The agent as it was after 1, 10, 100, … updates.
struct TrainingMark {
  double updates = 0.0;
  double seconds = 0.0;
  std::shared_ptr<Answerer> answerer;
};

inline constexpr std::size_t kMostMarks = 8;
// Held-out kicks that a training is judged by, and who draws them: not the evaluation's.
inline constexpr int kProgressKicks = 100;
inline constexpr std::uint64_t kProgressSeed = 1013;

struct Training {
  TrainingStatus status = TrainingStatus::idle;
  int voice = rhythm::kSnare;           // whose agent practises: where no agent plays it, the one that is shown
  std::string sentence;                 // why it is paused or crashed, if the musician did not ask for it
  std::optional<core::Config> learner;  // what the worker's learner was made with; absent: there is none
  double env_steps = 0.0;
  double gradient_steps = 0.0;
  double episodes = 0.0;
  double env_steps_per_second = 0.0;  // 0 unless training
  double gradient_steps_per_second = 0.0;
  std::string kernels;  // the products that the worker's program has: "simd" or "relaxed"
  CurvePoint latest;    // the last numbers that came
  core::Exploration exploration = core::Exploration::softmax;
  // The best final reward that there is, mean over kicks, in the units of final_reward; absent where it is not known.
  std::optional<double> best_reward;
  CurveHistory curves;
  TermHistory terms;  // what each term contributed
  WaterfallHistory waterfall;
  std::vector<ProgressPoint> progress;  // rising in updates
  std::optional<Verdict> verdict;       // the last
  std::vector<TrainingMark> marks;      // the last kMostMarks, rising in updates
  bool fresh = false;                   // it began with an agent that knew nothing
};

// One report of the worker.
struct TrainingStats {
  double env_steps = 0.0;
  double gradient_steps = 0.0;
  double episodes = 0.0;
  std::optional<double> best_reward;
  core::Exploration exploration = core::Exploration::softmax;
  CurvePoint point;
  std::optional<TermPoint> terms;
  std::vector<float> policy;  // (n) the probability of toggling each step
  std::string kernels;
};

// What the agent of this part of the slot is judged by, in windows of learned_steps().
Brief brief_of(const Slot& slot, const Part& part);

const char* name_of(TrainingStatus status);  // "idle", "training", "paused", "crashed"

}  // namespace session
