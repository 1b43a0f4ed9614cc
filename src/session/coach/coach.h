// The page's side of training: what it asks of the workers, what they report, and a race between learners.
//
// A Coach reads the document on the Workbench, asks by typed requests, and puts trained agents on side A.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/config.h"
#include "core/status.h"
#include "session/bench/workbench.h"
#include "session/coach/evaluation.h"
#include "session/coach/race.h"
#include "session/coach/training.h"
#include "session/coach/truth.h"
#include "session/player/player.h"

namespace session {

class Coach {
 public:
  // The seed chooses the random starts of evaluations.
  Coach(Workbench& bench, Player& player, std::uint64_t seed)
      : bench_(bench),
        player_(player),
        evaluations_(bench, player.agents(), seed),
        truth_(bench, player.answers().rewarding()) {}

  const Training& training() const { return training_; }
  // True if this hyper-parameter was changed but waits for the next reset.
  bool waits_for_reset(const core::ConfigEntry& entry) const;

  // Starts or resumes. A learner of another length gives way to a fresh one; an agent that was opened from a file or
  // comes from an earlier visit goes on learning; the shipped one does not: a fresh agent starts.
  void train();
  void pause();
  void toggle() { training_.status == TrainingStatus::training ? pause() : train(); }
  // A fresh agent with the hyper-parameters as they are set now; goes on training if it was.
  void reset();

  // What the worker reports. Errors: there is no training, or it is another one.
  core::Status take_stats(const TrainingStats& stats);
  core::Status take_agent(std::span<const std::uint8_t> bytes);
  core::Status take_state(std::string_view state);
  core::Result<double> take_mark(double seconds, std::span<const std::uint8_t> bytes);  // gives the agent's updates
  // The judge's verdict on an agent of this training. Errors: there is no training.
  core::Status take_verdict(const Verdict& verdict);
  void trainer_error(std::string_view sentence);    // it goes on, or could not start
  void trainer_crashed(std::string_view sentence);  // the worker is gone

  // The agent of a mark plays, as B, from the next bar line; A goes on learning. If it plays already, A does. Errors:
  // there is no such mark.
  core::Status hear_mark(std::size_t mark);
  // While it trains a fresh agent and plays, what sounds is what the agent tries out. At first on.
  bool plays_attempts() const { return plays_attempts_; }
  void set_plays_attempts(bool on);

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
  core::Status race_stats(int runner, const TrainingStats& stats);
  core::Status race_agent(int runner, const RaceVerdict& verdict, std::span<const std::uint8_t> bytes);
  core::Status race_dropped(int runner, std::string_view sentence);  // its worker is gone
  void race_error(std::string_view sentence);                        // nobody can judge

  // The document has changed: learners get what is new to them, and nothing else is sent.
  void document_changed(const Document& before);
  // Only answers have changed: who practises a part may hear them.
  void answers_changed();
  // Another agent came to side A: the learner goes on from it, or ends.
  void follow_agent(bool continues);
  // The agents that the training sends have this name and note.
  void set_agent_text(const AgentText& text) { trained_text_ = text; }

  Evaluations& evaluations() { return evaluations_; }
  const Evaluations& evaluations() const { return evaluations_; }
  TruthDesk& truth() { return truth_; }

 private:
  struct RateMark {
    double time_ms;
    double env_steps;
    double gradient_steps;
  };

  bool learner_fits() const;          // the worker's learner has the pattern's length
  bool continues_from_agent() const;  // a new learner should start with the playing agent
  void start_learner(bool from_agent);
  void continue_from_agent();
  void start_training();
  void pause_because(std::string sentence);
  void clear_numbers();
  void stop_rates();
  void measure_rates(const TrainingStats& stats);
  void apply_live_config();
  void send_reward();
  void send_news();
  void follow_attempts();
  // The part of the shown pattern that practises, and what it hears.
  const Part& practised(const Slot& slot) const;
  rhythm::Row practised_row() const;
  const Brief& tell_brief();
  const rhythm::Row& tell_heard();

  void end_race(std::optional<int> winner);
  // Something else ended it: the leader is kept, paused.
  void end_race_because(const std::string& sentence);
  void send_race_config();
  core::Result<Runner*> runner_at(int index);
  // Plays the leader's agent if it is news: `judged` has a new one, or another runner leads.
  core::Status play_leader(std::optional<int> judged);

  Workbench& bench_;
  Player& player_;
  Training training_;
  std::optional<Brief> briefed_;       // what the learner was told last
  rhythm::Row heard_;                  // the same
  std::optional<RateMark> rate_from_;  // where the stretch began over which rates are measured
  AgentText trained_text_;
  bool plays_attempts_ = true;
  RaceSettings race_settings_;
  int most_runners_ = kFewestRunners;
  std::optional<Race> race_;
  int race_shown_ = 0;  // the runner whose curves are shown: who leads
  Evaluations evaluations_;
  TruthDesk truth_;
};

}  // namespace session
