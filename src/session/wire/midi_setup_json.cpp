#include "session/wire/midi_setup_json.h"

#include <algorithm>
#include <utility>

#include "session/targets.h"

namespace session {
namespace {

constexpr std::array<const char*, sequencer::kPadLights> kLightNames = {"empty", "kick",     "snare",         "locked",
                                                                        "other", "playhead", "playhead_onset"};

template <class Value>
struct Key {
  const char* name;
  Value* target;
};

core::Status read_bools(const Json& json, std::initializer_list<Key<bool>> keys) {
  for (const auto& [name, target] : keys) {
    if (json.find(name) == nullptr) continue;
    const auto value = read_bool(json, name);
    if (!value) return core::fail(value.error().message);
    *target = *value;
  }
  return {};
}

core::Status read_ints(const Json& json, std::initializer_list<Key<int>> keys) {
  for (const auto& [name, target] : keys) {
    if (json.find(name) == nullptr) continue;
    const auto value = read_int(json, name);
    if (!value) return core::fail(value.error().message);
    *target = *value;
  }
  return {};
}

// A voice that is not listed gives its notes to those that are: it may be younger than what is read.
core::Status read_notes(const Json& json, std::array<std::vector<int>, kVoices>& notes) {
  const Json* lists = json.find("notes");
  if (lists == nullptr) return {};
  std::array<bool, kVoices> listed{};
  std::array<bool, 128> taken{};
  for (std::size_t voice = 0; voice < kVoices; ++voice) {
    const std::string name(kVoiceNames[voice]);
    const Json* list = lists->find(name.c_str());
    if (list == nullptr) continue;
    const bool numbers = list->is_array() && std::ranges::all_of(*list, [](const Json& note) {
                           return note.is_integer() && note.integer() >= 0 && note.integer() <= 127;
                         });
    if (!numbers) return core::fail("The notes of the " + spoken_name(static_cast<int>(voice)) + " go from 0 to 127.");
    notes[voice].clear();
    for (const Json& note : *list) notes[voice].push_back(static_cast<int>(note.integer()));
    for (const int note : notes[voice]) taken[static_cast<std::size_t>(note)] = true;
    listed[voice] = true;
  }
  for (std::size_t voice = 0; voice < kVoices; ++voice) {
    if (!listed[voice]) std::erase_if(notes[voice], [&](int note) { return taken[static_cast<std::size_t>(note)]; });
  }
  return {};
}

core::Status read_mode(const Json& json, RecordMode& mode) {
  if (json.find("mode") == nullptr) return {};
  const auto name = read_text(json, "mode");
  if (name && *name == name_of(RecordMode::overdub)) {
    mode = RecordMode::overdub;
  } else if (name && *name == name_of(RecordMode::replace)) {
    mode = RecordMode::replace;
  } else {
    return core::fail("\"mode\" should be \"overdub\" or \"replace\".");
  }
  return {};
}

core::Result<Learned> read_learned(const Json& json) {
  const auto target = read_text(json, "target");
  const auto kind = read_text(json, "kind");
  const auto channel = read_int(json, "channel");
  const auto number = read_int(json, "number");
  const auto turns = read_turns(json);
  const bool known_kind = kind && (*kind == name_of(LearnKind::controller) || *kind == name_of(LearnKind::note));
  if (!target || !known_kind || !channel || !number || !turns || *channel < 1 || *channel > 16 || *number < 0 ||
      *number > 127 || find_target(*target) == nullptr) {
    return core::fail("A learned MIDI control is damaged.");
  }
  return Learned{.target = *target,
                 .kind = *kind == name_of(LearnKind::note) ? LearnKind::note : LearnKind::controller,
                 .channel = *channel,
                 .number = *number,
                 .turns = *turns};
}

core::Status read_latencies(const Json& json, const char* key, PortLatencies& latencies) {
  const Json* list = json.find(key);
  if (list == nullptr) return {};
  if (!list->is_object()) return core::fail("The latencies of the MIDI ports are damaged.");
  for (const auto& [name, value] : list->items()) {
    if (!value.is_number()) return core::fail("The latencies of the MIDI ports are damaged.");
    if (auto status = check_port_latency(value.number()); !status) return status;
    latencies[name] = value.number();
  }
  return {};
}

Json latencies_json(const PortLatencies& latencies) {
  Json json = Json::object();
  for (const auto& [name, latency_ms] : latencies) json[name] = latency_ms;
  return json;
}

}  // namespace

Json to_json(const MidiInput& input) {
  Json notes = Json::object();
  for (std::size_t voice = 0; voice < kVoices; ++voice) notes[std::string(kVoiceNames[voice])] = input.notes[voice];
  return {{"notes", notes},
          {"channel", input.channel},
          {"monitor", input.monitor},
          {"mode", name_of(input.mode)},
          {"quantise", input.quantise},
          {"snare_as_liked", input.snare_as_liked},
          {"count_in", input.count_in},
          {"metronome", input.metronome},
          {"auto_answer", input.auto_answer}};
}

Json to_json(const ClockSettings& clock) { return {{"out", clock.out}, {"in", clock.in}}; }

Json to_json(const sequencer::PadSettings& pads) {
  Json colours = Json::object();
  for (std::size_t i = 0; i < kLightNames.size(); ++i) colours[kLightNames[i]] = pads.colours[i];
  return {
      {"on", pads.on},     {"base_note", pads.base_note}, {"row_stride", pads.row_stride},   {"columns", pads.columns},
      {"rows", pads.rows}, {"top_first", pads.top_first}, {"first_voice", pads.first_voice}, {"channel", pads.channel},
      {"colours", colours}};
}

Json to_json(const std::vector<Learned>& learned) {
  Json list = Json::array();
  for (const Learned& each : learned) {
    Json json = {
        {"target", each.target}, {"kind", name_of(each.kind)}, {"channel", each.channel}, {"number", each.number}};
    if (each.turns != Turns::absolute) json["turns"] = name_of(each.turns);
    list.push_back(std::move(json));
  }
  return list;
}

Json to_json(const MidiSetup& setup) {
  return {{"input", to_json(setup.input)},
          {"clock", to_json(setup.clock)},
          {"pads", to_json(setup.pads)},
          {"learned", to_json(setup.learned)},
          {"output_latency_ms", latencies_json(setup.output_latency_ms)},
          {"input_latency_ms", latencies_json(setup.input_latency_ms)}};
}

core::Status read_midi_input(const Json& json, MidiInput& input) {
  MidiInput read = input;
  if (auto status = read_notes(json, read.notes); !status) return status;
  if (auto status = read_mode(json, read.mode); !status) return status;
  if (auto status = read_ints(json, {{"channel", &read.channel}}); !status) return status;
  if (auto status = read_bools(json, {{"monitor", &read.monitor},
                                      {"quantise", &read.quantise},
                                      {"snare_as_liked", &read.snare_as_liked},
                                      {"count_in", &read.count_in},
                                      {"metronome", &read.metronome},
                                      {"auto_answer", &read.auto_answer}});
      !status) {
    return status;
  }
  if (auto status = check_midi_input(read); !status) return status;
  input = std::move(read);
  return {};
}

core::Status read_clock(const Json& json, ClockSettings& clock) {
  ClockSettings read = clock;
  if (auto status = read_bools(json, {{"out", &read.out}, {"in", &read.in}}); !status) return status;
  clock = read;
  return {};
}

core::Status read_pads(const Json& json, sequencer::PadSettings& pads) {
  sequencer::PadSettings read = pads;
  if (auto status = read_bools(json, {{"on", &read.on}, {"top_first", &read.top_first}}); !status) return status;
  if (auto status = read_ints(json, {{"base_note", &read.base_note},
                                     {"row_stride", &read.row_stride},
                                     {"columns", &read.columns},
                                     {"rows", &read.rows},
                                     {"first_voice", &read.first_voice},
                                     {"channel", &read.channel}});
      !status) {
    return status;
  }
  if (const Json* colours = json.find("colours")) {
    for (std::size_t i = 0; i < kLightNames.size(); ++i) {
      if (auto status = read_ints(*colours, {{kLightNames[i], &read.colours[i]}}); !status) return status;
    }
  }
  if (auto status = check_pads(read); !status) return status;
  pads = read;
  return {};
}

core::Result<Turns> read_turns(const Json& json) {
  if (json.find("turns") == nullptr) return Turns::absolute;
  const auto name = read_text(json, "turns");
  if (!name) return core::fail(name.error().message);
  for (int i = 0; i < kTurns; ++i) {
    if (*name == name_of(static_cast<Turns>(i))) return static_cast<Turns>(i);
  }
  return core::fail("\"turns\" should be \"absolute\", \"relative_1_127\", \"relative_65_63\" or \"relative_1_65\".");
}

core::Result<MidiSetup> read_midi_setup(const Json& json) {
  for (const char* key : {"input", "clock", "pads", "output_latency_ms", "input_latency_ms"}) {
    const Json* part = json.find(key);
    if (part == nullptr || !part->is_object()) {
      return core::fail("Its \"midi_setup\" has no \"" + std::string(key) + "\".");
    }
  }
  const Json* list = json.find("learned");
  if (list == nullptr || !list->is_array()) return core::fail("Its \"midi_setup\" has no list \"learned\".");
  MidiSetup setup;
  core::Status status = read_midi_input(json.at("input"), setup.input);
  if (status) status = read_clock(json.at("clock"), setup.clock);
  if (status) status = read_pads(json.at("pads"), setup.pads);
  if (status) status = read_latencies(json, "output_latency_ms", setup.output_latency_ms);
  if (status) status = read_latencies(json, "input_latency_ms", setup.input_latency_ms);
  if (!status) return core::fail(status.error().message);
  for (const Json& each : *list) {
    auto learned = read_learned(each);
    if (!learned) return core::fail(learned.error().message);
    setup.learned.push_back(std::move(*learned));
  }
  return setup;
}

}  // namespace session
