// Everything a script may read, as JSON.
#include "session/evaluation_json.h"
#include "session/json_read.h"
#include "session/session.h"
#include "session/state_json.h"

namespace session {
namespace {

Json number(const std::optional<double>& value) { return value ? Json(*value) : Json(); }

Json velocities(const rhythm::Pattern& pattern, int voice) {
  const auto row = pattern.row(voice);
  return std::vector<int>(row.begin(), row.end());
}

Json training_json(const Training& training) {
  return {{"status", name_of(training.status)},
          {"sentence", training.sentence},
          {"env_steps", training.env_steps},
          {"gradient_steps", training.gradient_steps},
          {"episodes", training.episodes},
          {"env_steps_per_second", training.env_steps_per_second},
          {"episode_return", number(training.latest.episode_return)},
          {"final_reward", number(training.latest.final_reward)},
          {"delta_reward", number(training.latest.delta_reward)},
          {"loss", number(training.latest.loss)},
          {"mean_q", number(training.latest.mean_q)},
          {"exploration", training.exploration == core::Exploration::epsilon ? "epsilon" : "softmax"},
          {"exploration_value", number(training.latest.exploration)},
          {"best_reward", number(training.best_reward)},
          {"points", training.curves.points().size()},
          {"rows", training.waterfall.row_count()}};
}

Json midi_json(const MidiState& midi, const sequencer::MidiSettings& settings) {
  Json ports = Json::array();
  for (const MidiPort& port : midi.ports) ports.push_back({{"id", port.id}, {"name", port.name}});
  return {{"status", name_of(midi.status)},
          {"sentence", midi.sentence},
          {"ports", ports},
          {"selected", midi.selected ? Json(*midi.selected) : Json()},
          {"snare_note", settings.snare_note},
          {"kick_note", settings.kick_note},
          {"kick_on", settings.kick_on},
          {"channel", settings.channel},
          {"note_length_ms", settings.note_length_ms},
          {"latency_ms", settings.latency_ms}};
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
          {"note", card.note},
          {"origin", name_of(card.origin)},
          {"steps", card.steps},
          {"layer_sizes", card.layer_sizes},
          {"parameters", card.parameters},
          {"env_steps", card.env_steps},
          {"gradient_steps", card.gradient_steps}};
}

std::string Session::state_json(double now_ms) {
  const std::optional<int> step = playing_step(now_ms);
  const std::span<const float> gains = why();
  Json notices = Json::array();
  for (const Notice& notice : notices_.all()) {
    notices.push_back({{"level", name_of(notice.level)}, {"text", notice.text}});
  }
  const Json evaluation = {{"status", name_of(evaluation_status_)},
                           {"sentence", evaluation_sentence_},
                           {"result", evaluation_ ? to_json(*evaluation_) : Json()}};
  return to_text({{"playing", playing()},
                  {"tempo_bpm", document_.tempo_bpm},
                  {"volume", document_.volume},
                  {"steps", document_.pattern.steps()},
                  {"kick", document_.kick_text()},
                  {"snare", document_.snare_text()},
                  {"locks", document_.lock_text()},
                  {"kick_velocities", velocities(document_.pattern, rhythm::kKick)},
                  {"snare_velocities", velocities(document_.pattern, rhythm::kSnare)},
                  {"step", step ? Json(*step) : Json()},
                  {"bar", bar()},
                  {"agent", agent_card_ ? to_json(*agent_card_) : Json()},
                  {"why_no_answer", why_no_answer()},
                  {"why", std::vector<float>(gains.begin(), gains.end())},
                  {"config", Json::parse(core::config_to_json(document_.config), nullptr, false)},
                  {"training", training_json(training_)},
                  {"evaluation", evaluation},
                  {"midi", midi_json(midi_state_, document_.midi)},
                  {"notices", notices}});
}

}  // namespace session
