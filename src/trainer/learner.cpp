#include "trainer/learner.h"

#include "env/reward.h"

namespace trainer {

KickWindows cut_kicks(std::span<const rhythm::Row> kicks, int steps) {
  KickWindows windows;
  for (const rhythm::Row& kick : kicks) {
    for (std::size_t first = 0; first < kick.size(); first += static_cast<std::size_t>(steps)) {
      windows.kicks.push_back(rhythm::window(kick, first, steps));
    }
    if (windows.own == 0) windows.own = windows.kicks.size();
  }
  return windows;
}

void Learned::start_sums() { *this = {.env_steps = env_steps, .gradient_steps = gradient_steps, .episodes = episodes}; }

void Learned::add_episode(const env::RhythmEnv& env, const env::EpisodeStats& episode) {
  ++finished_episodes;
  episode_return += episode.episode_return;
  final_reward += episode.final_reward;
  delta_reward += episode.delta_reward();
  const env::TermValues rewards = env::term_rewards(env.terms(), env.reward_settings());
  for (std::size_t t = 0; t < rewards.size(); ++t) terms[t] += rewards[t];
}

}  // namespace trainer
