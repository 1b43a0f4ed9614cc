// MIDI both ways: what comes in is played, recorded, learned or followed; lights and measurements.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/status.h"
#include "sequencer/midi_parser.h"
#include "sequencer/pads.h"
#include "session/bench/workbench.h"
#include "session/midi/follower.h"
#include "session/midi/learning.h"
#include "session/midi/measurements.h"
#include "session/midi/ports.h"
#include "session/midi/recorder.h"
#include "session/player/player.h"

namespace session {

// Bytes that came together, and when.
struct MidiBatchItem {
  double time_ms;
  std::vector<std::uint8_t> bytes;
};

class Midi {
 public:
  Midi(Workbench& bench, Player& player, TargetTable targets)
      : bench_(bench),
        player_(player),
        ports_(bench, player.playback()),
        recorder_(bench, player),
        learning_(bench, std::move(targets)),
        follower_(bench, player, ports_, recorder_),
        measurements_(bench, player.playback(), ports_) {}

  Ports& ports() { return ports_; }
  const Ports& ports() const { return ports_; }
  Recorder& recorder() { return recorder_; }
  const Recorder& recorder() const { return recorder_; }
  Learning& learning() { return learning_; }
  const Learning& learning() const { return learning_; }
  Follower& follower() { return follower_; }
  const Follower& follower() const { return follower_; }
  Measurements& measurements() { return measurements_; }
  const Measurements& measurements() const { return measurements_; }

  // What came from an input. What means nothing here is left out.
  void take(const std::string& port, std::span<const MidiBatchItem> batch);

  // From the first step; nothing if it plays.
  void play();
  void stop();  // silences every note that sounds
  void record(bool on) { recorder_.record(on, lead_ms()); }
  // How much earlier than usual the transport starts, for what goes out before its step.
  double lead_ms() const;

  void set_input_state(MidiState state);
  // `input`: the inputs there are, and which of them the pads send on; chosen by hand, or found by its name.
  void set_pads_state(MidiState state, MidiState input, bool by_hand = false);
  core::Status select_pads(std::string_view port_id);  // an output; its input is found by its name
  // Puts the lights out, until the next frame or tick.
  void darken_pads();
  void update_lights();
  // The pads show the page of the pattern with this step in it, where they have no room for all.
  void show_on_pads(int step) { pads_from_ = step; }

  // The document has changed.
  void document_changed(const Document& before);

 private:
  void take_message(const std::string& port, const sequencer::MidiMessage& message, double time_ms);
  bool press_pad(int note);
  sequencer::PadPage pad_page() const;
  void send_lights(std::vector<sequencer::MidiBytes> messages);

  Workbench& bench_;
  Player& player_;
  Ports ports_;
  Recorder recorder_;
  Learning learning_;
  Follower follower_;
  Measurements measurements_;
  std::map<std::string, sequencer::MidiParser> parsers_;  // unfinished messages, by port id
  sequencer::PadLights lights_;
  int pads_from_ = 0;
};

}  // namespace session
