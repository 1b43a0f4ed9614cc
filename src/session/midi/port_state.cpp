#include "session/midi/port_state.h"

#include <algorithm>

namespace session {

std::string port_name(const MidiState& state) {
  const auto port = std::ranges::find_if(
      state.ports, [&](const MidiPort& each) { return state.selected && each.id == *state.selected; });
  return port == state.ports.end() ? std::string() : port->name;
}

const char* name_of(MidiStatus status) {
  switch (status) {
    case MidiStatus::off:
      return "off";
    case MidiStatus::no_api:
      return "no_api";
    case MidiStatus::insecure:
      return "insecure";
    case MidiStatus::refused:
      return "refused";
    case MidiStatus::failed:
      return "failed";
    case MidiStatus::no_device:
      return "no_device";
    case MidiStatus::unplugged:
      return "unplugged";
    case MidiStatus::ready:
      return "ready";
  }
  return "";
}

}  // namespace session
