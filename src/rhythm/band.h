// Bands: which rows of a pattern agents play, whom each hears, and what is asked of it.
//
// Plain values, which the page's patterns, the environment of several agents and the command line share.
#pragma once

#include <bitset>
#include <span>
#include <string_view>
#include <vector>

#include "core/status.h"
#include "rhythm/pattern.h"
#include "rhythm/reward_settings.h"

namespace rhythm {

using VoiceSet = std::bitset<kVoices>;  // by voice
VoiceSet only(int voice);

// What is asked of one agent of a band.
struct BandPart {
  int voice = kSnare;            // that it plays
  VoiceSet hears = only(kKick);  // never its own
  RewardSettings reward;         // its own terms see its row, and what it hears as one row

  bool operator==(const BandPart&) const = default;
};

struct Band {
  std::string_view name;  // "Duo"
  std::string_view help;  // one line
  VoiceSet voices;        // that agents play
};

std::span<const Band> bands();
// Errors: there is none of that name; the sentence lists them.
core::Result<Band> find_band(std::string_view name);
// Its parts, each as is usual for its voice, in the order of the voices.
std::vector<BandPart> parts_of(const Band& band);

// What is asked of the agent of a voice at first, and what it hears.
RewardSettings usual_reward(int voice);
VoiceSet usual_wires(int voice);

}  // namespace rhythm
