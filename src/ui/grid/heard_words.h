// Whose answer sounds, in the words beside the snare.
#pragma once

#include <string>

#include "session/session.h"

namespace ui {

// "agent", while two are at hand "agent A" or "agent B", and " + you" if steps are locked.
std::string answer_owner(const session::Session& session);

// Which training step sounds, "update 12,345", or "tries, 120" where it is what the agent tries out; empty unless the
// agent comes from the training here.
std::string update_words(const session::Session& session);

}  // namespace ui
