// How an agent is played: the density fader and dynamics.
#include "session/player/answering.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "agent/dynamics.h"
#include "core/rng.h"
#include "tests/agent/hand_made_network.h"

namespace {

using session::Answerer;
using session::Rewarding;

int onset_count(const rhythm::Row& row) {
  return static_cast<int>(std::ranges::count_if(row, [](std::uint8_t velocity) { return velocity != 0; }));
}

rhythm::Row random_row(core::Rng& rng, int steps, std::uint32_t one_of) {
  rhythm::Row result(static_cast<std::size_t>(steps));
  for (std::uint8_t& cell : result) cell = rng.below(one_of) == 0 ? rhythm::kPlainVelocity : std::uint8_t{0};
  return result;
}

agent::Agent random_agent(core::Rng& rng, int steps, bool conditioned) {
  core::Config config = agent_test::network_config(steps, true, 24);
  config.conditioned = conditioned;
  agent::Agent agent(config);
  core::Rng weights(rng.next());
  agent.network.mlp().initialise(weights, 1.0F);
  return agent;
}

// An answer at each position of the fader, from -1 to 1.
std::vector<session::AnswerRef> sweep(Answerer& answerer, const rhythm::Row& kick, const rhythm::Row& snare,
                                      const rhythm::Row& locks, const Rewarding& rewarding, bool think) {
  std::vector<session::AnswerRef> played;
  for (int position = -10; position <= 10; ++position) {
    played.push_back(
        answerer.answer(kick, snare, locks, rewarding, {.think = think, .density = position / 10.0, .dynamics = true}));
  }
  return played;
}

}  // namespace

TEST_CASE("onsets never get fewer as the fader rises, whatever the kick, the reward, the locks and thinking") {
  core::Rng rng(3);
  int moved = 0;
  for (int round = 0; round < 240; ++round) {
    CAPTURE(round);
    const int steps = round % 4 == 3 ? 24 : 16;
    Answerer answerer(random_agent(rng, steps, round % 2 == 0));
    Rewarding rewarding(steps);
    rewarding.set(rhythm::reward_presets()[static_cast<std::size_t>(round) % 6].settings, steps);
    const rhythm::Row kick = random_row(rng, steps, 3);
    const rhythm::Row snare = random_row(rng, steps, 2);
    const rhythm::Row locks = round % 3 == 0 ? rhythm::Row(snare.size(), 0) : random_row(rng, steps, 4);
    const auto played = sweep(answerer, kick, snare, locks, rewarding, round % 5 == 0);
    const rhythm::Row& middle = played[10]->row;
    for (std::size_t i = 0; i < played.size(); ++i) {
      const rhythm::Row& row = played[i]->row;
      CHECK(played[i]->added == onset_count(row) - onset_count(middle));
      CHECK(played[i]->threshold.has_value() == (played[i]->added != 0));
      for (std::size_t step = 0; step < row.size(); ++step) {
        if (locks[step] != 0) CHECK(row[step] == snare[step]);
        if (i > 0 && played[i - 1]->row[step] != 0) CHECK(row[step] != 0);
      }
      // The threshold falls away from the middle.
      const std::size_t inner = i < 10 ? i + 1 : i - 1;
      if (i != 10 && played[inner]->threshold) CHECK(played[i]->threshold <= played[inner]->threshold);
    }
    moved += played.back()->added - played.front()->added;
    Answerer fresh(answerer.agent());
    const auto again = sweep(fresh, kick, snare, locks, rewarding, round % 5 == 0);
    for (std::size_t i = 0; i < played.size(); ++i) CHECK(again[i]->row == played[i]->row);
  }
  CHECK(moved > 5 * 240);  // it does something
}

TEST_CASE("the fader at its middle is the answer as it was, and its ends are neither silent nor full") {
  core::Rng rng(4);
  for (int round = 0; round < 50; ++round) {
    CAPTURE(round);
    Answerer answerer(random_agent(rng, 16, false));
    Rewarding rewarding(16);
    rewarding.set(rhythm::find_preset("Backbeat mix")->settings, 16);
    const rhythm::Row kick = random_row(rng, 16, 3);
    const rhythm::Row free(16, 0);
    const auto plain = answerer.answer(kick, free, free, rewarding, {});
    const agent::ScoreFunction score = [&](std::span<const std::uint8_t> s) { return rewarding.score(kick, s); };
    agent::Agent copy = answerer.agent();
    CHECK(plain->row == agent::answer(copy.network, {kick, free, free, rewarding.settings(), score}, 32).snare);
    const int onsets = onset_count(plain->row);
    const auto dense = answerer.answer(kick, free, free, rewarding, {.density = 1.0});
    CHECK(onset_count(dense->row) <= onsets + (16 - onsets) / 2);
    const auto sparse = answerer.answer(kick, free, free, rewarding, {.density = -1.0});
    CHECK(onset_count(sparse->row) >= (onsets + 3) / 4);
  }
}

TEST_CASE("dynamics change velocities and nothing else, and are asked of the snare that is played") {
  core::Rng rng(6);
  for (const double density : {-0.5, 0.0, 0.7}) {
    Answerer answerer(random_agent(rng, 16, true));
    Rewarding rewarding(16);
    rewarding.set(rhythm::find_preset("Busy mix")->settings, 16);
    const rhythm::Row kick = random_row(rng, 16, 3);
    rhythm::Row snare(16, 0);
    snare[4] = 77;
    rhythm::Row locks(16, 0);
    locks[4] = 1;
    const rhythm::Row flat = answerer.answer(kick, snare, locks, rewarding, {.density = density})->row;
    rhythm::Row expected = flat;
    agent::apply_dynamics(answerer.gains(kick, flat, rewarding), locks, expected);
    const rhythm::Row lively =
        answerer.answer(kick, snare, locks, rewarding, {.density = density, .dynamics = true})->row;
    CHECK(lively == expected);
    CHECK(lively != flat);
    CHECK(lively[4] == 77);
    for (std::size_t step = 0; step < 16; ++step) {
      CHECK((lively[step] != 0) == (flat[step] != 0));
      if (step != 4 && flat[step] != 0) CHECK(flat[step] == rhythm::kPlainVelocity);
    }
  }
}

TEST_CASE("one answer is held once: the same question gives the same, and another does not change it") {
  core::Rng rng(8);
  Answerer answerer(random_agent(rng, 16, true));
  Rewarding rewarding(16);
  rewarding.set(rhythm::find_preset("Backbeat mix")->settings, 16);
  const rhythm::Row heard = random_row(rng, 16, 3);
  const rhythm::Row free(16, 0);
  const session::AnswerRef first = answerer.answer(heard, free, free, rewarding, {.density = 0.5});
  CHECK(answerer.answer(heard, free, free, rewarding, {.density = 0.5}) == first);
  CHECK(first->question.heard == rhythm::onsets_of(heard));
  CHECK(first->settings.density == 0.5);
  const rhythm::Row kept = first->row;
  const session::AnswerRef second = answerer.answer(free, free, free, rewarding, {});
  CHECK(second != first);
  CHECK(second->question.heard == free);
  CHECK(first->row == kept);
}
