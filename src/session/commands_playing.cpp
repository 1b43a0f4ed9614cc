// Commands of transport, pattern and MIDI.
#include <algorithm>
#include <array>
#include <utility>

#include "session/commands.h"

namespace session {
namespace {

core::Result<int> read_voice(const Json& json) {
  const auto name = read_text(json, "voice");
  if (name && *name == "kick") return rhythm::kKick;
  if (name && *name == "snare") return rhythm::kSnare;
  return core::fail("\"voice\" should be \"kick\" or \"snare\".");
}

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

// --- Pattern ------------------------------------------------------------------------------------------------------

// {"kick"?, "snare"?, "locks"?}: rows as text or velocities.
Reply set_pattern(const Call& call) {
  const char* keys[] = {"kick", "snare", "locks"};
  std::array<rhythm::Row, 3> rows;
  std::optional<std::size_t> steps;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (find(call.json, keys[i]) == nullptr) continue;
    auto row = read_row(call.json, keys[i]);
    if (!row) return refuse(row.error());
    if (auto status = check_steps(static_cast<double>(row->size())); !status) return refuse(status.error());
    if (steps.value_or(row->size()) != row->size()) return core::fail("The rows of a pattern have the same length.");
    steps = row->size();
    rows[i] = std::move(*row);
  }
  const auto& [kick, snare, locks] = rows;
  if (kick.empty() && snare.empty()) return core::fail("A pattern needs a \"kick\", a \"snare\" or both.");
  if (!locks.empty() && snare.empty()) return core::fail("\"locks\" belong to a \"snare\".");
  if (!kick.empty()) {
    if (auto status = call.session.set_row(rhythm::kKick, kick); !status) return refuse(status.error());
  }
  if (!snare.empty()) return reply(call.session.set_row(rhythm::kSnare, snare, locks));
  return Json();
}

Reply set_step(const Call& call) {
  const auto voice = read_voice(call.json);
  if (!voice) return refuse(voice.error());
  const auto step = read_int(call.json, "step");
  if (!step) return refuse(step.error());
  const auto velocity = read_int(call.json, "velocity");
  if (!velocity) return refuse(velocity.error());
  return reply(call.session.set_step(*voice, *step, *velocity));
}

Reply set_lock(const Call& call) {
  const auto step = read_int(call.json, "step");
  if (!step) return refuse(step.error());
  const auto locked = read_bool(call.json, "locked");
  if (!locked) return refuse(locked.error());
  return reply(call.session.set_lock(*step, *locked));
}

Reply unlock_all(const Call& call) {
  call.session.unlock_all();
  return Json();
}

Reply clear(const Call& call) {
  if (find(call.json, "voice") != nullptr) {
    const auto voice = read_voice(call.json);
    if (!voice) return refuse(voice.error());
    return reply(call.session.clear(*voice));
  }
  if (auto status = call.session.clear(rhythm::kSnare); !status) return refuse(status.error());
  return reply(call.session.clear(rhythm::kKick));
}

Reply set_steps(const Call& call) {
  const auto steps = read_int(call.json, "steps");
  if (!steps) return refuse(steps.error());
  return reply(call.session.set_steps(*steps));
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
  sequencer::MidiSettings midi = call.session.document().midi;
  const std::pair<const char*, int*> integers[] = {
      {"snare_note", &midi.snare_note}, {"kick_note", &midi.kick_note}, {"channel", &midi.channel}};
  for (const auto& [key, target] : integers) {
    const auto value = read_int_or(call.json, key, *target);
    if (!value) return refuse(value.error());
    *target = *value;
  }
  const std::pair<const char*, double*> numbers[] = {{"note_length_ms", &midi.note_length_ms},
                                                     {"latency_ms", &midi.latency_ms}};
  for (const auto& [key, target] : numbers) {
    if (find(call.json, key) == nullptr) continue;
    const auto value = read_number(call.json, key);
    if (!value) return refuse(value.error());
    *target = *value;
  }
  if (find(call.json, "kick_on") != nullptr) {
    const auto value = read_bool(call.json, "kick_on");
    if (!value) return refuse(value.error());
    midi.kick_on = *value;
  }
  return reply(call.session.set_midi(midi));
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
    {"set_pattern", set_pattern},
    {"set_step", set_step},
    {"set_lock", set_lock},
    {"unlock_all", unlock_all},
    {"clear", clear},
    {"set_steps", set_steps},
    {"midi_connect", midi_connect},
    {"midi_select", midi_select},
    {"set_midi", set_midi},
    {"midi_panic", midi_panic},
    {"midi_state", midi_state},
};

}  // namespace

std::span<const Command> playing_commands() { return kCommands; }

}  // namespace session
