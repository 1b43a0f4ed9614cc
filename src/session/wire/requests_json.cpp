#include "session/wire/requests_json.h"

#include <string_view>
#include <utility>
#include <vector>

#include "sequencer/midi_parser.h"
#include "session/wire/slot_json.h"
#include "session/wire/state_json.h"

namespace session {
namespace {

using Members = std::initializer_list<Json>;

Json request(std::string_view type, Members members = {}) {
  Json json = {{"type", type}};
  json.update(members.size() == 0 ? Json::object() : Json(members));
  return json;
}

// What JavaScript only forwards is text of its own, as the worker's program reads it.
std::string heard_text(const rhythm::Row& heard) { return Json::array({rhythm::format_row(heard)}).dump(); }

Json config_texts(const std::vector<core::Config>& configs) {
  Json list = Json::array();
  for (const core::Config& config : configs) list.push_back(core::config_to_json(config));
  return list;
}

Json brief_json(const Brief& brief) {
  Json json = reward_json(brief.reward);
  json["metre"] = brief.metre.text();
  return json;
}

// A learner, new or going on.
Json learner_request(std::string_view type, const core::Config& config, const rhythm::Row& heard, const Brief& brief) {
  return request(
      type,
      {{"config", core::config_to_json(config)}, {"kicks", heard_text(heard)}, {"reward", brief_json(brief).dump()}});
}

// As many bytes as its status has.
void append_message(Json& list, const sequencer::MidiBytes& bytes) {
  const auto length = static_cast<std::size_t>(sequencer::message_length(bytes[0]));
  for (const std::uint8_t byte : std::span(bytes).first(length)) list.push_back(byte);
}

Json id_json(const std::optional<std::string>& id) { return id ? Json(*id) : Json(); }

// --- Sound --------------------------------------------------------------------------------------------------------

Json request_json(const AudioStart&) { return request("audio_start"); }
Json request_json(const AudioStop&) { return request("audio_stop"); }
Json request_json(const StrikeVoice& hit) {
  return request("hit", {{"voice", hit.voice}, {"velocity", hit.velocity}, {"kit", hit.kit}});
}
Json request_json(const SetVolume& set) { return request("set_volume", {{"volume", set.volume}}); }
Json request_json(const SetSounds& set) {
  Json sounds = Json::array();
  for (const VoiceSound& sound : set.sounds) sounds.push_back(sound_json(sound));
  Json samples = Json::array();
  for (const Sample& sample : set.samples) {
    samples.push_back(sample.id.empty() ? Json() : Json{{"id", sample.id}, {"name", sample.name}});
  }
  return request("set_sounds", {{"sounds", sounds}, {"samples", samples}, {"drive", set.drive}});
}

// --- Files and storage --------------------------------------------------------------------------------------------

Json request_json(const Save& save) {
  return request("save",
                 {{"document", save.document}, {"agent", save.agent}, {"agent_b", save.agent_b}, {"kept", save.kept}});
}
const char* name_of(Downloaded what) {
  switch (what) {
    case Downloaded::agent:
      return "agent";
    case Downloaded::evaluation_png:
      return "evaluation_png";
    case Downloaded::evaluation_csv:
      return "evaluation_csv";
  }
  return "";
}
Json request_json(const Download& download) {
  return request("download", {{"what", name_of(download.what)}, {"name", download.name}});
}
Json request_json(const TakeAlong& along) {
  return request("take_along", {{"what", name_of(along.what)}, {"song", along.song}, {"name", along.name}});
}
Json request_json(const OpenFile&) { return request("open_file"); }

// --- Workers ------------------------------------------------------------------------------------------------------

Json request_json(const TrainReset& train) {
  return learner_request("train_reset", train.config, train.heard, train.brief);
}
Json request_json(const TrainStart& train) {
  Json json = learner_request("train_start", train.config, train.heard, train.brief);
  json["judged_by"] = {{"kicks", train.judged_by_kicks}, {"seed", train.judged_by_seed}};
  return json;
}
Json request_json(const TrainLoadAgent&) { return request("train_load_agent"); }
Json request_json(const TrainPause&) { return request("train_pause"); }
Json request_json(const TrainConfig& train) {
  return request("train_config", {{"config", core::config_to_json(train.config)}});
}
Json request_json(const TrainHeard& train) { return request("train_kicks", {{"kicks", heard_text(train.heard)}}); }
Json request_json(const TrainReward& train) {
  return request("train_reward", {{"reward", brief_json(train.brief).dump()}});
}
Json request_json(const RaceStart& race) {
  const Json judged_by = {{"kicks", race.judged_by_kicks}, {"seed", race.judged_by_seed}};
  return request("race_start", {{"configs", config_texts(race.configs)},
                                {"kicks", heard_text(race.heard)},
                                {"reward", brief_json(race.brief).dump()},
                                {"seconds", race.seconds},
                                {"judged_by", judged_by}});
}
Json request_json(const RaceConfig& race) { return request("race_config", {{"configs", config_texts(race.configs)}}); }
Json request_json(const RaceKeep& race) { return request("race_keep", {{"runner", race.runner}}); }
Json request_json(const RaceStop&) { return request("race_stop"); }
Json request_json(const Evaluate& evaluate) {
  const Json options = {{"steps", evaluate.steps},   {"iterations", evaluate.iterations},
                        {"starts", evaluate.starts}, {"kicks", evaluate.kicks},
                        {"think", evaluate.think},   {"reward", brief_json(evaluate.brief)},
                        {"seed", evaluate.seed}};
  return request("evaluate", {{"options", options.dump()}});
}
Json request_json(const AskTruth& ask) {
  const Json question = {
      {"kick", rhythm::format_row(ask.heard)}, {"reward", brief_json(ask.brief)}, {"previews", ask.previews}};
  return request("truth", {{"question", question.dump()}});
}

// --- MIDI ---------------------------------------------------------------------------------------------------------

Json request_json(const MidiConnect&) { return request("midi_connect"); }
Json request_json(const MidiSelect& select) { return request("midi_select", {{"id", id_json(select.id)}}); }
Json request_json(const MidiInSelect& select) { return request("midi_in_select", {{"id", id_json(select.id)}}); }
Json request_json(const PadsInSelect& select) { return request("pads_in_select", {{"id", id_json(select.id)}}); }
Json request_json(const PadsSelect& select) { return request("pads_select", {{"id", id_json(select.id)}}); }
Json request_json(const MidiSend& send) {
  Json list = Json::array();
  for (const sequencer::TimedMessage& message : send.messages) {
    Json timed = Json::array({message.time_ms});
    append_message(timed, message.bytes);
    list.push_back(std::move(timed));
  }
  return request("midi_send", {{"port", send.port}, {"messages", list}});
}
Json request_json(const PadLights& lights) {
  Json list = Json::array();
  for (const sequencer::MidiBytes& bytes : lights.messages) {
    Json message = Json::array();
    append_message(message, bytes);
    list.push_back(std::move(message));
  }
  return request("pad_lights", {{"port", lights.port}, {"messages", list}});
}
Json request_json(const MeasureLoopback& measure) { return request("loopback", {{"notes", measure.notes}}); }
Json request_json(const TimingReset&) { return request("timing_reset"); }

}  // namespace

std::string requests_json(std::span<const Request> requests) {
  Json list = Json::array();
  for (const Request& each : requests) {
    list.push_back(std::visit([](const auto& typed) { return request_json(typed); }, each));
  }
  return list.dump();
}

}  // namespace session
