// Reading JSON that came from outside: every access checked, every refusal a sentence that names the key.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/json.h"
#include "core/status.h"
#include "rhythm/pattern.h"

namespace session {

using core::Json;

// Errors: missing, or of another type.
core::Result<double> read_number(const Json& object, const char* key);  // finite
core::Result<int> read_int(const Json& object, const char* key);        // whole
core::Result<bool> read_bool(const Json& object, const char* key);
core::Result<std::string> read_text(const Json& object, const char* key);

// A row of velocities: a string such as "x..X" or an array of numbers 0-127, 2 to 1024 steps.
core::Result<rhythm::Row> read_row(const Json& object, const char* key);

// What a worker's program wrote, under `key`: its text, as JavaScript forwards it, or that as JSON already. Missing, or
// no JSON: a value of no type, which whoever reads it refuses.
Json read_written(const Json& object, const char* key);

// A list of whole numbers, at most 1000.
core::Result<std::vector<int>> read_ints(const Json& object, const char* key);

}  // namespace session
