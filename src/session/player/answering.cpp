#include "session/player/answering.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <string_view>
#include <utility>

#include "agent/attempt.h"
#include "agent/dynamics.h"
#include "agent/think.h"

namespace session {

namespace {

// Brings what `wanted` is true of to the front. False: there is none.
template <class Item, class Wanted>
bool bring_forward(std::vector<Item>& items, const Wanted& wanted) {
  const auto found = std::ranges::find_if(items, wanted);
  if (found == items.end()) return false;
  std::rotate(items.begin(), found, found + 1);
  return true;
}

template <class Item>
void put_first(std::vector<Item>& items, Item item, std::size_t most) {
  if (items.size() < most) {
    items.insert(items.begin(), std::move(item));
    return;
  }
  std::ranges::rotate(items, items.end() - 1);
  items.front() = std::move(item);
}

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

const std::string& Answerer::key() {
  if (!key_.empty()) return key_;
  // FNV-1a over the weights.
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const float weight : agent_.network.parameters()) {
    hash = (hash ^ std::bit_cast<std::uint32_t>(weight)) * 0x100000001b3U;
  }
  constexpr std::string_view kDigits = "0123456789abcdef";
  for (int shift = 60; shift >= 0; shift -= 4) key_ += kDigits[(hash >> static_cast<unsigned>(shift)) & 15U];
  return key_;
}

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
  const auto asked = [&](const AnswerRef& answer) {
    return answer->question == question && answer->settings == settings;
  };
  if (bring_forward(answers_, asked)) return answers_.front();
  AnswerRef answer = n == window_steps(n) ? answer_window(std::move(question), rewarding, settings)
                                          : answer_in_windows(std::move(question), settings);
  put_first(answers_, answer, kKeptAnswers);
  return answer;
}

AnswerRef Answerer::answer_in_windows(Question question, const AnswerSettings& settings) {
  const auto n = question.heard.size();
  const auto m = static_cast<std::size_t>(steps());
  const std::size_t windows = (n + m - 1) / m;
  Answer whole{.question = std::move(question), .settings = settings, .row = {}, .threshold = std::nullopt};
  for (std::size_t i = 0; i < windows; ++i) {
    Question part = cut(whole.question, i * m);
    windowed_.set(part.reward, steps());
    part.reward = windowed_.settings();
    const AnswerRef answer = answer_window(std::move(part), windowed_, settings);
    whole.row.insert(whole.row.end(), answer->row.begin(), answer->row.end());
    whole.thought += answer->thought / static_cast<double>(windows);
    whole.added += answer->added;
    if (answer->threshold) whole.threshold = std::min(whole.threshold.value_or(*answer->threshold), *answer->threshold);
  }
  whole.row.resize(n);
  return std::make_shared<const Answer>(std::move(whole));
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

AnswerRef Answerer::answer_window(Question question, const Rewarding& rewarding, const AnswerSettings& settings) {
  const bool found = bring_forward(windows_, [&](const Window& window) {
    return window.last->question == question && window.last->settings.think == settings.think;
  });
  if (found && windows_.front().last->settings == settings) return windows_.front().last;
  if (!found) put_first(windows_, Window{}, kKeptWindows);
  Window& window = windows_.front();
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
