#include "session/wire/slot_json.h"

#include <algorithm>
#include <utility>

#include "core/text.h"
#include "session/song/edit.h"
#include "session/wire/parts_json.h"

namespace session {
namespace {

// Reads `key` into `target` if it is there.
core::Status take(const Json& json, const char* key, int& target) {
  if (json.find(key) == nullptr) return {};
  const auto value = read_int(json, key);
  if (!value) return core::fail(value.error().message);
  target = *value;
  return {};
}

core::Status take(const Json& json, const char* key, double& target) {
  if (json.find(key) == nullptr) return {};
  const auto value = read_number(json, key);
  if (!value) return core::fail(value.error().message);
  target = *value;
  return {};
}

core::Status take(const Json& json, const char* key, bool& target) {
  if (json.find(key) == nullptr) return {};
  const auto value = read_bool(json, key);
  if (!value) return core::fail(value.error().message);
  target = *value;
  return {};
}

// Patterns without them go by the document's tempo and swing.
core::Status read_feel(const Json& json, Slot& slot) {
  const Json* own = json.find("feel");
  if (own == nullptr) return {};
  if (!own->is_object()) return core::fail("\"feel\" should be an object.");
  Feel feel;
  for (const auto& status : {take(*own, "tempo_bpm", feel.tempo_bpm), take(*own, "swing_percent", feel.swing_percent),
                             check_tempo(feel.tempo_bpm), check_groove({.swing_percent = feel.swing_percent})}) {
    if (!status) return core::fail(status.error().message);
  }
  slot.feel = feel;
  return {};
}

core::Status read_slot_kit(const Json& json, Slot& slot) {
  if (json.find("kit") == nullptr) return {};
  const auto key = read_text(json, "kit");
  if (!key) return core::fail(key.error().message);
  const auto kit = read_kit(*key);
  if (!kit) return core::fail(kit.error().message);
  slot.kit = *kit;
  return {};
}

Json row_json(const rhythm::Pattern& pattern, int voice) {
  const auto row = pattern.row(voice);
  return std::vector<int>(row.begin(), row.end());
}

core::Status read_rows(const Json& json, Slot& slot) {
  const Json* rows = json.find("rows");
  if (rows == nullptr || !rows->is_object()) return core::fail("A pattern has no rows.");
  for (int voice = 0; voice < kVoices; ++voice) {
    const std::string key = voice_key(voice);
    if (rows->find(key.c_str()) == nullptr) continue;
    const auto row = read_row(*rows, key.c_str());
    if (!row) return core::fail(row.error().message);
    if (row->size() != static_cast<std::size_t>(slot.steps()))
      return core::fail("A row has another length than its pattern.");
    slot.pattern.set_row(voice, *row);
  }
  const auto locks = read_row(json, "locks");
  if (!locks) return core::fail(locks.error().message);
  if (locks->size() != slot.part().locks.size()) return core::fail("The locks have another length than their pattern.");
  for (std::size_t i = 0; i < locks->size(); ++i) slot.part().locks[i] = (*locks)[i] != 0 ? 1 : 0;
  return {};
}

// Patterns of before there was a choice have none of these.
core::Status read_timing(const Json& json, Slot& slot) {
  auto timing = session::read_timing(json, {});
  if (!timing) return core::fail(timing.error().message);
  slot.timing = *timing;
  return {};
}

core::Status read_details(const Json& json, Slot& slot) {
  const Json* list = json.find("details");
  if (list == nullptr || !list->is_array()) return core::fail("A pattern has no list of details.");
  for (const Json& each : *list) {
    const auto name = read_text(each, "voice");
    if (!name) return core::fail(name.error().message);
    const std::optional<int> voice = find_voice(*name);
    if (!voice) return core::fail("There is no voice \"" + *name + "\".");
    const auto step = read_int(each, "step");
    if (!step) return core::fail(step.error().message);
    if (*step < 0 || *step >= slot.steps()) return core::fail("A detail belongs to a step that is not there.");
    const auto detail = read_detail(each, {});
    if (!detail) return core::fail(detail.error().message);
    slot.detail(*voice, *step) = *detail;
  }
  return {};
}

core::Status read_voices(const Json& json, Slot& slot) {
  const Json* voices = json.find("voices");
  if (voices == nullptr || !voices->is_object()) return core::fail("A pattern has no settings of its voices.");
  for (int voice = 0; voice < kVoices; ++voice) {
    const Json* each = voices->find(voice_key(voice));
    if (each == nullptr) continue;
    const auto settings = read_voice_settings(*each, {}, slot.steps());
    if (!settings) return core::fail(settings.error().message);
    slot.voices[static_cast<std::size_t>(voice)] = *settings;
  }
  return {};
}

}  // namespace

Json details_json(const Slot& slot) {
  Json list = Json::array();
  for (int voice = 0; voice < kVoices; ++voice) {
    for (int step = 0; step < slot.steps(); ++step) {
      const sequencer::StepDetail& detail = slot.detail(voice, step);
      if (detail == sequencer::StepDetail{}) continue;
      list.push_back({{"voice", voice_key(voice)},
                      {"step", step},
                      {"probability", detail.probability},
                      {"micro", detail.micro},
                      {"ratchets", detail.ratchets}});
    }
  }
  return list;
}

Json slot_json(const Slot& slot) {
  Json rows = Json::object();
  Json voices = Json::object();
  for (int voice = 0; voice < kVoices; ++voice) {
    if (slot.pattern.onset_count(voice) > 0) rows[voice_key(voice)] = row_json(slot.pattern, voice);
    const sequencer::VoiceSettings& settings = slot.voices[static_cast<std::size_t>(voice)];
    if (settings == sequencer::VoiceSettings{}) continue;
    voices[voice_key(voice)] = {{"length", settings.length}, {"mute", settings.mute}, {"solo", settings.solo}};
  }
  Json json = {{"steps", slot.steps()},
               {"rows", rows},
               {"locks", lock_text(slot.parts.front())},
               {"details", details_json(slot)},
               {"voices", voices}};
  if (slot.timing != rhythm::Timing{}) json.update(timing_json(slot.timing));
  if (slot.feel) {
    json["feel"] = {{"tempo_bpm", slot.feel->tempo_bpm}, {"swing_percent", slot.feel->swing_percent}};
  }
  if (slot.kit != Kit::studio) json["kit"] = kit_key(slot.kit);
  if (!is_snare_alone(slot)) json.update(parts_json(slot));
  return json;
}

core::Result<Slot> read_slot(const Json& json) {
  const auto steps = read_int(json, "steps");
  if (!steps) return core::fail(steps.error().message);
  if (auto status = check_steps(*steps); !status) return core::fail(status.error().message);
  Slot slot(*steps);
  for (const auto read : {read_timing, read_rows, read_details, read_voices, read_feel, read_slot_kit}) {
    if (auto status = read(json, slot); !status) return core::fail(status.error().message);
  }
  return slot;
}

std::string kit_key(Kit kit) { return std::string(kit_table()[static_cast<std::size_t>(kit)].key); }

core::Result<Kit> read_kit(std::string_view key) {
  if (const KitInfo* info = find_kit(key)) return info->kit;
  std::string keys;
  for (const KitInfo& info : kit_table()) keys += (keys.empty() ? "" : ", ") + std::string(info.key);
  return core::fail("There is no kit " + core::in_quotes(key) + ": there are " + keys + ".");
}

Json timing_json(const rhythm::Timing& timing) {
  return {{"signature", std::string(rhythm::kSignatureNames[static_cast<std::size_t>(timing.signature)])},
          {"resolution", std::string(rhythm::kResolutionNames[static_cast<std::size_t>(timing.resolution)])}};
}

core::Result<rhythm::Timing> read_timing(const Json& json, const rhythm::Timing& base) {
  rhythm::Timing timing = base;
  if (json.find("signature") != nullptr) {
    const auto name = read_text(json, "signature");
    const auto signature = name ? rhythm::find_signature(*name) : std::nullopt;
    if (!signature) return core::fail("A time signature is 4/4, 3/4, 6/8, 5/4 or 7/8.");
    timing.signature = *signature;
  }
  if (json.find("resolution") != nullptr) {
    const auto name = read_text(json, "resolution");
    const auto resolution = name ? rhythm::find_resolution(*name) : std::nullopt;
    if (!resolution) return core::fail("A resolution is 8ths, 16ths, triplets or 32nds.");
    timing.resolution = *resolution;
  }
  if (auto status = rhythm::check_timing(timing); !status) return core::fail(status.error().message);
  return timing;
}

Json groove_json(const sequencer::Groove& groove) {
  return {{"swing_percent", groove.swing_percent},
          {"humanise_ms", groove.humanise_ms},
          {"humanise_velocity", groove.humanise_velocity},
          {"seed", groove.seed}};
}

core::Result<sequencer::Groove> read_groove(const Json& json, const sequencer::Groove& base) {
  sequencer::Groove groove = base;
  double seed = groove.seed;
  for (const auto& status :
       {take(json, "swing_percent", groove.swing_percent), take(json, "humanise_ms", groove.humanise_ms),
        take(json, "humanise_velocity", groove.humanise_velocity), take(json, "seed", seed)}) {
    if (!status) return core::fail(status.error().message);
  }
  if (!(seed >= 0.0 && seed <= 4294967295.0)) return core::fail("A seed goes from 0 to 4294967295.");
  groove.seed = static_cast<std::uint32_t>(seed);
  if (auto status = check_groove(groove); !status) return core::fail(status.error().message);
  return groove;
}

Json sound_json(const VoiceSound& sound) {
  return {{"pitch", sound.pitch}, {"decay", sound.decay}, {"tone", sound.tone},
          {"level", sound.level}, {"pan", sound.pan},     {"room", sound.room}};
}

core::Result<VoiceSound> read_sound(const Json& json, const VoiceSound& base) {
  VoiceSound sound = base;
  for (const auto& status :
       {take(json, "pitch", sound.pitch), take(json, "decay", sound.decay), take(json, "tone", sound.tone),
        take(json, "level", sound.level), take(json, "pan", sound.pan), take(json, "room", sound.room)}) {
    if (!status) return core::fail(status.error().message);
  }
  if (auto status = check_sound(sound); !status) return core::fail(status.error().message);
  return sound;
}

Json samples_json(const Document& document) {
  Json json = Json::object();
  for (int voice = 0; voice < kVoices; ++voice) {
    const Sample& sample = document.samples[static_cast<std::size_t>(voice)];
    if (!sample.id.empty()) json[voice_key(voice)] = {{"id", sample.id}, {"name", sample.name}};
  }
  return json;
}

core::Status read_samples(const Json& json, Document& document) {
  if (!json.is_object()) return core::fail("\"samples\" should be an object of voices.");
  for (int voice = 0; voice < kVoices; ++voice) {
    const Json* each = json.find(voice_key(voice).c_str());
    if (each == nullptr) continue;
    const auto id = read_text(*each, "id");
    if (!id) return core::fail(id.error().message);
    const auto name = read_text(*each, "name");
    if (!name) return core::fail(name.error().message);
    if (auto status = set_sample(document, voice, {.id = *id, .name = *name}); !status) return status;
  }
  return {};
}

Json sounds_json(const Document& document) {
  Json json = Json::object();
  for (int voice = 0; voice < kVoices; ++voice) {
    json[voice_key(voice)] = sound_json(document.sounds[static_cast<std::size_t>(voice)]);
  }
  return json;
}

core::Result<sequencer::StepDetail> read_detail(const Json& json, const sequencer::StepDetail& base) {
  int probability = base.probability;
  int micro = base.micro;
  int ratchets = base.ratchets;
  for (const auto& status :
       {take(json, "probability", probability), take(json, "micro", micro), take(json, "ratchets", ratchets)}) {
    if (!status) return core::fail(status.error().message);
  }
  if (auto status = check_detail(probability, micro, ratchets); !status) return core::fail(status.error().message);
  return sequencer::StepDetail{.probability = static_cast<std::uint8_t>(probability),
                               .micro = static_cast<std::int8_t>(micro),
                               .ratchets = static_cast<std::uint8_t>(ratchets)};
}

core::Result<sequencer::VoiceSettings> read_voice_settings(const Json& json, const sequencer::VoiceSettings& base,
                                                           int steps) {
  sequencer::VoiceSettings settings = base;
  for (const auto& status :
       {take(json, "length", settings.length), take(json, "mute", settings.mute), take(json, "solo", settings.solo)}) {
    if (!status) return core::fail(status.error().message);
  }
  if (auto status = check_voice_settings(settings, steps); !status) return core::fail(status.error().message);
  return settings;
}

Json midi_settings_json(const sequencer::MidiSettings& midi) {
  Json notes = Json::object();
  Json on = Json::object();
  for (int voice = 0; voice < kVoices; ++voice) {
    notes[voice_key(voice)] = midi.note[static_cast<std::size_t>(voice)];
    on[voice_key(voice)] = midi.on[static_cast<std::size_t>(voice)];
  }
  return {{"notes", notes},
          {"on", on},
          {"channel", midi.channel},
          {"note_length_ms", midi.note_length_ms},
          {"latency_ms", midi.latency_ms}};
}

core::Result<sequencer::MidiSettings> read_midi_settings(const Json& json, const sequencer::MidiSettings& base) {
  sequencer::MidiSettings midi = base;
  const Json none = Json::object();
  const Json* notes = json.find("notes");
  const Json* on = json.find("on");
  if (notes != nullptr && !notes->is_object()) return core::fail("\"notes\" should be an object of voices.");
  if (on != nullptr && !on->is_object()) return core::fail("\"on\" should be an object of voices.");
  for (int voice = 0; voice < kVoices; ++voice) {
    const std::string key = voice_key(voice);
    const auto v = static_cast<std::size_t>(voice);
    if (auto status = take(notes != nullptr ? *notes : none, key.c_str(), midi.note[v]); !status) {
      return core::fail(status.error().message);
    }
    if (auto status = take(on != nullptr ? *on : none, key.c_str(), midi.on[v]); !status) {
      return core::fail(status.error().message);
    }
  }
  for (const auto& status :
       {take(json, "snare_note", midi.note[rhythm::kSnare]), take(json, "kick_note", midi.note[rhythm::kKick]),
        take(json, "kick_on", midi.on[rhythm::kKick]), take(json, "channel", midi.channel),
        take(json, "note_length_ms", midi.note_length_ms), take(json, "latency_ms", midi.latency_ms)}) {
    if (!status) return core::fail(status.error().message);
  }
  if (auto status = check_midi(midi); !status) return core::fail(status.error().message);
  return midi;
}

}  // namespace session
