// Undo and redo: what the history sees of a Session, and how a state comes back while everything goes on.
#include <algorithm>
#include <utility>

#include "session/player/answering.h"
#include "session/session.h"

namespace session {

void Session::record_edits() {
  if (history_.in_gesture() || history_.shows(document_, agents_)) return;
  history_.record({.document = document_, .agents = agents_}, now_ms_);
}

void Session::begin_gesture() {
  history_.end_gesture();  // one that was never ended
  record_edits();
  history_.begin_gesture();
}

void Session::end_gesture() {
  history_.end_gesture();
  record_edits();
  changed();
}

void Session::join_edits(std::string key) {
  record_edits();
  history_.join(std::move(key));
}

core::Status Session::undo() {
  end_gesture();
  if (!history_.can_undo()) return core::fail("There is nothing to undo.");
  bring_back(history_.undo());
  return {};
}

core::Status Session::redo() {
  end_gesture();
  if (!history_.can_redo()) return core::fail("There is nothing to redo.");
  bring_back(history_.redo());
  return {};
}

void Session::bring_back(const UndoState& state) {
  const AgentHandles before = agents_;
  const AgentHandles after = state.agents;
  Document document = state.document;
  keep_what_plays(document);
  [[maybe_unused]] const core::Status restored = restore(std::move(document));
  agents_ = after;
  for (const Side side : {Side::a, Side::b}) {
    const auto s = static_cast<std::size_t>(side);
    if (before[s].line != after[s].line) show_line(side);
    if (before[s] != after[s]) show_agent_text(side);
  }
  // The shipped agent does not go on learning (train() says so), so a learner of its length ends with it too.
  if (before[0].line != after[0].line) learner_follows_agent(after[0].line->origin != AgentOrigin::shipped);
  record_edits();
  changed();
}

// What undo leaves as it is: the slot that is shown, unless something changes elsewhere and nothing plays; and what the
// agent plays in steps that are its own before and after.
void Session::keep_what_plays(Document& document) const {
  const Document from = without_answers(document_);
  const Document to = without_answers(document);
  int slot = document_.slot;
  const auto differs = [&](int i) {
    return from.bank[static_cast<std::size_t>(i)] != to.bank[static_cast<std::size_t>(i)];
  };
  for (int i = 0; i < kSlots && !playing() && !differs(slot); ++i) {
    if (differs(i)) slot = i;
  }
  document.select(slot);
  for (std::size_t i = 0; i < document.bank.size(); ++i) {
    Slot& back = document.bank[i];
    const Slot& now = document_.bank[i];
    if (back.steps() != now.steps()) continue;
    for (int step = 0; step < back.steps(); ++step) {
      const auto s = static_cast<std::size_t>(step);
      if (back.locks[s] != 0 || now.locks[s] != 0) continue;
      back.pattern.set(rhythm::kSnare, step, now.pattern.velocity(rhythm::kSnare, step));
    }
  }
}

void Session::begin_line(Side side) {
  AgentHandle& at = handle(side);
  at = {.line = std::make_shared<AgentLine>(*at.line), .text = std::make_shared<AgentText>(*at.text)};
}

void Session::show_line(Side side) {
  if (answerer(side) != nullptr) {
    show_agent(side);
  } else {
    card(side).reset();
    if (side == Side::b && side_ == Side::b) play_side(Side::a);
  }
  if (side == Side::b) agent_b_unsaved_ = true;
  changed();
}

void Session::show_agent_text(Side side) {
  if (answerer(side) == nullptr) return;
  const AgentText& text = *handle(side).text;
  answerer(side)->info().name = text.name;
  answerer(side)->info().note = text.note;
  card(side)->name = text.name;
  card(side)->note = text.note;
  if (side == Side::a) {
    trained_name_ = text.name;
    trained_note_ = text.note;
    agent_unsaved_ = true;
  } else {
    agent_b_unsaved_ = true;
  }
  changed();
}

}  // namespace session
