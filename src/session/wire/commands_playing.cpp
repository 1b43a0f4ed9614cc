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
  return Json{{"tempo_bpm", call.session.document().tempo_bpm}};
}

Reply set_volume(const Call& call) {
  const auto volume = read_number(call.json, "volume");
  if (!volume) return refuse(volume.error());
  return reply(call.session.edit(session::set_volume, *volume));
}

// {"voice", "pitch"?, "decay"?, "tone"?, "level"?}.
Reply set_sound(const Call& call) {
  const auto voice = read_voice(call.json);
  if (!voice) return refuse(voice.error());
  const auto sound = read_sound(call.json, call.session.document().sounds[static_cast<std::size_t>(*voice)]);
  if (!sound) return refuse(sound.error());
  return reply(call.session.edit(session::set_sound, *voice, *sound));
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
      {"play", play},           {"stop", stop},         {"toggle_play", toggle_play},
      {"set_tempo", set_tempo}, {"tap", tap},           {"set_volume", set_volume},
      {"set_sound", set_sound}, {"audition", audition},
  };
  return commands;
}

}  // namespace session
