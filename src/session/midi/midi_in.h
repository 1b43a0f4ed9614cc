// What a Session remembers of MIDI that comes in, beside the document: ports, unfinished messages, what was played
// lately, what is being learned, the master's clock, the lights.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sequencer/clock_follower.h"
#include "sequencer/midi_parser.h"
#include "sequencer/pads.h"
#include "session/song/slot.h"
#include "session/view.h"

namespace session {

// Bytes that came together, and when.
struct MidiBatchItem {
  double time_ms;
  std::vector<std::uint8_t> bytes;
};

// Something that was played, its port's latency taken out.
struct PlayedHit {
  double time_ms = 0.0;
  int voice = 0;
  int velocity = 0;
  // While playing: where it belongs.
  std::optional<std::int64_t> step;
  std::int64_t cycle = 0;
  int cell = 0;
};

struct Recording {
  bool on = false;
  int hits = 0;            // since it was switched on
  int count_in_beats = 0;  // still to come
};

struct ClockView {
  bool following = false;  // the transport goes with an external clock
  bool steady = false;     // the tempo is known
  double tempo_bpm = 0.0;  // of the external clock, 0 while it is not known
  std::string sentence;    // what is the matter with it, if anything
};

// How the scheduler keeps its times: what it was asked for beside what it handed over, measured in the browser.
struct Timing {
  int events = 0;
  double lead_p50_ms = 0.0;    // how long before its time an event was handed over
  double lead_p99_ms = 0.0;    // all but one in a hundred had at least this
  double lead_worst_ms = 0.0;  // and all had this
  int missed = 0;              // more than 10 ms late, or never handed over because the page stood still
  int doubled = 0;
};

enum class LoopbackStatus : std::uint8_t { idle, running, ready, failed };

// A cable from the chosen output to the chosen input, measured.
struct Loopback {
  LoopbackStatus status = LoopbackStatus::idle;
  std::string sentence;
  int sent = 0;
  int received = 0;
  double latency_ms = 0.0;  // median, there and back
  double jitter_ms = 0.0;   // standard deviation
  double worst_ms = 0.0;
};

const char* name_of(LoopbackStatus status);

// Times of the last hits are kept for so long.
inline constexpr double kPlayedMs = 60000.0;
inline constexpr std::size_t kMostPlayed = 1024;

struct MidiInState {
  MidiState port;
  MidiState pads;                                        // their output
  std::string pads_input;                                // id of the input that belongs to it; empty: none
  std::map<std::string, sequencer::MidiParser> parsers;  // by port id
  std::deque<PlayedHit> played;
  Recording recording;
  std::array<std::int64_t, kVoices> replaced_cycle{};  // in replace mode: the cycle in which a voice's row was erased
  bool answer_pending = false;
  std::int64_t answered_cycle = -1;                // the last that was answered by itself
  std::string learning;                            // a target; empty: none
  std::map<std::pair<int, int>, int> controllers;  // last values, by channel and number
  sequencer::ClockFollower clock;
  std::uint64_t relocations = 0;  // of the clock, that the transport has followed
  ClockView clock_view;
  sequencer::PadLights lights;
  Timing timing;
  Loopback loopback;
};

}  // namespace session
