// Requests to JavaScript as text.
#pragma once

#include <span>
#include <string>

#include "session/bench/requests.h"

namespace session {

// A JSON array of objects {"type": …}, in the order of the requests: what JavaScript needs to know. What it only
// forwards to a worker ("config", "kicks", "reward", "options", "question") is a string, JSON for the worker's program.
std::string requests_json(std::span<const Request> requests);

}  // namespace session
