// Commands of MIDI: ports, notes that go out and come in, recording, learned controls, pads, clock, timing.
#include <algorithm>
#include <utility>

#include "core/text.h"
#include "session/targets.h"
#include "session/wire/commands.h"
#include "session/wire/midi_setup_json.h"
#include "session/wire/slot_json.h"

namespace session {
namespace {

Reply midi_connect(const Call& call) {
  call.session.midi().ports().connect();
  return Json();
}

// {"id": a port's, or null for none}.
core::Result<std::string> read_port_id(const Json& json) {
  const Json* id = json.find("id");
  if (id != nullptr && id->is_null()) return std::string();
  return read_text(json, "id");
}

Reply midi_select(const Call& call) {
  const auto id = read_port_id(call.json);
  return id ? reply(call.session.midi().ports().select_output(*id)) : refuse(id.error());
}

Reply midi_in_select(const Call& call) {
  const auto id = read_port_id(call.json);
  return id ? reply(call.session.midi().ports().select_input(*id)) : refuse(id.error());
}

Reply pads_select(const Call& call) {
  const auto id = read_port_id(call.json);
  return id ? reply(call.session.midi().select_pads(*id)) : refuse(id.error());
}

Reply pads_in_select(const Call& call) {
  const auto id = read_port_id(call.json);
  return id ? reply(call.session.midi().ports().select_pads_in(*id)) : refuse(id.error());
}

Reply set_midi(const Call& call) {
  const auto midi = read_midi_settings(call.json, call.session.midi().ports().output_settings());
  if (!midi) return refuse(midi.error());
  return reply(call.session.midi().ports().set_output_settings(*midi));
}

Reply midi_panic(const Call& call) {
  call.session.midi().ports().panic();
  return Json();
}

core::Result<std::vector<MidiPort>> read_ports(const Json& json, const char* key) {
  const Json* list = json.find(key);
  if (list == nullptr || !list->is_array()) {
    return core::fail("\"" + std::string(key) + "\" should be a list of MIDI devices.");
  }
  std::vector<MidiPort> ports;
  for (const Json& each : *list) {
    const auto id = read_text(each, "id");
    if (!id) return core::fail(id.error().message);
    const auto name = read_text(each, "name");
    if (!name) return core::fail(name.error().message);
    ports.push_back({.id = *id, .name = *name});
  }
  return ports;
}

// An id, or null or nothing for none.
core::Result<std::optional<std::string>> read_selected(const Json& json, const char* key) {
  const Json* id = json.find(key);
  if (id == nullptr || id->is_null()) return std::nullopt;
  const auto text = read_text(json, key);
  if (!text) return refuse(text.error());
  return *text;
}

core::Result<MidiState> read_midi_state(const Json& json) {
  const auto name = read_text(json, "status");
  if (!name) return refuse(name.error());
  constexpr MidiStatus kStatuses[] = {MidiStatus::off,       MidiStatus::no_api, MidiStatus::insecure,
                                      MidiStatus::refused,   MidiStatus::failed, MidiStatus::no_device,
                                      MidiStatus::unplugged, MidiStatus::ready};
  const auto status = std::ranges::find_if(kStatuses, [&](MidiStatus each) { return *name == name_of(each); });
  if (status == std::end(kStatuses)) return core::fail("There is no MIDI status " + core::in_quotes(*name) + ".");
  const auto sentence = read_text(json, "sentence");
  if (!sentence) return refuse(sentence.error());
  auto ports = read_ports(json, "ports");
  if (!ports) return refuse(ports.error());
  auto selected = read_selected(json, "selected");
  if (!selected) return refuse(selected.error());
  return MidiState{
      .status = *status, .sentence = *sentence, .ports = std::move(*ports), .selected = std::move(*selected)};
}

Reply midi_state(const Call& call) {
  auto state = read_midi_state(call.json);
  if (!state) return refuse(state.error());
  call.session.midi().ports().set_output_state(std::move(*state));
  return Json();
}

Reply midi_in_state(const Call& call) {
  auto state = read_midi_state(call.json);
  if (!state) return refuse(state.error());
  call.session.midi().set_input_state(std::move(*state));
  return Json();
}

// {"inputs": those there are, "input": id of the one that the pads send on or null, "input_by_hand"} beside the state
// of their output.
Reply pads_state(const Call& call) {
  auto state = read_midi_state(call.json);
  if (!state) return refuse(state.error());
  auto inputs = read_ports(call.json, "inputs");
  if (!inputs) return refuse(inputs.error());
  auto input = read_selected(call.json, "input");
  if (!input) return refuse(input.error());
  const auto by_hand = read_bool(call.json, "input_by_hand");
  if (!by_hand) return refuse(by_hand.error());
  call.session.midi().set_pads_state(
      std::move(*state),
      {.status = MidiStatus::ready, .sentence = "", .ports = std::move(*inputs), .selected = std::move(*input)},
      *by_hand);
  return Json();
}

// --- MIDI in ------------------------------------------------------------------------------------------------------

// As set_midi_input's, and "latency_ms" of the chosen input.
Reply set_midi_in(const Call& call) {
  MidiInput settings = call.session.document().midi_setup.input;
  if (auto status = read_midi_input(call.json, settings); !status) return refuse(status.error());
  if (call.json.find("latency_ms") != nullptr) {
    const auto latency_ms = read_number(call.json, "latency_ms");
    if (!latency_ms) return refuse(latency_ms.error());
    if (auto status = call.session.midi().ports().set_input_latency(*latency_ms); !status)
      return refuse(status.error());
  }
  return reply(call.session.edit(session::set_midi_input, settings));
}

// {"port", "messages": [[time_ms, byte, byte …], …]}.
Reply midi_in(const Call& call) {
  const auto port = read_text(call.json, "port");
  if (!port) return refuse(port.error());
  const Json* list = call.json.find("messages");
  if (list == nullptr || !list->is_array()) return core::fail("\"messages\" should be a list.");
  std::vector<MidiBatchItem> batch;
  for (const Json& each : *list) {
    const bool numbers = each.is_array() && !each.empty() &&
                         std::ranges::all_of(each, [](const Json& value) { return value.is_number(); });
    if (!numbers) return core::fail("A MIDI message should be [time_ms, byte, byte …].");
    MidiBatchItem item{.time_ms = each.elements()[0].number(), .bytes = {}};
    for (std::size_t i = 1; i < each.size(); ++i) {
      const double byte = each.elements()[i].number();
      if (!(byte >= 0.0 && byte <= 255.0)) return core::fail("A byte goes from 0 to 255.");
      item.bytes.push_back(static_cast<std::uint8_t>(byte));
    }
    batch.push_back(std::move(item));
  }
  call.session.take_midi(*port, batch, call.now_ms);
  return Json();
}

// {"on"?}: without it, the other way round.
Reply record(const Call& call) {
  bool on = !call.session.midi().recorder().recording().on;
  if (call.json.find("on") != nullptr) {
    const auto wanted = read_bool(call.json, "on");
    if (!wanted) return refuse(wanted.error());
    on = *wanted;
  }
  call.session.record(on, call.now_ms);
  return Json();
}

Reply answer_me(const Call& call) { return reply(call.session.answer_me(call.now_ms)); }

Reply learn_begin(const Call& call) {
  const auto target = read_text(call.json, "target");
  return target ? reply(call.session.midi().learning().begin(*target)) : refuse(target.error());
}

Reply learn_cancel(const Call& call) {
  call.session.midi().learning().cancel();
  return Json();
}

Reply learn_remove(const Call& call) {
  const auto target = read_text(call.json, "target");
  return target ? reply(call.session.midi().learning().remove(*target)) : refuse(target.error());
}

Json target_json(const Target& target) {
  return {{"name", target.info.name},
          {"label", target.info.label},
          {"kind", target.info.kind == TargetKind::slider ? "slider" : "button"}};
}

// {"target", "turns"}.
Reply learn_turns(const Call& call) {
  const auto target = read_text(call.json, "target");
  if (!target) return refuse(target.error());
  const auto turns = read_turns(call.json);
  return turns ? reply(call.session.midi().learning().set_turns(*target, *turns)) : refuse(turns.error());
}

// Those of the pattern's steps come last.
Reply learn_targets(const Call& call) {
  Json list = Json::array();
  for (const Target& target : targets()) list.push_back(target_json(target));
  for (int voice = 0; voice < kVoices; ++voice) {
    for (int step = 0; step < call.session.document().pattern().steps(); ++step) {
      list.push_back(target_json(*find_target(step_target_name(voice, step))));
    }
  }
  return list;
}

// --- Pads, clock, timing ------------------------------------------------------------------------------------------

Reply set_pads(const Call& call) {
  sequencer::PadSettings pads = call.session.document().midi_setup.pads;
  if (auto status = read_pads(call.json, pads); !status) return refuse(status.error());
  return reply(call.session.edit(session::set_pads, pads));
}

Reply pads_dark(const Call& call) {
  call.session.midi().darken_pads();
  return Json();
}

Reply set_clock(const Call& call) {
  ClockSettings clock = call.session.document().midi_setup.clock;
  if (auto status = read_clock(call.json, clock); !status) return refuse(status.error());
  return reply(call.session.edit(session::set_clock, clock));
}

Reply timing(const Call& call) {
  Timing measured;
  const std::pair<const char*, double*> numbers[] = {{"lead_p50_ms", &measured.lead_p50_ms},
                                                     {"lead_p99_ms", &measured.lead_p99_ms},
                                                     {"lead_worst_ms", &measured.lead_worst_ms}};
  for (const auto& [key, target] : numbers) {
    const auto value = read_number(call.json, key);
    if (!value) return refuse(value.error());
    *target = *value;
  }
  const std::pair<const char*, int*> counts[] = {
      {"events", &measured.events}, {"missed", &measured.missed}, {"doubled", &measured.doubled}};
  for (const auto& [key, target] : counts) {
    const auto value = read_int(call.json, key);
    if (!value) return refuse(value.error());
    *target = *value;
  }
  call.session.midi().measurements().set_timing(measured);
  return Json();
}

Reply timing_reset(const Call& call) {
  call.session.midi().measurements().reset_timing();
  return Json();
}

Reply loopback(const Call& call) { return reply(call.session.midi().measurements().start_loopback()); }

Reply loopback_result(const Call& call) {
  Loopback result;
  for (const auto& [key, target] :
       {std::pair<const char*, int*>{"sent", &result.sent}, {"received", &result.received}}) {
    const auto value = read_int(call.json, key);
    if (!value) return refuse(value.error());
    *target = *value;
  }
  for (const auto& [key, target] : {std::pair<const char*, double*>{"latency_ms", &result.latency_ms},
                                    {"jitter_ms", &result.jitter_ms},
                                    {"worst_ms", &result.worst_ms}}) {
    const auto value = read_number(call.json, key);
    if (!value) return refuse(value.error());
    *target = *value;
  }
  call.session.midi().measurements().take_loopback(std::move(result));
  return Json();
}

Reply loopback_apply(const Call& call) { return reply(call.session.midi().measurements().apply_loopback()); }

}  // namespace

std::span<const Command> midi_commands() {
  static constexpr Command commands[] = {
      {"midi_connect", midi_connect},
      {"midi_select", midi_select},
      {"midi_in_select", midi_in_select},
      {"pads_select", pads_select},
      {"pads_in_select", pads_in_select},
      {"set_midi", set_midi},
      {"set_midi_in", set_midi_in},
      {"midi_panic", midi_panic},
      {"midi_state", midi_state},
      {"midi_in_state", midi_in_state},
      {"pads_state", pads_state},
      {"midi_in", midi_in},
      {"record", record},
      {"answer_me", answer_me},
      {"learn_begin", learn_begin},
      {"learn_cancel", learn_cancel},
      {"learn_remove", learn_remove},
      {"learn_turns", learn_turns},
      {"learn_targets", learn_targets},
      {"set_pads", set_pads},
      {"pads_dark", pads_dark},
      {"set_clock", set_clock},
      {"timing", timing},
      {"timing_reset", timing_reset},
      {"loopback", loopback},
      {"loopback_result", loopback_result},
      {"loopback_apply", loopback_apply},
  };
  return commands;
}

}  // namespace session
