#include "trainer/brief.h"

#include <nlohmann/json.hpp>
#include <string>
#include <utility>

namespace trainer {

using Json = nlohmann::ordered_json;

rhythm::Metre Brief::metre_for(int steps) const {
  return metre && metre->fits(steps) ? *metre : rhythm::Metre::default_for(steps);
}

core::Result<Brief> read_brief(std::string_view json) { return read_brief(Json::parse(json, nullptr, false)); }

core::Result<Brief> read_brief(Json json) {
  Brief brief;
  if (json.is_object() && json.contains("metre")) {
    const Json text = std::move(json["metre"]);
    json.erase("metre");
    if (!text.is_null()) {
      auto metre = rhythm::Metre::parse(text.is_string() ? text.get_ref<const std::string&>() : std::string());
      if (!metre) return std::unexpected(metre.error());
      brief.metre = *std::move(metre);
    }
  }
  auto reward = rhythm::reward_settings_from_json(json.dump(-1, ' ', false, Json::error_handler_t::replace));
  if (!reward) return std::unexpected(reward.error());
  brief.reward = *std::move(reward);
  return brief;
}

}  // namespace trainer
