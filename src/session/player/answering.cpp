#include "session/player/answering.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "agent/dynamics.h"
#include "agent/think.h"

namespace session {

AnswerRef Answerer::answer(std::span<const std::uint8_t> heard, std::span<const std::uint8_t> own,
                           std::span<const std::uint8_t> locks, const Rewarding& rewarding,
                           const AnswerSettings& settings) {
  assert(heard.size() == static_cast<std::size_t>(steps()) && own.size() == heard.size() &&
         locks.size() == heard.size() && rewarding.steps() == steps());
  Question question{.heard = rhythm::onsets_of(heard),
                    .own = rhythm::Row(own.begin(), own.end()),
                    .locks = rhythm::onsets_of(locks),
                    .reward = rewarding.settings()};
  for (std::size_t i = 0; i < question.own.size(); ++i) {
    if (question.locks[i] == 0) question.own[i] = 0;
  }
  const bool found = last_ && last_->question == question && last_->settings.think == settings.think;
  if (found && last_->settings == settings) return last_;
  Answer answer{.question = std::move(question), .settings = settings, .row = {}, .threshold = std::nullopt};
  const Question& asked = answer.question;
  const agent::ScoreFunction score = [&](std::span<const std::uint8_t> candidate) {
    return rewarding.score(asked.heard, candidate);
  };
  if (!found) find_answer({asked.heard, asked.own, asked.locks, asked.reward, score}, settings.think);
  apply_density({asked.heard, found_.row, asked.locks, asked.reward, score}, answer);
  if (settings.dynamics) {
    const rhythm::TermValues values = score(answer.row).values;
    agent::apply_dynamics(agent::toggle_gains(agent_.network, {asked.heard, answer.row, asked.reward, values}),
                          asked.locks, answer.row);
  }
  last_ = std::make_shared<const Answer>(std::move(answer));
  return last_;
}

void Answerer::find_answer(const agent::Task& task, bool think) {
  found_ = {};
  if (think) {
    agent::Thought thought = agent::think(agent_.network, task);
    found_.row = std::move(thought.snare);
    found_.thought = static_cast<double>(thought.gained);
  } else {
    // Twice the steps lets an agent add each step and take it back.
    found_.row = agent::answer(agent_.network, task, 2 * steps()).snare;
  }
}

// `task` starts from the answer that was found.
void Answerer::apply_density(const agent::Task& task, Answer& answer) {
  answer.row = found_.row;
  answer.thought = found_.thought;
  const double density = answer.settings.density;
  if (density == 0.0) return;
  const bool denser = density > 0.0;
  std::optional<agent::DensityPath>& path = denser ? found_.denser : found_.sparser;
  if (!path) path = agent::density_path(agent_.network, task, denser);
  const auto toggles = static_cast<std::size_t>(agent::toggles_at(*path, density));
  for (std::size_t i = 0; i < toggles; ++i) {
    rhythm::toggle(answer.row[static_cast<std::size_t>(path->steps[i])]);
    answer.threshold = std::min(answer.threshold.value_or(path->gains[i]), path->gains[i]);
  }
  answer.added = denser ? static_cast<int>(toggles) : -static_cast<int>(toggles);
}

std::span<const float> Answerer::gains(std::span<const std::uint8_t> heard, std::span<const std::uint8_t> own,
                                       const Rewarding& rewarding) {
  assert(heard.size() == static_cast<std::size_t>(steps()) && own.size() == heard.size());
  Question question{
      .heard = rhythm::onsets_of(heard), .own = rhythm::onsets_of(own), .locks = {}, .reward = rewarding.settings()};
  if (weighed_ != question) {
    gains_ = agent::toggle_gains(agent_.network, {question.heard, question.own, rewarding.settings(),
                                                  rewarding.values(question.heard, question.own)});
    weighed_ = std::move(question);
  }
  return gains_;
}

}  // namespace session
