#include "session/wire/requests_json.h"

#include <string_view>
#include <utility>
#include <vector>

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

Json kicks_json(const rhythm::Row& kick) { return Json::array({rhythm::format_row(kick)}); }

Json configs_json(const std::vector<core::Config>& configs) {
  Json list = Json::array();
  for (const core::Config& config : configs) list.push_back(config_json(config));
  return list;
}

Json id_json(const std::optional<std::string>& id) { return id ? Json(*id) : Json(); }

// --- Sound --------------------------------------------------------------------------------------------------------

Json to_json(const AudioStart&) { return request("audio_start"); }
Json to_json(const AudioStop&) { return request("audio_stop"); }
Json to_json(const StrikeVoice& hit) { return request("hit", {{"voice", hit.voice}, {"velocity", hit.velocity}}); }
Json to_json(const SetVolume& set) { return request("set_volume", {{"volume", set.volume}}); }
Json to_json(const SetSounds& set) {
  Json sounds = Json::array();
  for (const VoiceSound& sound : set.sounds) sounds.push_back(sound_json(sound));
  return request("set_sounds", {{"sounds", sounds}});
}

// --- Files and storage --------------------------------------------------------------------------------------------

Json to_json(const Save& save) {
  return request("save", {{"document", save.document}, {"agent", save.agent}, {"agent_b", save.agent_b}});
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
Json to_json(const Download& download) {
  return request("download", {{"what", name_of(download.what)}, {"name", download.name}});
}
Json to_json(const OpenFile&) { return request("open_file"); }

// --- Workers ------------------------------------------------------------------------------------------------------

Json to_json(const TrainReset& train) {
  return request("train_reset", {{"config", config_json(train.config)},
                                 {"kicks", kicks_json(train.kick)},
                                 {"reward", reward_json(train.reward)}});
}
Json to_json(const TrainStart& train) {
  return request("train_start", {{"config", config_json(train.config)},
                                 {"kicks", kicks_json(train.kick)},
                                 {"reward", reward_json(train.reward)}});
}
Json to_json(const TrainLoadAgent&) { return request("train_load_agent"); }
Json to_json(const TrainPause&) { return request("train_pause"); }
Json to_json(const TrainConfig& train) { return request("train_config", {{"config", config_json(train.config)}}); }
Json to_json(const TrainKicks& train) { return request("train_kicks", {{"kicks", kicks_json(train.kick)}}); }
Json to_json(const TrainReward& train) { return request("train_reward", {{"reward", reward_json(train.reward)}}); }
Json to_json(const RaceStart& race) {
  const Json judged_by = {{"kicks", race.judged_by_kicks}, {"seed", race.judged_by_seed}};
  return request("race_start", {{"configs", configs_json(race.configs)},
                                {"kicks", kicks_json(race.kick)},
                                {"reward", reward_json(race.reward)},
                                {"seconds", race.seconds},
                                {"judged_by", judged_by}});
}
Json to_json(const RaceConfig& race) { return request("race_config", {{"configs", configs_json(race.configs)}}); }
Json to_json(const RaceKeep& race) { return request("race_keep", {{"runner", race.runner}}); }
Json to_json(const RaceStop&) { return request("race_stop"); }
Json to_json(const Evaluate& evaluate) {
  return request("evaluate", {{"iterations", evaluate.iterations},
                              {"starts", evaluate.starts},
                              {"kicks", evaluate.kicks},
                              {"think", evaluate.think},
                              {"reward", reward_json(evaluate.reward)},
                              {"seed", evaluate.seed}});
}
Json to_json(const AskTruth& ask) {
  return request(
      "truth",
      {{"kick", rhythm::format_row(ask.kick)}, {"reward", reward_json(ask.reward)}, {"previews", ask.previews}});
}

// --- MIDI ---------------------------------------------------------------------------------------------------------

Json to_json(const MidiConnect&) { return request("midi_connect"); }
Json to_json(const MidiSelect& select) { return request("midi_select", {{"id", id_json(select.id)}}); }
Json to_json(const MidiInSelect& select) { return request("midi_in_select", {{"id", id_json(select.id)}}); }
Json to_json(const PadsInSelect& select) { return request("pads_in_select", {{"id", id_json(select.id)}}); }
Json to_json(const PadsSelect& select) { return request("pads_select", {{"id", id_json(select.id)}}); }
Json to_json(const MidiSend& send) {
  Json list = Json::array();
  for (const sequencer::TimedMessage& message : send.messages) {
    list.push_back(Json::array({message.time_ms, message.bytes[0], message.bytes[1], message.bytes[2]}));
  }
  return request("midi_send", {{"port", send.port}, {"messages", list}});
}
Json to_json(const PadLights& lights) {
  Json list = Json::array();
  for (const sequencer::MidiBytes& bytes : lights.messages) {
    list.push_back(Json::array({bytes[0], bytes[1], bytes[2]}));
  }
  return request("pad_lights", {{"port", lights.port}, {"messages", list}});
}
Json to_json(const MeasureLoopback& measure) { return request("loopback", {{"notes", measure.notes}}); }
Json to_json(const TimingReset&) { return request("timing_reset"); }

}  // namespace

std::string requests_json(std::span<const Request> requests) {
  Json list = Json::array();
  for (const Request& each : requests) {
    list.push_back(std::visit([](const auto& typed) { return to_json(typed); }, each));
  }
  return list.dump();
}

}  // namespace session
