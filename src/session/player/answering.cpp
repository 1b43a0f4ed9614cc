#include "session/player/answering.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "agent/dynamics.h"
#include "agent/think.h"

namespace session {

const Played& Answerer::answer(std::span<const std::uint8_t> kick, std::span<const std::uint8_t> snare,
                               std::span<const std::uint8_t> locks, const Rewarding& rewarding,
                               const AnswerSettings& settings) {
  assert(kick.size() == static_cast<std::size_t>(steps()) && snare.size() == kick.size() &&
         locks.size() == kick.size() && rewarding.steps() == steps());
  Question question{.kick = rhythm::onsets_of(kick),
                    .snare = rhythm::Row(snare.begin(), snare.end()),
                    .locks = rhythm::onsets_of(locks),
                    .reward = rewarding.settings(),
                    .think = settings.think};
  for (std::size_t i = 0; i < question.snare.size(); ++i) {
    if (question.locks[i] == 0) question.snare[i] = 0;
  }
  if (asked_ == question && played_with_ == settings) return played_;
  const agent::ScoreFunction score = [&](std::span<const std::uint8_t> candidate) {
    return rewarding.score(question.kick, candidate);
  };
  if (asked_ != question) {
    find_answer({question.kick, question.snare, question.locks, question.reward, score}, settings.think);
  }
  apply_density({question.kick, found_.snare, question.locks, question.reward, score}, settings.density);
  if (settings.dynamics) {
    const rhythm::TermValues values = score(played_.snare).values;
    agent::apply_dynamics(agent::toggle_gains(agent_.network, {question.kick, played_.snare, question.reward, values}),
                          question.locks, played_.snare);
  }
  asked_ = std::move(question);
  played_with_ = settings;
  return played_;
}

void Answerer::find_answer(const agent::Task& task, bool think) {
  found_ = {};
  if (think) {
    agent::Thought thought = agent::think(agent_.network, task);
    found_.snare = std::move(thought.snare);
    found_.thought = static_cast<double>(thought.gained);
  } else {
    // Twice the steps lets an agent add each step and take it back.
    found_.snare = agent::answer(agent_.network, task, 2 * steps()).snare;
  }
}

// `task` starts from the answer that was found.
void Answerer::apply_density(const agent::Task& task, double density) {
  played_ = {.snare = found_.snare, .thought = found_.thought, .added = 0, .threshold = std::nullopt};
  if (density == 0.0) return;
  const bool denser = density > 0.0;
  std::optional<agent::DensityPath>& path = denser ? found_.denser : found_.sparser;
  if (!path) path = agent::density_path(agent_.network, task, denser);
  const auto toggles = static_cast<std::size_t>(agent::toggles_at(*path, density));
  for (std::size_t i = 0; i < toggles; ++i) {
    rhythm::toggle(played_.snare[static_cast<std::size_t>(path->steps[i])]);
    played_.threshold = std::min(played_.threshold.value_or(path->gains[i]), path->gains[i]);
  }
  played_.added = denser ? static_cast<int>(toggles) : -static_cast<int>(toggles);
}

std::span<const float> Answerer::gains(std::span<const std::uint8_t> kick, std::span<const std::uint8_t> snare,
                                       const Rewarding& rewarding) {
  assert(kick.size() == static_cast<std::size_t>(steps()) && snare.size() == kick.size());
  Question question{
      .kick = rhythm::onsets_of(kick), .snare = rhythm::onsets_of(snare), .locks = {}, .reward = rewarding.settings()};
  if (weighed_ != question) {
    gains_ = agent::toggle_gains(agent_.network, {question.kick, question.snare, rewarding.settings(),
                                                  rewarding.values(question.kick, question.snare)});
    weighed_ = std::move(question);
  }
  return gains_;
}

}  // namespace session
