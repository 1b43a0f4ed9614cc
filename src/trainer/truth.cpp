#include "trainer/truth.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

#include "agent/visited.h"

namespace trainer {
namespace {

constexpr int kRandomSnares = 2000;

// Annealing: enough that at 16 steps, where the truth is known, it misses the optimum of fewer than one kick in a
// hundred (tests/trainer/truth_test.cpp).
constexpr int kRestarts = 12;
constexpr int kMovesPerStep = 300;
constexpr float kHottest = 0.3F;  // in units of reward; a term of weight 1 spans 1
constexpr float kColdest = 0.002F;

// What counts as an improvement: above the rounding of a sum of floats.
constexpr float kLeastGain = 1e-6F;

}  // namespace

Judge::Judge(int steps, const rhythm::RewardSettings& settings, std::shared_ptr<const env::TermTables> tables)
    : Judge(steps, rhythm::Metre::default_for(steps), settings, std::move(tables)) {}

Judge::Judge(int steps, const rhythm::Metre& metre, const rhythm::RewardSettings& settings,
             std::shared_ptr<const env::TermTables> tables)
    : scorer_(steps, metre), tables_(std::move(tables)), settings_(env::effective_settings(settings, scorer_)) {
  assert(tables_ == nullptr || tables_->steps() == steps);
  if (tables_ == nullptr) tables_ = env::TermTables::make(scorer_);
  scorer_.use_tables(tables_);
}

agent::Score Judge::score(std::span<const std::uint8_t> kick, std::span<const std::uint8_t> snare) const {
  const env::TermValues values = scorer_.score(kick, snare, settings_.liked);
  return {.reward = env::reward(values, settings_), .values = values};
}

agent::ToggleScoreFunction Judge::toggles(std::span<const std::uint8_t> kick) const {
  return [this, heard = rhythm::StepSet::from_row(kick), liked = rhythm::StepSet::from_row(settings_.liked)](
             std::span<const std::uint8_t> snare, std::span<rhythm::TermValues> values) {
    scorer_.score_toggles(heard, rhythm::StepSet::from_row(snare), settings_, liked, values);
  };
}

float Judge::reward(std::span<const std::uint8_t> kick, std::span<const std::uint8_t> snare) const {
  return env::reward(scorer_.score(kick, snare, settings_.liked), settings_);
}

Judge::Optimum Judge::enumerate(std::span<const std::uint8_t> kick) const {
  const env::StepBits kick_bits = env::bits_of(kick);
  const env::StepBits liked_bits = env::bits_of(settings_.liked);
  const auto reward_of = [&](env::StepBits snare) {
    rhythm::TermValues values = tables_->score(kick_bits, snare, liked_bits);
    if (scorer_.has_style()) {
      const rhythm::StepSet::Word word = snare;
      values[static_cast<std::size_t>(rhythm::Term::similarity)] =
          scorer_.style_value(rhythm::StepSet::from_words({&word, 1}, steps()));
    }
    return env::reward(values, settings_);
  };
  env::StepBits best = 0;
  float best_reward = reward_of(0);
  double sum = static_cast<double>(best_reward);
  for (env::StepBits snare = 1; snare < tables_->snares(); ++snare) {
    const float value = reward_of(snare);
    sum += static_cast<double>(value);
    if (value > best_reward) {
      best_reward = value;
      best = snare;
    }
  }
  return {.best = {.snare = env::row_of(best, steps()), .reward = best_reward}, .mean = sum / tables_->snares()};
}

Judge::Optimum Judge::optimum(std::span<const std::uint8_t> kick, std::uint64_t seed) const {
  assert(kick.size() == static_cast<std::size_t>(steps()));
  if (method() == Method::exact) return enumerate(kick);
  core::Rng rng(seed);
  Optimum result{.best = hill_climb(kick), .mean = 0.0};
  if (Found found = anneal(kick, seed); found.reward > result.best.reward) result.best = std::move(found);
  for (int i = 0; i < kRandomSnares; ++i) {
    result.mean += static_cast<double>(reward(kick, rhythm::random_row(rng, steps()))) / kRandomSnares;
  }
  return result;
}

Found Judge::hill_climb(std::span<const std::uint8_t> kick) const {
  Found found{.snare = rhythm::Row(kick.size(), 0), .reward = 0.0F};
  found.reward = reward(kick, found.snare);
  while (true) {
    std::size_t best_step = 0;
    float best_reward = found.reward;
    for (std::size_t step = 0; step < found.snare.size(); ++step) {
      rhythm::toggle(found.snare[step]);
      if (const float value = reward(kick, found.snare); value > best_reward) {
        best_reward = value;
        best_step = step;
      }
      rhythm::toggle(found.snare[step]);
    }
    if (best_reward <= found.reward + kLeastGain) return found;
    rhythm::toggle(found.snare[best_step]);
    found.reward = best_reward;
  }
}

Found Judge::euclid(std::span<const std::uint8_t> kick) const {
  Found best;
  for (int onsets = 1; onsets <= steps(); ++onsets) {
    rhythm::Row snare = rhythm::euclidean_rhythm(onsets, steps());
    for (int rotation = 0; rotation < steps(); ++rotation) {
      const float value = reward(kick, snare);
      if (best.snare.empty() || value > best.reward) best = {.snare = snare, .reward = value};
      std::ranges::rotate(snare, snare.begin() + 1);
    }
  }
  return best;
}

Judge::Searched Judge::tabu_walk(std::span<const std::uint8_t> kick) const {
  rhythm::Row snare(kick.size(), 0);
  Searched result{.best = {.snare = snare, .reward = reward(kick, snare)}, .scorings = 1};
  agent::Visited visited(steps(), 2 * steps() + 1);
  rhythm::StepSet onsets = rhythm::StepSet::from_row(snare);
  visited.insert(onsets);
  for (int toggles = 0; toggles < 2 * steps(); ++toggles) {
    const std::uint64_t hash = onsets.hash();
    int chosen = -1;
    float highest = 0.0F;
    for (int step = 0; step < steps(); ++step) {
      if (visited.has_neighbour(onsets, hash, step)) continue;
      std::uint8_t& cell = snare[static_cast<std::size_t>(step)];
      rhythm::toggle(cell);
      const float value = reward(kick, snare);
      rhythm::toggle(cell);
      ++result.scorings;
      if (chosen >= 0 && value <= highest) continue;
      chosen = step;
      highest = value;
    }
    if (chosen < 0) break;
    rhythm::toggle(snare[static_cast<std::size_t>(chosen)]);
    onsets.flip(chosen);
    visited.insert(onsets);
    if (highest > result.best.reward) result.best = {.snare = snare, .reward = highest};
  }
  return result;
}

// Metropolis moves (Kirkpatrick, Gelatt & Vecchi 1983) while the temperature falls geometrically: toggle a step, or
// let two steps trade places, which keeps the number of onsets. Scores `snare` and then one snare for each move.
void Judge::cool(std::span<const std::uint8_t> kick, rhythm::Row snare, int moves, core::Rng& rng, Found& best) const {
  const auto size = static_cast<std::uint32_t>(steps());
  const float cooling = std::pow(kColdest / kHottest, 1.0F / static_cast<float>(moves));
  float present = reward(kick, snare);
  if (best.snare.empty()) best = {.snare = snare, .reward = present};
  float temperature = kHottest;
  for (int move = 0; move < moves; ++move, temperature *= cooling) {
    const std::size_t a = rng.below(size);
    const std::size_t b = rng.below(2) != 0 ? rng.below(size) : a;
    const auto apply = [&] { a == b ? rhythm::toggle(snare[a]) : std::swap(snare[a], snare[b]); };
    apply();
    const float value = reward(kick, snare);
    const bool accepted = value >= present || rng.uniform() < std::exp((value - present) / temperature);
    if (!accepted) {
      apply();
      continue;
    }
    present = value;
    if (present > best.reward) best = {.snare = snare, .reward = present};
  }
}

Judge::Searched Judge::anneal_within(std::span<const std::uint8_t> kick, int scorings, std::uint64_t seed) const {
  assert(scorings >= 1);
  core::Rng rng(seed);
  Searched result{.best = {}, .scorings = scorings};
  cool(kick, rhythm::Row(kick.size(), 0), scorings - 1, rng, result.best);
  return result;
}

Found Judge::anneal(std::span<const std::uint8_t> kick, std::uint64_t seed) const {
  core::Rng rng(seed);
  Found best{.snare = rhythm::Row(kick.size(), 0), .reward = 0.0F};
  best.reward = reward(kick, best.snare);
  for (int restart = 0; restart < kRestarts; ++restart) {
    cool(kick, rhythm::random_row(rng, steps()), kMovesPerStep * steps(), rng, best);
  }
  return best;
}

}  // namespace trainer
