// Following an external MIDI clock: from jittering pulses to a steady tempo and the times of the master's steps.
//
// A line is fitted to the last pulses by least squares, so that jitter falls with the square root of their number and
// neither tempo nor phase lags behind a steady master. A change of tempo shows as residuals that lean to one side: then
// the old pulses are let go.
// After a gap the next pulses say what it was: closer than a tick they were held back on their way (a backlog), so that
// each counts and none tells the time; a tick apart they are the ones after those that went missing, which are counted
// by where these fall. Until that is known, count and tempo stay.
//
//   k a pulse, of kTicksPerBeat a beat; t its time in ms
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace sequencer {

class ClockFollower {
 public:
  // One pulse, at its time stamp. Times that do not rise are taken as equal to the last.
  void pulse(double time_ms);
  void start(double time_ms);   // the next pulse is the first of the song
  void resume(double time_ms);  // it is the one at the song position
  void stop();
  void set_position(int sixteenths, double time_ms);  // song position pointer; counts with the next resume()
  // Another master, or none. Until pulses say more, its tempo is thought to be `guess_bpm`.
  void reset(double guess_bpm);

  // Brings it to now_ms: pulses that stay away for longer than kLostMs are a drop-out.
  void advance(double now_ms);

  // The master plays: it said start or continue, and its first pulse has come or can be foretold.
  bool running() const { return running_ && fitted() && !(awaiting_first_ && lost_); }
  // Rises whenever the song's position is another than counting pulses would give (start, continue, a jump), so that
  // the follower's transport must be set anew.
  std::uint64_t relocations() const { return relocations_; }
  // Enough pulses for a tempo to be shown: one beat.
  bool steady() const;

  // Absent before a first step's worth of pulses.
  std::optional<double> tempo_bpm() const;
  // When the song's `step` falls. Only while running().
  double time_of(double step) const;
  double step_ms() const;  // only while fitted

  // What is worth telling happened since the last call: a jump, a drop-out, a tempo that cannot be followed. Else
  // empty.
  std::string take_sentence();

 private:
  struct Pulse {
    std::int64_t k;
    double time_ms;
  };
  bool fitted() const { return pulses_.size() >= 2 && tick_ms_ > 0.0; }
  bool trusted() const;
  double residual(const Pulse& pulse) const;
  void begin(std::int64_t k, double time_ms);
  void hold(const Pulse& pulse, double spacing_ms);
  void settle();
  void go_on_elsewhere(double off_ticks);
  void let_go_of_late(double spacing_ms);
  void take(const Pulse& pulse);
  void fit();
  bool lost_some();
  void find_tempo_change();
  void keep_last(std::size_t count);

  std::deque<Pulse> pulses_;  // those that are fitted
  Pulse last_{.k = -1, .time_ms = 0.0};
  std::vector<Pulse> held_;  // the last of those since a gap, until they tell what it was; their k by counting
  bool bunched_ = false;     // some of them came closer than a tick
  bool guessed_ = false;     // the first of them is not a pulse but the tempo that was thought before it
  double guess_ms_ = 20.0;   // of a tick
  double tick_ms_ = 0.0;     // of the fit
  double origin_ms_ = 0.0;   // time of the pulse origin_k_ on the fit
  double origin_k_ = 0.0;    // the middle of the window, where the fit is surest
  int off_count_ = 0;        // last pulses in a row that are off by off_ticks_
  int off_ticks_ = 0;
  std::int64_t song_k_ = 0;    // the pulse that is the song's tick 0
  std::int64_t position_ = 0;  // ticks from the song's beginning; where a continue goes on
  bool running_ = false;
  bool awaiting_first_ = false;  // running, but its first pulse is still to come
  bool lost_ = true;             // no pulse has come for a while
  bool told_range_ = false;
  std::uint64_t relocations_ = 0;
  std::string sentence_;
};

}  // namespace sequencer
