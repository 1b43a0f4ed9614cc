// Commands of transport, sound and MIDI.
#include <algorithm>
#include <utility>

#include "session/wire/commands.h"
#include "session/wire/slot_json.h"

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
  return reply(call.session.edit(session::set_tempo, *tempo_bpm));
}

Reply tap(const Call& call) {
  call.session.player().tap(call.session.now_ms());
  return Json{{"tempo_bpm", call.session.document().feel().tempo_bpm}};
}

Reply set_volume(const Call& call) {
  const auto volume = read_number(call.json, "volume");
  if (!volume) return refuse(volume.error());
  return reply(call.session.edit(session::set_volume, *volume));
}

// {"voice", "pitch"?, "decay"?, "tone"?, "level"?, "pan"?, "room"?}.
Reply set_sound(const Call& call) {
  const auto voice = read_voice(call.json);
  if (!voice) return refuse(voice.error());
  const auto sound = read_sound(call.json, call.session.document().sounds[static_cast<std::size_t>(*voice)]);
  if (!sound) return refuse(sound.error());
  return reply(call.session.edit(session::set_sound, *voice, *sound));
}

// What is drummed by hand: sounds, and is recorded or answered like what comes in by MIDI. {"voice", "velocity"?}.
Reply drum(const Call& call) {
  const auto voice = read_voice(call.json);
  if (!voice) return refuse(voice.error());
  const auto velocity = read_int_or(call.json, "velocity", rhythm::kPlainVelocity);
  if (!velocity) return refuse(velocity.error());
  return reply(call.session.drum(*voice, *velocity, call.now_ms));
}

Reply set_metronome(const Call& call) {
  const auto on = read_bool(call.json, "on");
  if (!on) return refuse(on.error());
  return reply(call.session.edit(session::set_metronome, *on));
}

// The sound has been louder than full scale, just now.
Reply peak(const Call& call) {
  call.session.player().note_peak();
  return Json();
}

// {"voice", "id", "name"}; "" as the id takes it away, without a name.
Reply set_sample(const Call& call) {
  const auto voice = read_voice(call.json);
  if (!voice) return refuse(voice.error());
  const auto id = read_text(call.json, "id");
  if (!id) return refuse(id.error());
  if (id->empty()) return reply(call.session.edit(session::set_sample, *voice, Sample{}));
  const auto name = read_text(call.json, "name");
  if (!name) return refuse(name.error());
  return reply(call.session.edit(session::set_sample, *voice, Sample{.id = *id, .name = *name}));
}

Reply set_kit(const Call& call) {
  const auto key = read_text(call.json, "kit");
  if (!key) return refuse(key.error());
  const auto kit = read_kit(*key);
  if (!kit) return refuse(kit.error());
  return reply(call.session.edit(session::set_kit, *kit));
}

Reply set_drive(const Call& call) {
  const auto drive = read_number(call.json, "drive");
  if (!drive) return refuse(drive.error());
  return reply(call.session.edit(session::set_drive, *drive));
}

Reply audition(const Call& call) {
  const auto voice = read_voice(call.json);
  if (!voice) return refuse(voice.error());
  const auto velocity = read_int_or(call.json, "velocity", rhythm::kPlainVelocity);
  if (!velocity) return refuse(velocity.error());
  return reply(call.session.player().strike(*voice, *velocity));
}

}  // namespace

std::span<const Command> playing_commands() {
  static constexpr Command commands[] = {
      {"play", play},
      {"stop", stop},
      {"toggle_play", toggle_play},
      {"set_tempo", set_tempo},
      {"tap", tap},
      {"set_volume", set_volume},
      {"set_sound", set_sound},
      {"audition", audition},
      {"set_kit", set_kit},
      {"set_drive", set_drive},
      {"set_sample", set_sample},
      {"drum", drum},
      {"set_metronome", set_metronome},
      {"peak", peak},
  };
  return commands;
}

}  // namespace session
