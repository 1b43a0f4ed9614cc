// Grooves as people take them along: one pattern with everything that makes its sound and its answers.
#pragma once

#include "session/song/document.h"
#include "session/wire/json_read.h"

namespace session {

// {"version", "slot" (wire/slot_json.h, with "feel" and "parts"), "sounds", "drive"} of the pattern that is shown.
Json groove_along_json(const Document& document);

// It takes the place of the pattern that is shown. Rows of an agent's voice that the groove brings are the musician's,
// where it does not say whose they are. Errors: a newer version, anything missing, of the wrong type or out of range.
core::Status open_groove(const Json& json, Document& document);

}  // namespace session
