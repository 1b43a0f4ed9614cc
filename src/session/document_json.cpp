#include "session/document.h"
#include "session/json_read.h"

namespace session {
namespace {

// Raised when an older page could not read what we write.
constexpr int kDocumentVersion = 1;

core::Result<sequencer::MidiSettings> read_midi(const Json& root) {
  const Json* object = find(root, "midi");
  if (object == nullptr || !object->is_object()) return core::fail("It has no MIDI settings.");
  const auto snare_note = read_int(*object, "snare_note");
  const auto kick_note = read_int(*object, "kick_note");
  const auto kick_on = read_bool(*object, "kick_on");
  const auto channel = read_int(*object, "channel");
  const auto note_length_ms = read_number(*object, "note_length_ms");
  const auto latency_ms = read_number(*object, "latency_ms");
  for (const auto* value : {&snare_note, &kick_note, &channel}) {
    if (!*value) return core::fail(value->error().message);
  }
  if (!kick_on) return core::fail(kick_on.error().message);
  for (const auto* value : {&note_length_ms, &latency_ms}) {
    if (!*value) return core::fail(value->error().message);
  }
  const sequencer::MidiSettings midi{.snare_note = *snare_note,
                                     .kick_note = *kick_note,
                                     .kick_on = *kick_on,
                                     .channel = *channel,
                                     .note_length_ms = *note_length_ms,
                                     .latency_ms = *latency_ms};
  if (auto status = check_midi(midi); !status) return core::fail(status.error().message);
  return midi;
}

core::Status read_pattern(const Json& root, Document& document) {
  const auto kick = read_row(root, "kick");
  if (!kick) return core::fail(kick.error().message);
  const auto snare = read_row(root, "snare");
  if (!snare) return core::fail(snare.error().message);
  const auto locks = read_row(root, "locks");
  if (!locks) return core::fail(locks.error().message);
  if (auto status = check_steps(static_cast<double>(kick->size())); !status) return status;
  if (snare->size() != kick->size() || locks->size() != kick->size()) {
    return core::fail("Its kick, snare and locks have different lengths.");
  }
  document.resize(static_cast<int>(kick->size()));
  document.pattern.set_row(rhythm::kKick, *kick);
  document.pattern.set_row(rhythm::kSnare, *snare);
  for (std::size_t i = 0; i < locks->size(); ++i) document.locks[i] = (*locks)[i] != 0 ? 1 : 0;
  return {};
}

}  // namespace

std::string document_to_json(const Document& document) {
  const auto row = [&](int voice) {
    const auto cells = document.pattern.row(voice);
    return Json(std::vector<int>(cells.begin(), cells.end()));
  };
  return to_text(Json{{"version", kDocumentVersion},
                      {"kick", row(rhythm::kKick)},
                      {"snare", row(rhythm::kSnare)},
                      {"locks", document.lock_text()},
                      {"tempo_bpm", document.tempo_bpm},
                      {"volume", document.volume},
                      {"midi",
                       {{"snare_note", document.midi.snare_note},
                        {"kick_note", document.midi.kick_note},
                        {"kick_on", document.midi.kick_on},
                        {"channel", document.midi.channel},
                        {"note_length_ms", document.midi.note_length_ms},
                        {"latency_ms", document.midi.latency_ms}}},
                      {"config", Json::parse(core::config_to_json(document.config), nullptr, false)},
                      {"reward", Json::parse(rhythm::reward_settings_to_json(document.reward), nullptr, false)},
                      {"think", document.think}});
}

core::Result<Document> document_from_json(std::string_view json) {
  const Json root = Json::parse(json, nullptr, false);
  if (!root.is_object()) return core::fail("The saved pattern is not readable.");
  const auto version = read_int(root, "version");
  if (!version || *version < 1) return core::fail("The saved pattern has no version.");
  if (*version > kDocumentVersion) {
    return core::fail("The saved pattern comes from a newer version of this page: reload the page.");
  }
  const auto damaged = [](const core::Error& error) {
    return core::fail("The saved pattern is damaged: " + error.message);
  };
  Document document;
  const Json* config_json = find(root, "config");
  if (config_json == nullptr) return damaged({"It has no settings of the training."});
  const auto config = core::config_from_json(to_text(*config_json));
  if (!config) return damaged(config.error());
  document.config = *config;
  if (auto status = read_pattern(root, document); !status) return damaged(status.error());
  const auto tempo_bpm = read_number(root, "tempo_bpm");
  if (!tempo_bpm) return damaged(tempo_bpm.error());
  if (auto status = check_tempo(*tempo_bpm); !status) return damaged(status.error());
  const auto volume = read_number(root, "volume");
  if (!volume) return damaged(volume.error());
  if (auto status = check_volume(*volume); !status) return damaged(status.error());
  auto midi = read_midi(root);
  if (!midi) return damaged(midi.error());
  // Documents of before there were rewards to choose have neither.
  if (const Json* reward_json = find(root, "reward")) {
    const auto reward = rhythm::reward_settings_from_json(to_text(*reward_json));
    if (!reward) return damaged(reward.error());
    document.reward = *reward;
  }
  if (find(root, "think") != nullptr) {
    const auto think = read_bool(root, "think");
    if (!think) return damaged(think.error());
    document.think = *think;
  }
  document.tempo_bpm = *tempo_bpm;
  document.volume = *volume;
  document.midi = *midi;
  return document;
}

}  // namespace session
