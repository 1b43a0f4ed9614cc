#include "trainer/relabel.h"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <vector>

#include "rhythm/observation.h"

namespace {

using rhythm::StepSet;
using rhythm::Term;

core::Config small_config() {
  core::Config config = core::original_config();
  config.steps = 4;
  config.gamma = 0.5;
  config.n_step = 1;
  config.batch_size = 1;
  return config;
}

agent::Batch batch_for(const core::Config& config, int size = 1) {
  return {rhythm::observation_size(config.steps, config.conditioned),
          config.conditioned ? static_cast<int>(rhythm::kTermCount) : 1, size};
}

rhythm::RewardSettings only(Term term, rhythm::TermSetting setting) {
  rhythm::RewardSettings settings;
  settings[term] = setting;
  return settings;
}

// An env_step that toggles snare step 0 of an empty pattern and moves one term from `before` to `now`.
trainer::EnvStep moves(Term term, float before, float now) {
  trainer::EnvStep env_step;
  env_step.terms[static_cast<std::size_t>(term)] = before;
  env_step.next_terms[static_cast<std::size_t>(term)] = now;
  return env_step;
}

// To a replay of four steps: an empty pattern.
void add(trainer::ReplayBuffer& replay, const trainer::EnvStep& env_step) {
  replay.add(StepSet(4), StepSet(4), env_step);
}

// A ring of one environment and one episode: the density grows as given.
trainer::ReplayBuffer episode(std::initializer_list<float> densities, bool terminated) {
  trainer::ReplayBuffer replay(16, 1, 4);
  const std::vector<float> values(densities);
  for (std::size_t i = 0; i + 1 < values.size(); ++i) {
    trainer::EnvStep env_step = moves(Term::density, values[i], values[i + 1]);
    env_step.action = static_cast<int>(i);
    const bool last = i + 2 == values.size();
    env_step.terminated = last && terminated;
    env_step.truncated = last && !terminated;
    add(replay, env_step);
  }
  return replay;
}

// Draws until the transition that starts with this action comes.
void draw_start(trainer::Relabeller& relabeller, const trainer::ReplayBuffer& replay, const core::Config& config,
                int action, agent::Batch& batch) {
  core::Rng rng(1);
  do {
    relabeller.draw(replay, config, rng, batch);
  } while (batch.actions[0] != action);
}

}  // namespace

TEST_CASE("a toggle's reward is the change of the weighted terms, in toggles") {
  core::Config config = small_config();
  trainer::ReplayBuffer replay(1, 1, 4);
  add(replay, moves(Term::density, 0.25F, 0.5F));
  trainer::Relabeller relabeller(config);
  agent::Batch batch = batch_for(config);
  core::Rng rng(1);
  const auto drawn = [&](const rhythm::TermSetting& setting) {
    relabeller.set_reward(only(Term::density, setting));
    relabeller.draw(replay, config, rng, batch);
    return batch.n_step_returns[0];
  };
  // A quarter of what the term spans; 4 steps, so 1 is a quarter too.
  CHECK(drawn({.weight = 1.0F}) == doctest::Approx(1.0));
  CHECK(drawn({.weight = 0.1F}) == doctest::Approx(1.0));  // quiet settings are as loud as any
  CHECK(drawn({.weight = -0.5F}) == doctest::Approx(-1.0));
  CHECK(drawn({.weight = 1.0F, .mode = rhythm::TermMode::minimise}) == doctest::Approx(-1.0));
  // Level 0.5: closeness 1 - 0.25 / 0.5 = 0.5 before and 1 now.
  CHECK(drawn({.weight = 1.0F, .mode = rhythm::TermMode::target, .level = 0.5F}) == doctest::Approx(2.0));
  CHECK(drawn({.weight = 0.0F}) == 0.0F);
  CHECK(batch.discounts[0] == 0.5F);
}

TEST_CASE(
    "a style that is chosen later is read out of the remembered patterns, one that the metre lacks is worth nothing") {
  core::Config config = small_config();
  trainer::ReplayBuffer replay(1, 1, 4);
  add(replay, moves(Term::density, 0.0F, 0.25F));  // the first step of silence, which is the one beat of four steps
  trainer::Relabeller relabeller(config);
  agent::Batch batch = batch_for(config);
  core::Rng rng(1);
  for (const auto& [style, expected] : {std::pair{rhythm::Style::motor, 2.0F}, {rhythm::Style::clave, 0.0F}}) {
    rhythm::RewardSettings settings = only(Term::similarity, {.weight = 1.0F});
    settings.style = style;
    relabeller.set_reward(settings);
    relabeller.draw(replay, config, rng, batch);
    CHECK(batch.n_step_returns[0] == doctest::Approx(expected));
  }
}

TEST_CASE("a moved weight changes what remembered env_steps teach, and nothing of them is lost") {
  core::Config config = small_config();
  trainer::ReplayBuffer replay(1, 1, 4);
  trainer::EnvStep env_step = moves(Term::density, 0.0F, 0.25F);
  env_step.next_terms[static_cast<std::size_t>(Term::overlap)] = 1.0F;
  add(replay, env_step);
  trainer::Relabeller relabeller(config);
  agent::Batch batch = batch_for(config);
  core::Rng rng(1);
  rhythm::RewardSettings settings = only(Term::density, {.weight = 1.0F});
  for (const auto& [weight, expected] : {std::pair{0.0F, 1.0F}, {0.5F, 3.0F}, {-1.0F, -3.0F}, {0.0F, 1.0F}}) {
    settings[Term::overlap] = {.weight = weight};
    relabeller.set_reward(settings);
    relabeller.draw(replay, config, rng, batch);
    CHECK(batch.n_step_returns[0] == doctest::Approx(expected));
  }
}

TEST_CASE("in the mode level the reward is the pattern itself, centred") {
  core::Config config = small_config();
  config.reward_mode = core::RewardMode::level;
  trainer::ReplayBuffer replay(1, 1, 4);
  add(replay, moves(Term::difference, 0.25F, 1.0F));
  trainer::Relabeller relabeller(config);
  agent::Batch batch = batch_for(config);
  core::Rng rng(1);
  relabeller.draw(replay, config, rng, batch);
  CHECK(batch.n_step_returns[0] == doctest::Approx(2.0));  // 1 in units of 2/4
}

TEST_CASE("n-step returns are the sum of single rewards with powers of gamma, and n = 1 is the single reward") {
  core::Config config = small_config();
  const trainer::ReplayBuffer replay = episode({0.0F, 0.25F, 0.75F, 1.0F, 0.5F}, false);
  trainer::Relabeller relabeller(config);
  relabeller.set_reward(only(Term::density, {.weight = 1.0F}));
  agent::Batch batch = batch_for(config);
  const std::array<float, 4> single = {1.0F, 2.0F, 1.0F, -2.0F};
  for (int action = 0; action < 4; ++action) {
    draw_start(relabeller, replay, config, action, batch);
    CHECK(batch.n_step_returns[0] == doctest::Approx(single[static_cast<std::size_t>(action)]));
    CHECK(batch.discounts[0] == 0.5F);
  }
  config.n_step = 3;
  draw_start(relabeller, replay, config, 0, batch);
  CHECK(batch.n_step_returns[0] == doctest::Approx(1.0 + 0.5 * 2.0 + 0.25 * 1.0));
  CHECK(batch.discounts[0] == 0.125F);
  // The next observation is the one after three env_steps.
  CHECK(batch.next_observations(rhythm::snare_index(4, 2), 0) == rhythm::kOnsetInput);
}

TEST_CASE("the n-step tail at an episode's end has the discount of the rewards really summed") {
  for (const bool terminated : {false, true}) {
    core::Config config = small_config();
    config.n_step = 3;
    const trainer::ReplayBuffer replay = episode({0.0F, 0.25F, 0.75F, 1.0F, 0.5F}, terminated);
    trainer::Relabeller relabeller(config);
    relabeller.set_reward(only(Term::density, {.weight = 1.0F}));
    agent::Batch batch = batch_for(config);
    draw_start(relabeller, replay, config, 2, batch);
    CHECK(batch.n_step_returns[0] == doctest::Approx(1.0 - 0.5 * 2.0));
    CHECK(batch.discounts[0] == (terminated ? 0.0F : 0.25F));  // truncated: bootstraps; terminated: does not
    draw_start(relabeller, replay, config, 3, batch);
    CHECK(batch.n_step_returns[0] == doctest::Approx(-2.0));
    CHECK(batch.discounts[0] == (terminated ? 0.0F : 0.5F));
    draw_start(relabeller, replay, config, 0, batch);
    CHECK(batch.discounts[0] == 0.125F);  // three rewards, and the episode went on
  }
}

TEST_CASE("a batch holds the patterns before and after the action, with their products") {
  core::Config config = small_config();
  trainer::ReplayBuffer replay(1, 1, 4);
  replay.add(StepSet::from_row(*rhythm::parse_row("x..x")), StepSet::from_row(*rhythm::parse_row("xx..")),
             {.action = 2, .terminated = false, .truncated = false, .terms = {}, .next_terms = {}});
  trainer::Relabeller relabeller(config);
  agent::Batch batch = batch_for(config);
  core::Rng rng(1);
  relabeller.draw(replay, config, rng, batch);
  const std::array<float, 12> before = {1, -1, -1, 1, 1, 1, -1, -1, 1, -1, 1, -1};
  const std::array<float, 12> now = {1, -1, -1, 1, 1, 1, 1, -1, 1, -1, -1, -1};
  for (nn::Index i = 0; i < 12; ++i) {
    CHECK(batch.observations(i, 0) == before[static_cast<std::size_t>(i)]);
    CHECK(batch.next_observations(i, 0) == now[static_cast<std::size_t>(i)]);
  }
}

TEST_CASE("a batch holds long patterns whole, and likes them step by step") {
  for (const int steps : {65, 1024}) {
    CAPTURE(steps);
    core::Config config = small_config();
    config.steps = steps;
    core::Rng rng(1);
    StepSet kick(steps);
    StepSet snare(steps);
    for (int step = 0; step < steps; ++step) {
      if (rng.below(2) != 0) kick.set(step);
      if (rng.below(2) != 0) snare.set(step);
    }
    StepSet now = snare;
    now.flip(steps - 1);
    trainer::ReplayBuffer replay(1, 1, steps);
    replay.add(kick, snare,
               {.action = steps - 1, .terminated = false, .truncated = false, .terms = {}, .next_terms = {}});
    trainer::Relabeller relabeller(config);
    rhythm::RewardSettings settings = only(Term::similarity, {.weight = 1.0F});
    settings.liked = rhythm::row_of(now);
    relabeller.set_reward(settings);
    agent::Batch batch = batch_for(config);
    relabeller.draw(replay, config, rng, batch);
    CHECK(batch.n_step_returns[0] == doctest::Approx(1.0).epsilon(1e-3));  // one step nearer, in toggles
    for (int step = 0; step < steps; ++step) {
      REQUIRE(batch.observations(step, 0) == (kick.test(step) ? 1.0F : -1.0F));
      REQUIRE(batch.observations(rhythm::snare_index(steps, step), 0) == (snare.test(step) ? 1.0F : -1.0F));
      REQUIRE(batch.next_observations(rhythm::snare_index(steps, step), 0) == (now.test(step) ? 1.0F : -1.0F));
    }
  }
}

TEST_CASE("a conditioned learner's batch asks for another mix each time, and each head gets its own term") {
  core::Config config = small_config();
  config.conditioned = true;
  trainer::ReplayBuffer replay(1, 1, 4);
  trainer::EnvStep env_step = moves(Term::density, 0.0F, 0.25F);
  env_step.next_terms[static_cast<std::size_t>(Term::lhl)] = 0.5F;
  add(replay, env_step);
  trainer::Relabeller relabeller(config);
  agent::Batch batch = batch_for(config, 64);
  core::Rng rng(1);
  relabeller.draw(replay, config, rng, batch);
  const nn::Index first = rhythm::weight_index(4);
  int different = 0;
  for (int column = 0; column < 64; ++column) {
    CHECK(batch.returns_of(column)[static_cast<std::size_t>(Term::density)] == doctest::Approx(1.0));
    CHECK(batch.returns_of(column)[static_cast<std::size_t>(Term::lhl)] == doctest::Approx(2.0));
    CHECK(batch.returns_of(column)[static_cast<std::size_t>(Term::witek)] == 0.0F);
    // The similarity is that to the drawn favourite: the toggle of step 0 brings it one step of four nearer or farther.
    const float liked = batch.observations(first + static_cast<nn::Index>(rhythm::kTermCount), column);
    CHECK(std::abs(liked) == 1.0F);
    CHECK(batch.returns_of(column)[static_cast<std::size_t>(Term::similarity)] == doctest::Approx(liked));
    float largest = 0.0F;
    for (nn::Index t = 0; t < static_cast<nn::Index>(rhythm::kTermCount); ++t) {
      largest = std::max(largest, std::abs(batch.observations(first + t, column)));
      CHECK(batch.observations(first + t, column) == batch.next_observations(first + t, column));
    }
    CHECK(largest == 1.0F);
    if (batch.observations(first, column) != batch.observations(first, 0)) ++different;
  }
  CHECK(different > 20);
}

TEST_CASE("drawn settings are linear, cover the sliders and leave out what does not apply") {
  const env::TermScorer scorer(7);  // no beats of four steps: no groove index
  core::Rng rng(5);
  rhythm::RewardSettings settings;
  int zeros = 0;
  float lowest = 1.0F;
  float highest = -1.0F;
  for (int i = 0; i < 1000; ++i) {
    trainer::draw_settings(rng, scorer, settings);
    CHECK(rhythm::largest_weight(settings) > 0.0F);
    CHECK(settings[Term::witek].weight == 0.0F);
    CHECK(settings.liked.size() == 7);
    CHECK(settings[Term::density].mode == rhythm::TermMode::maximise);
    if (settings[Term::density].weight == 0.0F) ++zeros;
    lowest = std::min(lowest, settings[Term::density].weight);
    highest = std::max(highest, settings[Term::density].weight);
  }
  CHECK(std::abs(zeros - 500) < 80);  // five standard deviations of 16
  CHECK(lowest < -0.9F);
  CHECK(highest > 0.9F);
}
