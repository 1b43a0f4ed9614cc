// Edits of who plays what: which rows are agents', and whom they hear.
#include <algorithm>
#include <array>
#include <cassert>
#include <initializer_list>
#include <string>
#include <utility>

#include "core/text.h"
#include "session/song/band.h"
#include "session/song/edit.h"

namespace session {
namespace {

using rhythm::Term;
using rhythm::TermMode;
using rhythm::TermSetting;

constexpr std::size_t kMostKeyBytes = 64;  // of the key of a kept agent

VoiceSet voices_of(std::initializer_list<int> voices) {
  VoiceSet set;
  for (const int voice : voices) set.set(static_cast<std::size_t>(voice));
  return set;
}

rhythm::RewardSettings mix(std::initializer_list<std::pair<Term, TermSetting>> terms) {
  rhythm::RewardSettings settings;
  for (const auto& [term, setting] : terms) settings[term] = setting;
  return settings;
}

constexpr TermSetting more(float weight) { return {.weight = weight, .mode = TermMode::maximise}; }
constexpr TermSetting less(float weight) { return {.weight = weight, .mode = TermMode::minimise}; }
constexpr TermSetting about(float weight, float level) {
  return {.weight = weight, .mode = TermMode::target, .level = level};
}

rhythm::RewardSettings preset(std::string_view name) {
  const rhythm::RewardPreset* found = rhythm::find_preset(name);
  assert(found != nullptr);
  return found->settings;
}

core::Status check_played(const Document& document, int voice) {
  if (auto status = check_voice(voice); !status) return status;
  if (document.current().part_of(voice) != nullptr) return {};
  return core::fail("No agent plays the " + spoken_name(voice) + ": hand it to one first.");
}

// What agents of this voice are asked for elsewhere holds here, too.
const Part* part_in_bank(const Document& document, int voice) {
  for (const Slot& slot : document.bank) {
    if (const Part* part = slot.part_of(voice)) return part;
  }
  return nullptr;
}

Part new_part(const Document& document, int voice) {
  Part part(document.current().steps());
  part.voice = voice;
  part.hears = usual_wires(voice);
  part.reward = usual_reward(voice);
  if (const Part* other = part_in_bank(document, voice)) {
    part.reward = other->reward;
    part.density = other->density;
    part.dynamics = other->dynamics;
    part.think = other->think;
  }
  return part;
}

}  // namespace

std::span<const Band> bands() {
  using namespace rhythm;  // NOLINT: the voices' names
  static const std::array<Band, 4> kBands = {{
      {"Solo", "The snare is an agent's, as at first.", voices_of({kSnare})},
      {"Duo", "Snare and hat answer your kick and each other.", voices_of({kSnare, kHat})},
      {"Trio", "Snare, rim and hat find places around your kick.", voices_of({kSnare, kRim, kHat})},
      {"Kit", "Snare, rim, hat and open hat build a groove from your kick.", voices_of({kSnare, kRim, kHat, kOpenHat})},
  }};
  return kBands;
}

const Band* matching_band(const Slot& slot) {
  VoiceSet played;
  for (const Part& part : slot.parts) played.set(static_cast<std::size_t>(part.voice));
  const auto found = std::ranges::find(bands(), played, &Band::voices);
  return found == bands().end() ? nullptr : &*found;
}

// Chosen by looking at the best rows for many kicks with the first snares that answer them.
rhythm::RewardSettings usual_reward(int voice) {
  switch (voice) {
    case rhythm::kKick:  // on the strong beats, out of the snare's way
      return mix({{Term::lhl, less(0.4F)}, {Term::overlap, less(1.0F)}, {Term::density, about(1.0F, 0.25F)}});
    case rhythm::kRim:  // three hits against the beat, in the gaps
      return mix({{Term::density, about(1.0F, 0.1875F)}, {Term::overlap, less(0.8F)}, {Term::lhl, more(0.4F)}});
    case rhythm::kClap:
      return preset("Straight");
    case rhythm::kHat:  // eighths
      return mix({{Term::evenness, more(1.0F)}, {Term::density, about(1.0F, 0.5F)}, {Term::lhl, less(0.4F)}});
    case rhythm::kOpenHat:  // between the beats
      return mix({{Term::density, about(1.0F, 0.125F)}, {Term::overlap, less(1.0F)}, {Term::evenness, more(0.4F)}});
    case rhythm::kLowTom:
      return mix({{Term::density, about(1.0F, 0.125F)}, {Term::overlap, less(1.0F)}, {Term::lhl, more(0.3F)}});
    case rhythm::kHighTom:
      return mix({{Term::density, about(1.0F, 0.125F)}, {Term::overlap, less(1.0F)}, {Term::wnbd, more(0.4F)}});
    default:
      return preset("Backbeat");
  }
}

VoiceSet usual_wires(int voice) {
  switch (voice) {
    case rhythm::kKick:
      return only(rhythm::kSnare);
    case rhythm::kSnare:
      return only(rhythm::kKick);
    case rhythm::kOpenHat:
      return voices_of({rhythm::kKick, rhythm::kSnare, rhythm::kRim});
    case rhythm::kHighTom:
      return voices_of({rhythm::kKick, rhythm::kSnare, rhythm::kLowTom});
    default:
      return voices_of({rhythm::kKick, rhythm::kSnare});
  }
}

core::Status hand_over(Document& document, int voice) {
  if (auto status = check_voice(voice); !status) return status;
  Slot& slot = document.current();
  if (slot.part_of(voice) != nullptr) return core::fail("An agent plays the " + spoken_name(voice) + " already.");
  const auto behind = std::ranges::find_if(slot.parts, [&](const Part& part) { return part.voice > voice; });
  slot.parts.insert(behind, new_part(document, voice));
  slot.show(voice);
  return {};
}

core::Status take_back(Document& document, int voice) {
  if (auto status = check_played(document, voice); !status) return status;
  Slot& slot = document.current();
  if (slot.parts.size() == 1) {
    return core::fail("One row at least is an agent's: hand another one over first, or mute this one.");
  }
  const int shown = slot.part().voice;
  std::erase_if(slot.parts, [&](const Part& part) { return part.voice == voice; });
  slot.shown_part = 0;
  slot.show(shown);
  return {};
}

core::Status set_wire(Document& document, int voice, int from, bool on) {
  if (auto status = check_played(document, voice); !status) return status;
  if (auto status = check_voice(from); !status) return status;
  if (voice == from) return core::fail("An agent knows its own row anyway: it cannot be wired to itself.");
  document.current().part_of(voice)->hears.set(static_cast<std::size_t>(from), on);
  return {};
}

core::Status show_part(Document& document, int voice) {
  if (auto status = check_played(document, voice); !status) return status;
  document.current().show(voice);
  return {};
}

core::Status set_band(Document& document, std::string_view name) {
  const auto band = std::ranges::find(bands(), name, &Band::name);
  if (band == bands().end()) {
    std::string names;
    for (const Band& each : bands()) names += (names.empty() ? "" : ", ") + std::string(each.name);
    return core::fail("There is no band " + core::in_quotes(name) + ": there are " + names + ".");
  }
  Slot& slot = document.current();
  std::vector<Part> parts;
  for (int voice = 0; voice < kVoices; ++voice) {
    if (!band->voices.test(static_cast<std::size_t>(voice))) continue;
    const Part* there = slot.part_of(voice);
    parts.push_back(there != nullptr ? *there : new_part(document, voice));
  }
  slot.parts = std::move(parts);
  slot.shown_part = 0;
  slot.show(rhythm::kSnare);
  return {};
}

core::Status set_part_agent(Document& document, int voice, std::string_view agent) {
  if (auto status = check_played(document, voice); !status) return status;
  if (agent.size() > kMostKeyBytes) return core::fail("That is no key of a kept agent.");
  document.current().part_of(voice)->agent = agent;
  return {};
}

}  // namespace session
