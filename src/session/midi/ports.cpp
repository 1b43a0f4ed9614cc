#include "session/midi/ports.h"

#include <algorithm>
#include <utility>

namespace session {
namespace {

core::Status check_port(std::string_view port_id, const MidiState& state) {
  const bool there = std::ranges::find(state.ports, port_id, &MidiPort::id) != state.ports.end();
  if (!port_id.empty() && !there) return core::fail("That MIDI device is not there any more: choose another.");
  return {};
}

// Returns the id as requests have it.
std::optional<std::string> choose(std::string_view port_id, MidiState& state) {
  state.selected.reset();
  if (!port_id.empty()) state.selected = std::string(port_id);
  return state.selected;
}

}  // namespace

void Ports::connect() { bench_.outbox().push_latest(MidiConnect{}); }

core::Status Ports::select_output(std::string_view port_id) {
  if (auto status = check_port(port_id, output_); !status) return status;
  if (output_.selected.value_or("") == port_id) return {};
  if (output_.ready()) panic();
  bench_.outbox().push(MidiSelect{.id = choose(port_id, output_)});
  end_lost_notes();
  bench_.changed();
  return {};
}

core::Status Ports::select_input(std::string_view port_id) {
  if (auto status = check_port(port_id, input_); !status) return status;
  bench_.outbox().push(MidiInSelect{.id = choose(port_id, input_)});
  bench_.changed();
  return {};
}

core::Status Ports::select_pads(std::string_view port_id) {
  if (auto status = check_port(port_id, pads_); !status) return status;
  bench_.outbox().push(PadsSelect{.id = choose(port_id, pads_)});
  bench_.changed();
  return {};
}

core::Status Ports::select_pads_in(std::string_view port_id) {
  if (auto status = check_port(port_id, pads_in_); !status) return status;
  pads_in_by_hand_ = !port_id.empty();
  bench_.outbox().push(PadsInSelect{.id = choose(port_id, pads_in_)});
  bench_.changed();
  return {};
}

void Ports::set_pads_state(MidiState state, MidiState input, bool by_hand) {
  pads_ = std::move(state);
  pads_in_ = std::move(input);
  pads_in_by_hand_ = by_hand;
}

core::Status Ports::set_output_settings(const sequencer::MidiSettings& midi) {
  if (auto status = check_midi(midi); !status) return status;
  if (midi == output_settings()) return {};
  // Notes that sound on another note or channel need nothing here: their note-offs were handed over with them.
  const std::string name = port_name(output_);
  const bool own_latency = !name.empty() && midi.latency_ms != output_settings().latency_ms;
  return bench_.edit([&](Document& document) {
    const double default_ms = document.midi.latency_ms;
    if (own_latency) document.midi_setup.output_latency_ms[name] = midi.latency_ms;
    document.midi = midi;
    if (!name.empty()) document.midi.latency_ms = default_ms;  // that of ports which have none of their own
    return core::Status{};
  });
}

sequencer::MidiSettings Ports::output_settings() const {
  const Document& document = bench_.document();
  sequencer::MidiSettings midi = document.midi;
  const auto& latencies = document.midi_setup.output_latency_ms;
  if (const auto own = latencies.find(port_name(output_)); own != latencies.end()) midi.latency_ms = own->second;
  return midi;
}

double Ports::input_latency_ms() const {
  const auto& latencies = bench_.document().midi_setup.input_latency_ms;
  const auto found = latencies.find(port_name(input_));
  return found == latencies.end() ? 0.0 : found->second;
}

core::Status Ports::set_input_latency(double latency_ms) {
  if (auto status = check_port_latency(latency_ms); !status) return status;
  const std::string name = port_name(input_);
  if (name.empty()) return core::fail("Choose a MIDI input first: the latency is kept for it.");
  return bench_.edit([&](Document& document) {
    document.midi_setup.input_latency_ms[name] = latency_ms;
    return core::Status{};
  });
}

void Ports::panic() { send(playback_.panic(bench_.now_ms(), bench_.document().midi.channel)); }

void Ports::set_output_state(MidiState state) {
  const MidiState before = std::exchange(output_, std::move(state));
  const auto listed = [](const MidiState& midi, const std::string& id) {
    return std::ranges::find(midi.ports, id, &MidiPort::id);
  };
  if (before.ready() && (!output_.ready() || output_.selected != before.selected)) {
    std::vector<sequencer::TimedMessage> messages = playback_.panic(bench_.now_ms(), bench_.document().midi.channel);
    if (listed(output_, *before.selected) != output_.ports.end()) {
      send_to(before.selected, messages);
    } else {
      // Unplugged: the note-offs on their way are lost with the cable. They are sent when the device comes back.
      const auto port = listed(before, *before.selected);
      lost_notes_.push_back({.port = port != before.ports.end() ? *port : MidiPort{*before.selected, {}},
                             .messages = std::move(messages)});
    }
  }
  end_lost_notes();
  bench_.changed();
}

void Ports::end_lost_notes() {
  if (!output_.ready()) return;
  const auto port = std::ranges::find(output_.ports, *output_.selected, &MidiPort::id);
  if (port == output_.ports.end()) return;
  std::erase_if(lost_notes_, [&](const LostNotes& lost) {
    if (lost.port.id != port->id && (port->name.empty() || lost.port.name != port->name)) return false;
    send_to(port->id, lost.messages);
    return true;
  });
}

void Ports::send_to(const std::optional<std::string>& port, const std::vector<sequencer::TimedMessage>& messages) {
  if (port && !messages.empty()) bench_.outbox().push(MidiSend{.port = *port, .messages = messages});
}

}  // namespace session
