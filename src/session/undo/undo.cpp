#include "session/undo/undo.h"

#include <algorithm>
#include <cassert>
#include <set>
#include <utility>

#include "session/player/answering.h"

namespace session {
namespace {

bool same(const UndoState& a, const UndoState& b) {
  if (a.agents != b.agents) return false;
  return without_answers(a.document) == without_answers(b.document);
}

std::size_t agent_bytes(const AgentLine& line) {
  return line.answerer == nullptr ? 0 : line.answerer->agent().network.parameter_count() * sizeof(float);
}

}  // namespace

Document without_answers(Document document) {
  for (Slot& slot : document.bank) {
    for (int step = 0; step < slot.steps(); ++step) {
      if (!slot.part().locked(step)) slot.pattern.set(slot.part().voice, step, 0);
    }
  }
  document.slot = 0;
  document.config.steps = 0;
  return document;
}

void UndoHistory::begin(UndoState now) {
  present_ = std::move(now);
  undo_.clear();
  redo_.clear();
  gesture_ = false;
  key_.clear();
  last_key_.clear();
}

void UndoHistory::record(const UndoState& now, double now_ms) {
  if (gesture_) return;
  const std::string key = std::exchange(key_, {});
  if (same(present_, now)) {
    present_.document = now.document;
    if (!key.empty()) key_ = key;  // its edit is still to come
    return;
  }
  const bool joins =
      !key.empty() && key == last_key_ && now_ms - last_ms_ <= kJoinMs && !undo_.empty() && redo_.empty();
  if (joins) {
    undo_.back().label = change_label(undo_.back().state, now);
    present_ = now;
  } else {
    push(now);
  }
  last_key_ = key;
  last_ms_ = now_ms;
}

void UndoHistory::push(const UndoState& now) {
  std::string label = change_label(present_, now);
  undo_.push_back({.state = std::exchange(present_, now), .label = std::move(label)});
  redo_.clear();
  trim();
}

void UndoHistory::trim() {
  std::set<const AgentLine*> lines;
  std::size_t bytes = 0;
  std::size_t kept = 0;
  // From the newest on, as many as fit.
  while (kept < std::min(undo_.size(), kCapacity)) {
    for (const AgentHandle& agent : undo_[undo_.size() - 1 - kept].state.agents) {
      if (lines.insert(agent.line.get()).second) bytes += agent_bytes(*agent.line);
    }
    if (bytes > kMaxAgentBytes) break;
    ++kept;
  }
  undo_.erase(undo_.begin(), undo_.end() - static_cast<std::ptrdiff_t>(kept));
}

const UndoState& UndoHistory::undo() {
  assert(can_undo());
  Step step = std::move(undo_.back());
  undo_.pop_back();
  redo_.push_back({.state = std::exchange(present_, std::move(step.state)), .label = std::move(step.label)});
  last_key_.clear();
  return present_;
}

const UndoState& UndoHistory::redo() {
  assert(can_redo());
  Step step = std::move(redo_.back());
  redo_.pop_back();
  undo_.push_back({.state = std::exchange(present_, std::move(step.state)), .label = std::move(step.label)});
  last_key_.clear();
  return present_;
}

}  // namespace session
