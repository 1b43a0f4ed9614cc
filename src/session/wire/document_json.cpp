#include "session/wire/document_json.h"

#include <algorithm>
#include <initializer_list>
#include <utility>

#include "session/song/edit.h"
#include "session/wire/midi_setup_json.h"
#include "session/wire/parts_json.h"
#include "session/wire/slot_json.h"
#include "session/wire/state_json.h"

namespace session {
namespace {

// Raised when an older page could not read what we write. Version 1 had one pattern of kick and snare.
constexpr int kDocumentVersion = 2;

std::unexpected<core::Error> refused(const core::Error& error) { return core::fail(error.message); }

// The readers of settings keep what is missing as it is; a document says everything.
core::Status check_keys(const Json& root, const char* name, std::initializer_list<const char*> keys) {
  const Json* object = root.find(name);
  if (object == nullptr || !object->is_object()) return core::fail("It has no \"" + std::string(name) + "\".");
  for (const char* key : keys) {
    if (object->find(key) == nullptr) {
      return core::fail("Its \"" + std::string(name) + "\" has no \"" + std::string(key) + "\".");
    }
  }
  return {};
}

core::Status read_first_pattern(const Json& root, Document& document) {
  const auto kick = read_row(root, "kick");
  if (!kick) return refused(kick.error());
  const auto snare = read_row(root, "snare");
  if (!snare) return refused(snare.error());
  const auto locks = read_row(root, "locks");
  if (!locks) return refused(locks.error());
  if (auto status = check_steps(static_cast<double>(kick->size())); !status) return status;
  if (snare->size() != kick->size() || locks->size() != kick->size()) {
    return core::fail("Its kick, snare and locks have different lengths.");
  }
  document.resize(static_cast<int>(kick->size()));
  document.pattern().set_row(rhythm::kKick, *kick);
  document.pattern().set_row(rhythm::kSnare, *snare);
  for (std::size_t i = 0; i < locks->size(); ++i) document.part().locks[i] = (*locks)[i] != 0 ? 1 : 0;
  return {};
}

core::Status read_bank(const Json& root, Document& document) {
  const Json* bank = root.find("bank");
  if (bank == nullptr || !bank->is_array() || bank->size() != document.bank.size()) {
    return core::fail("It has no bank of " + std::to_string(kSlots) + " patterns.");
  }
  for (std::size_t i = 0; i < document.bank.size(); ++i) {
    auto slot = read_slot(bank->elements()[i]);
    if (!slot) return refused(slot.error());
    document.bank[i] = std::move(*slot);
  }
  const auto slot = read_int(root, "slot");
  if (!slot) return refused(slot.error());
  if (auto status = check_slot(*slot); !status) return status;
  document.select(*slot);
  return {};
}

core::Status read_song(const Json& root, Document& document) {
  const Json* song = root.find("song");
  if (song == nullptr) return core::fail("It has no song.");
  auto slots = read_ints(*song, "slots");
  if (!slots) return refused(slots.error());
  const auto on = read_bool(*song, "on");
  if (!on) return refused(on.error());
  if (auto status = check_song(*slots, *on); !status) return status;
  document.song = std::move(*slots);
  document.song_on = *on;
  return {};
}

core::Status read_sounds(const Json& root, Document& document) {
  // Clap and toms came later.
  if (auto status = check_keys(root, "sounds", {"kick", "snare", "rim", "hat", "open_hat"}); !status) return status;
  for (std::size_t voice = 0; voice < document.sounds.size(); ++voice) {
    const Json* each = root.at("sounds").find(kVoiceNames[voice]);
    if (each == nullptr) continue;
    const auto sound = read_sound(*each, {});
    if (!sound) return refused(sound.error());
    document.sounds[voice] = *sound;
  }
  return {};
}

core::Status read_playing(const Json& root, Document& document) {
  if (auto status = read_song(root, document); !status) return status;
  if (auto status = check_keys(root, "groove", {"swing_percent", "humanise_ms", "humanise_velocity", "seed"});
      !status) {
    return status;
  }
  const auto groove = read_groove(root.at("groove"), {});
  if (!groove) return refused(groove.error());
  document.groove = *groove;
  if (auto status = read_sounds(root, document); !status) return status;
  if (const Json* samples = root.find("samples")) {
    if (auto status = read_samples(*samples, document); !status) return status;
  }
  if (root.find("drive") != nullptr) {
    const auto drive = read_number(root, "drive");
    if (!drive) return refused(drive.error());
    if (auto status = set_drive(document, *drive); !status) return status;
  }
  const auto density = read_number(root, "density");
  if (!density) return refused(density.error());
  if (auto status = set_density(document, *density); !status) return status;
  const auto dynamics = read_bool(root, "dynamics");
  if (!dynamics) return refused(dynamics.error());
  return set_dynamics(document, *dynamics);
}

core::Status read_midi(const Json& root, int version, Document& document) {
  const auto status =
      version == 1
          ? check_keys(root, "midi", {"snare_note", "kick_note", "kick_on", "channel", "note_length_ms", "latency_ms"})
          : check_keys(root, "midi", {"notes", "on", "channel", "note_length_ms", "latency_ms"});
  if (!status) return status;
  const auto midi = read_midi_settings(root.at("midi"), {});
  if (!midi) return refused(midi.error());
  document.midi = *midi;
  return {};
}

core::Status read_setup(const Json& root, int version, Document& document) {
  if (version == 1) return {};  // from before there was MIDI in
  if (auto status = check_keys(root, "midi_setup", {}); !status) return status;
  auto setup = read_midi_setup(root.at("midi_setup"));
  if (!setup) return refused(setup.error());
  document.midi_setup = std::move(*setup);
  return {};
}

// What is asked of agents in patterns with a band stands beside each; in the others it is the document's.
core::Status read_bands(const Json& root, int version, Document& document) {
  if (version == 1) return {};  // from before there was a bank
  const Json* bank = root.find("bank");
  for (std::size_t i = 0; i < document.bank.size(); ++i) {
    if (auto status = read_parts(bank->elements()[i], document.bank[i]); !status) return status;
  }
  return {};
}

core::Status read_asked(const Json& root, int version, Document& document) {
  // The first documents of version 1 had neither.
  if (const Json* reward_json = root.find("reward"); reward_json != nullptr || version > 1) {
    if (reward_json == nullptr) return core::fail("It has no settings of the reward.");
    const auto reward = rhythm::reward_settings_from_json(reward_json->dump());
    if (!reward) return refused(reward.error());
    if (auto status = set_reward(document, *reward); !status) return status;
  }
  if (root.find("think") != nullptr || version > 1) {
    const auto think = read_bool(root, "think");
    if (!think) return refused(think.error());
    return set_think(document, *think);
  }
  return {};
}

// Before there were shared networks every setting was an MLP's. Who had changed none gets what is usual now.
core::Result<core::Config> read_config(const Json& json) {
  if (json.find("network") != nullptr) return core::config_from_json(json.dump());
  auto config = core::config_from_json(json.dump(), core::original_config());
  if (!config) return config;
  core::Config unchanged = core::original_config();
  unchanged.steps = config->steps;
  if (*config != unchanged) return config;
  unchanged = core::Config();
  unchanged.steps = config->steps;
  return unchanged;
}

core::Status read_all(const Json& root, int version, Document& document) {
  const Json* config_json = root.find("config");
  if (config_json == nullptr) return core::fail("It has no settings of the training.");
  const auto config = read_config(*config_json);
  if (!config) return refused(config.error());
  document.config = *config;
  const auto read_patterns = version == 1 ? read_first_pattern : read_bank;
  if (auto status = read_patterns(root, document); !status) return status;
  if (version > 1) {
    if (auto status = read_playing(root, document); !status) return status;
  }
  const auto tempo_bpm = read_number(root, "tempo_bpm");
  if (!tempo_bpm) return refused(tempo_bpm.error());
  if (auto status = check_tempo(*tempo_bpm); !status) return status;
  document.tempo_bpm = *tempo_bpm;
  const auto volume = read_number(root, "volume");
  if (!volume) return refused(volume.error());
  if (auto status = check_volume(*volume); !status) return status;
  document.volume = *volume;
  if (root.find("metronome") != nullptr) {
    const auto metronome = read_bool(root, "metronome");
    if (!metronome) return refused(metronome.error());
    document.metronome = *metronome;
  }
  if (auto status = read_midi(root, version, document); !status) return status;
  if (auto status = read_setup(root, version, document); !status) return status;
  if (auto status = read_asked(root, version, document); !status) return status;
  return read_bands(root, version, document);
}

}  // namespace

// What is asked of the snare's agent holds for the whole bank, so it is written once (song/edit_settings.cpp).
Json document_json(const Document& document) {
  Json bank = Json::array();
  for (const Slot& slot : document.bank) bank.push_back(slot_json(slot));
  const auto alone = std::ranges::find_if(document.bank, is_snare_alone);
  const Part& part = alone != document.bank.end() ? alone->part() : document.part();
  return {{"version", kDocumentVersion},
          {"bank", bank},
          {"slot", document.slot},
          {"song", {{"slots", document.song}, {"on", document.song_on}}},
          {"groove", groove_json(document.groove)},
          {"sounds", sounds_json(document)},
          {"samples", samples_json(document)},
          {"drive", document.drive},
          {"density", part.density},
          {"dynamics", part.dynamics},
          {"tempo_bpm", document.tempo_bpm},
          {"volume", document.volume},
          {"metronome", document.metronome},
          {"midi", midi_settings_json(document.midi)},
          {"midi_setup", to_json(document.midi_setup)},
          {"config", config_json(document.config)},
          {"reward", reward_json(part.reward)},
          {"think", part.think}};
}

core::Result<Document> read_document(const Json& root) {
  if (!root.is_object()) return core::fail("The saved pattern is not readable.");
  const auto version = read_int(root, "version");
  if (!version || *version < 1) return core::fail("The saved pattern has no version.");
  if (*version > kDocumentVersion) {
    return core::fail("The saved pattern comes from a newer version of this page: reload the page.");
  }
  Document document;
  if (auto status = read_all(root, *version, document); !status) {
    return core::fail("The saved pattern is damaged: " + status.error().message);
  }
  return document;
}

}  // namespace session
