#include "env/rhythm_env.h"

#include <algorithm>
#include <cassert>

#include "env/held_out.h"
#include "rhythm/observation.h"

namespace env {

using rhythm::StepSet;

EnvOptions env_options(const core::Config& config) {
  return {.steps = config.steps,
          .leave_it = config.leave_it,
          .reward_mode = config.reward_mode,
          .start_state = config.start_state,
          .empty_starts = config.empty_starts,
          .episode_steps = config.episode_steps};
}

RhythmEnv::RhythmEnv(const EnvOptions& options)
    : options_(options),
      scorer_(options.steps),
      reward_(rhythm::reward_presets().front().settings),
      kick_(options.steps),
      snare_(options.steps),
      observation_(static_cast<std::size_t>(rhythm::pattern_size(options.steps))) {
  assert(options.steps >= rhythm::kMinSteps && options.steps <= rhythm::kMaxSteps);
  assert(options.episode_steps >= 1);
  reward_.liked.reserve(static_cast<std::size_t>(options.steps));
  reset();
}

void RhythmEnv::set_kicks(std::span<const rhythm::Row> kicks, std::size_t own) {
  own_kicks_ = std::min(own, kicks.size());
  kicks_.clear();
  for (const rhythm::Row& row : kicks) {
    kicks_.push_back(StepSet::from_row(row));
    assert(kicks_.back().steps() == steps());
  }
}

void RhythmEnv::set_metre(const rhythm::Metre& metre) {
  scorer_ = TermScorer(steps(), metre);
  rescore();
}

void RhythmEnv::set_reward(const rhythm::RewardSettings& settings) {
  reward_ = settings;
  make_effective(reward_, scorer_);
  liked_ = StepSet::from_row(reward_.liked);
  rescore();
}

void RhythmEnv::rescore() {
  terms_ = scorer_.score(kick_, snare_, liked_);
  level_ = centred_reward(terms_, reward_);
}

StepSet RhythmEnv::draw_row() {
  StepSet row(steps());
  for (int step = 0; step < steps(); ++step) {
    if (rng_.below(2) != 0) row.set(step);
  }
  return row;
}

void RhythmEnv::draw_kick() {
  if (options_.start_state == core::StartState::random || kicks_.empty()) {
    do {
      kick_ = draw_row();
    } while (is_held_out(kick_));
  } else {
    const bool own = options_.start_state == core::StartState::user_kick;
    const std::size_t count = own ? own_kicks_ : kicks_.size();
    kick_ = count == 1 ? kicks_.front() : kicks_[rng_.below(static_cast<std::uint32_t>(count))];
  }
}

void RhythmEnv::draw_snare() {
  if (options_.empty_starts > 0.0 && static_cast<double>(rng_.uniform()) < options_.empty_starts) {
    snare_ = StepSet(steps());
  } else {
    snare_ = draw_row();
  }
}

std::span<const float> RhythmEnv::reset(std::optional<std::uint64_t> seed, const ResetOptions& options) {
  if (seed) rng_ = core::Rng(*seed);
  if (options.kick.empty()) {
    draw_kick();
  } else {
    kick_ = StepSet::from_row(options.kick);
  }
  if (options.snare.empty()) {
    draw_snare();
  } else {
    snare_ = StepSet::from_row(options.snare);
  }
  assert(kick_.steps() == steps() && snare_.steps() == steps());
  rhythm::write_pattern(kick_, snare_, observation_);
  rescore();
  episode_ = {.env_steps = 0, .episode_return = 0.0, .first_reward = level_, .final_reward = level_};
  return observation_;
}

StepResult RhythmEnv::step(int action) {
  assert(action >= 0 && action < action_count());
  const float level_before = level_;
  if (action < options_.steps) {
    snare_.flip(action);
    rhythm::toggle_snare(observation_, options_.steps, action);
    rescore();
  }
  const float reward = options_.reward_mode == core::RewardMode::level ? level_ : level_ - level_before;
  ++episode_.env_steps;
  episode_.episode_return += static_cast<double>(reward);
  episode_.final_reward = static_cast<double>(level_);
  return {.observation = observation_,
          .reward = reward,
          .terminated = false,
          .truncated = episode_.env_steps >= options_.episode_steps,
          .info = {.terms = terms_, .episode = episode_}};
}

std::string RhythmEnv::render() const { return render_rows(rhythm::row_of(kick_), rhythm::row_of(snare_)); }

std::string render_rows(std::span<const std::uint8_t> kick, std::span<const std::uint8_t> snare) {
  return rhythm::render_row(kick) + " [kick]\n" + rhythm::render_row(snare) + " [snare]";
}

}  // namespace env
