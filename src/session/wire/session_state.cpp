// Everything a script may read, as JSON.
#include "session/session.h"
#include "session/wire/evaluation_json.h"
#include "session/wire/json_read.h"
#include "session/wire/slot_json.h"
#include "session/wire/state_json.h"

namespace session {
namespace {

Json number(const std::optional<double>& value) { return value ? Json(*value) : Json(); }

Json velocities(const rhythm::Pattern& pattern, int voice) {
  const auto row = pattern.row(voice);
  return std::vector<int>(row.begin(), row.end());
}

// Amounts under the terms' keys.
Json by_term(const TermAmounts& amounts) {
  Json json = Json::object();
  for (const rhythm::TermInfo& info : rhythm::term_table()) {
    json[std::string(info.key)] = amounts[static_cast<std::size_t>(info.term)];
  }
  return json;
}

// The last point of the stacked areas.
Json terms_json(const TermHistory& terms) {
  if (terms.points().empty()) return {};
  const TermPoint& point = terms.points().back();
  return {{"contribution", by_term(point.contribution)}, {"possible", point.possible}, {"best", number(point.best)}};
}

Json training_json(const Training& training) {
  return {{"status", name_of(training.status)},
          {"sentence", training.sentence},
          {"env_steps", training.env_steps},
          {"gradient_steps", training.gradient_steps},
          {"episodes", training.episodes},
          {"env_steps_per_second", training.env_steps_per_second},
          {"gradient_steps_per_second", training.gradient_steps_per_second},
          {"kernels", training.kernels},
          {"episode_return", number(training.latest.episode_return)},
          {"final_reward", number(training.latest.final_reward)},
          {"delta_reward", number(training.latest.delta_reward)},
          {"loss", number(training.latest.loss)},
          {"mean_q", number(training.latest.mean_q)},
          {"exploration", training.exploration == core::Exploration::epsilon ? "epsilon" : "softmax"},
          {"exploration_value", number(training.latest.exploration)},
          {"best_reward", number(training.best_reward)},
          {"terms", terms_json(training.terms)},
          {"points", training.curves.points().size()},
          {"term_points", training.terms.points().size()},
          {"rows", training.waterfall.row_count()}};
}

Json number(const std::optional<int>& value) { return value ? Json(*value) : Json(); }

Json race_json(const std::optional<Race>& race) {
  if (!race) return {};
  Json runners = Json::array();
  for (const Runner& runner : race->runners) {
    Json points = Json::array();
    for (const RacePoint& point : runner.points)
      points.push_back({{"seconds", point.seconds}, {"regret", point.regret}});
    runners.push_back({{"name", runner.name},
                       {"seed", runner.config.seed},
                       {"env_steps", runner.env_steps},
                       {"gradient_steps", runner.gradient_steps},
                       {"regret", number(runner.regret())},
                       {"points", std::move(points)},
                       {"finished", runner.finished},
                       {"dropped", runner.dropped}});
  }
  return {{"by", name_of(race->settings.by)}, {"seconds", race->settings.seconds}, {"over", race->over},
          {"leader", number(race->leader())}, {"winner", number(race->winner)},    {"exact", race->exact},
          {"runners", std::move(runners)}};
}

// The settings, and the preset that they are or null.
Json reward_with_preset(const rhythm::RewardSettings& reward) {
  Json json = reward_json(reward);
  const rhythm::RewardPreset* preset = rhythm::matching_preset(reward);
  json["preset"] = preset != nullptr ? Json(std::string(preset->name)) : Json();
  return json;
}

Json reward_view_json(const RewardView& view) {
  Json json = {{"weights", by_term(view.weights)},
               {"values", by_term(view.values)},
               {"contribution", by_term(view.contribution)},
               {"total", view.total},
               {"possible", view.possible},
               {"truth", nullptr},
               {"previews", Json::object()}};
  if (view.truth) {
    json["truth"] = {{"snare", rhythm::format_row(view.truth->snare)},
                     {"total", view.truth->total},
                     {"current", view.truth->current}};
  }
  for (const rhythm::TermInfo& info : rhythm::term_table()) {
    const rhythm::Row& preview = view.previews[static_cast<std::size_t>(info.term)];
    if (!preview.empty()) json["previews"][std::string(info.key)] = rhythm::format_row(preview);
  }
  return json;
}

Json ports_json(const MidiState& midi) {
  Json ports = Json::array();
  for (const MidiPort& port : midi.ports) ports.push_back({{"id", port.id}, {"name", port.name}});
  return {{"status", name_of(midi.status)},
          {"sentence", midi.sentence},
          {"ports", ports},
          {"selected", midi.selected ? Json(*midi.selected) : Json()}};
}

Json midi_in_json(const MidiState& port, const MidiInput& settings, double latency_ms) {
  Json json = ports_json(port);
  json.update(to_json(settings));
  json["latency_ms"] = latency_ms;
  return json;
}

Json pads_json(const MidiState& port, const sequencer::PadSettings& settings) {
  Json json = ports_json(port);
  json.update(to_json(settings));
  return json;
}

Json recording_json(const Recording& recording, bool answer_pending) {
  return {{"on", recording.on},
          {"hits", recording.hits},
          {"count_in_beats", recording.count_in_beats},
          {"answer_pending", answer_pending}};
}

Json clock_json(const ClockView& view, const ClockSettings& settings) {
  Json json = to_json(settings);
  json.update(Json{{"following", view.following},
                   {"steady", view.steady},
                   {"tempo_bpm", view.tempo_bpm},
                   {"sentence", view.sentence}});
  return json;
}

Json to_json(const Timing& timing) {
  return {{"events", timing.events},           {"lead_p50_ms", timing.lead_p50_ms},
          {"lead_p99_ms", timing.lead_p99_ms}, {"lead_worst_ms", timing.lead_worst_ms},
          {"missed", timing.missed},           {"doubled", timing.doubled}};
}

Json to_json(const Loopback& loopback) {
  return {{"status", name_of(loopback.status)}, {"sentence", loopback.sentence},     {"sent", loopback.sent},
          {"received", loopback.received},      {"latency_ms", loopback.latency_ms}, {"jitter_ms", loopback.jitter_ms},
          {"worst_ms", loopback.worst_ms}};
}

Json midi_json(const MidiState& midi, const sequencer::MidiSettings& settings) {
  Json json = ports_json(midi);
  json.update(midi_settings_json(settings));
  json.update(Json{{"snare_note", settings.note[rhythm::kSnare]},
                   {"kick_note", settings.note[rhythm::kKick]},
                   {"kick_on", settings.on[rhythm::kKick]}});
  return json;
}

Json heard_json(const Heard& heard) {
  return {{"side", name_of(heard.side)},
          {"origin", name_of(heard.origin)},
          {"gradient_steps", heard.gradient_steps},
          {"added", heard.added},
          {"threshold", heard.threshold ? Json(*heard.threshold) : Json()}};
}

// Each voice of the pattern that is shown.
Json voices_json(const Slot& slot) {
  Json voices = Json::array();
  for (int voice = 0; voice < kVoices; ++voice) {
    const sequencer::VoiceSettings& settings = slot.voices[static_cast<std::size_t>(voice)];
    voices.push_back({{"name", kVoiceNames[static_cast<std::size_t>(voice)]},
                      {"length", settings.length},
                      {"mute", settings.mute},
                      {"solo", settings.solo},
                      {"row", rhythm::format_row(slot.pattern.row(voice))},
                      {"velocities", velocities(slot.pattern, voice)}});
  }
  return voices;
}

// One of the two agents and what it plays to this kick.
Json side_json(Session& session, Side side) {
  const std::optional<AgentCard>& card = session.agent(side);
  if (!card) return {};
  const rhythm::Row snare = session.answer_of(side);
  return {{"name", card->name},
          {"origin", name_of(card->origin)},
          {"steps", card->steps},
          {"gradient_steps", card->gradient_steps},
          {"snare", snare.empty() ? Json() : Json(rhythm::format_row(snare))}};
}

Json ab_json(Session& session) {
  return {{"side", name_of(session.side())}, {"a", side_json(session, Side::a)}, {"b", side_json(session, Side::b)}};
}

const char* name_of(NoticeLevel level) {
  switch (level) {
    case NoticeLevel::info:
      return "info";
    case NoticeLevel::warning:
      return "warning";
    case NoticeLevel::error:
      return "error";
  }
  return "";
}

}  // namespace

Json to_json(const AgentCard& card) {
  return {{"name", card.name},
          {"conditioned", card.conditioned},
          {"reward_name", card.reward_name},
          {"note", card.note},
          {"origin", name_of(card.origin)},
          {"steps", card.steps},
          {"layer_sizes", card.layer_sizes},
          {"parameters", card.parameters},
          {"env_steps", card.env_steps},
          {"gradient_steps", card.gradient_steps}};
}

Json reward_json(const rhythm::RewardSettings& reward) {
  return Json::parse(rhythm::reward_settings_to_json(reward), nullptr, false);
}

std::string Session::state_json(double now_ms) {
  const std::optional<int> step = playing_step(now_ms);
  const std::span<const float> gains = why();
  Json notices = Json::array();
  for (const Notice& notice : notices_.all()) {
    notices.push_back({{"level", name_of(notice.level)}, {"text", notice.text}});
  }
  const std::optional<int> entry = song_position();
  const Json song = {{"slots", document_.song}, {"on", document_.song_on}, {"position", entry ? Json(*entry) : Json()}};
  const Json evaluation = {{"status", name_of(evaluation_status_)},
                           {"sentence", evaluation_sentence_},
                           {"result", evaluation_ ? to_json(*evaluation_) : Json()}};
  return to_text({{"playing", playing()},
                  {"tempo_bpm", document_.tempo_bpm},
                  {"volume", document_.volume},
                  {"steps", document_.pattern().steps()},
                  {"kick", document_.kick_text()},
                  {"snare", document_.snare_text()},
                  {"locks", document_.lock_text()},
                  {"kick_velocities", velocities(document_.pattern(), rhythm::kKick)},
                  {"snare_velocities", velocities(document_.pattern(), rhythm::kSnare)},
                  {"slot", document_.slot},
                  {"slot_next", slot_next() ? Json(*slot_next()) : Json()},
                  {"song", song},
                  {"can_undo", can_undo()},
                  {"can_redo", can_redo()},
                  {"undo_label", undo_label()},
                  {"redo_label", redo_label()},
                  {"groove", groove_json(document_.groove)},
                  {"details", details_json(document_.current())},
                  {"voices", voices_json(document_.current())},
                  {"sounds", sounds_json(document_)},
                  {"density", document_.density},
                  {"dynamics", document_.dynamics},
                  {"step", step ? Json(*step) : Json()},
                  {"bar", bar()},
                  {"agent", agent() ? to_json(*agent()) : Json()},
                  {"heard", heard_ ? heard_json(*heard_) : Json()},
                  {"ab", ab_json(*this)},
                  {"why_no_answer", why_no_answer()},
                  {"why", std::vector<float>(gains.begin(), gains.end())},
                  {"config", Json::parse(core::config_to_json(document_.config), nullptr, false)},
                  {"reward", reward_with_preset(document_.reward)},
                  {"reward_view", reward_view_json(reward_view())},
                  {"reward_note", reward_note()},
                  {"think", document_.think},
                  {"thought", reward_view().thought},
                  {"training", training_json(training_)},
                  {"race", race_json(race_)},
                  {"race_settings",
                   {{"runners", race_settings_.runners},
                    {"most_runners", most_runners_},
                    {"by", name_of(race_settings_.by)},
                    {"seconds", race_settings_.seconds}}},
                  {"evaluation", evaluation},
                  {"midi", midi_json(midi_state_, midi_settings())},
                  {"midi_in", midi_in_json(input_.port, document_.midi_setup.input, input_latency_ms())},
                  {"pads", pads_json(input_.pads, document_.midi_setup.pads)},
                  {"recording", recording_json(recording(), answer_pending())},
                  {"learn", {{"learning", learning()}, {"learned", to_json(document_.midi_setup.learned)}}},
                  {"clock", clock_json(clock_view(), document_.midi_setup.clock)},
                  {"timing", to_json(timing())},
                  {"loopback", to_json(loopback())},
                  {"notices", notices}});
}

}  // namespace session
