// Requests to JavaScript as text.
#pragma once

#include <span>
#include <string>

#include "session/bench/requests.h"

namespace session {

// A JSON array of objects {"type": …}, in the order of the requests.
std::string requests_json(std::span<const Request> requests);

}  // namespace session
