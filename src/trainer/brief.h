// What answers are judged by: the musician's reward settings, and the metre in which the terms read a pattern.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string_view>

#include "core/status.h"
#include "rhythm/metre.h"
#include "rhythm/reward_settings.h"

namespace trainer {

struct Brief {
  rhythm::RewardSettings reward;
  std::optional<rhythm::Metre> metre;  // absent: the usual one of a length

  // The metre where it fits, else the usual one.
  rhythm::Metre metre_for(int steps) const;

  bool operator==(const Brief&) const = default;
};

// Reads reward settings as rhythm::reward_settings_to_json writes them, with "metre" as rhythm::Metre::text does, which
// may be missing or null. Errors: anything else.
core::Result<Brief> read_brief(std::string_view json);
core::Result<Brief> read_brief(nlohmann::ordered_json json);

}  // namespace trainer
