#include "env/reward.h"

#include "rhythm/metrics.h"

namespace env {

const std::array<RewardTerm, kTermCount>& reward_terms() {
  static constexpr std::array<RewardTerm, kTermCount> terms = {{{"difference", rhythm::difference}}};
  return terms;
}

TermValues score_terms(std::span<const std::uint8_t> kick, std::span<const std::uint8_t> snare) {
  TermValues values{};
  for (std::size_t term = 0; term < kTermCount; ++term) {
    values[term] = static_cast<float>(reward_terms()[term].score(kick, snare));
  }
  return values;
}

}  // namespace env
