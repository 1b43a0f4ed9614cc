// Playing: the transport, what was handed over of it, and the bars that were handed over but are not heard yet.
//
// The scheduler works up to 100 ms ahead of what is heard. So there are two views of one performance: the bar that is
// being handed over, and the bar that sounds now and is shown.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "sequencer/midi.h"
#include "sequencer/midi_clock.h"
#include "sequencer/scheduler.h"
#include "sequencer/transport.h"
#include "session/player/bar.h"
#include "session/song/document.h"

namespace session {

using Bank = std::array<Slot, kSlots>;

class Playback {
 public:
  bool playing() const { return transport_.playing(); }
  const sequencer::Transport& transport() const { return transport_; }

  // Plays this slot of the bank from its first step at start_ms.
  void start(const Bank& bank, int slot, double start_ms);
  // Plays from step 0 at start_ms, however long ago that is: what is over is left out, and nothing moves the start.
  void start_at(const Bank& bank, int slot, double start_ms);
  // A bar of clicks before the first step (start_ms counts without it); and clicks on each beat from now on.
  void count_in() {
    clicks_.next = -segments_.back().slot.timing.bar_ticks();
    clicks_.counted_in = true;
  }
  void set_metronome(bool on) { clicks_.metronome = on; }
  // Beats of the count-in that are still to come, 0 when it is over.
  int count_in_beats(double now_ms) const;
  // MIDI clock is sent from now on, or not; what stops the receiver.
  std::vector<sequencer::TimedMessage> set_clock_out(bool on, double now_ms);
  // A step lasts so long from what was not handed over yet: an external clock is followed.
  void steer(double step_ms, double now_ms);
  // The step, as it sounds with this groove, that is nearest to time_ms, for this voice.
  PlayedAt nearest_step(double time_ms, int voice, const sequencer::Groove& groove) const;
  // This voice was played by hand on this tick's step: it does not sound there once more.
  void played_by_hand(int voice, std::int64_t tick);
  // Before anything was handed over: begins at start_ms if it would begin earlier.
  void begin_no_earlier(double start_ms);
  // Returns what silences the notes that were handed over, on `channel` and wherever else some sound.
  std::vector<sequencer::TimedMessage> stop(double now_ms, int channel);
  // Silences without stopping.
  std::vector<sequencer::TimedMessage> panic(double now_ms, int channel);

  // From what was not handed over yet.
  void set_tempo(double tempo_bpm, double now_ms);
  // Everything before this time was handed over.
  double committed_ms() const { return committed_ms_; }
  // Onsets that came due while the page stood still, and so were never handed over.
  int missed() const { return missed_; }
  void forget_missed() { missed_ = 0; }

  // The slot that is being handed over; only while playing.
  int slot() const { return segments_.back().slot_index; }
  // The bank was edited: heard in what was not handed over yet. In unlocked steps of a pattern that kept its length the
  // agent's row sounds on.
  void edit(const Bank& bank);
  // The same, but all of the patterns is heard as it is in the bank; answers that wait for their bar are void.
  void replace(const Bank& bank);
  // This slot is heard as it is in the bank from the next bar line that was not entered yet, where it begins anew;
  // until then as it was, with `before` as its tempo and swing.
  void replace_at_bar(const Bank& bank, int slot, const Feel& before);

  // The events of everything up to now_ms + horizon_ms that was not handed over, sorted. `midi` may be null: no MIDI.
  // `earliest_micro`, 0 to 1: how many sixteenths early an onset may be in any slot that could come.
  std::span<const sequencer::TimedEvent> schedule(double now_ms, double horizon_ms, const Bank& bank,
                                                  const sequencer::Groove& groove, double earliest_micro,
                                                  const sequencer::MidiSettings* midi, const Cues& cues);

  // The bars that began at or before now_ms since the last call, oldest first.
  std::vector<Bar> take_begun(double now_ms);

  // The pattern step that sounds at now_ms, [0, steps); absent when stopped or before the first onset.
  std::optional<int> step_at(double now_ms) const;
  // Of the bar that sounds; 0 when stopped.
  int bar_number() const { return playing() ? shown_.number : 0; }

 private:
  // From tick `first` on, this is what sounds. One for each bar, because late onsets of one and early ones of the next
  // overlap.
  struct Segment {
    std::int64_t first = 0;
    std::int64_t cycle_start = 0;
    std::int64_t origin = 0;  // where this slot began
    int slot_index = 0;
    Slot slot;
  };

  // The count-in and the metronome.
  struct Clicks {
    bool metronome = false;
    bool counted_in = false;
    std::int64_t next = 0;  // the tick from which the next one is looked for
  };

  void enter_bar(std::int64_t tick, const Bank& bank, const Cues& cues);
  // Where the slot that begins anew does so; absent if none does, or not up to `tick`.
  std::optional<std::int64_t> renewed_at(std::int64_t tick) const;
  void enter_bars(double earliest_ms, double end_ms, const Bank& bank, const sequencer::Groove& groove,
                  double earliest_micro, const Cues& cues);
  void append_clicks(double now_ms, double end_ms);
  const Segment& segment_of(std::int64_t tick) const;
  void collect_onsets(const sequencer::Groove& groove, std::int64_t last);
  // What lies between the end of the last call and what is too late for this one.
  void count_missed(double earliest_ms, const sequencer::Groove& groove);

  sequencer::Transport transport_;
  sequencer::HandedOver handed_over_;
  sequencer::NoteTracker tracker_;
  sequencer::ClockOut clock_out_;
  bool clock_on_ = false;
  bool may_move_ = true;             // begin_no_earlier() applies
  bool steered_ = false;             // by an external clock: patterns do not bring their tempo
  std::optional<int> renewed_slot_;  // of the bank, that begins anew at the next bar line
  Clicks clicks_;
  double committed_ms_ = 0.0;
  int missed_ = 0;
  std::int64_t first_tick_ = 0;    // onsets of earlier ticks are all over
  std::int64_t entered_ = 0;       // the bars of the ticks before this one were entered
  std::vector<Segment> segments_;  // oldest first; the last is the bar that is being handed over
  Bar bar_;                        // the last bar line that was entered
  bool bar_entered_ = false;       // false until the first was
  Bar shown_;                      // the last that was heard
  std::vector<Bar> waiting_;       // entered, not heard yet
  std::vector<sequencer::Onset> onsets_;
  std::vector<bool> due_;
  std::vector<sequencer::TimedEvent> events_;
};

}  // namespace session
