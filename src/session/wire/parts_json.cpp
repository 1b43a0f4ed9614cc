#include "session/wire/parts_json.h"

#include <utility>
#include <vector>

#include "session/song/edit.h"
#include "session/wire/state_json.h"

namespace session {
namespace {

Json hears_json(const VoiceSet& hears) {
  Json list = Json::array();
  for (std::size_t voice = 0; voice < kVoices; ++voice) {
    if (hears.test(voice)) list.push_back(kVoiceNames[voice]);
  }
  return list;
}

core::Result<int> read_part_voice(const Json& json, const char* key) {
  const auto name = read_text(json, key);
  if (!name) return core::fail(name.error().message);
  const std::optional<int> voice = find_voice(*name);
  if (!voice) return core::fail(check_voice(-1).error().message);
  return *voice;
}

core::Status read_hears(const Json& json, Part& part) {
  const Json* list = json.find("hears");
  if (list == nullptr || !list->is_array()) return core::fail("A part does not say whom it hears.");
  part.hears.reset();
  for (const Json& each : *list) {
    const std::optional<int> from = each.is_string() ? find_voice(each.text()) : std::nullopt;
    if (!from || *from == part.voice) return core::fail("A part hears a voice that it cannot hear.");
    part.hears.set(static_cast<std::size_t>(*from));
  }
  return {};
}

core::Status read_locks(const Json& json, Part& part) {
  const auto locks = read_row(json, "locks");
  if (!locks) return core::fail(locks.error().message);
  if (locks->size() != part.locks.size()) return core::fail("The locks have another length than their pattern.");
  for (std::size_t i = 0; i < locks->size(); ++i) part.locks[i] = (*locks)[i] != 0 ? 1 : 0;
  return {};
}

core::Status read_wishes(const Json& json, Part& part) {
  const Json* reward_json = json.find("reward");
  if (reward_json == nullptr) return core::fail("A part has no settings of the reward.");
  auto reward = rhythm::reward_settings_from_json(reward_json->dump());
  if (!reward) return core::fail(reward.error().message);
  if (auto status = rhythm::check_settings(*reward); !status) return status;
  const auto density = read_number(json, "density");
  if (!density) return core::fail(density.error().message);
  if (auto status = check_density(*density); !status) return status;
  const auto dynamics = read_bool(json, "dynamics");
  if (!dynamics) return core::fail(dynamics.error().message);
  const auto think = read_bool(json, "think");
  if (!think) return core::fail(think.error().message);
  auto agent = read_text(json, "agent");
  if (!agent) return core::fail(agent.error().message);
  part.reward = std::move(*reward);
  part.density = *density;
  part.dynamics = *dynamics;
  part.think = *think;
  part.agent = std::move(*agent);
  return {};
}

}  // namespace

bool is_snare_alone(const Slot& slot) {
  const Part& first = slot.parts.front();
  return slot.parts.size() == 1 && first.voice == rhythm::kSnare && first.hears == only(rhythm::kKick) &&
         first.agent.empty();
}

Json parts_json(const Slot& slot) {
  Json parts = Json::array();
  for (const Part& part : slot.parts) {
    parts.push_back({{"voice", voice_key(part.voice)},
                     {"hears", hears_json(part.hears)},
                     {"locks", lock_text(part)},
                     {"reward", reward_json(part.reward)},
                     {"density", part.density},
                     {"dynamics", part.dynamics},
                     {"think", part.think},
                     {"agent", part.agent}});
  }
  return {{"parts", std::move(parts)}, {"shown_part", voice_key(slot.part().voice)}};
}

core::Status read_parts(const Json& json, Slot& slot) {
  const Json* list = json.find("parts");
  if (list == nullptr) return {};
  if (!list->is_array() || list->size() == 0) return core::fail("A pattern has no list of its agents' parts.");
  std::vector<Part> parts;
  for (const Json& each : *list) {
    const auto voice = read_part_voice(each, "voice");
    if (!voice) return core::fail(voice.error().message);
    if (!parts.empty() && parts.back().voice >= *voice) return core::fail("The parts of a pattern are out of order.");
    Part part(slot.steps());
    part.voice = *voice;
    for (const auto read : {read_hears, read_locks, read_wishes}) {
      if (auto status = read(each, part); !status) return status;
    }
    parts.push_back(std::move(part));
  }
  slot.parts = std::move(parts);
  slot.shown_part = 0;
  const auto shown = read_part_voice(json, "shown_part");
  if (!shown) return core::fail(shown.error().message);
  slot.show(*shown);
  return {};
}

}  // namespace session
