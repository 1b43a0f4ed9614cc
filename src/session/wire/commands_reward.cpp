// Commands about what an answer should be like.
#include "core/text.h"
#include "session/wire/commands.h"
#include "session/wire/state_json.h"
#include "session/wire/training_json.h"

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
  const Json* json = call.json.find("reward");
  if (json == nullptr || !json->is_object()) return core::fail("\"reward\" should be an object with \"terms\".");
  Json settings = Json::object();
  for (const auto& [key, value] : json->items()) {
    if (key != "preset") settings[key] = value;  // the state tells it, the settings imply it
  }
  const auto reward = rhythm::reward_settings_from_json(settings.dump(), call.session.document().part().reward);
  if (!reward) return refuse(reward.error());
  return reply(call.session.edit(session::set_reward, *reward));
}

Reply set_term(const Call& call) {
  const auto term = read_term(call.json);
  if (!term) return refuse(term.error());
  rhythm::TermSetting setting = call.session.document().part().reward[*term];
  for (const auto& [key, target] :
       {std::pair<const char*, float*>{"weight", &setting.weight}, {"level", &setting.level}}) {
    if (call.json.find(key) == nullptr) continue;
    const auto value = read_number(call.json, key);
    if (!value) return refuse(value.error());
    *target = static_cast<float>(*value);
  }
  if (call.json.find("mode") != nullptr) {
    const auto name = read_text(call.json, "mode");
    if (!name) return refuse(name.error());
    const auto mode = rhythm::parse_mode(*name);
    if (!mode) return refuse(mode.error());
    setting.mode = *mode;
  }
  return reply(call.session.edit(session::set_term, *term, setting));
}

Reply set_preset(const Call& call) {
  const auto name = read_text(call.json, "name");
  if (!name) return refuse(name.error());
  return reply(call.session.edit(session::set_preset, *name));
}

// {"style": key or null}
Reply set_style(const Call& call) {
  const auto reward = rhythm::reward_settings_from_json(Json{{"style", call.json.at("style")}}.dump());
  if (!reward) return refuse(reward.error());
  return reply(call.session.edit(session::set_style, reward->style));
}

Reply like_snare(const Call& call) { return reply(call.session.edit(session::like_answer)); }

Reply forget_liked(const Call& call) { return reply(call.session.edit(session::forget_liked)); }

Reply set_think(const Call& call) {
  const auto on = read_bool(call.json, "on");
  if (!on) return refuse(on.error());
  return reply(call.session.edit(session::set_think, *on));
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
  if (!call.json.contains("result")) return core::fail("\"result\" should be the best answer.");
  TruthDesk& desk = call.session.coach().truth();
  const std::optional<int> steps = desk.asked_steps();
  if (!steps) return core::fail("Nobody asked for the best answer.");
  auto answer = read_truth(read_written(call.json, "result"), *steps);
  if (!answer) {
    desk.fail();
    return refuse(answer.error());
  }
  return reply(desk.take(std::move(*answer)));
}

Reply truth_error(const Call& call) {
  call.session.coach().truth().fail();
  return Json();
}

}  // namespace

std::span<const Command> reward_commands() {
  static constexpr Command commands[] = {
      {"set_reward", set_reward},   {"set_term", set_term},   {"set_preset", set_preset},
      {"like_snare", like_snare},   {"set_style", set_style}, {"forget_liked", forget_liked},
      {"set_think", set_think},     {"presets", presets},     {"truth", truth},
      {"truth_error", truth_error},
  };
  return commands;
}

}  // namespace session
