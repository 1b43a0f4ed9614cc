// Who plays a row, in the words beside it.
#pragma once

#include <string>

#include "session/session.h"

namespace ui {

// "you", "agent", while two are at hand "agent A" or "agent B", the name of a kept one, and " + you" if steps are
// locked.
std::string row_owner(const session::Session& session, int voice);

// Which training step sounds, "update 12,345", or "tries, 120" where it is what the agent tries out; empty unless the
// agent comes from the training here.
std::string update_words(const session::Session& session, int voice);

}  // namespace ui
