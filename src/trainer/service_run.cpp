// Practising, and where it stops for a mark.
#include <algorithm>
#include <limits>

#include "trainer/service.h"

namespace trainer {

int Service::run(int env_steps) {
  reached_mark_ = 0;
  if (trainer_ == nullptr || env_steps <= 0) return 0;
  int run = 0;
  // No env_step brings more than one gradient_step, so none is passed by.
  while (run < env_steps && reached_mark_ == 0) {
    const std::uint64_t before_mark = next_mark_ - trainer_->gradient_steps();
    const int chunk =
        static_cast<int>(std::min<std::uint64_t>(static_cast<std::uint64_t>(env_steps - run), before_mark));
    trainer_->run(chunk);
    run += chunk;
    if (trainer_->gradient_steps() < next_mark_) continue;
    reached_mark_ = static_cast<int>(std::min<std::uint64_t>(next_mark_, std::numeric_limits<int>::max()));
    next_mark_ *= 10;
  }
  return run;
}

}  // namespace trainer
