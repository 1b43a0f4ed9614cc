// What is played in by hand: into the pattern while recording, or as a call that the agent answers.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <optional>

#include "session/bench/workbench.h"
#include "session/player/player.h"

namespace session {

// Something that was played, its port's latency taken out.
struct PlayedHit {
  double time_ms = 0.0;
  int voice = 0;
  int velocity = 0;
  // While playing: where it belongs.
  std::optional<std::int64_t> tick;
  std::int64_t cycle = 0;
  int cell = 0;
};

struct Recording {
  bool on = false;
  int hits = 0;            // since it was switched on
  int count_in_beats = 0;  // still to come
};

class Recorder {
 public:
  Recorder(Workbench& bench, Player& player) : bench_(bench), player_(player) {}

  // What is played in goes into the pattern, or not any more. From standstill: after a count-in if there is one;
  // `lead_ms` is the transport's head start.
  void record(bool on, double lead_ms);
  Recording recording() const;
  // A voice was played at time_ms, its port's latency taken out; heard if what comes in is.
  void hit(int voice, int velocity, double time_ms);
  // The same by a key or a pad of the page, which is always heard. Errors: no such voice, no such velocity.
  core::Status drum(int voice, int velocity);
  // The document's settings have changed, or playing has begun: the metronome follows.
  void apply_settings();

  // The kicks of the last cycle that was played in become the pattern when the next one begins, and the agent answers
  // them; when stopped, at once. Errors: nothing was played.
  core::Status answer_me();
  bool answer_pending() const { return answer_pending_; }
  // At the start of a cycle that is handed over: the row that the agent hears in it, if the last one is to be answered.
  std::optional<Called> called_row(std::int64_t cycle_start, const Slot& slot);
  void show_called_row(const Bar& bar);

  // What was played belongs to another run of the transport.
  void forget_steps();
  void transport_stopped();

 private:
  void take_hit(int voice, int velocity, double time_ms);
  void record_hit(const PlayedHit& hit, const PlayedAt& at);
  void like_played(const PlayedHit& hit, const Slot& slot);
  // Whether this voice was played in the cycle that began on this tick, and what, (n).
  bool called_in(std::int64_t cycle, int voice) const;
  rhythm::Row row_of_cycle(std::int64_t cycle, int voice, int steps) const;
  rhythm::Row row_of_phrase(int voice, int steps) const;

  Workbench& bench_;
  Player& player_;
  std::deque<PlayedHit> played_;
  Recording recording_;
  std::array<std::int64_t, kVoices> replaced_cycle_{};  // in replace mode: the cycle in which a row was erased
  bool answer_pending_ = false;
  bool answer_shown_ = false;         // the pattern has the call of answered_cycle_
  std::int64_t answered_cycle_ = -1;  // the last that was answered by itself
  int answered_voice_ = rhythm::kKick;
};

}  // namespace session
