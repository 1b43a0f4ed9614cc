// The model of the page: all that it knows and does, without drawing, ports, audio or a clock.
//
// The interface draws a Session and calls its methods; JavaScript and scripts come in through command() and take what
// they must do from drain_outbox(). Whatever changes something visible raises revision(). A refused call changes
// nothing and returns the sentence to show.
//
// A Session owns the Document, the transport and what was handed over of it, the agent that plays, and copies of the
// worker's and the MIDI system's state. Times are milliseconds of the page's performance.now(); where a method takes no
// time, the last one that came in counts.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/status.h"
#include "sequencer/scheduler.h"
#include "sequencer/transport.h"
#include "session/coach/race.h"
#include "session/midi/midi_in.h"
#include "session/notices.h"
#include "session/player/playback.h"
#include "session/player/rewarding.h"
#include "session/song/document.h"
#include "session/undo/undo.h"
#include "session/view.h"
#include "session/wire/outbox.h"

namespace agent {
struct Agent;
struct AgentInfo;
}  // namespace agent

namespace session {

class Answerer;
struct Played;

// The first onset comes this long after play(), so that sound and MIDI are handed over ahead of their time.
inline constexpr double kStartDelayMs = 100.0;
// If the page stalls between play() and the first schedule(), the start moves so that this much is left: all of it
// comes late rather than its first onsets never. About what the output of a sound card needs.
inline constexpr double kLeastLeadMs = 50.0;

inline constexpr int kEvaluationIterations = 16;
inline constexpr int kEvaluationStarts = 2000;
inline constexpr int kEvaluationKicks = 200;

class Session {
 public:
  // The seed chooses the random starts of evaluations.
  explicit Session(std::uint64_t seed = 1);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  // --- Time -------------------------------------------------------------------------------------------------------

  // Brings the page to now_ms: shows bars whose time has come, drops old notices. Call before drawing a frame.
  void advance(double now_ms);

  // The events from where the last call ended up to now_ms + horizon_ms (0 to 1000), each exactly once, sorted by time.
  // Answers of bars that begin in this window are computed here. Valid until the next call.
  std::span<const sequencer::TimedEvent> schedule(double now_ms, double horizon_ms);

  // Rises when anything visible changed.
  std::uint64_t revision() const { return revision_; }
  // True while something moves by itself and so needs frames: the playhead, a notice that will fade.
  bool moving() const { return playing() || !notices_.all().empty(); }

  // --- What to draw -----------------------------------------------------------------------------------------------

  const Document& document() const { return document_; }
  bool locked(int step) const { return document_.locks()[static_cast<std::size_t>(step)] != 0; }

  bool playing() const { return playback_.playing(); }
  // The step that sounds at now_ms, [0, n); absent when stopped or before the first onset.
  std::optional<int> playing_step(double now_ms) const { return playback_.step_at(now_ms); }
  // Bars since the start, the first is 1; 0 when stopped.
  int bar() const { return playback_.bar_number(); }

  // The side that is set to play, from the next bar line on, and its agent.
  Side side() const { return side_; }
  const std::optional<AgentCard>& agent() const { return agent(side_); }
  const std::optional<AgentCard>& agent(Side side) const { return cards_[static_cast<std::size_t>(side)]; }
  // Absent if no agent has answered.
  const std::optional<Heard>& heard() const { return heard_; }
  // What a side's agent plays to the kick that is shown, as it would at the next bar line; empty if it plays nothing.
  rhythm::Row answer_of(Side side);
  // One sentence if no agent answers this pattern, and what to do; empty if one does.
  std::string why_no_answer() const;
  // Per step, what toggling the snare there is worth to the agent, in units of reward: positive means it wants the
  // toggle. Empty if no agent answers. Recomputed only when something changed.
  std::span<const float> why();

  // The reward of the pattern that is shown.
  const RewardView& reward_view();
  // Change of each term's contribution if the snare were toggled at `step`, [0, n).
  TermAmounts toggle_effect(int step) const;
  // A sentence if the agent that plays has learned another reward than the one that is set, and what to do; else empty.
  std::string reward_note() const;
  // The preset that is set, or "your mix".
  std::string reward_name() const;

  const Training& training() const { return training_; }
  // True if this hyper-parameter was changed but waits for the next reset.
  bool waits_for_reset(const core::ConfigEntry& entry) const;

  EvaluationStatus evaluation_status() const { return evaluation_status_; }
  const std::string& evaluation_sentence() const { return evaluation_sentence_; }  // why it failed
  const std::optional<Evaluation>& evaluation() const { return evaluation_; }      // the last one that succeeded

  const MidiState& midi() const { return midi_state_; }
  std::span<const Notice> notices() const { return notices_.all(); }

  // --- Transport --------------------------------------------------------------------------------------------------

  void play(double now_ms);  // from the first step; nothing if it plays
  void stop(double now_ms);  // silences every note that sounds
  void toggle_play(double now_ms) { playing() ? stop(now_ms) : play(now_ms); }
  core::Status set_tempo(double tempo_bpm, double now_ms);
  void tap(double now_ms);  // one tap of the tempo
  core::Status set_volume(double volume);
  core::Status set_sound(int voice, const VoiceSound& sound);
  // Strikes a voice now, velocity 0-127.
  core::Status audition(int voice, int velocity);

  // --- Pattern ----------------------------------------------------------------------------------------------------

  // velocity 0-127, 0 erases. A snare step set by hand is locked. Errors: no such voice or step, velocity out of range.
  core::Status set_step(int voice, int step, int velocity);
  // Locks a snare step as it is, or gives it back to the agent.
  core::Status set_lock(int step, bool locked);
  void unlock_all();
  // No onsets and plain details. Snare: the musician's steps are given back to the agent.
  core::Status clear(int voice);
  // Length, kMinSteps to kMaxPageSteps. Training of another length is paused.
  core::Status set_steps(int steps);
  // A whole row of velocities; its size becomes the pattern's length. A snare row locks the steps where `locks` is
  // nonzero, all of them if `locks` is empty.
  core::Status set_row(int voice, std::span<const std::uint8_t> row, std::span<const std::uint8_t> locks = {});

  // How one voice's step is played.
  core::Status set_detail(int voice, int step, const sequencer::StepDetail& detail);
  // Whole voices. A snare row that is made here is hand-set: all its steps are locked. Errors: no such voice.
  // By so many steps to the right, details along; of the snare the locks too, but one without locks becomes hand-set.
  core::Status rotate(int voice, int by);
  core::Status invert(int voice);  // onsets become rests, rests plain onsets
  // A hit on each step with the chance `share`, 0 to 1, a quarter of them accents; the same seed gives the same row.
  core::Status randomise(int voice, std::uint32_t seed, double share);
  int next_seed() { return ++last_seed_; }                        // another one each time, the same in each session
  core::Status fill_evenly(int voice, int onsets, int rotation);  // a Euclidean rhythm, 0 to n onsets
  // Whole patterns: twice as long, the content repeated; the first half.
  core::Status double_pattern();
  core::Status halve_pattern();
  // Into the clipboard and out of it: one voice or, without, the pattern. A copied voice may be pasted into another
  // one, cut or filled up to the pattern's length; the snare's locks go along from snare to snare. Errors: nothing was
  // copied.
  core::Status copy(std::optional<int> voice);
  core::Status paste(std::optional<int> voice);
  // A voice's own cycle, mute and solo.
  core::Status set_voice(int voice, const sequencer::VoiceSettings& settings);

  core::Status set_groove(const sequencer::Groove& groove);

  // --- Bank and song ----------------------------------------------------------------------------------------------

  // Shows this slot of the bank and plays it: at once when stopped, while playing when the pattern that plays ends. In
  // a song it is played once in between.
  core::Status select_slot(int slot);
  // The slot that comes when the pattern that is shown ends, if it was selected or is the next of the song and on its
  // way already.
  std::optional<int> slot_next() const;
  // Overwrites a slot of the bank with another.
  core::Status copy_slot(int from, int to);
  // Slots of the bank, each played once through and round again; `on`: they are played instead of the one that is
  // shown. Errors: no such slot, more than kMaxSong of them, on without any.
  core::Status set_song(std::span<const int> slots, bool on);
  // Which entry of the song plays or is about to; absent if none does.
  std::optional<int> song_position() const;

  // --- Reward -----------------------------------------------------------------------------------------------------

  // What the musician asks of an answer: heard at the next bar line, or at once when stopped; a training goes on with
  // it. Errors: what rhythm::check_settings refuses, an unknown preset.
  core::Status set_reward(const rhythm::RewardSettings& reward);
  core::Status set_term(rhythm::Term term, const rhythm::TermSetting& setting);
  core::Status set_preset(std::string_view name);
  // The snare that is shown becomes the liked pattern, and the similarity to it gets the weight 0.5 if it had none.
  // Errors: there is no onset to like.
  core::Status like_snare();
  void forget_liked();
  // Whether answers are searched around for a better one.
  void set_think(bool think);
  // More onsets or fewer than the agent answers by itself (agent/density.h). Errors: out of range.
  core::Status set_density(double density);
  // Whether the agent's onsets are accents and ghost notes (agent/dynamics.h) or all alike.
  void set_dynamics(bool dynamics);
  // From now on reward_view().previews are kept up to date; they cost the worker some 20 ms after each change.
  void want_previews();

  // What the worker says to a "truth" request: the best snare for the kick that was asked about.
  core::Status truth_result(std::string_view result_json);
  void truth_failed();  // it is not asked again before the kick or the settings change

  // --- Training ---------------------------------------------------------------------------------------------------

  // Starts or resumes. A learner of another length gives way to a fresh one; an agent that was opened from a file or
  // comes from an earlier visit goes on learning; the shipped one does not: a fresh agent starts.
  void train();
  void pause_training();
  void toggle_training() { training_.status == TrainingStatus::training ? pause_training() : train(); }
  // A fresh agent with the hyper-parameters as they are set now; goes on training if it was.
  void reset_training();
  // A hyper-parameter: live ones take effect at once, others at the next reset. "steps" is set_steps.
  core::Status set_config(const core::ConfigEntry& entry, double value);
  core::Status set_config(const core::Config& config);  // all of them at once

  // What the worker reports. `stats_json` as the trainer's stats (trainer_api).
  core::Status training_stats(std::string_view stats_json, double now_ms);
  core::Status trained_agent(std::span<const std::uint8_t> bytes);
  core::Status trainer_state(std::string_view state);
  void trainer_error(std::string_view sentence);    // it goes on, or could not start
  void trainer_crashed(std::string_view sentence);  // the worker is gone

  // --- Race -------------------------------------------------------------------------------------------------------

  // The race that is on, or the last one; absent before the first.
  const std::optional<Race>& race() const { return race_; }
  bool racing() const { return race_ && !race_->over; }

  // How many processor cores there are for runners: the most of a race, and at first the number that is set.
  void set_cores(int cores);
  int most_runners() const { return most_runners_; }
  const RaceSettings& race_settings() const { return race_settings_; }  // of the next race
  core::Status set_race(const RaceSettings& settings);

  // Fresh learners take the place of the one there was and train side by side; the best agent so far plays. Pause,
  // kicks and rewards go to all of them. At the end the best is kept and goes on training. Errors: one is on already.
  core::Status start_race();
  // Ends the race now. Errors: there is none, nothing has been judged yet.
  core::Status keep_best();
  void stop_race();  // keeps nobody

  // What the workers report about a runner. Errors: there is no race, it has no such runner, what is reported is
  // damaged.
  core::Status race_stats(int runner, std::string_view stats_json, double now_ms);
  core::Status race_agent(int runner, const RaceVerdict& verdict, std::span<const std::uint8_t> bytes);
  core::Status race_dropped(int runner, std::string_view sentence);  // its worker is gone
  void race_error(std::string_view sentence);                        // nobody can judge

  // --- Agent and evaluation ---------------------------------------------------------------------------------------

  // Puts this agent on side A and plays it from the next bar. `file_name` names it if it has no name of its own. While
  // a learner of the same length exists, it goes on from this agent. Errors: everything the codec refuses; then the old
  // agent stays.
  core::Status load_agent(std::span<const std::uint8_t> bytes, AgentOrigin origin, std::string_view file_name);
  // Puts an agent of an earlier visit back on side B; nothing else changes. Errors: as load_agent.
  core::Status load_agent_b(std::span<const std::uint8_t> bytes, std::string_view file_name);
  core::Status set_agent_text(std::string_view name, std::string_view note);
  // The playing agent as a file: with what it was trained for or, if it answers every setting, with what is set.
  // Errors: there is none.
  core::Result<std::vector<std::uint8_t>> export_agent() const { return export_agent(side_); }
  core::Result<std::vector<std::uint8_t>> export_agent(Side side) const;
  // "name.safetensors", safe on every system.
  std::string agent_file_name() const { return agent_file_name(side_); }
  std::string agent_file_name(Side side) const;

  // Two agents to compare: both answer the same kick, and the side that is set is heard from the next bar line on.
  // The agent that plays, as it is now, becomes B's too; A's may then learn on. Errors: there is none.
  core::Status ab_store();
  // The other side plays. Errors: it has no agent.
  core::Status ab_toggle();
  // B's agent is gone, and A plays.
  void ab_clear();

  // By the reward that is set.
  core::Status evaluate(int iterations = kEvaluationIterations, int starts = kEvaluationStarts,
                        int kicks = kEvaluationKicks);
  core::Status evaluation_result(std::string_view result_json);
  void evaluation_failed(std::string_view sentence);

  // Requests to JavaScript.
  core::Status download_agent();
  core::Status download_evaluation(bool as_png);  // else CSV
  void open_agent();                              // the file picker

  // --- MIDI -------------------------------------------------------------------------------------------------------

  void connect_midi();
  core::Status select_midi(std::string_view port_id);  // "" for none
  core::Status set_midi(const sequencer::MidiSettings& midi);
  void midi_panic(double now_ms);
  void set_midi_state(MidiState state);

  // The document's, with the latency of the chosen output.
  sequencer::MidiSettings midi_settings() const;

  // --- MIDI in ----------------------------------------------------------------------------------------------------

  const MidiState& midi_in() const { return input_.port; }
  const MidiState& pads_port() const { return input_.pads; }
  core::Status select_midi_in(std::string_view port_id);  // "" for none
  core::Status select_pads(std::string_view port_id);     // an output; its input is found by its name
  void set_midi_in_state(MidiState state);
  void set_pads_state(MidiState state, std::string input);  // input: its id, "" for none
  core::Status set_midi_input(const MidiInput& midi_input);
  double input_latency_ms() const;  // of the chosen input
  core::Status set_input_latency(double latency_ms);

  // What came from an input. What means nothing here is left out.
  void midi_in(const std::string& port, std::span<const MidiBatchItem> batch, double now_ms);

  // What is played in goes into the pattern; from standstill it starts playing, after a count-in if there is one.
  void record(bool on, double now_ms);
  Recording recording() const;
  // The kicks of the last cycle that was played in become the pattern when the next one begins, and the agent answers
  // them; when stopped, at once. Errors: nothing was played.
  core::Status answer_me(double now_ms);
  bool answer_pending() const { return input_.answer_pending; }

  // The next control that moves is bound to this target (midi_targets.h). Errors: there is no such target.
  core::Status learn_begin(std::string_view target);
  void learn_cancel();
  core::Status learn_remove(std::string_view target);
  const std::string& learning() const { return input_.learning; }  // empty: nothing
  const Learned* learned(std::string_view target) const;           // null: no control

  core::Status set_pads(const sequencer::PadSettings& pads);
  // Puts the lights out, until the next frame or tick.
  void darken_pads();

  core::Status set_clock(const ClockSettings& clock);
  const ClockView& clock_view() const { return input_.clock_view; }

  const Timing& timing() const { return input_.timing; }
  void set_timing(const Timing& timing);
  void reset_timing();
  // Notes are sent from the chosen output to the chosen input through a cable, and timed. Errors: a port is missing.
  core::Status start_loopback();
  void loopback_result(Loopback result);
  const Loopback& loopback() const { return input_.loopback; }
  // Sets the latencies of both ports from it. Errors: nothing was measured.
  core::Status apply_loopback();

  // --- Notices, persistence, JSON ---------------------------------------------------------------------------------

  void notify(std::string text, NoticeLevel level);
  // Takes a whole document; what plays goes on. Errors: document_from_json's.
  core::Status restore(Document document);
  core::Status restore(std::string_view document_json);
  // The same at the start of a visit: undo does not go back beyond it.
  core::Status bring_back_visit(std::string_view document_json);

  // --- Undo -------------------------------------------------------------------------------------------------------

  // One step back or forth over everything that a person changed (undo.h); playing goes on. Where a step back brings
  // another agent, a training of its length goes on from it; from the one that came with the page it does not, and is
  // paused. Errors: there is no step.
  core::Status undo();
  core::Status redo();
  bool can_undo() const { return history_.can_undo(); }
  bool can_redo() const { return history_.can_redo(); }
  std::string undo_label() const { return history_.undo_label(); }  // "draw kick"; empty if there is none
  std::string redo_label() const { return history_.redo_label(); }
  // All edits between these are one step: a drag.
  void begin_gesture();
  void end_gesture();
  // The edits of this call of advance() or command() are one step with those before that had the same key and are not
  // older than half a second: a MIDI knob.
  void join_edits(std::string key);

  // One command as JSON {"type": …} -> {"ok":true,"result":…} or {"ok":false,"error":sentence}. `inbox`: bytes that
  // came with it. The tables: commands_*.cpp.
  std::string command(std::string_view json, double now_ms, std::span<const std::uint8_t> inbox = {});
  // Bytes that the last command gave (export_agent).
  std::span<const std::uint8_t> bytes() const { return bytes_; }

  // Everything a script may read, as JSON.
  std::string state_json(double now_ms);

  // JSON array of requests for JavaScript since the last call; a "save" comes last if something is unsaved.
  std::string drain_outbox();

 private:
  struct RateMark {
    double time_ms;
    double env_steps;
    double gradient_steps;
  };
  // What the worker is asked about the best answers there are. As they count for the pattern.
  struct TruthQuestion {
    rhythm::Row kick;  // (n) onsets
    rhythm::RewardSettings reward;
    bool previews = false;
    bool operator==(const TruthQuestion&) const = default;
  };
  struct Clipboard {
    Slot slot;
    std::optional<int> voice;  // absent: all of it
  };
  // What would have silenced the notes on a port that was unplugged.
  struct LostNotes {
    MidiPort port;
    std::vector<sequencer::TimedMessage> messages;
  };

  core::Status check_cell(int voice, int step) const;
  void reward_changed();
  void take_reward_of(const agent::AgentInfo& info);
  void apply_reward();  // document_.reward or the length has changed
  TruthQuestion truth_question() const;
  void ask_truth();
  void show_truth(RewardView& view) const;
  // After an edit of kick, snare or locks: it is answered at once when stopped, and else at the next bar line.
  void pattern_changed();
  void document_changed();   // anything of it
  void document_replaced();  // whole patterns, perhaps their length
  void pattern_shown();      // another pattern is shown, perhaps of another length
  void show_slot(int slot);
  void show_edited(Slot edited);  // in place of the pattern that is shown
  void begin_song();              // before playing starts
  int next_slot();                // at the end of a cycle that is handed over
  void changed() { ++revision_; }
  void send_volume();
  void send_sounds();

  AgentHandle& handle(Side side) { return agents_[static_cast<std::size_t>(side)]; }
  // Null if the side has no agent, absent like its card.
  Answerer* answerer(Side side) const { return agents_[static_cast<std::size_t>(side)].line->answerer.get(); }
  Answerer* answerer() const { return answerer(side_); }
  std::optional<AgentCard>& card(Side side) { return cards_[static_cast<std::size_t>(side)]; }

  bool answers(Side side, int steps) const;  // it has an agent for patterns of this length
  const Played& ask_agent(Side side, const Slot& slot);
  Heard heard_now(const Played& played) const;
  void play_side(Side side);
  std::optional<rhythm::Row> answer_bar(const Slot& slot);
  void answer_now();
  // The same, but thinking waits for the next advance() or the end of the command: it takes some 10 ms, and a slider
  // that is dragged changes more than once a frame.
  void answer_soon();
  void answer_if_owed();
  void show_bar(const Bar& bar);
  void show_answer(const rhythm::Row& snare);

  bool learner_fits() const;          // the worker's learner has the pattern's length
  bool continues_from_agent() const;  // a new learner should start with the playing agent
  void start_learner(bool from_agent);
  void continue_from_agent();
  void start_training();
  void pause_because(std::string sentence);
  void clear_training_numbers();
  void apply_live_config();
  void send_kicks();
  void send_reward();

  void record_edits();
  void bring_back(const UndoState& state);
  void keep_what_plays(Document& document) const;
  void begin_line(Side side);  // its agent from now on is another one by what a person did
  void show_line(Side side);
  void show_agent_text(Side side);

  void set_agent(Side side, agent::Agent agent, AgentOrigin origin);
  void show_agent(Side side);
  // After another agent came to side A: the learner goes on from it, or ends.
  void learner_follows_agent(bool continues);

  void end_race(std::optional<int> winner);
  // Something else ended it: the leader is kept, paused.
  void end_race_because(const std::string& sentence);
  void send_race_config();
  core::Result<Runner*> runner_at(int index);
  // Plays the leader's agent if it is news: `judged` has a new one, or another runner leads.
  core::Status play_leader(std::optional<int> judged);
  // Ends what may still sound on the selected port since it was unplugged.
  void end_lost_notes();
  double head_start_ms() const;
  void send_midi(const std::optional<std::string>& port, const std::vector<sequencer::TimedMessage>& messages);

  std::string port_name(const MidiState& state) const;
  void choose_port(std::string_view port_id, MidiState& state, const char* request);
  void take_message(const std::string& port, const sequencer::MidiMessage& message, double time_ms);
  void play_hit(int voice, int velocity, double time_ms);
  void record_hit(const PlayedHit& hit, const PlayedAt& at);
  void like_played(const PlayedHit& hit, int steps);
  void forget_steps_played();
  rhythm::Row kicks_of_cycle(std::int64_t cycle, int steps) const;
  std::optional<rhythm::Row> kicks_of_phrase(int steps) const;
  std::optional<rhythm::Row> called_kick(std::int64_t cycle_start, const Slot& slot);
  void show_called_kick(const Bar& bar);
  const Learned* learned_by(const sequencer::MidiMessage& message) const;
  bool moves_slider(const sequencer::MidiMessage& message) const;
  void learn(const sequencer::MidiMessage& message);
  bool learn_or_apply(const sequencer::MidiMessage& message);
  bool press_pad(int note);
  void send_lights(const std::vector<sequencer::MidiBytes>& messages);
  void update_lights();
  void clock_changed();
  void clock_message(const sequencer::MidiMessage& message, double time_ms);
  void follow_clock(double now_ms);
  void play_with_clock();
  void steer_to_clock(double now_ms);

  std::uint64_t seed_;
  double now_ms_ = 0.0;
  std::uint64_t revision_ = 1;

  Document document_;
  Playback playback_;
  sequencer::TapTempo tap_tempo_;
  std::optional<int> queued_slot_;  // selected while playing, to come when the pattern ends
  std::size_t song_next_ = 0;       // index of the song's next entry
  std::optional<Clipboard> clipboard_;
  int last_seed_ = 0;

  Rewarding rewarding_{document_.pattern().steps()};  // document_.reward as it counts for the pattern's length
  Rewarding rewarding_ahead_{kFirstSteps};            // the same for another length, of a slot to come
  RewardView reward_view_;
  std::uint64_t reward_view_revision_ = 0;  // that it shows
  std::optional<Heard> heard_;              // of the answer that is shown
  std::optional<Heard> heard_ahead_;        // and of the last that was handed over
  bool answer_owed_ = false;                // see answer_soon()
  bool wants_previews_ = false;
  bool truth_wanted_ = false;                 // somebody looked since it was last asked
  std::optional<TruthQuestion> truth_asked_;  // under way
  std::optional<TruthQuestion> truth_known_;  // the last that was answered, or failed
  std::optional<Truth> truth_;
  std::array<rhythm::Row, rhythm::kTermCount> previews_;

  AgentHandles agents_;                            // by side
  std::array<std::optional<AgentCard>, 2> cards_;  // of them
  Side side_ = Side::a;
  UndoHistory history_;

  Training training_;
  std::optional<RateMark> rate_from_;  // where the stretch began over which env_steps per second are measured
  std::string trained_name_;           // the author's, for the agents that the training sends
  std::string trained_note_;

  RaceSettings race_settings_;
  int most_runners_ = kFewestRunners;
  std::optional<Race> race_;
  int race_shown_ = 0;  // the runner whose curves are shown: who leads

  EvaluationStatus evaluation_status_ = EvaluationStatus::none;
  std::string evaluation_sentence_;
  std::optional<Evaluation> evaluation_;
  std::string evaluated_agent_;   // name of the agent that is being evaluated
  std::string evaluated_reward_;  // and of what it is judged by

  MidiState midi_state_;
  MidiInState input_;
  bool answer_shown_ = false;   // the pattern has the call of input_.answered_cycle
  bool follows_clock_ = false;  // input_.clock is fed
  std::vector<LostNotes> lost_notes_;
  Notices notices_;
  Outbox outbox_;
  bool document_unsaved_ = false;
  bool agent_unsaved_ = false;  // of side A
  bool agent_b_unsaved_ = false;
  std::vector<std::uint8_t> bytes_;
};

}  // namespace session
