// What the page shows of the training, the agent, the evaluation and MIDI: plain values that a Session keeps up to
// date.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/config.h"
#include "session/coach/history.h"

namespace session {

enum class TrainingStatus : std::uint8_t { idle, training, paused, crashed };

struct Training {
  TrainingStatus status = TrainingStatus::idle;
  std::string sentence;                 // why it is paused or crashed, if the musician did not ask for it
  std::optional<core::Config> learner;  // what the worker's learner was made with; absent: there is none
  double env_steps = 0.0;
  double gradient_steps = 0.0;
  double episodes = 0.0;
  double env_steps_per_second = 0.0;  // 0 unless training
  double gradient_steps_per_second = 0.0;
  std::string kernels;  // the products that the worker's program has: "simd" or "relaxed"
  CurvePoint latest;    // the last numbers that came
  core::Exploration exploration = core::Exploration::softmax;
  // The best final reward that there is, mean over kicks, in the units of final_reward; absent where it is not known.
  std::optional<double> best_reward;
  CurveHistory curves;
  TermHistory terms;  // what each term contributed
  WaterfallHistory waterfall;
};

enum class AgentOrigin : std::uint8_t {
  shipped,  // came with the page
  stored,   // was in this browser from an earlier visit
  file,     // opened or dropped by the musician
  trained,  // comes from the training that runs here
};

struct AgentCard {
  AgentOrigin origin = AgentOrigin::shipped;
  std::string name;  // the author's, or the file's
  std::string note;
  bool conditioned = false;      // it reads the reward's settings, so it answers whatever they are
  std::string reward_name;       // what it was trained for: a preset's name or "your mix"
  int steps = 0;                 // n that it answers
  std::vector<int> layer_sizes;  // e.g. {32, 64, 64, 17}: inputs first, then outputs of each layer
  int parameters = 0;
  double env_steps = 0.0;
  double gradient_steps = 0.0;  // "which training step is playing"
};

// Two agents may be at hand, to be compared. A is the workbench: what is trained or opened goes there. B was put aside.
enum class Side : std::uint8_t { a, b };

// By whom, and how, the snare was answered that sounds now; when stopped, the one that is shown.
struct Heard {
  Side side = Side::a;
  AgentOrigin origin = AgentOrigin::shipped;
  double gradient_steps = 0.0;     // of the agent, then
  double thought = 0.0;            // reward that thinking longer has gained
  int added = 0;                   // onsets that the density fader has added; negative: taken away
  std::optional<float> threshold;  // the smallest gain that the fader has let through, in toggles
};

// One start and the greedy iterations from it; rewards[0] and sequences[0] are the start's.
struct EvaluationRun {
  std::string kick;                    // "x...x..."
  std::vector<double> rewards;         // (iterations + 1)
  std::vector<std::string> sequences;  // (iterations + 1) snares
};

// The original's scenarios, where rewards are the difference in [-1, 1]. Only for the preset "Original": to others
// they mean nothing.
struct Scenarios {
  int iterations = 0;
  double best_reward = 1.0;
  EvaluationRun best;                // starts from the complement of a four-on-the-floor kick
  EvaluationRun worst;               // starts from snare equals kick
  EvaluationRun random;              // one seeded random start
  std::vector<double> mean_rewards;  // (iterations + 1), over all random starts; may be empty
  int starts = 0;                    // random starts behind the shares
  double reached = 0.0;              // share that reaches the best reward, 0-1
  double fewest = 0.0;               // share that does so in the fewest possible toggles, 0-1
};

// Answers to kicks that no training has heard, against the true optimum and simpler means (trainer/report.h). Regrets
// are shares of what lies between random snares (1) and the optimum (0).
struct RegretReport {
  int kicks = 0;
  bool held_out = true;
  bool exact = true;  // the optimum is the true one; else the best that a long search found
  double regret = 0.0;
  double regret_hill_climb = 0.0;
  double regret_euclid = 0.0;
  double optimal_share = 0.0;  // of kicks, 0-1
  double optimal_share_hill_climb = 0.0;
  double optimal_share_euclid = 0.0;
  double beats_hill_climb = 0.0;  // share of kicks where the answer is better than hill climbing's
  double mean_reward = 0.0;
  double mean_optimum = 0.0;
  double mean_hill_climb = 0.0;
  double mean_euclid = 0.0;
  double mean_random = 0.0;
  std::optional<double> think_regret;  // of the answers after thinking longer
  std::optional<double> think_optimal_share;
};

struct Evaluation {
  std::string agent_name;
  std::string reward_name;  // what it was judged by: a preset's name or "your mix"
  int steps = 0;
  std::optional<Scenarios> scenarios;
  std::optional<RegretReport> report;
};

enum class EvaluationStatus : std::uint8_t { none, running, ready, failed };

enum class MidiStatus : std::uint8_t {
  off,        // not asked for yet
  no_api,     // this browser has no Web MIDI
  insecure,   // the page is not served securely
  refused,    // the person or the browser said no
  failed,     // MIDI could not be started
  no_device,  // nothing is plugged in
  unplugged,  // the chosen device is gone
  ready,      // notes go out
};

struct MidiPort {
  std::string id;
  std::string name;
};

struct MidiState {
  MidiStatus status = MidiStatus::off;
  std::string sentence;  // what to do about it
  std::vector<MidiPort> ports;
  std::optional<std::string> selected;  // id of a port

  bool ready() const { return status == MidiStatus::ready && selected.has_value(); }
};

// The names used in JSON: "training", "file", "no_device" …
const char* name_of(TrainingStatus status);
const char* name_of(AgentOrigin origin);
const char* name_of(Side side);
const char* name_of(EvaluationStatus status);
const char* name_of(MidiStatus status);

// The preset that these settings are, or "your mix".
std::string name_of(const rhythm::RewardSettings& reward);

// Lines "scenario,iteration,reward,snare,kick" (RFC 4180) under a header; the shares come last, in the reward column.
std::string evaluation_csv(const Evaluation& evaluation);

}  // namespace session
