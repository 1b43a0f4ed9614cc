#include "ui/grid/heard_words.h"

#include <algorithm>

#include "ui/canvas/widgets.h"

namespace ui {

std::string row_owner(const session::Session& session, int voice) {
  const session::Part* part = session.document().current().part_of(voice);
  if (part == nullptr) return "you";
  std::string words = "agent";
  const session::Heard* heard = session.answers().heard(voice);
  const session::KeptAgent* own = session.player().agents().find_kept(part->agent);
  if (own != nullptr) {
    words = own->text->name.empty() ? "own agent" : own->text->name;
  } else if (heard != nullptr && session.player().agents().card(session::Side::b)) {
    words += heard->side == session::Side::a ? " A" : " B";
  }
  const bool mine = std::ranges::any_of(part->locks, [](auto lock) { return lock != 0; });
  return mine ? words + " + you" : words;
}

std::string update_words(const session::Session& session, int voice) {
  const session::Heard* heard = session.answers().heard(voice);
  if (heard == nullptr || heard->origin != session::AgentOrigin::trained) return {};
  return (heard->attempt ? "tries, " : "update ") + grouped_number(heard->gradient_steps);
}

}  // namespace ui
