// Time, transport, persistence. The other session_*.cpp have the patterns, the reward, the training, and the agent,
// evaluation and MIDI; the commands are in commands_*.cpp and session_commands.cpp.
#include "session/session.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "session/player/answering.h"
#include "session/wire/json_read.h"
#include "session/wire/slot_json.h"

namespace session {

Session::Session(std::uint64_t seed) : seed_(seed) {
  rewarding_.set(document_.reward, document_.pattern().steps());
  send_volume();
  history_.begin({.document = document_, .agents = agents_});
}

Session::~Session() = default;

// --- Time ---------------------------------------------------------------------------------------------------------

void Session::advance(double now_ms) {
  now_ms_ = now_ms;
  record_edits();
  answer_if_owed();
  for (const Bar& bar : playback_.take_begun(now_ms)) show_bar(bar);
  if (notices_.expire(now_ms)) changed();
}

std::span<const sequencer::TimedEvent> Session::schedule(double now_ms, double horizon_ms) {
  advance(now_ms);
  follow_clock(now_ms);
  const sequencer::MidiSettings midi = midi_settings();
  constexpr double kMaxHorizonMs = 1000.0;
  horizon_ms = std::clamp(horizon_ms, 0.0, kMaxHorizonMs);
  // Within the horizon, or a short one would put the start off for ever.
  playback_.begin_no_earlier(now_ms + std::min(kLeastLeadMs, horizon_ms) + head_start_ms());
  const Cues cues{.next_slot = [this] { return next_slot(); },
                  .kick = [this](std::int64_t cycle, const Slot& slot) { return called_kick(cycle, slot); },
                  .answer = [this](const Slot& slot) { return answer_bar(slot); }};
  return playback_.schedule(now_ms, horizon_ms, document_.bank, document_.groove, earliest_micro(document_.bank),
                            midi_state_.ready() ? &midi : nullptr, cues);
}

bool Session::answers(Side side, int steps) const {
  return answerer(side) != nullptr && answerer(side)->steps() == steps;
}

const Played& Session::ask_agent(Side side, const Slot& slot) {
  // A slot that is to come may have another length than the one that is shown.
  Rewarding* rewarding = &rewarding_;
  if (slot.steps() != rewarding_.steps()) {
    rewarding_ahead_.set(document_.reward, slot.steps());
    rewarding = &rewarding_ahead_;
  }
  const AnswerSettings settings{.think = document_.think, .density = document_.density, .dynamics = document_.dynamics};
  return answerer(side)->answer(slot.pattern.row(rhythm::kKick), slot.pattern.row(rhythm::kSnare), slot.locks,
                                *rewarding, settings);
}

Heard Session::heard_now(const Played& played) const {
  const AgentCard& card = *agent();
  return {.side = side_,
          .origin = card.origin,
          .gradient_steps = card.gradient_steps,
          .thought = played.thought,
          .added = played.added,
          .threshold = played.threshold};
}

std::optional<rhythm::Row> Session::answer_bar(const Slot& slot) {
  heard_ahead_.reset();
  if (!answers(side_, slot.steps())) return std::nullopt;
  const Played& played = ask_agent(side_, slot);
  heard_ahead_ = heard_now(played);
  if (std::ranges::equal(played.snare, slot.pattern.row(rhythm::kSnare))) return std::nullopt;
  return played.snare;
}

void Session::show_bar(const Bar& bar) {
  changed();
  heard_ = heard_ahead_;
  if (bar.slot != document_.slot) show_slot(bar.slot);
  show_called_kick(bar);
  if (!bar.snare || bar.snare->size() != static_cast<std::size_t>(document_.pattern().steps())) return;
  show_answer(*bar.snare);
}

void Session::show_answer(const rhythm::Row& snare) {
  bool differs = false;
  for (int step = 0; step < document_.pattern().steps(); ++step) {
    const std::uint8_t velocity = snare[static_cast<std::size_t>(step)];
    // What the musician locked since the answer was computed stays.
    if (locked(step) || document_.pattern().velocity(rhythm::kSnare, step) == velocity) continue;
    document_.pattern().set(rhythm::kSnare, step, velocity);
    differs = true;
  }
  if (differs) document_changed();
}

// --- What to draw -------------------------------------------------------------------------------------------------

std::string Session::why_no_answer() const {
  if (answerer() == nullptr) return "No agent is loaded: press Train for a new one, or open an agent file.";
  const int pattern_steps = document_.pattern().steps();
  const int agent_steps = answerer()->steps();
  if (answers(side_, pattern_steps)) return {};
  std::string sentence = "This agent answers " + std::to_string(agent_steps) + " steps and the pattern has " +
                         std::to_string(pattern_steps) + ": press Train for an agent of " +
                         std::to_string(pattern_steps) + " steps";
  if (agent_steps <= kMaxPageSteps) sentence += ", or set " + std::to_string(agent_steps) + " steps";
  return sentence + ".";
}

std::span<const float> Session::why() {
  if (!why_no_answer().empty()) return {};
  return answerer()->gains(document_.pattern().row(rhythm::kKick), document_.pattern().row(rhythm::kSnare), rewarding_);
}

// --- Transport ----------------------------------------------------------------------------------------------------

void Session::play(double now_ms) {
  now_ms_ = now_ms;
  if (playing()) return;
  begin_song();
  forget_steps_played();
  playback_.set_tempo(document_.tempo_bpm, now_ms);
  playback_.start(document_.bank, document_.slot, now_ms + kStartDelayMs + head_start_ms());
  outbox_.push("audio_start", R"({"type":"audio_start"})");
  changed();
}

// What goes out before its step needs a head start before the first one too.
double Session::head_start_ms() const {
  double lead_ms = midi_state_.ready() ? std::max(0.0, -midi_settings().latency_ms) : 0.0;
  int micro = 0;
  for (int voice = 0; voice < kVoices; ++voice) {
    micro = std::min(micro, static_cast<int>(document_.current().detail(voice, 0).micro));
  }
  lead_ms += -micro / 100.0 * playback_.transport().step_ms();
  return lead_ms + document_.groove.humanise_ms;
}

void Session::stop(double now_ms) {
  now_ms_ = now_ms;
  if (!playing()) return;
  send_midi(midi_state_.selected, playback_.stop(now_ms, document_.midi.channel));
  playback_.set_metronome(false);
  input_.recording = {};
  input_.answer_pending = false;
  input_.answered_cycle = -1;
  outbox_.push("audio_stop", R"({"type":"audio_stop"})");
  if (const auto slot = std::exchange(queued_slot_, std::nullopt)) show_slot(*slot);
  answer_now();
  changed();
}

core::Status Session::set_tempo(double tempo_bpm, double now_ms) {
  now_ms_ = now_ms;
  if (auto status = check_tempo(tempo_bpm); !status) return status;
  if (tempo_bpm == document_.tempo_bpm) return {};
  document_.tempo_bpm = tempo_bpm;
  playback_.set_tempo(tempo_bpm, now_ms);
  document_changed();
  return {};
}

void Session::tap(double now_ms) {
  now_ms_ = now_ms;
  if (const std::optional<double> tempo_bpm = tap_tempo_.tap(now_ms)) {
    [[maybe_unused]] const core::Status status = set_tempo(*tempo_bpm, now_ms);
    assert(status);
  }
}

core::Status Session::set_volume(double volume) {
  if (auto status = check_volume(volume); !status) return status;
  if (volume == document_.volume) return {};
  document_.volume = volume;
  send_volume();
  document_changed();
  return {};
}

core::Status Session::set_sound(int voice, const VoiceSound& sound) {
  if (auto status = check_voice(voice); !status) return status;
  if (auto status = check_sound(sound); !status) return status;
  VoiceSound& target = document_.sounds[static_cast<std::size_t>(voice)];
  if (target == sound) return {};
  target = sound;
  send_sounds();
  document_changed();
  return {};
}

core::Status Session::audition(int voice, int velocity) {
  if (auto status = check_voice(voice); !status) return status;
  if (auto status = check_velocity(velocity); !status) return status;
  outbox_.push("hit", to_text({{"type", "hit"}, {"voice", voice}, {"velocity", velocity}}));
  return {};
}

void Session::send_volume() {
  outbox_.push_latest("set_volume", to_text({{"type", "set_volume"}, {"volume", document_.volume}}));
}

void Session::send_sounds() {
  Json sounds = Json::array();
  for (const VoiceSound& sound : document_.sounds) sounds.push_back(sound_json(sound));
  outbox_.push_latest("set_sounds", to_text({{"type", "set_sounds"}, {"sounds", sounds}}));
}

// --- Changes ---------------------------------------------------------------------------------------------------------

void Session::pattern_changed() {
  document_changed();
  send_kicks();
  if (!playing()) answer_soon();
}

void Session::answer_soon() {
  if (document_.think) {
    answer_owed_ = true;
  } else {
    answer_now();
  }
}

void Session::answer_if_owed() {
  if (answer_owed_ && !playing()) answer_now();
}

void Session::answer_now() {
  answer_owed_ = false;
  heard_.reset();
  if (!answers(side_, document_.pattern().steps())) return;
  const Played& played = ask_agent(side_, document_.current());
  heard_ = heard_now(played);
  show_answer(played.snare);
}

void Session::document_changed() {
  document_unsaved_ = true;
  playback_.edit(document_.bank);
  changed();
}

void Session::document_replaced() {
  playback_.replace(document_.bank);
  pattern_shown();
}

void Session::pattern_shown() {
  apply_reward();
  if (racing() && !learner_fits()) {
    end_race_because("The race is over because the pattern now has " + std::to_string(document_.pattern().steps()) +
                     " steps: Train starts an agent of that length.");
  }
  if (training_.status == TrainingStatus::training && !learner_fits()) {
    pause_because("Training is paused because the pattern now has " + std::to_string(document_.pattern().steps()) +
                  " steps: Train starts an agent of that length.");
  }
  pattern_changed();
}

// --- Notices, persistence -----------------------------------------------------------------------------------------

void Session::notify(std::string text, NoticeLevel level) {
  notices_.add(std::move(text), level, now_ms_);
  changed();
}

core::Status Session::restore(Document document) {
  assert(document.config.steps == document.pattern().steps());
  if (playing()) document.select(document_.slot);  // what sounds goes on, and what sounds is shown
  if (document == document_) return {};
  const Document before = std::exchange(document_, std::move(document));
  playback_.set_tempo(document_.tempo_bpm, now_ms_);
  if (before.volume != document_.volume) send_volume();
  if (before.sounds != document_.sounds) send_sounds();
  if (before.config != document_.config) apply_live_config();
  if (before.reward != document_.reward) send_reward();
  clock_changed();
  document_replaced();
  return {};
}

core::Status Session::restore(std::string_view document_json) {
  core::Result<Document> document = document_from_json(document_json);
  if (!document) return core::fail(document.error().message);
  return restore(std::move(*document));
}

core::Status Session::bring_back_visit(std::string_view document_json) {
  if (auto status = restore(document_json); !status) return status;
  history_.begin({.document = document_, .agents = agents_});
  return {};
}

std::string Session::drain_outbox() {
  ask_truth();
  update_lights();
  if (document_unsaved_ || agent_unsaved_ || agent_b_unsaved_) {
    outbox_.push("save", to_text({{"type", "save"},
                                  {"document", document_unsaved_},
                                  {"agent", agent_unsaved_},
                                  {"agent_b", agent_b_unsaved_}}));
    document_unsaved_ = false;
    agent_unsaved_ = false;
    agent_b_unsaved_ = false;
  }
  return outbox_.drain();
}

}  // namespace session
