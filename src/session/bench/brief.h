// What workers are told that answers are judged by; trainer/brief.h reads it.
#pragma once

#include "rhythm/metre.h"
#include "rhythm/reward_settings.h"

namespace session {

struct Brief {
  rhythm::RewardSettings reward;
  rhythm::Metre metre;  // in which the terms read a pattern; fits what is practised or asked about
  bool operator==(const Brief&) const = default;
};

}  // namespace session
