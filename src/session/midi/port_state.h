// What the page knows of a MIDI port that can be chosen: plain values, kept up to date by JavaScript.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace session {

enum class MidiStatus : std::uint8_t {
  off,        // not asked for yet
  no_api,     // this browser has no Web MIDI
  insecure,   // the page is not served securely
  refused,    // the person or the browser said no
  failed,     // MIDI could not be started
  no_device,  // nothing is plugged in
  unplugged,  // the chosen device is gone
  ready,      // notes go out
};

struct MidiPort {
  std::string id;
  std::string name;
};

struct MidiState {
  MidiStatus status = MidiStatus::off;
  std::string sentence;  // what to do about it
  std::vector<MidiPort> ports;
  std::optional<std::string> selected;  // id of a port

  bool ready() const { return status == MidiStatus::ready && selected.has_value(); }
};

// The name of the port that is chosen; empty if none is.
std::string port_name(const MidiState& state);

const char* name_of(MidiStatus status);  // "off", "no_api", …

}  // namespace session
