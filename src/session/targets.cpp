#include "session/targets.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "core/config.h"
#include "core/text.h"
#include "session/session.h"

namespace session {
namespace {

using Targets = std::vector<Target>;

constexpr std::string_view kStepPrefix = "step:";

void add_slider(Targets& targets, std::string name, std::string label, double min, double max,
                std::function<double(const Session&)> get, std::function<core::Status(Session&, double value)> set) {
  targets.push_back(
      {.info = {.name = std::move(name), .label = std::move(label), .kind = TargetKind::slider},
       .move = [min, max, set = std::move(set)](
                   Session& session,
                   double position) { return set(session, std::clamp(min + (max - min) * position, min, max)); },
       .position = [min, max, get = std::move(get)](
                       const Session& session) { return std::clamp((get(session) - min) / (max - min), 0.0, 1.0); }});
}

void add_button(Targets& targets, std::string name, std::string label,
                std::function<core::Status(Session&, double position)> press) {
  targets.push_back({.info = {.name = std::move(name), .label = std::move(label)}, .move = std::move(press)});
}

core::Status done() { return {}; }

// What always works.
template <class Press>
std::function<core::Status(Session&, double)> always(Press press) {
  return [press](Session& session, double) {
    press(session);
    return done();
  };
}

void add_transport(Targets& targets) {
  add_slider(
      targets, "tempo", "the tempo", sequencer::kMinTempoBpm, sequencer::kMaxTempoBpm,
      [](const Session& session) -> double { return session.document().feel().tempo_bpm; },
      [](Session& session, double value) { return session.edit(set_tempo, value); });
  add_slider(
      targets, "volume", "the volume", 0.0, 1.0,
      [](const Session& session) -> double { return session.document().volume; },
      [](Session& session, double value) { return session.edit(set_volume, value); });
  add_slider(
      targets, "swing", "the swing", sequencer::kMinSwingPercent, sequencer::kMaxSwingPercent,
      [](const Session& session) -> double { return session.document().feel().swing_percent; },
      [](Session& session, double value) {
        sequencer::Groove groove = session.document().shown_groove();
        groove.swing_percent = value;
        return session.edit(set_groove, groove);
      });
  add_slider(
      targets, "humanise", "humanise", 0.0, sequencer::kMaxHumaniseMs,
      [](const Session& session) { return session.document().groove.humanise_ms; },
      [](Session& session, double value) {
        sequencer::Groove groove = session.document().shown_groove();
        groove.humanise_ms = value;
        return session.edit(set_groove, groove);
      });
  add_slider(
      targets, "drive", "the drive", 0.0, 1.0, [](const Session& session) { return session.document().drive; },
      [](Session& session, double value) { return session.edit(set_drive, value); });
  for (const KitInfo& info : kit_table()) {
    add_button(targets, "kit:" + std::string(info.key), "the kit " + std::string(info.label),
               [kit = info.kit](Session& session, double) { return session.edit(set_kit, kit); });
  }
  add_button(targets, "play", "Play", always([](Session& session) { session.toggle_play(session.now_ms()); }));
  add_button(targets, "record", "Record", always([](Session& session) {
               session.record(!session.midi().recorder().recording().on, session.now_ms());
             }));
  add_button(targets, "answer_me", "Answer me",
             [](Session& session, double) { return session.answer_me(session.now_ms()); });
  add_button(targets, "tap", "the tempo tap", always([](Session& session) { session.player().tap(session.now_ms()); }));
  add_button(targets, "panic", "the MIDI panic", always([](Session& session) { session.midi().ports().panic(); }));
  add_button(targets, "song", "the song", [](Session& session, double) {
    const Document& document = session.document();
    return session.edit(set_song, document.song, !document.song_on);
  });
  add_button(targets, "metronome", "the metronome", [](Session& session, double) {
    MidiInput input = session.document().midi_setup.input;
    input.metronome = !input.metronome;
    return session.edit(set_midi_input, input);
  });
  for (int slot = 0; slot < kSlots; ++slot) {
    add_button(targets, "slot:" + std::to_string(slot), "pattern " + std::to_string(slot + 1),
               [slot](Session& session, double) { return session.player().select_slot(slot); });
  }
}

void add_agents(Targets& targets) {
  add_slider(
      targets, "density", "the density fader", -1.0, 1.0,
      [](const Session& session) -> double { return session.document().part().density; },
      [](Session& session, double value) { return session.edit(set_density, value); });
  add_button(targets, "undo", "Undo", [](Session& session, double) { return session.undo(); });
  add_button(targets, "redo", "Redo", [](Session& session, double) { return session.redo(); });
  add_button(targets, "train", "Train", always([](Session& session) { session.coach().toggle(); }));
  add_button(targets, "reset", "Reset agent", always([](Session& session) { session.coach().reset(); }));
  add_button(targets, "evaluate", "Evaluate",
             [](Session& session, double) { return session.coach().evaluations().start(); });
  add_button(targets, "like", "Like the answer", [](Session& session, double) { return session.edit(like_answer); });
  add_button(targets, "ab", "A/B", [](Session& session, double) { return session.player().ab_toggle(); });
  add_button(targets, "think", "think longer",
             [](Session& session, double) { return session.edit(set_think, !session.document().part().think); });
  add_button(targets, "dynamics", "the snare's dynamics",
             [](Session& session, double) { return session.edit(set_dynamics, !session.document().part().dynamics); });
}

void add_reward(Targets& targets) {
  for (const rhythm::TermInfo& info : rhythm::term_table()) {
    const std::string key(info.key);
    const rhythm::Term term = info.term;
    const auto set = [term](float rhythm::TermSetting::* field) {
      return [term, field](Session& session, double value) {
        rhythm::TermSetting setting = session.document().part().reward[term];
        setting.*field = static_cast<float>(value);
        return session.edit(set_term, term, setting);
      };
    };
    const auto get = [term](float rhythm::TermSetting::* field) {
      return [term, field](const Session& session) -> double { return session.document().part().reward[term].*field; };
    };
    add_slider(targets, "weight:" + key, "the weight of " + std::string(info.label), -1.0, 1.0,
               get(&rhythm::TermSetting::weight), set(&rhythm::TermSetting::weight));
    add_slider(targets, "level:" + key, "the level of " + std::string(info.label), 0.0, 1.0,
               get(&rhythm::TermSetting::level), set(&rhythm::TermSetting::level));
  }
  for (const rhythm::RewardPreset& preset : rhythm::reward_presets()) {
    add_button(targets, "preset:" + std::string(preset.name), "the preset " + std::string(preset.name),
               [name = preset.name](Session& session, double) { return session.edit(set_preset, name); });
  }
}

void add_config(Targets& targets) {
  for (const core::ConfigEntry& entry : core::config_table()) {
    const bool whole = entry.kind == core::ConfigKind::integer;
    if ((!whole && entry.kind != core::ConfigKind::real) || entry.name == "steps") continue;
    // A learning rate or a buffer size goes over several powers of ten: equal turns are equal ratios.
    const bool log = entry.min > 0.0 && entry.max / entry.min > 100.0;
    add_slider(
        targets, "config:" + std::string(entry.name), std::string(entry.label), 0.0, 1.0,
        [&entry, log](const Session& session) {
          const double value = entry.get(session.document().config);
          return log ? std::log(value / entry.min) / std::log(entry.max / entry.min)
                     : (value - entry.min) / (entry.max - entry.min);
        },
        [&entry, whole, log](Session& session, double position) {
          double value = log ? entry.min * std::pow(entry.max / entry.min, position)
                             : entry.min + (entry.max - entry.min) * position;
          if (whole) value = std::round(value);
          return session.edit(set_config_entry, entry, std::clamp(value, entry.min, entry.max));
        });
  }
}

void add_sound(Targets& targets, int voice) {
  const std::string name = voice_key(voice);
  const std::pair<const char*, double VoiceSound::*> knobs[] = {
      {"pitch", &VoiceSound::pitch}, {"decay", &VoiceSound::decay}, {"tone", &VoiceSound::tone},
      {"level", &VoiceSound::level}, {"pan", &VoiceSound::pan},     {"room", &VoiceSound::room}};
  for (const auto& [knob, field] : knobs) {
    add_slider(
        targets, "sound:" + name + ":" + knob, std::string(knob) + " of the " + spoken_name(voice), 0.0, 1.0,
        [voice, field](const Session& session) {
          return session.document().sounds[static_cast<std::size_t>(voice)].*field;
        },
        [voice, field](Session& session, double value) {
          VoiceSound sound = session.document().sounds[static_cast<std::size_t>(voice)];
          sound.*field = value;
          return session.edit(set_sound, voice, sound);
        });
  }
}

void add_voice(Targets& targets, int voice) {
  const std::string name = voice_key(voice);
  const std::string spoken = "the " + spoken_name(voice);
  const auto toggle = [voice](bool sequencer::VoiceSettings::* field) {
    return [voice, field](Session& session, double) {
      sequencer::VoiceSettings settings = session.document().current().voices[static_cast<std::size_t>(voice)];
      settings.*field = !(settings.*field);
      return session.edit(set_voice, voice, settings);
    };
  };
  add_button(targets, "mute:" + name, "mute of " + spoken, toggle(&sequencer::VoiceSettings::mute));
  add_button(targets, "solo:" + name, "solo of " + spoken, toggle(&sequencer::VoiceSettings::solo));
  add_button(targets, "clear:" + name, "clear of " + spoken,
             [voice](Session& session, double) { return session.edit(clear, voice); });
}

Target step_target(int voice, int step) {
  return {.info = {.name = step_target_name(voice, step),
                   .label = "step " + std::to_string(step + 1) + " of the " + spoken_name(voice)},
          .move = [voice, step](Session& session, double position) {
            const rhythm::Pattern& pattern = session.document().pattern();
            const bool onset = step < pattern.steps() && pattern.onset(voice, step);
            const int velocity = onset ? 0 : std::max(1, static_cast<int>(std::lround(position * 127.0)));
            return session.edit(set_step, voice, step, velocity);
          }};
}

// There are thousands of steps, of which few are ever learned: each is made when it is first asked for.
const Target* find_step_target(std::string_view name) {
  static std::map<std::string, Target, std::less<>> made;
  if (const auto found = made.find(name); found != made.end()) return &found->second;
  const std::size_t colon = name.rfind(':');
  const std::optional<int> voice = colon > kStepPrefix.size()
                                       ? find_voice(name.substr(kStepPrefix.size(), colon - kStepPrefix.size()))
                                       : std::nullopt;
  int step = -1;
  const char* end = name.data() + name.size();
  if (!voice || std::from_chars(name.data() + colon + 1, end, step).ptr != end) return nullptr;
  // One name for each step: no "07".
  if (step < 0 || step >= kMaxSteps || step_target_name(*voice, step) != name) return nullptr;
  return &made.emplace(name, step_target(*voice, step)).first->second;
}

}  // namespace

std::string step_target_name(int voice, int step) {
  return std::string(kStepPrefix) + voice_key(voice) + ":" + std::to_string(step);
}

const std::vector<Target>& targets() {
  static const Targets all = [] {
    Targets made;
    add_transport(made);
    add_agents(made);
    add_reward(made);
    add_config(made);
    for (int voice = 0; voice < kVoices; ++voice) {
      add_sound(made, voice);
      add_voice(made, voice);
    }
    return made;
  }();
  return all;
}

const Target* find_target(std::string_view name) {
  static const std::map<std::string_view, const Target*> by_name = [] {
    std::map<std::string_view, const Target*> found;
    for (const Target& target : targets()) found.emplace(target.info.name, &target);
    return found;
  }();
  if (name.starts_with(kStepPrefix)) return find_step_target(name);
  const auto found = by_name.find(name);
  return found == by_name.end() ? nullptr : found->second;
}

TargetTable target_table(Session& session) {
  return {.find = [](std::string_view name) -> const TargetInfo* {
            const Target* target = find_target(name);
            return target != nullptr ? &target->info : nullptr;
          },
          .move = [&session](std::string_view name, double position) -> core::Status {
            const Target* target = find_target(name);
            if (target == nullptr) return core::fail("There is nothing called " + core::in_quotes(name) + ".");
            return target->move(session, position);
          },
          .position =
              [&session](std::string_view name) {
                const Target* target = find_target(name);
                return target != nullptr && target->position ? target->position(session) : 0.0;
              }};
}

}  // namespace session
