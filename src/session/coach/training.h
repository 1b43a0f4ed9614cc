// The training as the page shows it, and what its worker reports: plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/config.h"
#include "session/bench/brief.h"
#include "session/coach/history.h"
#include "session/song/slot.h"

namespace session {

enum class TrainingStatus : std::uint8_t { idle, training, paused, crashed };

struct Training {
  TrainingStatus status = TrainingStatus::idle;
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

// What agents for this slot are judged by, in windows of learned_steps().
Brief brief_of(const Slot& slot);

const char* name_of(TrainingStatus status);  // "idle", "training", "paused", "crashed"

}  // namespace session
