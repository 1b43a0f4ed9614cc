#include "ui/grid/heard_words.h"

#include <algorithm>

#include "ui/canvas/widgets.h"

namespace ui {

std::string answer_owner(const session::Session& session) {
  std::string words = "agent";
  if (session.answers().heard() && session.player().agents().card(session::Side::b)) {
    words += session.answers().heard()->side == session::Side::a ? " A" : " B";
  }
  const auto& locks = session.document().part().locks;
  const bool mine = std::ranges::any_of(locks, [](auto lock) { return lock != 0; });
  return mine ? words + " + you" : words;
}

std::string update_words(const session::Session& session) {
  const auto& heard = session.answers().heard();
  if (!heard || heard->origin != session::AgentOrigin::trained) return {};
  return (heard->attempt ? "tries, " : "update ") + grouped_number(heard->gradient_steps);
}

}  // namespace ui
