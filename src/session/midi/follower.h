// Going with the clock of another machine.
#pragma once

#include <cstdint>
#include <string>

#include "sequencer/clock_follower.h"
#include "sequencer/midi_parser.h"
#include "session/bench/workbench.h"
#include "session/midi/ports.h"
#include "session/midi/recorder.h"
#include "session/player/player.h"

namespace session {

struct ClockView {
  bool following = false;  // the transport goes with an external clock
  bool steady = false;     // the tempo is known
  double tempo_bpm = 0.0;  // of the external clock, 0 while it is not known
  std::string sentence;    // what is the matter with it, if anything
};

class Follower {
 public:
  Follower(Workbench& bench, Player& player, Ports& ports, Recorder& recorder)
      : bench_(bench), player_(player), ports_(ports), recorder_(recorder) {}

  const ClockView& view() const { return view_; }

  // The document's clock settings have changed.
  void apply_settings();
  // Another input is chosen: its clock is another one.
  void restart();
  // A clock, transport or song position message; times have the port's latency taken out. True if the master stopped
  // the transport.
  bool take(const sequencer::MidiMessage& message, double time_ms);
  // Brings the transport to where the master is.
  void follow();

 private:
  void start_with_clock();
  void steer();

  Workbench& bench_;
  Player& player_;
  Ports& ports_;
  Recorder& recorder_;
  sequencer::ClockFollower clock_;
  std::uint64_t relocations_ = 0;  // of the clock, that the transport has followed
  bool on_ = false;                // the clock is fed
  ClockView view_;
};

}  // namespace session
