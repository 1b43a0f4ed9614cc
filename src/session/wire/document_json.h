// The document as JSON, as the browser keeps it.
#pragma once

#include "core/status.h"
#include "session/song/document.h"
#include "session/wire/json_read.h"

namespace session {

// One object with a format version.
Json document_json(const Document& document);

// Errors: not JSON, a newer format version, anything missing, of the wrong type or out of range.
core::Result<Document> read_document(const Json& json);

}  // namespace session
