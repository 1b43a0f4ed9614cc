// Commands of transport, sound and MIDI.
#include <algorithm>
#include <utility>

#include "session/commands.h"
#include "session/slot_json.h"

namespace session {
namespace {

// --- Transport ----------------------------------------------------------------------------------------------------

Reply play(const Call& call) {
  call.session.play(call.now_ms);
  return Json();
}

Reply stop(const Call& call) {
  call.session.stop(call.now_ms);
  return Json();
}

Reply toggle_play(const Call& call) {
  call.session.toggle_play(call.now_ms);
  return Json();
}

Reply set_tempo(const Call& call) {
  const auto tempo_bpm = read_number(call.json, "tempo_bpm");
  if (!tempo_bpm) return refuse(tempo_bpm.error());
  return reply(call.session.set_tempo(*tempo_bpm, call.now_ms));
}

Reply tap(const Call& call) {
  call.session.tap(call.now_ms);
  return Json{{"tempo_bpm", call.session.document().tempo_bpm}};
}

Reply set_volume(const Call& call) {
  const auto volume = read_number(call.json, "volume");
  if (!volume) return refuse(volume.error());
  return reply(call.session.set_volume(*volume));
}

// {"voice", "pitch"?, "decay"?, "tone"?, "level"?}.
Reply set_sound(const Call& call) {
  const auto voice = read_voice(call.json);
  if (!voice) return refuse(voice.error());
  const auto sound = read_sound(call.json, call.session.document().sounds[static_cast<std::size_t>(*voice)]);
  if (!sound) return refuse(sound.error());
  return reply(call.session.set_sound(*voice, *sound));
}

Reply audition(const Call& call) {
  const auto voice = read_voice(call.json);
  if (!voice) return refuse(voice.error());
  const auto velocity = read_int_or(call.json, "velocity", rhythm::kPlainVelocity);
  if (!velocity) return refuse(velocity.error());
  return reply(call.session.audition(*voice, *velocity));
}

// --- MIDI ---------------------------------------------------------------------------------------------------------

Reply midi_connect(const Call& call) {
  call.session.connect_midi();
  return Json();
}

Reply midi_select(const Call& call) {
  const Json* id = find(call.json, "id");
  if (id != nullptr && id->is_null()) return reply(call.session.select_midi(""));
  const auto text = read_text(call.json, "id");
  if (!text) return refuse(text.error());
  return reply(call.session.select_midi(*text));
}

Reply set_midi(const Call& call) {
  const auto midi = read_midi_settings(call.json, call.session.document().midi);
  if (!midi) return refuse(midi.error());
  return reply(call.session.set_midi(*midi));
}

Reply midi_panic(const Call& call) {
  call.session.midi_panic(call.now_ms);
  return Json();
}

core::Result<std::vector<MidiPort>> read_ports(const Json& json) {
  const Json* list = find(json, "ports");
  if (list == nullptr || !list->is_array()) return core::fail("\"ports\" should be a list of MIDI devices.");
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

Reply midi_state(const Call& call) {
  const auto name = read_text(call.json, "status");
  if (!name) return refuse(name.error());
  constexpr MidiStatus kStatuses[] = {MidiStatus::off,       MidiStatus::no_api, MidiStatus::insecure,
                                      MidiStatus::refused,   MidiStatus::failed, MidiStatus::no_device,
                                      MidiStatus::unplugged, MidiStatus::ready};
  const auto status = std::ranges::find_if(kStatuses, [&](MidiStatus each) { return *name == name_of(each); });
  if (status == std::end(kStatuses)) return core::fail("There is no MIDI status \"" + *name + "\".");
  const auto sentence = read_text(call.json, "sentence");
  if (!sentence) return refuse(sentence.error());
  auto ports = read_ports(call.json);
  if (!ports) return refuse(ports.error());
  std::optional<std::string> selected;
  if (const Json* id = find(call.json, "selected"); id != nullptr && !id->is_null()) {
    const auto text = read_text(call.json, "selected");
    if (!text) return refuse(text.error());
    selected = *text;
  }
  call.session.set_midi_state(
      {.status = *status, .sentence = *sentence, .ports = std::move(*ports), .selected = std::move(selected)});
  return Json();
}

constexpr Command kCommands[] = {
    {"play", play},
    {"stop", stop},
    {"toggle_play", toggle_play},
    {"set_tempo", set_tempo},
    {"tap", tap},
    {"set_volume", set_volume},
    {"set_sound", set_sound},
    {"audition", audition},
    {"midi_connect", midi_connect},
    {"midi_select", midi_select},
    {"set_midi", set_midi},
    {"midi_panic", midi_panic},
    {"midi_state", midi_state},
};

}  // namespace

std::span<const Command> playing_commands() { return kCommands; }

}  // namespace session
