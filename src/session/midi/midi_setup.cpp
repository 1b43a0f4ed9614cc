#include "session/midi/midi_setup.h"

#include <algorithm>
#include <utility>

#include "sequencer/midi.h"
#include "session/midi/midi_targets.h"

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
    if (find(json, name) == nullptr) continue;
    const auto value = read_bool(json, name);
    if (!value) return core::fail(value.error().message);
    *target = *value;
  }
  return {};
}

core::Status read_ints(const Json& json, std::initializer_list<Key<int>> keys) {
  for (const auto& [name, target] : keys) {
    if (find(json, name) == nullptr) continue;
    const auto value = read_int(json, name);
    if (!value) return core::fail(value.error().message);
    *target = *value;
  }
  return {};
}

core::Status read_notes(const Json& json, std::array<std::vector<int>, kVoices>& notes) {
  const Json* lists = find(json, "notes");
  if (lists == nullptr) return {};
  for (std::size_t voice = 0; voice < kVoices; ++voice) {
    const std::string name(kVoiceNames[voice]);
    const Json* list = find(*lists, name.c_str());
    if (list == nullptr) continue;
    const bool numbers = list->is_array() && std::ranges::all_of(*list, [](const Json& note) {
                           return note.is_number_integer() && note >= 0 && note <= 127;
                         });
    if (!numbers) return core::fail("The notes of the " + spoken_name(static_cast<int>(voice)) + " go from 0 to 127.");
    notes[voice] = list->get<std::vector<int>>();
  }
  return {};
}

core::Status read_mode(const Json& json, RecordMode& mode) {
  if (find(json, "mode") == nullptr) return {};
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
  const bool known_kind = kind && (*kind == name_of(LearnKind::controller) || *kind == name_of(LearnKind::note));
  if (!target || !known_kind || !channel || !number || *channel < 1 || *channel > 16 || *number < 0 || *number > 127 ||
      !find_midi_target(*target)) {
    return core::fail("A learned MIDI control is damaged.");
  }
  return Learned{.target = *target,
                 .kind = *kind == name_of(LearnKind::note) ? LearnKind::note : LearnKind::controller,
                 .channel = *channel,
                 .number = *number};
}

core::Status read_latencies(const Json& json, const char* key, PortLatencies& latencies) {
  const Json* list = find(json, key);
  if (list == nullptr) return {};
  if (!list->is_object()) return core::fail("The latencies of the MIDI ports are damaged.");
  for (const auto& [name, value] : list->items()) {
    if (!value.is_number()) return core::fail("The latencies of the MIDI ports are damaged.");
    if (auto status = check_port_latency(value.get<double>()); !status) return status;
    latencies[name] = value.get<double>();
  }
  return {};
}

}  // namespace

core::Status check_midi_input(const MidiInput& input) {
  if (input.channel < 0 || input.channel > 16) return core::fail("The MIDI channel goes from 1 to 16, or 0 for all.");
  std::array<bool, 128> taken{};
  for (const auto& notes : input.notes) {
    for (const int note : notes) {
      if (note < 0 || note > 127) return core::fail("A MIDI note goes from 0 to 127.");
      if (std::exchange(taken[static_cast<std::size_t>(note)], true)) {
        return core::fail("Note " + std::to_string(note) + " can play only one voice, once.");
      }
    }
  }
  return {};
}

core::Status check_pads(const sequencer::PadSettings& pads) {
  if (pads.base_note < 0 || pads.base_note > 127) return core::fail("The first pad's note goes from 0 to 127.");
  if (pads.columns < 1 || pads.columns > 16 || pads.rows < 1 || pads.rows > 16) {
    return core::fail("A grid of pads has from 1 to 16 columns and rows.");
  }
  if (pads.row_stride < pads.columns || pads.row_stride > 127) {
    return core::fail("The rows of the pads are at least as many notes apart as there are columns.");
  }
  if (pads.channel < 1 || pads.channel > 16) return core::fail("The MIDI channel of the pads goes from 1 to 16.");
  if (pads.first_voice < 0 || pads.first_voice >= kVoices) return core::fail("There is no such voice for the pads.");
  const auto colour = [](int velocity) { return velocity >= 0 && velocity <= 127; };
  if (!std::ranges::all_of(pads.colours, colour)) return core::fail("A pad's colour is a velocity from 0 to 127.");
  return {};
}

core::Status check_port_latency(double latency_ms) {
  if (latency_ms >= sequencer::kMinLatencyMs && latency_ms <= sequencer::kMaxLatencyMs) return {};
  return core::fail("The latency of a MIDI port goes from -200 to 200 ms.");
}

const char* name_of(RecordMode mode) { return mode == RecordMode::overdub ? "overdub" : "replace"; }
const char* name_of(LearnKind kind) { return kind == LearnKind::controller ? "cc" : "note"; }

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
    list.push_back(
        {{"target", each.target}, {"kind", name_of(each.kind)}, {"channel", each.channel}, {"number", each.number}});
  }
  return list;
}

Json to_json(const MidiSetup& setup) {
  return {{"input", to_json(setup.input)},
          {"clock", to_json(setup.clock)},
          {"pads", to_json(setup.pads)},
          {"learned", to_json(setup.learned)},
          {"output_latency_ms", setup.output_latency_ms},
          {"input_latency_ms", setup.input_latency_ms}};
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
  if (const Json* colours = find(json, "colours")) {
    for (std::size_t i = 0; i < kLightNames.size(); ++i) {
      if (auto status = read_ints(*colours, {{kLightNames[i], &read.colours[i]}}); !status) return status;
    }
  }
  if (auto status = check_pads(read); !status) return status;
  pads = read;
  return {};
}

core::Result<MidiSetup> read_midi_setup(const Json& json) {
  for (const char* key : {"input", "clock", "pads", "output_latency_ms", "input_latency_ms"}) {
    const Json* part = find(json, key);
    if (part == nullptr || !part->is_object()) {
      return core::fail("Its \"midi_setup\" has no \"" + std::string(key) + "\".");
    }
  }
  const Json* list = find(json, "learned");
  if (list == nullptr || !list->is_array()) return core::fail("Its \"midi_setup\" has no list \"learned\".");
  MidiSetup setup;
  core::Status status = read_midi_input(json["input"], setup.input);
  if (status) status = read_clock(json["clock"], setup.clock);
  if (status) status = read_pads(json["pads"], setup.pads);
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
