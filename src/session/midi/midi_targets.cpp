#include "session/midi/midi_targets.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/config.h"

namespace session {
namespace {

using Targets = std::vector<MidiTarget>;

void add_slider(Targets& targets, std::string name, std::string label, Json command, std::string key, double min,
                double max) {
  targets.push_back({.name = std::move(name),
                     .label = std::move(label),
                     .kind = TargetKind::slider,
                     .command = std::move(command),
                     .key = std::move(key),
                     .min = min,
                     .max = max,
                     .is_on = {}});
}

void add_button(Targets& targets, std::string name, std::string label, Json command) {
  targets.push_back(
      {.name = std::move(name), .label = std::move(label), .command = std::move(command), .key = {}, .is_on = {}});
}

void add_switch(Targets& targets, std::string name, std::string label, Json command, std::string key,
                std::function<bool(const Document&)> is_on) {
  targets.push_back({.name = std::move(name),
                     .label = std::move(label),
                     .command = std::move(command),
                     .key = std::move(key),
                     .is_on = std::move(is_on)});
}

void add_page(Targets& targets) {
  add_slider(targets, "tempo", "the tempo", {{"type", "set_tempo"}}, "tempo_bpm", sequencer::kMinTempoBpm,
             sequencer::kMaxTempoBpm);
  add_slider(targets, "volume", "the volume", {{"type", "set_volume"}}, "volume", 0.0, 1.0);
  add_slider(targets, "swing", "the swing", {{"type", "set_groove"}}, "swing_percent", sequencer::kMinSwingPercent,
             sequencer::kMaxSwingPercent);
  add_slider(targets, "humanise", "humanise", {{"type", "set_groove"}}, "humanise_ms", 0.0, sequencer::kMaxHumaniseMs);
  add_slider(targets, "density", "the density fader", {{"type", "set_density"}}, "density", -1.0, 1.0);
  add_button(targets, "play", "Play", {{"type", "toggle_play"}});
  add_button(targets, "record", "Record", {{"type", "record"}});
  add_button(targets, "answer_me", "Answer me", {{"type", "answer_me"}});
  add_button(targets, "undo", "Undo", {{"type", "undo"}});
  add_button(targets, "redo", "Redo", {{"type", "redo"}});
  add_button(targets, "train", "Train", {{"type", "toggle_training"}});
  add_button(targets, "reset", "Reset agent", {{"type", "reset"}});
  add_button(targets, "evaluate", "Evaluate", {{"type", "evaluate"}});
  add_button(targets, "like", "Like this snare", {{"type", "like_snare"}});
  add_button(targets, "tap", "the tempo tap", {{"type", "tap"}});
  add_button(targets, "panic", "the MIDI panic", {{"type", "midi_panic"}});
  add_button(targets, "ab", "A/B", {{"type", "ab_toggle"}});
  add_switch(targets, "think", "think longer", {{"type", "set_think"}}, "on",
             [](const Document& document) { return document.think; });
  add_switch(targets, "dynamics", "the snare's dynamics", {{"type", "set_dynamics"}}, "on",
             [](const Document& document) { return document.dynamics; });
  add_switch(targets, "song", "the song", {{"type", "set_song"}}, "on",
             [](const Document& document) { return document.song_on; });
  add_switch(targets, "metronome", "the metronome", {{"type", "set_midi_in"}}, "metronome",
             [](const Document& document) { return document.midi_setup.input.metronome; });
  for (int slot = 0; slot < kSlots; ++slot) {
    add_button(targets, "slot:" + std::to_string(slot), "pattern " + std::to_string(slot + 1),
               {{"type", "select_slot"}, {"slot", slot}});
  }
}

void add_reward(Targets& targets) {
  for (const rhythm::TermInfo& info : rhythm::term_table()) {
    const std::string key(info.key);
    const Json command = {{"type", "set_term"}, {"term", key}};
    add_slider(targets, "weight:" + key, "the weight of " + std::string(info.label), command, "weight", -1.0, 1.0);
    add_slider(targets, "level:" + key, "the level of " + std::string(info.label), command, "level", 0.0, 1.0);
  }
  for (const rhythm::RewardPreset& preset : rhythm::reward_presets()) {
    const std::string name(preset.name);
    add_button(targets, "preset:" + name, "the preset " + name, {{"type", "set_preset"}, {"name", name}});
  }
}

void add_config(Targets& targets) {
  for (const core::ConfigEntry& entry : core::config_table()) {
    const bool number = entry.kind == core::ConfigKind::integer || entry.kind == core::ConfigKind::real;
    if (!number || entry.name == "steps") continue;
    const std::string name(entry.name);
    add_slider(targets, "config:" + name, std::string(entry.label), {{"type", "set_config"}}, "config." + name,
               entry.min, entry.max);
    targets.back().whole = entry.kind == core::ConfigKind::integer;
    // A learning rate or a buffer size goes over several powers of ten.
    targets.back().log = entry.min > 0.0 && entry.max / entry.min > 100.0;
  }
}

void add_voices(Targets& targets) {
  for (std::size_t v = 0; v < kVoices; ++v) {
    const std::string voice(kVoiceNames[v]);
    const std::string spoken = "the " + spoken_name(static_cast<int>(v));
    for (const char* part : {"pitch", "decay", "tone", "level"}) {
      add_slider(targets, "sound:" + voice + ":" + part, std::string(part) + " of " + spoken,
                 {{"type", "set_sound"}, {"voice", voice}}, part, 0.0, 1.0);
    }
    const Json command = {{"type", "set_voice"}, {"voice", voice}};
    add_switch(targets, "mute:" + voice, "mute of " + spoken, command, "mute",
               [v](const Document& document) { return document.current().voices[v].mute; });
    add_switch(targets, "solo:" + voice, "solo of " + spoken, command, "solo",
               [v](const Document& document) { return document.current().voices[v].solo; });
    add_button(targets, "clear:" + voice, "clear of " + spoken, {{"type", "clear"}, {"voice", voice}});
    for (int step = 0; step < kMaxPageSteps; ++step) {
      add_switch(
          targets, "step:" + voice + ":" + std::to_string(step), "step " + std::to_string(step + 1) + " of " + spoken,
          {{"type", "set_step"}, {"voice", voice}, {"step", step}}, "velocity", [v, step](const Document& document) {
            return step < document.pattern().steps() && document.pattern().onset(static_cast<int>(v), step);
          });
    }
  }
}

const Targets& table() {
  static const Targets targets = [] {
    Targets made;
    add_page(made);
    add_reward(made);
    add_config(made);
    add_voices(made);
    return made;
  }();
  return targets;
}

double slider_value(const MidiTarget& target, double position) {
  const double value = target.log ? target.min * std::pow(target.max / target.min, position)
                                  : target.min + (target.max - target.min) * position;
  return std::clamp(target.whole ? std::round(value) : value, target.min, target.max);
}

}  // namespace

std::vector<MidiTarget> midi_targets() { return table(); }

std::optional<MidiTarget> find_midi_target(std::string_view name) {
  const auto found = std::ranges::find(table(), name, &MidiTarget::name);
  return found == table().end() ? std::nullopt : std::optional(*found);
}

Json target_command(const MidiTarget& target, const Document& document, double position) {
  Json command = target.command;
  if (target.kind == TargetKind::slider) {
    const double value = slider_value(target, position);
    const Json json = target.whole ? Json(static_cast<std::int64_t>(value)) : Json(value);
    if (const auto dot = target.key.find('.'); dot != std::string::npos) {
      command[target.key.substr(0, dot)][target.key.substr(dot + 1)] = json;
    } else {
      command[target.key] = json;
    }
  } else if (target.key == "velocity") {
    command[target.key] = target.is_on(document) ? 0 : std::max(1, static_cast<int>(std::lround(position * 127.0)));
  } else if (target.is_on) {
    command[target.key] = !target.is_on(document);
  }
  return command;
}

}  // namespace session
