// Several agents at once: --band of train and evaluate.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/config.h"

namespace cli {

struct TrainBand {
  std::string band;
  std::string method;
  double seconds = 20.0;
  std::string out;
  std::string name;
  std::string note;                  // empty: how it learned
  std::optional<int> round_weights;  // significant bits
};

// The exit status.
int train_band(const TrainBand& wanted, core::Config config);

struct EvaluateBand {
  std::string band;
  std::string checkpoint;
  std::string method;
  int steps = 0;  // 0: as many as the agent has
  int kicks = 0;
  std::uint64_t seed = 0;
  bool json = false;
};

int evaluate_band(const EvaluateBand& wanted);

}  // namespace cli
