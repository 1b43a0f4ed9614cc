#include "trainer/learner.h"

#include "env/reward.h"

namespace trainer {

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
