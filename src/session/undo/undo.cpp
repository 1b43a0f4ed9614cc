#include "session/undo/undo.h"

#include <algorithm>
#include <cassert>
#include <set>
#include <utility>

#include "session/player/answering.h"

namespace session {
namespace {

bool same(const UndoState& a, const UndoState& b) {
  if (a.agents != b.agents || a.kept != b.kept) return false;
  return without_answers(a.document) == without_answers(b.document);
}

std::size_t agent_bytes(const AgentLine& line) {
  return line.answerer == nullptr ? 0 : line.answerer->agent().network.parameter_count() * sizeof(float);
}

std::size_t pattern_bytes_of(const Slot& slot) {
  std::size_t bytes = sizeof(Slot) + slot.details.size() * sizeof(sequencer::StepDetail) +
                      static_cast<std::size_t>(kVoices * slot.steps());
  for (const Part& part : slot.parts) bytes += sizeof(Part) + part.locks.size() + part.reward.liked.size();
  return bytes;
}

// Of the patterns that a state has and the next newer one has not.
template <class Bank>
std::size_t bytes_beyond(const Bank& bank, const Bank& newer) {
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < bank.size(); ++i) {
    if (bank[i] != newer[i]) bytes += pattern_bytes_of(*bank[i]);
  }
  return bytes;
}

}  // namespace

Document without_answers(Document document) {
  for (Slot& slot : document.bank) {
    clear_answers(slot);
    slot.shown_part = 0;
  }
  document.slot = 0;
  document.config.steps = 0;
  return document;
}

void UndoHistory::begin(UndoState now) {
  present_ = std::move(now);
  present_bank_ = {};
  undo_.clear();
  redo_.clear();
  gesture_ = false;
  key_.clear();
  last_key_.clear();
}

void UndoHistory::add_kept(const KeptAgent& agent) {
  put_kept(present_.kept, agent);
  for (std::vector<Step>* steps : {&undo_, &redo_}) {
    for (Step& step : *steps) put_kept(step.rest.kept, agent);
  }
}

void UndoHistory::record(const UndoState& now, double now_ms) {
  if (gesture_) return;
  const std::string key = std::exchange(key_, {});
  if (same(present_, now)) {
    take(now);
    if (!key.empty()) key_ = key;  // its edit is still to come
    return;
  }
  const bool joins =
      !key.empty() && key == last_key_ && now_ms - last_ms_ <= kJoinMs && !undo_.empty() && redo_.empty();
  if (joins) {
    undo_.back().label = change_label(state_of(undo_.back()), now);
    take(now);
    trim();
  } else {
    push(now);
  }
  last_key_ = key;
  last_ms_ = now_ms;
}

void UndoHistory::push(const UndoState& now) {
  undo_.push_back(step_from_present(change_label(present_, now)));
  take(now);
  redo_.clear();
  trim();
}

void UndoHistory::take(const UndoState& now) {
  for (std::size_t i = 0; i < present_bank_.size(); ++i) {
    if (present_bank_[i] && *present_bank_[i] != now.document.bank[i]) present_bank_[i].reset();
  }
  present_ = now;
}

UndoHistory::Step UndoHistory::step_from_present(std::string label) {
  for (std::size_t i = 0; i < present_bank_.size(); ++i) {
    if (!present_bank_[i]) present_bank_[i] = std::make_shared<const Slot>(present_.document.bank[i]);
  }
  Step step{.rest = present_, .bank = present_bank_, .label = std::move(label)};
  step.rest.document.bank.fill(Slot(kMinSteps));
  return step;
}

UndoState UndoHistory::state_of(const Step& step) {
  UndoState state = step.rest;
  for (std::size_t i = 0; i < step.bank.size(); ++i) state.document.bank[i] = *step.bank[i];
  return state;
}

std::size_t UndoHistory::pattern_bytes() const {
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < undo_.size(); ++i) {
    bytes += bytes_beyond(undo_[i].bank, i + 1 < undo_.size() ? undo_[i + 1].bank : present_bank_);
  }
  return bytes;
}

void UndoHistory::trim() {
  std::set<const AgentLine*> lines;
  std::size_t bytes = 0;
  std::size_t pattern_bytes = 0;
  std::size_t kept = 0;
  const SharedBank* newer = &present_bank_;
  // From the newest on, as many as fit.
  while (kept < std::min(undo_.size(), kCapacity)) {
    const Step& step = undo_[undo_.size() - 1 - kept];
    for (const AgentHandle& agent : step.rest.agents) {
      if (lines.insert(agent.line.get()).second) bytes += agent_bytes(*agent.line);
    }
    pattern_bytes += bytes_beyond(step.bank, *newer);
    if (bytes > kMaxAgentBytes || pattern_bytes > kMaxPatternBytes) break;
    newer = &step.bank;
    ++kept;
  }
  undo_.erase(undo_.begin(), undo_.end() - static_cast<std::ptrdiff_t>(kept));
}

const UndoState& UndoHistory::undo() {
  assert(can_undo());
  Step step = std::move(undo_.back());
  undo_.pop_back();
  redo_.push_back(step_from_present(std::move(step.label)));
  present_ = state_of(step);
  present_bank_ = std::move(step.bank);
  last_key_.clear();
  return present_;
}

const UndoState& UndoHistory::redo() {
  assert(can_redo());
  Step step = std::move(redo_.back());
  redo_.pop_back();
  undo_.push_back(step_from_present(std::move(step.label)));
  present_ = state_of(step);
  present_bank_ = std::move(step.bank);
  last_key_.clear();
  return present_;
}

}  // namespace session
