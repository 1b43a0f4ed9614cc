// Evaluations between the worker, the page and scripts.
#pragma once

#include "core/status.h"
#include "session/coach/evaluation.h"
#include "session/wire/json_read.h"

namespace session {

// Reads what the trainer's evaluation gives: the scenarios, the report, or both. Errors: its own "error" sentence, or
// anything missing or of another size than "iterations" says.
core::Result<Evaluation> evaluation_from_json(const Json& json);

// The same object back, with "agent_name" and "reward_name".
Json to_json(const Evaluation& evaluation);

}  // namespace session
