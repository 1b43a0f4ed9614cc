// The commands: JSON in, a call of a Session's method, JSON out. One entry of the table per command.
//
// A command {"type": …} gets {"ok":true,"result":…} or {"ok":false,"error":sentence}. Keys that a command does not know
// are ignored, those it needs are checked; a refused command has changed nothing. Steps count from 0, voices are
// "kick" and "snare".
#include <algorithm>
#include <array>
#include <utility>

#include "session/json_read.h"
#include "session/session.h"
#include "session/state_json.h"

namespace session {
namespace {

using Reply = core::Result<Json>;

struct Call {
  Session& session;
  const Json& json;
  double now_ms;
  std::span<const std::uint8_t> inbox;
  std::vector<std::uint8_t>& bytes;
};

std::unexpected<core::Error> refuse(const core::Error& error) { return core::fail(error.message); }

Reply reply(const core::Status& status) {
  if (!status) return refuse(status.error());
  return Json();
}

core::Result<int> read_voice(const Json& json) {
  const auto name = read_text(json, "voice");
  if (name && *name == "kick") return rhythm::kKick;
  if (name && *name == "snare") return rhythm::kSnare;
  return core::fail("\"voice\" should be \"kick\" or \"snare\".");
}

// `fallback` if the key is missing.
core::Result<int> read_int_or(const Json& json, const char* key, int fallback) {
  return find(json, key) == nullptr ? core::Result<int>(fallback) : read_int(json, key);
}

// --- Transport ----------------------------------------------------------------------------------------------------

Reply play(const Call& call) {
  call.session.play(call.now_ms);
  return Json();
}

Reply stop(const Call& call) {
  call.session.stop(call.now_ms);
  return Json();
}

Reply toggle_play(const Call& call) {
  call.session.toggle_play(call.now_ms);
  return Json();
}

Reply set_tempo(const Call& call) {
  const auto tempo_bpm = read_number(call.json, "tempo_bpm");
  if (!tempo_bpm) return refuse(tempo_bpm.error());
  return reply(call.session.set_tempo(*tempo_bpm, call.now_ms));
}

Reply tap(const Call& call) {
  call.session.tap(call.now_ms);
  return Json{{"tempo_bpm", call.session.document().tempo_bpm}};
}

Reply set_volume(const Call& call) {
  const auto volume = read_number(call.json, "volume");
  if (!volume) return refuse(volume.error());
  return reply(call.session.set_volume(*volume));
}

// --- Pattern ------------------------------------------------------------------------------------------------------

// {"kick"?, "snare"?, "locks"?}: rows as text or velocities.
Reply set_pattern(const Call& call) {
  const char* keys[] = {"kick", "snare", "locks"};
  std::array<rhythm::Row, 3> rows;
  std::optional<std::size_t> steps;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (find(call.json, keys[i]) == nullptr) continue;
    auto row = read_row(call.json, keys[i]);
    if (!row) return refuse(row.error());
    if (auto status = check_steps(static_cast<double>(row->size())); !status) return refuse(status.error());
    if (steps.value_or(row->size()) != row->size()) return core::fail("The rows of a pattern have the same length.");
    steps = row->size();
    rows[i] = std::move(*row);
  }
  const auto& [kick, snare, locks] = rows;
  if (kick.empty() && snare.empty()) return core::fail("A pattern needs a \"kick\", a \"snare\" or both.");
  if (!locks.empty() && snare.empty()) return core::fail("\"locks\" belong to a \"snare\".");
  if (!kick.empty()) {
    if (auto status = call.session.set_row(rhythm::kKick, kick); !status) return refuse(status.error());
  }
  if (!snare.empty()) return reply(call.session.set_row(rhythm::kSnare, snare, locks));
  return Json();
}

Reply set_step(const Call& call) {
  const auto voice = read_voice(call.json);
  if (!voice) return refuse(voice.error());
  const auto step = read_int(call.json, "step");
  if (!step) return refuse(step.error());
  const auto velocity = read_int(call.json, "velocity");
  if (!velocity) return refuse(velocity.error());
  return reply(call.session.set_step(*voice, *step, *velocity));
}

Reply set_lock(const Call& call) {
  const auto step = read_int(call.json, "step");
  if (!step) return refuse(step.error());
  const auto locked = read_bool(call.json, "locked");
  if (!locked) return refuse(locked.error());
  return reply(call.session.set_lock(*step, *locked));
}

Reply unlock_all(const Call& call) {
  call.session.unlock_all();
  return Json();
}

Reply clear(const Call& call) {
  if (find(call.json, "voice") != nullptr) {
    const auto voice = read_voice(call.json);
    if (!voice) return refuse(voice.error());
    return reply(call.session.clear(*voice));
  }
  if (auto status = call.session.clear(rhythm::kSnare); !status) return refuse(status.error());
  return reply(call.session.clear(rhythm::kKick));
}

Reply set_steps(const Call& call) {
  const auto steps = read_int(call.json, "steps");
  if (!steps) return refuse(steps.error());
  return reply(call.session.set_steps(*steps));
}

// --- Training -----------------------------------------------------------------------------------------------------

Reply train(const Call& call) {
  call.session.train();
  return Json();
}

Reply pause(const Call& call) {
  call.session.pause_training();
  return Json();
}

Reply toggle_training(const Call& call) {
  call.session.toggle_training();
  return Json();
}

Reply reset(const Call& call) {
  call.session.reset_training();
  return Json();
}

Reply set_config(const Call& call) {
  const Json* json = find(call.json, "config");
  if (json == nullptr) return core::fail("\"config\" should be an object of hyper-parameters.");
  const auto config = core::config_from_json(to_text(*json), call.session.document().config);
  if (!config) return refuse(config.error());
  return reply(call.session.set_config(*config));
}

Reply stats(const Call& call) {
  const Json* json = find(call.json, "stats");
  if (json == nullptr) return core::fail("\"stats\" should be the training's numbers.");
  return reply(call.session.training_stats(to_text(*json), call.now_ms));
}

Reply agent(const Call& call) {
  if (auto status = call.session.trained_agent(call.inbox); !status) return refuse(status.error());
  return Json{{"gradient_steps", call.session.agent()->gradient_steps}};
}

Reply trainer_state(const Call& call) {
  const auto state = read_text(call.json, "state");
  if (!state) return refuse(state.error());
  return reply(call.session.trainer_state(*state));
}

Reply trainer_error(const Call& call) {
  const auto sentence = read_text(call.json, "error");
  if (!sentence) return refuse(sentence.error());
  call.session.trainer_error(*sentence);
  return Json();
}

Reply trainer_crashed(const Call& call) {
  const auto sentence = read_text(call.json, "error");
  if (!sentence) return refuse(sentence.error());
  call.session.trainer_crashed(*sentence);
  return Json();
}

// --- Agent and evaluation -----------------------------------------------------------------------------------------

Reply load_agent(const Call& call) {
  std::string name;
  if (find(call.json, "name") != nullptr) {
    const auto text = read_text(call.json, "name");
    if (!text) return refuse(text.error());
    name = *text;
  }
  AgentOrigin origin = AgentOrigin::file;
  if (find(call.json, "origin") != nullptr) {
    const auto text = read_text(call.json, "origin");
    const auto origins = {AgentOrigin::file, AgentOrigin::shipped, AgentOrigin::stored};
    const auto found = std::ranges::find_if(origins, [&](AgentOrigin each) { return text && *text == name_of(each); });
    if (found == origins.end()) return core::fail("\"origin\" should be \"file\", \"shipped\" or \"stored\".");
    origin = *found;
  }
  if (auto status = call.session.load_agent(call.inbox, origin, name); !status) return refuse(status.error());
  return to_json(*call.session.agent());
}

Reply export_agent(const Call& call) {
  auto bytes = call.session.export_agent();
  if (!bytes) return refuse(bytes.error());
  call.bytes = std::move(*bytes);
  return Json{{"name", call.session.agent_file_name()}, {"size", call.bytes.size()}};
}

Reply set_agent_text(const Call& call) {
  const auto& card = call.session.agent();
  std::string name = card ? card->name : std::string();
  std::string note = card ? card->note : std::string();
  for (const auto& [key, target] : {std::pair<const char*, std::string*>{"name", &name}, {"note", &note}}) {
    if (find(call.json, key) == nullptr) continue;
    const auto text = read_text(call.json, key);
    if (!text) return refuse(text.error());
    *target = *text;
  }
  return reply(call.session.set_agent_text(name, note));
}

Reply evaluate(const Call& call) {
  const auto iterations = read_int_or(call.json, "iterations", kEvaluationIterations);
  if (!iterations) return refuse(iterations.error());
  const auto starts = read_int_or(call.json, "starts", kEvaluationStarts);
  if (!starts) return refuse(starts.error());
  return reply(call.session.evaluate(*iterations, *starts));
}

Reply evaluation(const Call& call) {
  const Json* result = find(call.json, "result");
  if (result == nullptr) return core::fail("\"result\" should be what the trainer's evaluation gave.");
  return reply(call.session.evaluation_result(to_text(*result)));
}

Reply evaluation_error(const Call& call) {
  const auto sentence = read_text(call.json, "error");
  if (!sentence) return refuse(sentence.error());
  call.session.evaluation_failed(*sentence);
  return Json();
}

Reply evaluation_csv_text(const Call& call) {
  const auto& evaluation = call.session.evaluation();
  if (!evaluation) return core::fail("There is no evaluation to save yet: press Evaluate first.");
  return Json{{"name", "backbeat-evaluation.csv"}, {"text", evaluation_csv(*evaluation)}};
}

Reply download(const Call& call) {
  const auto what = read_text(call.json, "what");
  if (what && *what == "agent") return reply(call.session.download_agent());
  if (what && *what == "evaluation_csv") return reply(call.session.download_evaluation(false));
  if (what && *what == "evaluation_png") return reply(call.session.download_evaluation(true));
  return core::fail("\"what\" should be \"agent\", \"evaluation_csv\" or \"evaluation_png\".");
}

Reply open_agent(const Call& call) {
  call.session.open_agent();
  return Json();
}

// --- MIDI ---------------------------------------------------------------------------------------------------------

Reply midi_connect(const Call& call) {
  call.session.connect_midi();
  return Json();
}

Reply midi_select(const Call& call) {
  const Json* id = find(call.json, "id");
  if (id != nullptr && id->is_null()) return reply(call.session.select_midi(""));
  const auto text = read_text(call.json, "id");
  if (!text) return refuse(text.error());
  return reply(call.session.select_midi(*text));
}

Reply set_midi(const Call& call) {
  sequencer::MidiSettings midi = call.session.document().midi;
  const std::pair<const char*, int*> integers[] = {
      {"snare_note", &midi.snare_note}, {"kick_note", &midi.kick_note}, {"channel", &midi.channel}};
  for (const auto& [key, target] : integers) {
    const auto value = read_int_or(call.json, key, *target);
    if (!value) return refuse(value.error());
    *target = *value;
  }
  const std::pair<const char*, double*> numbers[] = {{"note_length_ms", &midi.note_length_ms},
                                                     {"latency_ms", &midi.latency_ms}};
  for (const auto& [key, target] : numbers) {
    if (find(call.json, key) == nullptr) continue;
    const auto value = read_number(call.json, key);
    if (!value) return refuse(value.error());
    *target = *value;
  }
  if (find(call.json, "kick_on") != nullptr) {
    const auto value = read_bool(call.json, "kick_on");
    if (!value) return refuse(value.error());
    midi.kick_on = *value;
  }
  return reply(call.session.set_midi(midi));
}

Reply midi_panic(const Call& call) {
  call.session.midi_panic(call.now_ms);
  return Json();
}

core::Result<std::vector<MidiPort>> read_ports(const Json& json) {
  const Json* list = find(json, "ports");
  if (list == nullptr || !list->is_array()) return core::fail("\"ports\" should be a list of MIDI devices.");
  std::vector<MidiPort> ports;
  for (const Json& each : *list) {
    const auto id = read_text(each, "id");
    if (!id) return core::fail(id.error().message);
    const auto name = read_text(each, "name");
    if (!name) return core::fail(name.error().message);
    ports.push_back({.id = *id, .name = *name});
  }
  return ports;
}

Reply midi_state(const Call& call) {
  const auto name = read_text(call.json, "status");
  if (!name) return refuse(name.error());
  constexpr MidiStatus kStatuses[] = {MidiStatus::off,       MidiStatus::no_api, MidiStatus::insecure,
                                      MidiStatus::refused,   MidiStatus::failed, MidiStatus::no_device,
                                      MidiStatus::unplugged, MidiStatus::ready};
  const auto status = std::ranges::find_if(kStatuses, [&](MidiStatus each) { return *name == name_of(each); });
  if (status == std::end(kStatuses)) return core::fail("There is no MIDI status \"" + *name + "\".");
  const auto sentence = read_text(call.json, "sentence");
  if (!sentence) return refuse(sentence.error());
  auto ports = read_ports(call.json);
  if (!ports) return refuse(ports.error());
  std::optional<std::string> selected;
  if (const Json* id = find(call.json, "selected"); id != nullptr && !id->is_null()) {
    const auto text = read_text(call.json, "selected");
    if (!text) return refuse(text.error());
    selected = *text;
  }
  call.session.set_midi_state(
      {.status = *status, .sentence = *sentence, .ports = std::move(*ports), .selected = std::move(selected)});
  return Json();
}

// --- Page ---------------------------------------------------------------------------------------------------------

Reply notice(const Call& call) {
  const auto text = read_text(call.json, "text");
  if (!text) return refuse(text.error());
  const auto level = read_text(call.json, "level");
  if (level && *level == "info") {
    call.session.notify(*text, NoticeLevel::info);
  } else if (level && *level == "warning") {
    call.session.notify(*text, NoticeLevel::warning);
  } else if (level && *level == "error") {
    call.session.notify(*text, NoticeLevel::error);
  } else {
    return core::fail("\"level\" should be \"info\", \"warning\" or \"error\".");
  }
  return Json();
}

Reply document(const Call& call) { return Json::parse(document_to_json(call.session.document()), nullptr, false); }

Reply restore(const Call& call) {
  const Json* json = find(call.json, "document");
  if (json == nullptr) return core::fail("\"document\" should be what the command \"document\" gave.");
  return reply(call.session.restore(to_text(*json)));
}

Reply state(const Call& call) { return Json::parse(call.session.state_json(call.now_ms), nullptr, false); }

Reply commands(const Call& call);

struct Command {
  const char* name;
  Reply (*run)(const Call&);
};

constexpr Command kCommands[] = {
    {"play", play},
    {"stop", stop},
    {"toggle_play", toggle_play},
    {"set_tempo", set_tempo},
    {"tap", tap},
    {"set_volume", set_volume},
    {"set_pattern", set_pattern},
    {"set_step", set_step},
    {"set_lock", set_lock},
    {"unlock_all", unlock_all},
    {"clear", clear},
    {"set_steps", set_steps},
    {"train", train},
    {"pause", pause},
    {"toggle_training", toggle_training},
    {"reset", reset},
    {"set_config", set_config},
    {"stats", stats},
    {"agent", agent},
    {"trainer_state", trainer_state},
    {"trainer_error", trainer_error},
    {"trainer_crashed", trainer_crashed},
    {"load_agent", load_agent},
    {"export_agent", export_agent},
    {"set_agent_text", set_agent_text},
    {"evaluate", evaluate},
    {"evaluation", evaluation},
    {"evaluation_error", evaluation_error},
    {"evaluation_csv", evaluation_csv_text},
    {"download", download},
    {"open_agent", open_agent},
    {"midi_connect", midi_connect},
    {"midi_select", midi_select},
    {"set_midi", set_midi},
    {"midi_panic", midi_panic},
    {"midi_state", midi_state},
    {"notice", notice},
    {"document", document},
    {"restore", restore},
    {"state", state},
    {"commands", commands},
};

Reply commands(const Call&) {
  Json names = Json::array();
  for (const Command& command : kCommands) names.push_back(command.name);
  return names;
}

Reply run(const Call& call) {
  if (!call.json.is_object()) return core::fail("A command is a JSON object with a \"type\".");
  const auto type = read_text(call.json, "type");
  if (!type) return core::fail("A command is a JSON object with a \"type\".");
  const auto command = std::ranges::find_if(kCommands, [&](const Command& each) { return *type == each.name; });
  if (command == std::end(kCommands)) return core::fail("There is no command \"" + *type + "\".");
  return command->run(call);
}

}  // namespace

std::string Session::command(std::string_view json, double now_ms, std::span<const std::uint8_t> inbox) {
  now_ms_ = now_ms;
  bytes_.clear();
  const Json root = Json::parse(json, nullptr, false);
  const Reply result = run({.session = *this, .json = root, .now_ms = now_ms, .inbox = inbox, .bytes = bytes_});
  if (!result) return to_text({{"ok", false}, {"error", result.error().message}});
  return to_text({{"ok", true}, {"result", *result}});
}

}  // namespace session
