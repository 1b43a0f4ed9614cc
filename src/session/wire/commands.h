// The command table: what a command gets, what it gives, and how it refuses.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "session/session.h"
#include "session/wire/json_read.h"

namespace session {

using Reply = core::Result<Json>;  // the result, or the sentence of a refusal

// One command as JSON {"type": …} -> {"ok":true,"result":…} or {"ok":false,"error":sentence}. `inbox`: bytes that came
// with it; `bytes`: those that it gives back (export_agent).
std::string run_command(Session& session, std::string_view json, double now_ms, std::span<const std::uint8_t> inbox,
                        std::vector<std::uint8_t>& bytes);

// --- For the parts of the table -----------------------------------------------------------------------------------

struct Call {
  Session& session;
  const Json& json;  // the whole command
  double now_ms;
  std::span<const std::uint8_t> inbox;  // bytes that came with it
  std::vector<std::uint8_t>& bytes;     // bytes to give back
};

struct Command {
  const char* name;  // its "type"
  Reply (*run)(const Call&);
};

std::span<const Command> playing_commands();   // transport, sound
std::span<const Command> pattern_commands();   // steps, voices, groove, song
std::span<const Command> reward_commands();    // what an answer should be like
std::span<const Command> training_commands();  // training, evaluation
std::span<const Command> groove_commands();    // grooves in and out
std::span<const Command> band_commands();      // whose rows are agents', and whom they hear
std::span<const Command> race_commands();      // learners side by side
std::span<const Command> agent_commands();     // the agents that play
std::span<const Command> midi_commands();      // MIDI both ways
std::span<const Command> page_commands();      // notices, document, state

std::unexpected<core::Error> refuse(const core::Error& error);
Reply reply(const core::Status& status);

// "voice": one of kVoiceNames.
core::Result<int> read_voice(const Json& json);

// A whole number; `fallback` if the key is missing.
core::Result<int> read_int_or(const Json& json, const char* key, int fallback);

}  // namespace session
