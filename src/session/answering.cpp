#include "session/answering.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "agent/answer.h"

namespace session {
namespace {

rhythm::Row onsets(std::span<const std::uint8_t> row) {
  rhythm::Row result;
  result.reserve(row.size());
  for (const std::uint8_t velocity : row) result.push_back(velocity != 0 ? 1 : 0);
  return result;
}

}  // namespace

const Played& Answerer::answer(std::span<const std::uint8_t> kick, std::span<const std::uint8_t> snare,
                               std::span<const std::uint8_t> locks, const Rewarding& rewarding, bool think) {
  assert(kick.size() == static_cast<std::size_t>(steps()) && snare.size() == kick.size() &&
         locks.size() == kick.size() && rewarding.steps() == steps());
  Question question{.kick = onsets(kick),
                    .snare = rhythm::Row(snare.begin(), snare.end()),
                    .locks = onsets(locks),
                    .reward = rewarding.settings(),
                    .think = think};
  for (std::size_t i = 0; i < question.snare.size(); ++i) {
    if (question.locks[i] == 0) question.snare[i] = 0;
  }
  if (answered_ != question) {
    // Twice the steps lets an agent add each step and take it back.
    const agent::Answer walk =
        agent::answer(agent_.network, question.kick, question.snare, question.locks, 2 * steps());
    const auto reward = [&](const rhythm::Row& visited) { return rewarding.reward(question.kick, visited); };
    answer_ = {.snare = *std::ranges::max_element(walk.visited, {}, reward)};
    answered_ = std::move(question);
  }
  return answer_;
}

std::span<const float> Answerer::gains(std::span<const std::uint8_t> kick, std::span<const std::uint8_t> snare,
                                       const Rewarding& rewarding) {
  assert(kick.size() == static_cast<std::size_t>(steps()) && snare.size() == kick.size());
  Question question{.kick = onsets(kick), .snare = onsets(snare), .locks = {}, .reward = rewarding.settings()};
  if (weighed_ != question) {
    gains_ = agent::toggle_gains(agent_.network, question.kick, question.snare);
    weighed_ = std::move(question);
  }
  return gains_;
}

}  // namespace session
