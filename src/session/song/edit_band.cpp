// Edits of who plays what: which rows are agents', and whom they hear.
#include <algorithm>
#include <string>
#include <utility>

#include "rhythm/band.h"
#include "session/song/edit.h"

namespace session {
namespace {

constexpr std::size_t kMostKeyBytes = 64;  // of the key of a kept agent

core::Status check_played(const Document& document, int voice) {
  if (auto status = check_voice(voice); !status) return status;
  if (document.current().part_of(voice) != nullptr) return {};
  return core::fail("No agent plays the " + spoken_name(voice) + ": hand it to one first.");
}

}  // namespace

const Part* part_in_bank(const Document& document, int voice) {
  for (const Slot& slot : document.bank) {
    if (const Part* part = slot.part_of(voice)) return part;
  }
  return nullptr;
}

Part usual_part(const Document& document, int voice) {
  Part part(document.current().steps());
  part.voice = voice;
  part.hears = rhythm::usual_wires(voice);
  part.reward = rhythm::usual_reward(voice);
  if (const Part* other = part_in_bank(document, voice)) take_wishes(part, *other);
  return part;
}

core::Status hand_over(Document& document, int voice) {
  if (auto status = check_voice(voice); !status) return status;
  Slot& slot = document.current();
  if (slot.part_of(voice) != nullptr) return core::fail("An agent plays the " + spoken_name(voice) + " already.");
  const auto behind = std::ranges::find_if(slot.parts, [&](const Part& part) { return part.voice > voice; });
  slot.parts.insert(behind, usual_part(document, voice));
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
  const auto band = rhythm::find_band(name);
  if (!band) return core::fail(band.error().message);
  Slot& slot = document.current();
  std::vector<Part> parts;
  for (int voice = 0; voice < kVoices; ++voice) {
    if (!band->voices.test(static_cast<std::size_t>(voice))) continue;
    const Part* there = slot.part_of(voice);
    parts.push_back(there != nullptr ? *there : usual_part(document, voice));
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
