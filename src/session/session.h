// The model of the page: all that it knows and does, without drawing, ports, audio, a clock or text.
//
// A Session wires its rooms: the Workbench with the document, the Player, the Coach, Midi, and the undo history. It
// turns "the document has changed" into what each of them has to know, and does what takes more than one of them. The
// interface draws it; wire/ carries out commands on it and writes its requests as text.
// Times are milliseconds of the page's performance.now(); where a method takes no time, the last one that came in
// counts. A refused call changes nothing and returns the sentence to show.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/status.h"
#include "session/bench/workbench.h"
#include "session/coach/coach.h"
#include "session/midi/midi.h"
#include "session/player/player.h"
#include "session/song/edit.h"
#include "session/undo/undo.h"

namespace session {

class Session {
 public:
  explicit Session(std::uint64_t seed = 1);  // of the random starts of evaluations
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  // --- Rooms ------------------------------------------------------------------------------------------------------
  Player& player() { return player_; }
  const Player& player() const { return player_; }
  Coach& coach() { return coach_; }
  const Coach& coach() const { return coach_; }
  Midi& midi() { return midi_; }
  const Midi& midi() const { return midi_; }
  Answers& answers() { return player_.answers(); }
  const Answers& answers() const { return player_.answers(); }

  // --- Time -------------------------------------------------------------------------------------------------------
  // Brings the page to now_ms: shows bars whose time has come, drops old notices. Call before drawing a frame; the
  // other where nothing has to be shown first.
  void advance(double now_ms);
  void set_now(double now_ms) { bench_.set_now(now_ms); }
  double now_ms() const { return bench_.now_ms(); }
  // The events from where the last call ended up to now_ms + horizon_ms (0 to 1000), each exactly once, sorted by time.
  // Answers of bars that begin in this window are computed here. Valid until the next call.
  std::span<const sequencer::TimedEvent> schedule(double now_ms, double horizon_ms);
  std::uint64_t revision() const { return bench_.revision(); }  // rises when anything visible changed
  // True while something moves by itself: the playhead, a notice that will fade.
  bool moving() const { return player_.playing() || !notices().empty(); }

  // --- The document -----------------------------------------------------------------------------------------------
  const Document& document() const { return bench_.document(); }
  std::uint64_t document_revision() const { return bench_.document_revision(); }
  bool locked(int step) const { return document().part().locked(step); }
  // An edit of song/edit.h: session.edit(set_step, voice, step, velocity).
  template <class... Wanted, class... Given>
  core::Status edit(core::Status (*change)(Document&, Wanted...), Given&&... given) {
    return bench_.edit([&](Document& document) { return change(document, std::forward<Given>(given)...); });
  }
  template <class Change>  // heard from the next bar line on. change: (Document&) -> core::Status
  core::Status edit_at_bar(const Change& change) {
    return bench_.edit(change, Author::person_at_bar);
  }
  core::Status load_starter(std::string_view name);  // in place of the pattern that is shown, at the bar line
  void restore(Document document);                   // takes a whole document; what plays goes on
  void bring_back_visit(Document document);  // the same at the start of a visit: undo does not go back beyond it

  void copy(std::optional<int> voice);           // into the clipboard; absent: the pattern
  core::Status paste(std::optional<int> voice);  // Errors: nothing was copied, no such voice.
  int next_seed() { return ++last_seed_; }       // another one each time, the same in each session

  // --- Playing ----------------------------------------------------------------------------------------------------
  bool playing() const { return player_.playing(); }
  void play(double now_ms);
  void stop(double now_ms);
  void toggle_play(double now_ms) { playing() ? stop(now_ms) : play(now_ms); }
  void record(bool on, double now_ms);
  core::Status answer_me(double now_ms);
  core::Status drum(int voice, int velocity, double now_ms);  // by a key or a pad of the page
  void take_midi(const std::string& port, std::span<const MidiBatchItem> batch, double now_ms);

  // --- Reward -----------------------------------------------------------------------------------------------------
  const RewardView& reward_view();            // of what is shown; whoever asks wants the best that is possible, too
  TermAmounts toggle_effect(int step) const;  // Rewarding::toggle_effect in the pattern that is shown
  // A sentence if the agent that plays has learned another length or another reward than are set, and what to do; else
  // empty. In the state "reward_note", as scripts know it.
  std::string learned_note() const;

  // --- Agents -----------------------------------------------------------------------------------------------------
  // The agent that is set to play.
  const std::optional<AgentCard>& agent() const { return player_.agents().card(player_.agents().side()); }
  // Puts this agent on side A and plays it from the next bar. `file_name` names it if it has no name of its own. While
  // a learner of the same length exists, it goes on from this agent. Errors: everything the codec refuses; then the old
  // agent stays.
  core::Status load_agent(std::span<const std::uint8_t> bytes, AgentOrigin origin, std::string_view file_name);
  // The same for side B, of an earlier visit; nothing else changes.
  core::Status load_agent_b(std::span<const std::uint8_t> bytes, std::string_view file_name);
  core::Status set_agent_text(std::string_view name, std::string_view note);
  core::Result<std::vector<std::uint8_t>> export_agent(Side side) const;  // Errors: there is none.
  core::Status download_agent();
  void open_agent();            // the file picker
  void take_along(Along what);  // the song if it is on, else the pattern that is shown

  // Of the list (Agents::kept): one plays; one that the browser or the page has comes to it. Errors: there is none,
  // everything the codec refuses.
  core::Status play_kept(std::size_t index);
  core::Status add_kept(std::span<const std::uint8_t> bytes, AgentOrigin origin, std::string_view name);

  // --- Undo -------------------------------------------------------------------------------------------------------
  // One step back or forth over everything that a person changed (undo.h); playing goes on. Where a step back brings
  // another agent, a training of its length goes on from it; from the one that came with the page it does not, and is
  // paused. Errors: there is no step.
  core::Status undo();
  core::Status redo();
  const UndoHistory& history() const { return history_; }
  void begin_gesture();  // all edits until its end are one step: a drag
  void end_gesture();
  void join_edits(std::string key);  // Workbench::join_edits
  void record_edits();               // what was edited becomes a step, unless a gesture goes on

  // --- Sentences and requests -------------------------------------------------------------------------------------
  void notify(std::string text, NoticeLevel level) { bench_.notify(std::move(text), level); }
  std::span<const Notice> notices() const { return bench_.notices().all(); }
  std::vector<Request> take_requests();  // since the last call; a Save comes last if something is unsaved
 private:
  void document_changed(const Document& before, Author author);
  void bring_back(const UndoState& state);
  void keep_what_plays(Document& document) const;
  UndoState undo_state() const;

  Workbench bench_;
  Player player_;
  Coach coach_;
  Midi midi_;
  UndoHistory history_;
  std::optional<Clipboard> clipboard_;
  int last_seed_ = 0;
  RewardView reward_view_;
  std::uint64_t reward_view_revision_ = 0;  // that it shows
  bool document_unsaved_ = false;
  std::uint64_t recorded_revision_ = 0;  // of the document that undo knows
};

}  // namespace session
