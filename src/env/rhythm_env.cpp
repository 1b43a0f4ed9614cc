#include "env/rhythm_env.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "env/held_out.h"
#include "rhythm/observation.h"

namespace env {

EnvOptions env_options(const core::Config& config) {
  return {.steps = config.steps,
          .leave_it = config.leave_it,
          .reward_mode = config.reward_mode,
          .start_state = config.start_state,
          .empty_starts = config.empty_starts,
          .episode_steps = config.episode_steps};
}

RhythmEnv::RhythmEnv(const EnvOptions& options)
    : options_(options), scorer_(options.steps), reward_(rhythm::reward_presets().front().settings) {
  assert(options.steps >= rhythm::kMinSteps && options.steps <= rhythm::kMaxSteps);
  assert(options.episode_steps >= 1);
  const auto steps = static_cast<std::size_t>(options.steps);
  kick_.resize(steps);
  snare_.resize(steps);
  observation_.resize(static_cast<std::size_t>(rhythm::pattern_size(options.steps)));
  reward_.liked.reserve(steps);
  reset();
}

void RhythmEnv::set_kicks(std::vector<rhythm::Row> kicks) {
  assert(std::ranges::all_of(kicks, [&](const rhythm::Row& row) { return row.size() == kick_.size(); }));
  kicks_ = std::move(kicks);
}

void RhythmEnv::set_reward(const rhythm::RewardSettings& settings) {
  reward_ = settings;
  make_effective(reward_, scorer_);
  rescore();
}

void RhythmEnv::rescore() {
  terms_ = scorer_.score(kick_, snare_, reward_.liked);
  level_ = centred_reward(terms_, reward_);
}

void RhythmEnv::draw_row(rhythm::Row& row) {
  for (std::uint8_t& cell : row) cell = rng_.below(2) != 0 ? rhythm::kPlainVelocity : std::uint8_t{0};
}

void RhythmEnv::draw_kick() {
  if (options_.start_state == core::StartState::random || kicks_.empty()) {
    do {
      draw_row(kick_);
    } while (is_held_out(kick_));
  } else if (options_.start_state == core::StartState::user_kick) {
    std::ranges::copy(kicks_.front(), kick_.begin());
  } else {
    std::ranges::copy(kicks_[rng_.below(static_cast<std::uint32_t>(kicks_.size()))], kick_.begin());
  }
}

void RhythmEnv::draw_snare() {
  if (options_.empty_starts > 0.0 && static_cast<double>(rng_.uniform()) < options_.empty_starts) {
    std::ranges::fill(snare_, std::uint8_t{0});
  } else {
    draw_row(snare_);
  }
}

std::span<const float> RhythmEnv::reset(std::optional<std::uint64_t> seed, const ResetOptions& options) {
  assert(options.kick.empty() || options.kick.size() == kick_.size());
  assert(options.snare.empty() || options.snare.size() == snare_.size());
  if (seed) rng_ = core::Rng(*seed);
  if (options.kick.empty()) {
    draw_kick();
  } else {
    std::ranges::copy(options.kick, kick_.begin());
  }
  if (options.snare.empty()) {
    draw_snare();
  } else {
    std::ranges::copy(options.snare, snare_.begin());
  }
  rhythm::write_pattern(kick_, snare_, observation_);
  rescore();
  episode_ = {.env_steps = 0, .episode_return = 0.0, .first_reward = level_, .final_reward = level_};
  return observation_;
}

StepResult RhythmEnv::step(int action) {
  assert(action >= 0 && action < action_count());
  const float level_before = level_;
  if (action < options_.steps) {
    rhythm::toggle(snare_[static_cast<std::size_t>(action)]);
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

std::string RhythmEnv::render() const { return render_rows(kick_, snare_); }

std::string render_rows(std::span<const std::uint8_t> kick, std::span<const std::uint8_t> snare) {
  return rhythm::render_row(kick) + " [kick]\n" + rhythm::render_row(snare) + " [snare]";
}

}  // namespace env
