// Edits of everything around the patterns: how they are played, what is asked of answers, training, MIDI.
#include <algorithm>
#include <utility>

#include "session/song/edit.h"

namespace session {
namespace {

constexpr float kLikedWeight = 0.5F;
constexpr float kStyleWeight = 1.0F;

// What is asked of the agent of a voice holds for the whole bank, though each pattern has its own part.
template <class Value>
void set_in_all_parts(Document& document, int voice, Value Part::* field, const Value& value) {
  for (Slot& slot : document.bank) {
    if (Part* part = slot.part_of(voice)) part->*field = value;
  }
}

}  // namespace

core::Status set_sound(Document& document, int voice, const VoiceSound& sound) {
  if (auto status = check_voice(voice); !status) return status;
  if (auto status = check_sound(sound); !status) return status;
  document.sounds[static_cast<std::size_t>(voice)] = sound;
  return {};
}

core::Status set_sample(Document& document, int voice, const Sample& sample) {
  if (auto status = check_voice(voice); !status) return status;
  if (auto status = check_sample(sample); !status) return status;
  document.samples[static_cast<std::size_t>(voice)] = sample.id.empty() ? Sample{} : sample;
  return {};
}

core::Status set_kit(Document& document, Kit kit) {
  document.current().kit = kit;
  return {};
}

core::Status set_drive(Document& document, double drive) {
  if (auto status = check_drive(drive); !status) return status;
  document.drive = drive;
  return {};
}

core::Status set_groove(Document& document, const sequencer::Groove& groove) {
  if (auto status = check_groove(groove); !status) return status;
  std::optional<Feel>& own = document.current().feel;
  const double shared = document.groove.swing_percent;
  document.groove = groove;
  if (own) {
    own->swing_percent = groove.swing_percent;
    document.groove.swing_percent = shared;
  }
  return {};
}

core::Status set_tempo(Document& document, double tempo_bpm) {
  if (auto status = check_tempo(tempo_bpm); !status) return status;
  std::optional<Feel>& own = document.current().feel;
  (own ? own->tempo_bpm : document.tempo_bpm) = tempo_bpm;
  return {};
}

core::Status set_own_feel(Document& document, bool own) {
  document.current().feel = own ? std::optional(document.feel()) : std::nullopt;
  return {};
}

core::Status set_volume(Document& document, double volume) {
  if (auto status = check_volume(volume); !status) return status;
  document.volume = volume;
  return {};
}

core::Status set_metronome(Document& document, bool on) {
  document.metronome = on;
  return {};
}

void spread_wishes(Document& document) {
  for (const Part& asked : document.current().parts) {
    for (Slot& slot : document.bank) {
      Part* part = slot.part_of(asked.voice);
      if (part != nullptr && part != &asked) take_wishes(*part, asked);
    }
  }
}

core::Status set_reward_of(Document& document, int voice, const rhythm::RewardSettings& reward) {
  if (auto status = rhythm::check_settings(reward); !status) return status;
  set_in_all_parts(document, voice, &Part::reward, reward);
  return {};
}

core::Status set_reward(Document& document, const rhythm::RewardSettings& reward) {
  return set_reward_of(document, document.part().voice, reward);
}

core::Status set_term(Document& document, rhythm::Term term, const rhythm::TermSetting& setting) {
  rhythm::RewardSettings reward = document.part().reward;
  reward[term] = setting;
  return set_reward(document, reward);
}

core::Status set_preset(Document& document, std::string_view name) {
  core::Result<rhythm::RewardSettings> reward = rhythm::preset_settings(name);
  if (!reward) return core::fail(reward.error().message);
  reward->liked = document.part().reward.liked;  // it is the musician's, not the preset's
  return set_reward(document, *reward);
}

core::Status like_answer(Document& document) {
  const Part& part = document.part();
  if (document.pattern().onset_count(part.voice) == 0) {
    return core::fail("There is no " + spoken_name(part.voice) +
                      " to like yet: let the agent answer, or set some steps.");
  }
  rhythm::RewardSettings reward = part.reward;
  float& weight = reward[rhythm::Term::similarity].weight;
  if (weight == 0.0F || reward.style != rhythm::Style::none) weight = kLikedWeight;
  reward.style = rhythm::Style::none;
  reward.liked = rhythm::onsets_of(document.pattern().row(part.voice));
  return set_reward(document, reward);
}

core::Status set_style(Document& document, rhythm::Style style) {
  rhythm::RewardSettings reward = document.part().reward;
  reward.style = style;
  float& weight = reward[rhythm::Term::similarity].weight;
  if (weight == 0.0F && style != rhythm::Style::none) weight = kStyleWeight;
  return set_reward(document, reward);
}

core::Status forget_liked(Document& document) {
  rhythm::RewardSettings reward = document.part().reward;
  reward.liked.clear();
  return set_reward(document, reward);
}

core::Status set_think(Document& document, bool think) {
  set_in_all_parts(document, document.part().voice, &Part::think, think);
  return {};
}

core::Status set_density(Document& document, double density) {
  if (auto status = check_density(density); !status) return status;
  set_in_all_parts(document, document.part().voice, &Part::density, density);
  return {};
}

core::Status set_dynamics(Document& document, bool dynamics) {
  set_in_all_parts(document, document.part().voice, &Part::dynamics, dynamics);
  return {};
}

core::Status set_config_entry(Document& document, const core::ConfigEntry& entry, double value) {
  if (entry.name == "steps") {
    if (auto status = check_steps(value); !status) return status;
    return set_steps(document, static_cast<int>(value));
  }
  return core::set_config(document.config, entry, value);
}

core::Status set_config(Document& document, const core::Config& config) {
  if (auto status = check_steps(config.steps); !status) return status;
  // The same number is no wish: the pattern may be longer than what a network learns of it.
  const bool other_length = config.steps != document.config.steps;
  document.config = config;
  if (other_length) document.resize(config.steps);
  return {};
}

core::Status set_midi_input(Document& document, const MidiInput& input) {
  if (auto status = check_midi_input(input); !status) return status;
  document.midi_setup.input = input;
  return {};
}

core::Status set_pads(Document& document, const sequencer::PadSettings& pads) {
  if (auto status = check_pads(pads); !status) return status;
  document.midi_setup.pads = pads;
  return {};
}

core::Status set_clock(Document& document, const ClockSettings& clock) {
  document.midi_setup.clock = clock;
  return {};
}

}  // namespace session
