// What the page asks of JavaScript: one plain struct a request. wire/requests_json.h has their text.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/config.h"
#include "rhythm/pattern.h"
#include "rhythm/reward_settings.h"
#include "sequencer/midi.h"
#include "session/bench/along.h"
#include "session/bench/brief.h"
#include "session/song/document.h"

namespace session {

// --- Sound --------------------------------------------------------------------------------------------------------

struct AudioStart {};
struct AudioStop {};
struct StrikeVoice {  // now
  int voice = 0;
  int velocity = 0;
  int kit = 0;
};
struct SetVolume {
  double volume = 0.0;
};
struct SetSounds {
  std::array<VoiceSound, kVoices> sounds;
  std::array<Sample, kVoices> samples;
  double drive = 0.0;
};

// --- Files and storage --------------------------------------------------------------------------------------------

struct Save {  // what has changed since the last time
  bool document = false;
  bool agent = false;    // of side A
  bool agent_b = false;  // of side B
  bool kept = false;     // the list of kept agents
};
enum class Downloaded : std::uint8_t { agent, evaluation_png, evaluation_csv };
struct Download {
  Downloaded what = Downloaded::agent;
  std::string name;  // of the file
};
struct OpenFile {};  // the picker

// --- The training worker ------------------------------------------------------------------------------------------

// A fresh learner, or one that goes on.
struct TrainReset {
  core::Config config;
  rhythm::Row heard;  // all of the pattern's; a learner of fewer steps practises it window by window
  Brief brief;
};
struct TrainStart {
  core::Config config;
  rhythm::Row heard;
  Brief brief;
  int judged_by_kicks = 0;
  std::uint64_t judged_by_seed = 0;
};
struct TrainLoadAgent {};  // the learner goes on from the agent on side A
struct TrainPause {};
struct TrainConfig {
  core::Config config;
};
struct TrainHeard {
  rhythm::Row heard;
};
struct TrainReward {
  Brief brief;
};

struct RaceStart {
  std::vector<core::Config> configs;  // one a runner
  rhythm::Row heard;
  Brief brief;
  int seconds = 0;
  int judged_by_kicks = 0;
  std::uint64_t judged_by_seed = 0;
};
struct RaceConfig {
  std::vector<core::Config> configs;
};
struct RaceKeep {
  int runner = 0;
};
struct RaceStop {};

// --- The evaluation worker ----------------------------------------------------------------------------------------

struct Evaluate {
  int steps = 0;  // of the kicks
  int iterations = 0;
  int starts = 0;
  int kicks = 0;
  bool think = true;
  Brief brief;
  std::uint64_t seed = 0;
};
struct AskTruth {     // about the best answers there are, as the reward counts for the pattern
  rhythm::Row heard;  // (n) onsets
  Brief brief;
  bool previews = false;  // and the best for each term alone
  bool operator==(const AskTruth&) const = default;
};

// --- MIDI ---------------------------------------------------------------------------------------------------------

struct MidiConnect {};
// `id` of a port; absent: none.
struct MidiSelect {
  std::optional<std::string> id;
};
struct MidiInSelect {
  std::optional<std::string> id;
};
struct PadsInSelect {
  std::optional<std::string> id;  // of the input of the pads; absent: the one that is called like their output
};
struct PadsSelect {
  std::optional<std::string> id;
};
struct MidiSend {
  std::string port;
  std::vector<sequencer::TimedMessage> messages;
};
struct PadLights {
  std::string port;
  std::vector<sequencer::MidiBytes> messages;
};
struct MeasureLoopback {
  int notes = 0;
};
struct TimingReset {};

using Request =
    std::variant<AudioStart, AudioStop, StrikeVoice, SetVolume, SetSounds, Save, Download, TakeAlong, OpenFile,
                 TrainReset, TrainStart, TrainLoadAgent, TrainPause, TrainConfig, TrainHeard, TrainReward, RaceStart,
                 RaceConfig, RaceKeep, RaceStop, Evaluate, AskTruth, MidiConnect, MidiSelect, MidiInSelect, PadsSelect,
                 PadsInSelect, MidiSend, PadLights, MeasureLoopback, TimingReset>;

}  // namespace session
