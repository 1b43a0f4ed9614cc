#include "session/answering.h"

#include <cassert>
#include <utility>

#include "agent/think.h"

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
    const agent::ScoreFunction score = [&](std::span<const std::uint8_t> candidate) {
      return rewarding.score(question.kick, candidate);
    };
    const agent::Task task{question.kick, question.snare, question.locks, rewarding.settings(), score};
    if (think) {
      const agent::Thought thought = agent::think(agent_.network, task);
      answer_ = {.snare = thought.snare, .thought = static_cast<double>(thought.gained)};
    } else {
      // Twice the steps lets an agent add each step and take it back.
      answer_ = {.snare = agent::answer(agent_.network, task, 2 * steps()).snare};
    }
    answered_ = std::move(question);
  }
  return answer_;
}

std::span<const float> Answerer::gains(std::span<const std::uint8_t> kick, std::span<const std::uint8_t> snare,
                                       const Rewarding& rewarding) {
  assert(kick.size() == static_cast<std::size_t>(steps()) && snare.size() == kick.size());
  Question question{.kick = onsets(kick), .snare = onsets(snare), .locks = {}, .reward = rewarding.settings()};
  if (weighed_ != question) {
    gains_ = agent::toggle_gains(agent_.network, {question.kick, question.snare, rewarding.settings(),
                                                  rewarding.values(question.kick, question.snare)});
    weighed_ = std::move(question);
  }
  return gains_;
}

}  // namespace session
