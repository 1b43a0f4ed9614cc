// Everything a script may read, as JSON.
#include "session/wire/state_json.h"

#include "session/session.h"
#include "session/wire/evaluation_json.h"
#include "session/wire/midi_setup_json.h"
#include "session/wire/parts_json.h"
#include "session/wire/slot_json.h"

namespace session {
namespace {

template <class Number>
Json number(const std::optional<Number>& value) {
  return value ? Json(*value) : Json();
}

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

Json progress_json(const ProgressPoint& point) {
  return {{"updates", point.updates},
          {"seconds", point.seconds},
          {"regret", point.regret},
          {"optimal_share", point.optimal_share}};
}

Json verdict_json(const std::optional<Verdict>& verdict) {
  if (!verdict) return {};
  Json json = progress_json(verdict->point);
  json["kicks"] = verdict->kicks;
  json["exact"] = verdict->exact;
  return json;
}

Json marks_json(const std::vector<TrainingMark>& marks) {
  Json list = Json::array();
  for (const TrainingMark& mark : marks) list.push_back({{"updates", mark.updates}, {"seconds", mark.seconds}});
  return list;
}

// The agents at hand; `plays`: on the side that is set to play.
Json kept_json(const Agents& agents) {
  Json list = Json::array();
  for (const KeptAgent& agent : agents.kept()) {
    list.push_back({{"name", agent.text->name},
                    {"origin", name_of(agent.line->origin)},
                    {"plays", agents.plays(agents.side(), agent)}});
  }
  return list;
}

Json training_json(const Training& training) {
  Json progress = Json::array();
  for (const ProgressPoint& point : training.progress) progress.push_back(progress_json(point));
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
          {"progress", progress},
          {"verdict", verdict_json(training.verdict)},
          {"marks", marks_json(training.marks)},
          {"fresh", training.fresh},
          {"rows", training.waterfall.row_count()}};
}

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
    json["truth"] = {
        {"snare", rhythm::format_row(view.truth->row)}, {"total", view.truth->total}, {"current", view.truth->current}};
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

Json pads_json(const Ports& ports, const sequencer::PadSettings& settings) {
  Json json = ports_json(ports.pads());
  const auto& input = ports.pads_in().selected;
  json["input"] = input ? Json(*input) : Json();
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
          {"attempt", heard.attempt},
          {"added", heard.answer->added},
          {"threshold", heard.answer->threshold ? Json(*heard.answer->threshold) : Json()}};
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
  const std::optional<AgentCard>& card = session.player().agents().card(side);
  if (!card) return {};
  const rhythm::Row snare = session.answers().answer_of(side);
  return {{"name", card->name},
          {"origin", name_of(card->origin)},
          {"steps", card->steps},
          {"gradient_steps", card->gradient_steps},
          {"snare", snare.empty() ? Json() : Json(rhythm::format_row(snare))}};
}

Json ab_json(Session& session) {
  return {{"side", name_of(session.player().agents().side())},
          {"a", side_json(session, Side::a)},
          {"b", side_json(session, Side::b)}};
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

Json playing_json(const Session& session) {
  const Document& document = session.document();
  const Player& player = session.player();
  const UndoHistory& history = session.history();
  const Json song = {{"slots", document.song}, {"on", document.song_on}, {"position", number(player.song_position())}};
  return {{"playing", session.playing()},
          {"tempo_bpm", document.feel().tempo_bpm},
          {"volume", document.volume},
          {"metronome", document.metronome},
          {"slot", document.slot},
          {"slot_next", number(player.slot_next())},
          {"song", song},
          {"can_undo", history.can_undo()},
          {"can_redo", history.can_redo()},
          {"undo_label", history.undo_label()},
          {"redo_label", history.redo_label()},
          {"groove", groove_json(document.shown_groove())},
          {"sounds", sounds_json(document)},
          {"samples", samples_json(document)},
          {"drive", document.drive},
          {"kit", kit_key(document.current().kit)},
          {"own_feel", document.current().feel.has_value()},
          {"step", number(player.playing_step(session.now_ms()))},
          {"bar", player.bar()}};
}

Json pattern_json(const Session& session) {
  const Document& document = session.document();
  const rhythm::Timing& timing = document.current().timing;
  const int steps = document.pattern().steps();
  const Part* snare = document.current().part_of(rhythm::kSnare);
  Json json = {{"steps", steps},
               {"bars", timing.whole_bars(steps) ? Json(steps / timing.bar_steps()) : Json()},
               {"kick", document.row_text(rhythm::kKick)},
               {"snare", document.row_text(rhythm::kSnare)},
               {"locks", snare != nullptr ? lock_text(*snare) : std::string(static_cast<std::size_t>(steps), '.')},
               {"kick_velocities", velocities(document.pattern(), rhythm::kKick)},
               {"snare_velocities", velocities(document.pattern(), rhythm::kSnare)},
               {"details", details_json(document.current())},
               {"voices", voices_json(document.current())}};
  json.update(parts_json(document.current()));
  json.update(timing_json(timing));
  return json;
}

Json answers_json(Session& session) {
  const Part& part = session.document().part();
  const std::span<const float> gains = session.answers().why();
  const Heard* heard = session.answers().heard();
  const std::optional<AgentCard>& agent = session.agent();
  const RewardView& view = session.reward_view();
  return {{"density", part.density},
          {"dynamics", part.dynamics},
          {"agent", agent ? to_json(*agent) : Json()},
          {"heard", heard != nullptr ? heard_json(*heard) : Json()},
          {"ab", ab_json(session)},
          {"why_no_answer", session.answers().why_no_answer()},
          {"why", std::vector<float>(gains.begin(), gains.end())},
          {"reward", reward_with_preset(part.reward)},
          {"reward_view", reward_view_json(view)},
          {"reward_note", session.learned_note()},
          {"think", part.think},
          {"thought", view.thought}};
}

Json training_state_json(const Session& session) {
  const Coach& coach = session.coach();
  const RaceSettings& race = coach.race_settings();
  const Evaluations& evaluations = coach.evaluations();
  return {{"config", config_json(session.document().config)},
          {"training", training_json(coach.training())},
          {"kept", kept_json(session.player().agents())},
          {"attempts", coach.plays_attempts()},
          {"race", race_json(coach.race())},
          {"race_settings",
           {{"runners", race.runners},
            {"most_runners", coach.most_runners()},
            {"by", name_of(race.by)},
            {"seconds", race.seconds}}},
          {"evaluation",
           {{"status", name_of(evaluations.status())},
            {"sentence", evaluations.sentence()},
            {"result", evaluations.latest() ? to_json(*evaluations.latest()) : Json()}}}};
}

Json midi_state_json(const Session& session) {
  const MidiSetup& setup = session.document().midi_setup;
  const Midi& midi = session.midi();
  const Ports& ports = midi.ports();
  return {{"midi", midi_json(ports.output(), ports.output_settings())},
          {"midi_in", midi_in_json(ports.input(), setup.input, ports.input_latency_ms())},
          {"pads", pads_json(ports, setup.pads)},
          {"recording", recording_json(midi.recorder().recording(), midi.recorder().answer_pending())},
          {"learn", {{"learning", midi.learning().learning()}, {"learned", to_json(setup.learned)}}},
          {"clock", clock_json(midi.follower().view(), setup.clock)},
          {"timing", to_json(midi.measurements().timing())},
          {"loopback", to_json(midi.measurements().loopback())}};
}

}  // namespace

Json to_json(const AgentCard& card) {
  return {{"name", card.name},
          {"conditioned", card.conditioned},
          {"reward_name", card.reward_name},
          {"note", card.note},
          {"origin", name_of(card.origin)},
          {"steps", card.steps},
          {"any_length", card.any_length},
          {"layer_sizes", card.layer_sizes},
          {"parameters", card.parameters},
          {"env_steps", card.env_steps},
          {"gradient_steps", card.gradient_steps}};
}

Json reward_json(const rhythm::RewardSettings& reward) { return Json::parse(rhythm::reward_settings_to_json(reward)); }

Json config_json(const core::Config& config) { return Json::parse(core::config_to_json(config)); }

Json state_json(Session& session) {
  Json state = playing_json(session);
  for (const Json& part :
       {pattern_json(session), answers_json(session), training_state_json(session), midi_state_json(session)}) {
    state.update(part);
  }
  Json notices = Json::array();
  for (const Notice& notice : session.notices()) {
    notices.push_back({{"level", name_of(notice.level)}, {"text", notice.text}});
  }
  state["notices"] = notices;
  return state;
}

}  // namespace session
