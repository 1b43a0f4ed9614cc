// Starter grooves: whole patterns to begin from, each with its tempo, its swing, its kit and what answers should be
// like.
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "core/status.h"
#include "rhythm/timing.h"
#include "session/song/document.h"

namespace session {

struct Starter {
  std::string_view name;  // "House"
  std::string_view help;  // one line
  double tempo_bpm;
  double swing_percent;
  rhythm::Timing timing;
  Kit kit;
  std::string_view preset;  // of the reward
  // Rows of one bar: X an accent, x a hit, o a soft one, r a soft one played three times, . a rest; empty: nothing.
  std::string_view kick;
  std::string_view hat;
  std::string_view open_hat;
  std::string_view rim;
};

std::span<const Starter> starters();

// The one whose kick, tempo and swing the pattern that is shown has; null: it is none.
const Starter* matching_starter(const Document& document);

// The pattern that is shown becomes this groove, all of it the musician's but the agent's voice; tempo, swing and kit
// become the pattern's own, the reward is that of all. Other patterns with something in them keep the tempo that they
// had, those without go by the groove's. Errors: there is none of that name; the sentence lists them.
core::Status load_starter(Document& document, std::string_view name);

// What a first visit begins with: a groove that swings.
Document first_visit_document();

}  // namespace session
