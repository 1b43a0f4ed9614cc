// Undo and redo over everything a person can change.
//
// Nothing reports its changes here. A Session shows its state after each command and before each frame, and what
// differs from the last time is one step, so no new command can be forgotten. What changes by itself does not count:
// the agents' answers (unlocked steps of their rows), which slot and part are shown, and what a training makes of an
// agent.
#pragma once

#include <algorithm>
#include <array>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "session/player/agents.h"
#include "session/song/document.h"

namespace session {

struct UndoState {
  Document document;
  AgentHandles agents;
  std::vector<KeptAgent> kept;
};

// The document without what changes by itself.
Document without_answers(Document document);

// What a person did between two states, for the button: "draw kick", "swing", "open agent".
std::string change_label(const UndoState& before, const UndoState& after);

class UndoHistory {
 public:
  // Steps that are kept. They share their agents and the patterns that they left alone; where agents of more than
  // kMaxAgentBytes or patterns of more than kMaxPatternBytes would be kept, older steps go first.
  static constexpr std::size_t kCapacity = 500;
  static constexpr std::size_t kMaxAgentBytes = std::size_t{128} << 20U;
  static constexpr std::size_t kMaxPatternBytes = std::size_t{48} << 20U;
  // Edits under one key that follow within this time are one step.
  static constexpr double kJoinMs = 500.0;

  // Forgets everything; this is where undo ends.
  void begin(UndoState now);

  // How things are now. What differs from the last time becomes a step, unless a gesture goes on.
  void record(const UndoState& now, double now_ms);

  // Whether these are the agents of what was recorded last.
  bool shows(const AgentHandles& agents, std::span<const KeptAgent> kept) const {
    return present_.agents == agents && std::ranges::equal(present_.kept, kept);
  }
  // An agent has come to the list by nobody's doing, from an earlier visit or with the page, of which there is one: it
  // was there in all steps.
  void add_kept(const KeptAgent& agent);

  bool in_gesture() const { return gesture_; }
  // What is recorded between these is one step.
  void begin_gesture() { gesture_ = true; }
  void end_gesture() { gesture_ = false; }
  // The next edit that is recorded is one step with the last one if that had the same key and is not older than
  // kJoinMs.
  void join(std::string key) { key_ = std::move(key); }

  bool can_undo() const { return !undo_.empty(); }
  bool can_redo() const { return !redo_.empty(); }
  std::string undo_label() const { return undo_.empty() ? std::string() : undo_.back().label; }
  std::string redo_label() const { return redo_.empty() ? std::string() : redo_.back().label; }

  // One step back or forth: the state to bring back. Only if there is one.
  const UndoState& undo();
  const UndoState& redo();

  // Steps back that are kept, and the bytes of their patterns, each that several share counted once.
  std::size_t depth() const { return undo_.size(); }
  std::size_t pattern_bytes() const;

 private:
  using SharedBank = std::array<std::shared_ptr<const Slot>, kSlots>;

  struct Step {
    // The state on its other side: without the bank's patterns, and these.
    UndoState rest;
    SharedBank bank;
    std::string label;  // what lies between
  };

  void push(const UndoState& now);
  void trim();
  void take(const UndoState& now);            // `now` is the present
  Step step_from_present(std::string label);  // back to it
  static UndoState state_of(const Step& step);

  UndoState present_;
  SharedBank present_bank_;  // its patterns as far as steps have them; null: none has it
  std::vector<Step> undo_;   // oldest first
  std::vector<Step> redo_;   // the next one last
  bool gesture_ = false;
  std::string key_;       // of the edit that comes
  std::string last_key_;  // of the last step
  double last_ms_ = 0.0;
};

}  // namespace session
