// Playing: the transport, what was handed over of it, and the bars that were handed over but are not heard yet.
//
// The scheduler works up to 100 ms ahead of what is heard. So there are two views of one performance: the bar that is
// being handed over, and the bar that sounds now and is shown.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "rhythm/pattern.h"
#include "sequencer/midi.h"
#include "sequencer/scheduler.h"
#include "sequencer/transport.h"

namespace session {

// A bar line: `step` since the start falls on it at time_ms; from there on cycle_start is the pattern's first step.
struct Bar {
  std::int64_t step = 0;
  std::int64_t cycle_start = 0;
  double time_ms = 0.0;
  int number = 1;                    // 1 is the first since the start
  std::optional<rhythm::Row> snare;  // (n) the agent's answer that sounds from here, if there is a new one
};

class Playback {
 public:
  bool playing() const { return transport_.playing(); }
  const sequencer::Transport& transport() const { return transport_; }

  // Plays `pattern` from its first step at start_ms.
  void start(const rhythm::Pattern& pattern, double start_ms);
  // Before anything was handed over: begins at start_ms if it would begin earlier.
  void begin_no_earlier(double start_ms);
  // Returns what silences the notes that were handed over, on `channel` and wherever else some sound.
  std::vector<sequencer::TimedMessage> stop(double now_ms, int channel);
  // Silences without stopping.
  std::vector<sequencer::TimedMessage> panic(double now_ms, int channel) { return tracker_.panic(now_ms, channel); }
  // The port is gone with all that sounded on it.
  void forget_notes() { tracker_.clear(); }

  // From what was not handed over yet.
  void set_tempo(double tempo_bpm, double now_ms);

  // The pattern as the scheduler plays it; an edit sounds with the next step that was not handed over.
  const rhythm::Pattern& sounding() const { return sounding_; }
  void set_sounding(int voice, int step, std::uint8_t velocity) { sounding_.set(voice, step, velocity); }
  // Another pattern, perhaps of another length; answers that wait for their bar are void.
  void replace_sounding(const rhythm::Pattern& pattern);

  // Asked at each bar line that is reached, before its steps are made: the snare row that sounds from there on.
  using AnswerBar = std::function<std::optional<rhythm::Row>()>;

  // The events of everything up to now_ms + horizon_ms that was not handed over. `midi` may be null: no MIDI.
  std::span<const sequencer::TimedEvent> schedule(double now_ms, double horizon_ms, const sequencer::MidiSettings* midi,
                                                  const AnswerBar& answer_bar);

  // The bars that began at or before now_ms since the last call, oldest first.
  std::vector<Bar> take_begun(double now_ms);

  // The pattern step that sounds at now_ms, [0, steps); absent when stopped or before the first onset.
  std::optional<int> step_at(double now_ms) const;
  // Of the bar that sounds; 0 when stopped.
  int bar_number() const { return playing() ? shown_.number : 0; }

 private:
  void enter_bar(std::int64_t step, const AnswerBar& answer_bar);

  sequencer::Transport transport_;
  sequencer::Cursor cursor_;
  sequencer::NoteTracker tracker_;
  std::vector<sequencer::TimedEvent> events_;
  rhythm::Pattern sounding_{rhythm::kVoices, 16};
  Bar handed_over_;           // the last bar line that the scheduler reached
  bool bar_entered_ = false;  // false until the first bar line was reached
  Bar shown_;                 // the last that was heard
  std::vector<Bar> waiting_;  // reached, not heard yet
};

}  // namespace session
