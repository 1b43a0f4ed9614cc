// Commands about what an answer should be like.
#include "core/text.h"
#include "session/wire/commands.h"
#include "session/wire/state_json.h"

namespace session {
namespace {

core::Result<rhythm::Term> read_term(const Json& json) {
  const auto key = read_text(json, "term");
  if (!key) return core::fail(key.error().message);
  if (const rhythm::TermInfo* info = rhythm::find_term(*key)) return info->term;
  std::string keys;
  for (const rhythm::TermInfo& info : rhythm::term_table()) keys += (keys.empty() ? "" : ", ") + std::string(info.key);
  return core::fail("There is no term " + core::in_quotes(*key) + ": the terms are " + keys + ".");
}

// {"reward": settings}: what is missing stays as it is set.
Reply set_reward(const Call& call) {
  const Json* json = find(call.json, "reward");
  if (json == nullptr || !json->is_object()) return core::fail("\"reward\" should be an object with \"terms\".");
  Json settings = *json;
  settings.erase("preset");  // the state tells it, the settings imply it
  const auto reward = rhythm::reward_settings_from_json(to_text(settings), call.session.document().reward);
  if (!reward) return refuse(reward.error());
  return reply(call.session.set_reward(*reward));
}

Reply set_term(const Call& call) {
  const auto term = read_term(call.json);
  if (!term) return refuse(term.error());
  rhythm::TermSetting setting = call.session.document().reward[*term];
  for (const auto& [key, target] :
       {std::pair<const char*, float*>{"weight", &setting.weight}, {"level", &setting.level}}) {
    if (find(call.json, key) == nullptr) continue;
    const auto value = read_number(call.json, key);
    if (!value) return refuse(value.error());
    *target = static_cast<float>(*value);
  }
  if (find(call.json, "mode") != nullptr) {
    const auto name = read_text(call.json, "mode");
    if (!name) return refuse(name.error());
    const auto mode = rhythm::parse_mode(*name);
    if (!mode) return refuse(mode.error());
    setting.mode = *mode;
  }
  return reply(call.session.set_term(*term, setting));
}

Reply set_preset(const Call& call) {
  const auto name = read_text(call.json, "name");
  if (!name) return refuse(name.error());
  return reply(call.session.set_preset(*name));
}

Reply like_snare(const Call& call) { return reply(call.session.like_snare()); }

Reply forget_liked(const Call& call) {
  call.session.forget_liked();
  return Json();
}

Reply set_think(const Call& call) {
  const auto on = read_bool(call.json, "on");
  if (!on) return refuse(on.error());
  call.session.set_think(*on);
  return Json();
}

// The presets with their settings, for scripts.
Reply presets(const Call&) {
  Json list = Json::array();
  for (const rhythm::RewardPreset& preset : rhythm::reward_presets()) {
    list.push_back({{"name", std::string(preset.name)},
                    {"help", std::string(preset.help)},
                    {"reward", reward_json(preset.settings)}});
  }
  return list;
}

// From the worker.
Reply truth(const Call& call) {
  const Json* result = find(call.json, "result");
  if (result == nullptr) return core::fail("\"result\" should be the best answer.");
  return reply(call.session.truth_result(to_text(*result)));
}

Reply truth_error(const Call& call) {
  call.session.truth_failed();
  return Json();
}

constexpr Command kCommands[] = {
    {"set_reward", set_reward},     {"set_term", set_term},   {"set_preset", set_preset}, {"like_snare", like_snare},
    {"forget_liked", forget_liked}, {"set_think", set_think}, {"presets", presets},       {"truth", truth},
    {"truth_error", truth_error},
};

}  // namespace

std::span<const Command> reward_commands() { return kCommands; }

}  // namespace session
