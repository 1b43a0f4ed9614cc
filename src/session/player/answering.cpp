#include "session/player/answering.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "agent/attempt.h"
#include "agent/dynamics.h"
#include "agent/think.h"

namespace session {

namespace {

Question question_of(std::span<const std::uint8_t> heard, std::span<const std::uint8_t> own,
                     std::span<const std::uint8_t> locks, const Rewarding& rewarding) {
  assert(heard.size() == static_cast<std::size_t>(rewarding.steps()));
  assert(own.size() == heard.size() && locks.size() == heard.size());
  Question question{.heard = rhythm::onsets_of(heard),
                    .own = rhythm::Row(own.begin(), own.end()),
                    .locks = rhythm::onsets_of(locks),
                    .reward = rewarding.settings(),
                    .metre = rewarding.metre()};
  for (std::size_t i = 0; i < question.own.size(); ++i) {
    if (question.locks[i] == 0) question.own[i] = 0;
  }
  return question;
}

}  // namespace

AnswerRef Answerer::attempt(std::span<const std::uint8_t> heard, std::span<const std::uint8_t> own,
                            std::span<const std::uint8_t> locks, const Rewarding& rewarding, float temperature,
                            core::Rng& rng) {
  const int n = rewarding.steps();
  if (n != window_steps(n)) return answer(heard, own, locks, rewarding, {});
  Answer answer{.question = question_of(heard, own, locks, rewarding), .settings = {}, .row = {}, .threshold = {}};
  const Question& asked = answer.question;
  const agent::ScoreFunction score = [&](std::span<const std::uint8_t> candidate) {
    return rewarding.score(asked.heard, candidate);
  };
  const agent::ToggleScoreFunction toggles = rewarding.toggles(asked.heard);
  const agent::Task task{asked.heard, asked.own, asked.locks, asked.reward, score, &rewarding.metre(), &toggles};
  answer.row = agent::attempt(agent_.network, task, temperature, 2 * n, rng);
  return std::make_shared<const Answer>(std::move(answer));
}

AnswerRef Answerer::answer(std::span<const std::uint8_t> heard, std::span<const std::uint8_t> own,
                           std::span<const std::uint8_t> locks, const Rewarding& rewarding,
                           const AnswerSettings& settings) {
  const int n = rewarding.steps();
  Question question = question_of(heard, own, locks, rewarding);
  if (last_ && last_->question == question && last_->settings == settings) return last_;
  const int window = window_steps(n);
  windows_.resize(static_cast<std::size_t>((n + window - 1) / window));
  if (n == window) {
    last_ = answer_window(windows_.front(), std::move(question), rewarding, settings);
    return last_;
  }
  Answer whole{.question = std::move(question), .settings = settings, .row = {}, .threshold = std::nullopt};
  for (std::size_t i = 0; i < windows_.size(); ++i) {
    Question part = cut(whole.question, i * static_cast<std::size_t>(steps()));
    windowed_.set(part.reward, steps());
    part.reward = windowed_.settings();
    const AnswerRef answer = answer_window(windows_[i], std::move(part), windowed_, settings);
    whole.row.insert(whole.row.end(), answer->row.begin(), answer->row.end());
    whole.thought += answer->thought / static_cast<double>(windows_.size());
    whole.added += answer->added;
    if (answer->threshold) whole.threshold = std::min(whole.threshold.value_or(*answer->threshold), *answer->threshold);
  }
  whole.row.resize(static_cast<std::size_t>(n));
  last_ = std::make_shared<const Answer>(std::move(whole));
  return last_;
}

Question Answerer::cut(const Question& question, std::size_t first) const {
  Question window{.heard = rhythm::window(question.heard, first, steps()),
                  .own = rhythm::window(question.own, first, steps()),
                  .locks = rhythm::window(question.locks, first, steps()),
                  .reward = question.reward,
                  .metre = rhythm::Metre::default_for(steps())};
  window.reward.liked = rhythm::window(question.reward.liked, first, steps());
  return window;
}

AnswerRef Answerer::answer_window(Window& window, Question question, const Rewarding& rewarding,
                                  const AnswerSettings& settings) {
  const bool found = window.last && window.last->question == question && window.last->settings.think == settings.think;
  if (found && window.last->settings == settings) return window.last;
  Answer answer{.question = std::move(question), .settings = settings, .row = {}, .threshold = std::nullopt};
  const Question& asked = answer.question;
  const agent::ScoreFunction score = [&](std::span<const std::uint8_t> candidate) {
    return rewarding.score(asked.heard, candidate);
  };
  const agent::ToggleScoreFunction toggles = rewarding.toggles(asked.heard);
  const auto from = [&](const rhythm::Row& row) {
    return agent::Task{asked.heard, row, asked.locks, asked.reward, score, &rewarding.metre(), &toggles};
  };
  if (!found) find_answer(from(asked.own), settings.think, window.found);
  apply_density(from(window.found.row), window.found, answer);
  if (settings.dynamics) agent::apply_dynamics(gains_of(answer.row, asked, rewarding), asked.locks, answer.row);
  window.last = std::make_shared<const Answer>(std::move(answer));
  return window.last;
}

void Answerer::find_answer(const agent::Task& task, bool think, Found& found) {
  found = {};
  if (think) {
    agent::Thought thought = agent::think(agent_.network, task);
    found.row = std::move(thought.snare);
    found.thought = static_cast<double>(thought.gained);
  } else {
    // Twice the steps lets an agent add each step and take it back.
    found.row = agent::answer(agent_.network, task, 2 * static_cast<int>(task.kick.size())).snare;
  }
}

// `task` starts from the answer that was found.
void Answerer::apply_density(const agent::Task& task, Found& found, Answer& answer) {
  answer.row = found.row;
  answer.thought = found.thought;
  const double density = answer.settings.density;
  if (density == 0.0) return;
  const bool denser = density > 0.0;
  std::optional<agent::DensityPath>& path = denser ? found.denser : found.sparser;
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
  assert(heard.size() == static_cast<std::size_t>(rewarding.steps()) && own.size() == heard.size());
  Question question{.heard = rhythm::onsets_of(heard),
                    .own = rhythm::onsets_of(own),
                    .locks = {},
                    .reward = rewarding.settings(),
                    .metre = rewarding.metre()};
  if (weighed_ == question) return gains_;
  if (rewarding.steps() == window_steps(rewarding.steps())) {
    gains_ = gains_of(question.own, question, rewarding);
  } else {
    gains_.clear();
    while (gains_.size() < heard.size()) {
      const Question part = cut(question, gains_.size());
      windowed_.set(part.reward, steps());
      const std::vector<float> of_part = gains_of(part.own, part, windowed_);
      gains_.insert(gains_.end(), of_part.begin(), of_part.end());
    }
    gains_.resize(heard.size());
  }
  weighed_ = std::move(question);
  return gains_;
}

std::vector<float> Answerer::gains_of(const rhythm::Row& own, const Question& question, const Rewarding& rewarding) {
  const agent::ToggleScoreFunction toggles = rewarding.toggles(question.heard);
  return agent::toggle_gains(agent_.network, {.kick = question.heard,
                                              .snare = own,
                                              .reward = rewarding.settings(),
                                              .values = rewarding.values(question.heard, own),
                                              .locked = question.locks,
                                              .metre = &rewarding.metre(),
                                              .toggles = &toggles});
}

}  // namespace session
