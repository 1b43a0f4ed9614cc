// What sounds from which bar: the transport, the bank's slots and the song, and the agents' answers at bar lines.
//
// A Player reads the document on the Workbench and writes answers into it. Times are milliseconds of the page's
// performance.now().
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/status.h"
#include "sequencer/scheduler.h"
#include "sequencer/transport.h"
#include "session/bench/workbench.h"
#include "session/player/agents.h"
#include "session/player/answers.h"
#include "session/player/playback.h"

namespace session {

// The first onset comes this long after play(), so that sound and MIDI are handed over ahead of their time.
inline constexpr double kStartDelayMs = 100.0;
// If the page stalls between play() and the first schedule(), the start moves so that this much is left: all of it
// comes late rather than its first onsets never. About what the output of a sound card needs.
inline constexpr double kLeastLeadMs = 50.0;

class Player {
 public:
  explicit Player(Workbench& bench) : bench_(bench), answers_(bench, agents_) {}
  Player(const Player&) = delete;
  Player& operator=(const Player&) = delete;

  bool playing() const { return playback_.playing(); }
  // The step that sounds at now_ms, [0, n); absent when stopped, before the first onset, and while what sounds has
  // more steps than what is shown.
  std::optional<int> playing_step(double now_ms) const;
  // Bars since the start, the first is 1; 0 when stopped.
  int bar() const { return playback_.bar_number(); }

  // From the first step, `lead_ms` later than usual; nothing if it plays.
  void play(double lead_ms);
  // Goes with an external clock, whose step 0 is or was at start_ms: what of it is over is left out.
  void play_from(double start_ms, double step_ms);
  // Returns what silences every note that sounds.
  std::vector<sequencer::TimedMessage> stop();
  void tap(double at_ms);  // one tap of the tempo, when the hand came down
  // Strikes a voice now, velocity 0-127.
  core::Status strike(int voice, int velocity);

  // The sound was louder than full scale just now; and whether it was within the last second.
  void note_peak();
  bool peaked() const { return bench_.now_ms() - peak_ms_ < 1000.0; }

  // Shows this slot of the bank and plays it: at once when stopped, while playing when the pattern that plays ends. In
  // a song it is played once in between.
  core::Status select_slot(int slot);
  // The slot that comes when the pattern that is shown ends, if it was selected or is the next of the song and on its
  // way already.
  std::optional<int> slot_next() const;
  // Which entry of the song plays or is about to; absent if none does.
  std::optional<int> song_position() const;
  void restart_song() { song_next_ = 0; }  // it begins with its first pattern, at the end of the one that plays

  // Shows bars whose time has come. on_bar: told of each before its answer is shown.
  void advance(const std::function<void(const Bar&)>& on_bar);
  // The events from where the last call ended up to now + horizon_ms, each exactly once, sorted by time. Answers of
  // bars that begin in this window are computed here. `midi` may be null: no MIDI. called: see Cues::called. Valid
  // until the next call.
  std::span<const sequencer::TimedEvent> schedule(
      double horizon_ms, double lead_ms, const sequencer::MidiSettings* midi,
      const std::function<std::optional<Called>(std::int64_t, const Slot&)>& called);
  // What early first onsets need as a head start of the transport, ms.
  double head_start_ms() const;

  // The document has changed: what was not handed over yet sounds as it is now.
  void document_changed(const Document& before, Author author);

  // Puts this agent on a side; heard from the next bar, or at once when stopped.
  void put_agent(Side side, agent::Agent agent, AgentOrigin origin);
  void put_agent(Side side, std::shared_ptr<Answerer> answerer, AgentOrigin origin);
  // The list of agents at hand (Agents::kept): the one that plays comes to it, one of it plays on side A, gets a name,
  // goes. Errors: as there.
  core::Status keep_agent();
  core::Status play_kept(std::size_t index);
  core::Status rename_kept(std::size_t index, std::string_view name);
  core::Status forget_kept(std::size_t index);
  // One of it plays this voice, which is handed to it if it was not an agent's. Errors: no such agent, no such voice.
  core::Status seat_kept(int voice, std::size_t index);
  // The same with an agent's file, which comes to the list. Errors: no agent file, no such voice, the list is full.
  core::Status seat_file(int voice, std::span<const std::uint8_t> bytes, std::string_view name);
  // The agent that plays, as it is now, becomes B's too; A's may then learn on. Errors: there is none.
  core::Status ab_store();
  // The other side plays. Errors: it has no agent.
  core::Status ab_toggle();
  // B's agent is gone, and A plays.
  void ab_clear();
  void play_side(Side side);
  // Brings agents back, as undo keeps them. True if side A's is another one now.
  bool bring_back(const AgentHandles& handles);

  Playback& playback() { return playback_; }
  const Playback& playback() const { return playback_; }
  Agents& agents() { return agents_; }
  const Agents& agents() const { return agents_; }
  Answers& answers() { return answers_; }
  const Answers& answers() const { return answers_; }

 private:
  void begin_song();  // before playing starts
  int next_slot();    // at the end of a cycle that is handed over
  void show_slot(int slot);
  core::Status seat(int voice, const std::string& key);  // the agent of this key plays this voice

  Workbench& bench_;
  Playback playback_;
  Agents agents_;
  Answers answers_;
  sequencer::TapTempo tap_tempo_;
  std::optional<int> queued_slot_;  // selected while playing, to come when the pattern ends
  std::size_t song_next_ = 0;       // index of the song's next entry
  double peak_ms_ = -1e9;
};

}  // namespace session
