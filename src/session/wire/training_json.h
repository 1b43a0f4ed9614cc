// What the workers report, as the trainer's programs write it (trainer/service.h).
#pragma once

#include "core/status.h"
#include "session/coach/training.h"
#include "session/coach/truth.h"
#include "session/wire/json_read.h"

namespace session {

// Errors: anything missing, of the wrong type or out of range.
core::Result<TrainingStats> read_training_stats(const Json& json);

// {"best": {"snare"} or null, "previews"?: {term: row, …}}; rows of `steps`.
core::Result<TruthAnswer> read_truth(const Json& json, int steps);

}  // namespace session
