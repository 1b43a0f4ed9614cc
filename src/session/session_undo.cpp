// Undo and redo: what the history sees of a Session, and how a state comes back while everything goes on.
#include <algorithm>
#include <utility>

#include "session/answering.h"
#include "session/session.h"

namespace session {

void Session::record_edits() {
  if (history_.in_gesture() || history_.shows(document_, line_.get(), text_.get())) return;
  history_.record({.document = document_, .line = line_, .text = text_}, now_ms_);
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
  const bool other_agent = state.line != line_;
  const std::shared_ptr<AgentLine> line = state.line;
  const std::shared_ptr<AgentText> text = state.text;
  Document document = state.document;
  keep_what_plays(document);
  [[maybe_unused]] const core::Status restored = restore(std::move(document));
  const bool other_text = std::exchange(text_, text) != text;
  line_ = line;
  if (other_agent) show_line();
  if (other_agent || other_text) show_agent_text();
  // The shipped agent does not go on learning (train() says so), so a learner of its length ends with it too.
  if (other_agent) learner_follows_agent(line_->origin != AgentOrigin::shipped);
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

void Session::begin_line() {
  line_ = std::make_shared<AgentLine>(*line_);
  text_ = std::make_shared<AgentText>(*text_);
}

void Session::show_line() {
  answerer_ = line_->answerer;
  agent_card_.reset();
  if (answerer_ != nullptr) show_agent(line_->origin);
}

void Session::show_agent_text() {
  if (answerer_ == nullptr) return;
  answerer_->info().name = text_->name;
  answerer_->info().note = text_->note;
  agent_card_->name = text_->name;
  agent_card_->note = text_->note;
  trained_name_ = text_->name;
  trained_note_ = text_->note;
  agent_unsaved_ = true;
  changed();
}

}  // namespace session
