// The MIDI ports: which there are, which are chosen, and what goes out on them.
//
// Ids are the browser's; settings that belong to a port are kept by its name.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/status.h"
#include "session/bench/workbench.h"
#include "session/midi/port_state.h"
#include "session/player/playback.h"

namespace session {

class Ports {
 public:
  Ports(Workbench& bench, Playback& playback) : bench_(bench), playback_(playback) {}

  const MidiState& output() const { return output_; }
  const MidiState& input() const { return input_; }
  const MidiState& pads() const { return pads_; }
  // The input that the pads send on: found by JavaScript, or chosen by hand.
  const MidiState& pads_in() const { return pads_in_; }
  bool pads_in_by_hand() const { return pads_in_by_hand_; }

  void connect();
  // "" for none. Errors: the port is not there any more.
  core::Status select_output(std::string_view port_id);
  core::Status select_input(std::string_view port_id);
  core::Status select_pads(std::string_view port_id);
  core::Status select_pads_in(std::string_view port_id);  // "": the input that is called like the output

  void set_output_state(MidiState state);
  void set_input_state(MidiState state) { input_ = std::move(state); }
  void set_pads_state(MidiState state, MidiState input, bool by_hand);

  // The document's settings of the output, with the latency of the port that is chosen.
  sequencer::MidiSettings output_settings() const;
  // The latency goes to the port that is chosen, if one is.
  core::Status set_output_settings(const sequencer::MidiSettings& midi);
  double input_latency_ms() const;
  // Errors: out of range, no port is chosen.
  core::Status set_input_latency(double latency_ms);

  // On the output that is chosen, if one is.
  void send(const std::vector<sequencer::TimedMessage>& messages) { send_to(output_.selected, messages); }
  // Silences what sounds on it.
  void panic();

 private:
  // What would have silenced the notes on a port that was unplugged.
  struct LostNotes {
    MidiPort port;
    std::vector<sequencer::TimedMessage> messages;
  };

  void send_to(const std::optional<std::string>& port, const std::vector<sequencer::TimedMessage>& messages);
  // Ends what may still sound on the output since it was unplugged.
  void end_lost_notes();

  Workbench& bench_;
  Playback& playback_;
  MidiState output_;
  MidiState input_;
  MidiState pads_;
  MidiState pads_in_;
  bool pads_in_by_hand_ = false;
  std::vector<LostNotes> lost_notes_;
};

}  // namespace session
