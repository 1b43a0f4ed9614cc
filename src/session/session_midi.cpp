// MIDI ports: which are chosen, and what goes out. What comes in is in session_midi_in.cpp.
#include <algorithm>
#include <utility>

#include "session/session.h"
#include "session/wire/json_read.h"
#include "session/wire/state_json.h"

namespace session {
namespace {

core::Status check_port(std::string_view port_id, const MidiState& state) {
  const bool there = std::ranges::find(state.ports, port_id, &MidiPort::id) != state.ports.end();
  if (!port_id.empty() && !there) return core::fail("That MIDI device is not there any more: choose another.");
  return {};
}

}  // namespace

void Session::connect_midi() { outbox_.push_latest("midi_connect", R"({"type":"midi_connect"})"); }

core::Status Session::select_midi(std::string_view port_id) {
  if (auto status = check_port(port_id, midi_state_); !status) return status;
  if (midi_state_.selected.value_or("") == port_id) return {};
  if (midi_state_.ready()) send_midi(midi_state_.selected, playback_.panic(now_ms_, document_.midi.channel));
  choose_port(port_id, midi_state_, "midi_select");
  end_lost_notes();
  return {};
}

core::Status Session::select_midi_in(std::string_view port_id) {
  if (auto status = check_port(port_id, input_.port); !status) return status;
  choose_port(port_id, input_.port, "midi_in_select");
  return {};
}

core::Status Session::select_pads(std::string_view port_id) {
  if (auto status = check_port(port_id, input_.pads); !status) return status;
  darken_pads();
  choose_port(port_id, input_.pads, "pads_select");
  return {};
}

void Session::choose_port(std::string_view port_id, MidiState& state, const char* request) {
  Json id;
  if (!port_id.empty()) id = std::string(port_id);
  outbox_.push(request, to_text({{"type", request}, {"id", id}}));
  state.selected.reset();
  if (!port_id.empty()) state.selected = std::string(port_id);
  changed();
}

std::string Session::port_name(const MidiState& state) const {
  const auto port = std::ranges::find_if(
      state.ports, [&](const MidiPort& each) { return state.selected && each.id == *state.selected; });
  return port == state.ports.end() ? std::string() : port->name;
}

core::Status Session::set_midi(const sequencer::MidiSettings& midi) {
  if (auto status = check_midi(midi); !status) return status;
  if (midi == midi_settings()) return {};
  // Notes that sound on another note or channel need nothing here: their note-offs were handed over with them.
  const std::string name = port_name(midi_state_);
  const double default_ms = document_.midi.latency_ms;
  if (!name.empty() && midi.latency_ms != midi_settings().latency_ms) {
    document_.midi_setup.output_latency_ms[name] = midi.latency_ms;
  }
  document_.midi = midi;
  if (!name.empty()) document_.midi.latency_ms = default_ms;  // that of ports which have none of their own
  document_changed();
  return {};
}

sequencer::MidiSettings Session::midi_settings() const {
  sequencer::MidiSettings midi = document_.midi;
  const auto& latencies = document_.midi_setup.output_latency_ms;
  if (const auto own = latencies.find(port_name(midi_state_)); own != latencies.end()) midi.latency_ms = own->second;
  return midi;
}

void Session::midi_panic(double now_ms) {
  now_ms_ = now_ms;
  send_midi(midi_state_.selected, playback_.panic(now_ms, document_.midi.channel));
}

void Session::set_midi_state(MidiState state) {
  const MidiState before = std::exchange(midi_state_, std::move(state));
  const auto listed = [](const MidiState& midi, const std::string& id) {
    return std::ranges::find(midi.ports, id, &MidiPort::id);
  };
  if (before.ready() && (!midi_state_.ready() || midi_state_.selected != before.selected)) {
    std::vector<sequencer::TimedMessage> messages = playback_.panic(now_ms_, document_.midi.channel);
    if (listed(midi_state_, *before.selected) != midi_state_.ports.end()) {
      send_midi(before.selected, messages);
    } else {
      // Unplugged: the note-offs on their way are lost with the cable. They are sent when the device comes back.
      const auto port = listed(before, *before.selected);
      lost_notes_.push_back({.port = port != before.ports.end() ? *port : MidiPort{*before.selected, {}},
                             .messages = std::move(messages)});
    }
  }
  end_lost_notes();
  changed();
}

void Session::end_lost_notes() {
  if (!midi_state_.ready()) return;
  const auto port = std::ranges::find(midi_state_.ports, *midi_state_.selected, &MidiPort::id);
  if (port == midi_state_.ports.end()) return;
  std::erase_if(lost_notes_, [&](const LostNotes& lost) {
    if (lost.port.id != port->id && (port->name.empty() || lost.port.name != port->name)) return false;
    send_midi(port->id, lost.messages);
    return true;
  });
}

void Session::send_midi(const std::optional<std::string>& port, const std::vector<sequencer::TimedMessage>& messages) {
  if (!port || messages.empty()) return;
  Json list = Json::array();
  for (const sequencer::TimedMessage& message : messages) {
    list.push_back(Json::array({message.time_ms, message.bytes[0], message.bytes[1], message.bytes[2]}));
  }
  outbox_.push("midi_send", to_text({{"type", "midi_send"}, {"port", *port}, {"messages", list}}));
}

}  // namespace session
