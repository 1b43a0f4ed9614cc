// Commands of the patterns: steps, their details, voices, groove, the song.
#include <array>
#include <utility>

#include "session/song/starters.h"
#include "session/wire/commands.h"
#include "session/wire/slot_json.h"

namespace session {
namespace {

// {"kick"?, "snare"?, "locks"?}: rows as text or velocities.
Reply set_pattern(const Call& call) {
  const char* keys[] = {"kick", "snare", "locks"};
  std::array<rhythm::Row, 3> rows;
  std::optional<std::size_t> steps;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (call.json.find(keys[i]) == nullptr) continue;
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
  if (!locks.empty() && call.session.document().current().part_of(rhythm::kSnare) == nullptr) {
    return core::fail("No agent plays the snare: \"locks\" mean nothing there.");
  }
  if (!kick.empty()) {
    if (auto status = call.session.edit(session::set_row, rhythm::kKick, kick); !status) return refuse(status.error());
  }
  if (snare.empty()) return Json();
  return reply(locks.empty() ? call.session.edit(session::set_row, rhythm::kSnare, snare)
                             : call.session.edit(session::set_locked_row, rhythm::kSnare, snare, locks));
}

Reply set_step(const Call& call) {
  const auto voice = read_voice(call.json);
  if (!voice) return refuse(voice.error());
  const auto step = read_int(call.json, "step");
  if (!step) return refuse(step.error());
  const auto velocity = read_int(call.json, "velocity");
  if (!velocity) return refuse(velocity.error());
  return reply(call.session.edit(session::set_step, *voice, *step, *velocity));
}

// The voice that is named, else that of the shown part.
core::Result<int> read_agents_voice(const Call& call) {
  return call.json.find("voice") != nullptr ? read_voice(call.json) : call.session.document().part().voice;
}

// {"voice"?, "step", "locked"}.
Reply set_lock(const Call& call) {
  const auto voice = read_agents_voice(call);
  if (!voice) return refuse(voice.error());
  const auto step = read_int(call.json, "step");
  if (!step) return refuse(step.error());
  const auto locked = read_bool(call.json, "locked");
  if (!locked) return refuse(locked.error());
  return reply(call.session.edit(session::set_lock, *voice, *step, *locked));
}

// {"voice"?}.
Reply unlock_all(const Call& call) {
  const auto voice = read_agents_voice(call);
  if (!voice) return refuse(voice.error());
  return reply(call.session.edit(session::unlock_all, *voice));
}

Reply clear(const Call& call) {
  if (call.json.find("voice") != nullptr) {
    const auto voice = read_voice(call.json);
    if (!voice) return refuse(voice.error());
    return reply(call.session.edit(session::clear, *voice));
  }
  for (int voice = 0; voice < kVoices; ++voice) {
    if (auto status = call.session.edit(session::clear, voice); !status) return refuse(status.error());
  }
  return Json();
}

Reply set_steps(const Call& call) {
  const auto steps = read_int(call.json, "steps");
  if (!steps) return refuse(steps.error());
  return reply(call.session.edit(session::set_steps, *steps));
}

// {"signature"?, "resolution"?, "bars"?}.
Reply set_metre(const Call& call) {
  const auto timing = read_timing(call.json, call.session.document().current().timing);
  if (!timing) return refuse(timing.error());
  std::optional<int> bars;
  if (call.json.find("bars") != nullptr) {
    const auto given = read_int(call.json, "bars");
    if (!given) return refuse(given.error());
    bars = *given;
  }
  return reply(call.session.edit(session::set_timing_and_bars, *timing, bars));
}

Reply rotate(const Call& call) {
  const auto voice = read_voice(call.json);
  if (!voice) return refuse(voice.error());
  const auto by = read_int(call.json, "by");
  if (!by) return refuse(by.error());
  return reply(call.session.edit(session::rotate, *voice, *by));
}

Reply invert(const Call& call) {
  const auto voice = read_voice(call.json);
  if (!voice) return refuse(voice.error());
  return reply(call.session.edit(session::invert, *voice));
}

// The seed that is asked for, or the next.
core::Result<int> read_seed(const Call& call) {
  const auto seed = read_int_or(call.json, "seed", call.session.next_seed());
  if (seed && *seed < 0) return core::fail("A seed is not negative.");
  return seed;
}

// {"voice", "seed"?, "share"?} -> {"seed"}: the one that was used.
Reply randomise(const Call& call) {
  const auto voice = read_voice(call.json);
  if (!voice) return refuse(voice.error());
  const auto seed = read_seed(call);
  if (!seed) return refuse(seed.error());
  double share = 0.4;
  if (call.json.find("share") != nullptr) {
    const auto given = read_number(call.json, "share");
    if (!given) return refuse(given.error());
    share = *given;
  }
  if (auto status = call.session.edit(session::randomise, *voice, static_cast<std::uint32_t>(*seed), share); !status) {
    return refuse(status.error());
  }
  return Json{{"seed", *seed}};
}

// {"seed"?} -> {"seed"}: the one that was used.
Reply another_kick(const Call& call) {
  const auto seed = read_seed(call);
  if (!seed) return refuse(seed.error());
  if (auto status = call.session.edit(session::draw_another_kick, static_cast<std::uint32_t>(*seed)); !status) {
    return refuse(status.error());
  }
  return Json{{"seed", *seed}};
}

// {"voice", "onsets", "rotation"?}.
Reply euclid(const Call& call) {
  const auto voice = read_voice(call.json);
  if (!voice) return refuse(voice.error());
  const auto onsets = read_int(call.json, "onsets");
  if (!onsets) return refuse(onsets.error());
  const auto rotation = read_int_or(call.json, "rotation", 0);
  if (!rotation) return refuse(rotation.error());
  return reply(call.session.edit(session::fill_evenly, *voice, *onsets, *rotation));
}

Reply double_pattern(const Call& call) { return reply(call.session.edit(session::double_pattern)); }
Reply halve_pattern(const Call& call) { return reply(call.session.edit(session::halve_pattern)); }

// {"voice"?}: absent for the whole pattern.
core::Result<std::optional<int>> read_optional_voice(const Json& json) {
  if (json.find("voice") == nullptr) return std::optional<int>();
  const auto voice = read_voice(json);
  if (!voice) return core::fail(voice.error().message);
  return std::optional<int>(*voice);
}

Reply copy(const Call& call) {
  const auto voice = read_optional_voice(call.json);
  if (!voice) return refuse(voice.error());
  call.session.copy(*voice);
  return Json();
}

Reply paste(const Call& call) {
  const auto voice = read_optional_voice(call.json);
  if (!voice) return refuse(voice.error());
  return reply(call.session.paste(*voice));
}

// {"voice", "step", "probability"?, "micro"?, "ratchets"?}.
Reply set_detail(const Call& call) {
  const auto voice = read_voice(call.json);
  if (!voice) return refuse(voice.error());
  const auto step = read_int(call.json, "step");
  if (!step) return refuse(step.error());
  const Slot& slot = call.session.document().current();
  const bool there = *step >= 0 && *step < slot.steps();  // if not, set_detail says so
  const auto detail = read_detail(call.json, there ? slot.detail(*voice, *step) : sequencer::StepDetail{});
  if (!detail) return refuse(detail.error());
  return reply(call.session.edit(session::set_detail, *voice, *step, *detail));
}

// {"voice", "length"?, "mute"?, "solo"?}.
Reply set_voice(const Call& call) {
  const auto voice = read_voice(call.json);
  if (!voice) return refuse(voice.error());
  const Slot& slot = call.session.document().current();
  const auto settings = read_voice_settings(call.json, slot.voices[static_cast<std::size_t>(*voice)], slot.steps());
  if (!settings) return refuse(settings.error());
  return reply(call.session.edit(session::set_voice, *voice, *settings));
}

// --- Groove and song ----------------------------------------------------------------------------------------------

// {"swing_percent"?, "humanise_ms"?, "humanise_velocity"?, "seed"?}.
Reply set_groove(const Call& call) {
  const auto groove = read_groove(call.json, call.session.document().shown_groove());
  if (!groove) return refuse(groove.error());
  return reply(call.session.edit(session::set_groove, *groove));
}

Reply set_own_feel(const Call& call) {
  const auto own = read_bool(call.json, "own");
  if (!own) return refuse(own.error());
  return reply(call.session.edit(session::set_own_feel, *own));
}

Reply select_slot(const Call& call) {
  const auto slot = read_int(call.json, "slot");
  if (!slot) return refuse(slot.error());
  return reply(call.session.player().select_slot(*slot));
}

Reply copy_slot(const Call& call) {
  const auto from = read_int(call.json, "from");
  if (!from) return refuse(from.error());
  const auto to = read_int(call.json, "to");
  if (!to) return refuse(to.error());
  return reply(call.session.edit(session::copy_slot, *from, *to));
}

Reply starter(const Call& call) {
  const auto name = read_text(call.json, "name");
  if (!name) return refuse(name.error());
  return reply(call.session.load_starter(*name));
}

// The starter grooves, for scripts.
Reply starters(const Call&) {
  Json list = Json::array();
  for (const Starter& each : session::starters()) {
    list.push_back({{"name", std::string(each.name)},
                    {"help", std::string(each.help)},
                    {"tempo_bpm", each.tempo_bpm},
                    {"swing_percent", each.swing_percent},
                    {"kit", kit_key(each.kit)},
                    {"preset", std::string(each.preset)}});
  }
  return list;
}

// {"slots"?, "on"?}.
Reply set_song(const Call& call) {
  std::vector<int> slots = call.session.document().song;
  bool on = call.session.document().song_on;
  if (call.json.find("slots") != nullptr) {
    auto read = read_ints(call.json, "slots");
    if (!read) return refuse(read.error());
    slots = std::move(*read);
  }
  if (call.json.find("on") != nullptr) {
    const auto read = read_bool(call.json, "on");
    if (!read) return refuse(read.error());
    on = *read;
  }
  return reply(call.session.edit(session::set_song, slots, on));
}

}  // namespace

std::span<const Command> pattern_commands() {
  static constexpr Command commands[] = {
      {"set_pattern", set_pattern},   {"set_step", set_step},   {"set_lock", set_lock},
      {"unlock_all", unlock_all},     {"clear", clear},         {"set_steps", set_steps},
      {"set_metre", set_metre},       {"rotate", rotate},       {"invert", invert},
      {"randomise", randomise},       {"euclid", euclid},       {"double", double_pattern},
      {"halve", halve_pattern},       {"copy", copy},           {"paste", paste},
      {"set_detail", set_detail},     {"set_voice", set_voice}, {"set_groove", set_groove},
      {"select_slot", select_slot},   {"copy_slot", copy_slot}, {"set_song", set_song},
      {"starter", starter},           {"starters", starters},   {"another_kick", another_kick},
      {"set_own_feel", set_own_feel},
  };
  return commands;
}

}  // namespace session
