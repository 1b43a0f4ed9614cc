#include "rhythm/band.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <initializer_list>
#include <string>

#include "core/text.h"
#include "rhythm/reward_mix.h"

namespace rhythm {
namespace {

VoiceSet voices_of(std::initializer_list<int> voices) {
  VoiceSet set;
  for (const int voice : voices) set.set(static_cast<std::size_t>(voice));
  return set;
}

RewardSettings preset(std::string_view name) {
  const RewardPreset* found = find_preset(name);
  assert(found != nullptr);
  return found->settings;
}

}  // namespace

VoiceSet only(int voice) { return VoiceSet().set(static_cast<std::size_t>(voice)); }

std::span<const Band> bands() {
  static const std::array<Band, 4> kBands = {{
      {"Solo", "The snare is an agent's, as at first.", voices_of({kSnare})},
      {"Duo", "Snare and hat answer your kick and each other.", voices_of({kSnare, kHat})},
      {"Trio", "Snare, rim and hat find places around your kick.", voices_of({kSnare, kRim, kHat})},
      {"Kit", "Snare, rim, hat and open hat build a groove from your kick.", voices_of({kSnare, kRim, kHat, kOpenHat})},
  }};
  return kBands;
}

core::Result<Band> find_band(std::string_view name) {
  const auto found = std::ranges::find(bands(), name, &Band::name);
  if (found != bands().end()) return *found;
  return core::fail("There is no band " + core::in_quotes(name) + ": there are " + core::listed(bands(), &Band::name) +
                    ".");
}

std::vector<BandPart> parts_of(const Band& band) {
  std::vector<BandPart> parts;
  for (int voice = 0; voice < kVoices; ++voice) {
    if (!band.voices.test(static_cast<std::size_t>(voice))) continue;
    parts.push_back({.voice = voice, .hears = usual_wires(voice), .reward = usual_reward(voice)});
  }
  return parts;
}

// Chosen by looking at the best rows for many kicks with the first snares that answer them.
RewardSettings usual_reward(int voice) {
  switch (voice) {
    case kKick:  // on the strong beats, out of the snare's way
      return mix({{Term::lhl, less(0.4F)}, {Term::overlap, less(1.0F)}, {Term::density, about(1.0F, 0.25F)}});
    case kRim:  // three hits against the beat, in the gaps
      return mix({{Term::density, about(1.0F, 0.1875F)}, {Term::overlap, less(0.8F)}, {Term::lhl, more(0.4F)}});
    case kClap:
      return preset("Straight");
    case kHat:  // eighths
      return mix({{Term::evenness, more(1.0F)}, {Term::density, about(1.0F, 0.5F)}, {Term::lhl, less(0.4F)}});
    case kOpenHat:  // between the beats
      return mix({{Term::density, about(1.0F, 0.125F)}, {Term::overlap, less(1.0F)}, {Term::evenness, more(0.4F)}});
    case kLowTom:
      return mix({{Term::density, about(1.0F, 0.125F)}, {Term::overlap, less(1.0F)}, {Term::lhl, more(0.3F)}});
    case kHighTom:
      return mix({{Term::density, about(1.0F, 0.125F)}, {Term::overlap, less(1.0F)}, {Term::wnbd, more(0.4F)}});
    default:
      return preset("Backbeat");
  }
}

VoiceSet usual_wires(int voice) {
  switch (voice) {
    case kKick:
      return only(kSnare);
    case kSnare:
      return only(kKick);
    case kOpenHat:
      return voices_of({kKick, kSnare, kRim});
    case kHighTom:
      return voices_of({kKick, kSnare, kLowTom});
    default:
      return voices_of({kKick, kSnare});
  }
}

}  // namespace rhythm
