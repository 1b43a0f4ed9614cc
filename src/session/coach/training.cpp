#include "session/coach/training.h"

namespace session {

Brief brief_of(const Slot& slot, const Part& part) { return {.reward = part.reward, .metre = learned_metre(slot)}; }

const char* name_of(TrainingStatus status) {
  switch (status) {
    case TrainingStatus::idle:
      return "idle";
    case TrainingStatus::training:
      return "training";
    case TrainingStatus::paused:
      return "paused";
    case TrainingStatus::crashed:
      return "crashed";
  }
  return "";
}

}  // namespace session
