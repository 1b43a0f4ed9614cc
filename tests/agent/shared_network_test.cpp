#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <vector>

#include "agent/agent_file.h"
#include "agent/answer.h"
#include "agent/density.h"
#include "agent/shared_input.h"
#include "tests/rows.h"

namespace {

core::Config shared_config(bool model) {
  core::Config config;
  config.model = model;
  config.channels = 8;
  return config;
}

agent::Agent random_shared_agent(bool model) {
  agent::Agent agent(shared_config(model));
  core::Rng rng(3);
  agent.network.conv().initialise(rng, 1.0F);
  return agent;
}

const rhythm::RewardSettings& the_original() { return rhythm::find_preset("Original")->settings; }

// The difference, term by term and after every toggle.
rhythm::TermValues difference_of(std::span<const std::uint8_t> kick, std::span<const std::uint8_t> snare) {
  rhythm::TermValues values{};
  const int apart = rhythm::hamming(rhythm::StepSet::from_row(kick), rhythm::StepSet::from_row(snare));
  values[0] = static_cast<float>(apart) / static_cast<float>(kick.size());
  return values;
}

agent::ScoreFunction score_against(const rhythm::Row& kick) {
  return [kick](std::span<const std::uint8_t> snare) {
    const rhythm::TermValues values = difference_of(kick, snare);
    return agent::Score{.reward = rhythm::reward(values, the_original()), .values = values};
  };
}

rhythm::Row turned_by(const rhythm::Row& row, int by) {
  rhythm::Row result = row;
  std::ranges::rotate(result, result.end() - by);
  return result;
}

}  // namespace

TEST_CASE("Q-values with the model are the reward of each toggle plus what the network gives, and leaving is worth 0") {
  agent::Agent agent(shared_config(true));  // all weights 0: no future
  nn::ConvNet& net = agent.network.conv();
  net.biases(net.parameters(), net.layer_count() - 1)[0] = 0.25F;
  const rhythm::Row kick = test::row("x..x");
  const rhythm::Row snare = test::row("x...");
  const agent::ScoreFunction score = score_against(kick);
  const agent::ToggleScoreFunction toggles = agent::one_by_one(score);
  const rhythm::TermValues values = difference_of(kick, snare);
  agent::Inquiry inquiry(agent.network, {kick, snare, the_original(), values, {}, nullptr, &toggles});
  const auto q = inquiry.q_values();
  CHECK(std::vector<float>(q.begin(), q.end()) == std::vector<float>{1.25F, 1.25F, 1.25F, -0.75F, 0.0F});
  CHECK(inquiry.scorings() == 4);
}

TEST_CASE("turning the kick by a bar turns a shared network's answer by a bar") {
  core::Rng rng(9);
  for (const bool model : {true, false}) {
    agent::Agent agent = random_shared_agent(model);
    const rhythm::Row kick = test::random_row(rng, 48, 3);
    const rhythm::Row empty(48, 0);
    const auto answer_to = [&](const rhythm::Row& heard) {
      const agent::ScoreFunction score = score_against(heard);
      return agent::answer(agent.network, {heard, empty, {}, the_original(), score}, 20).snare;
    };
    CHECK(answer_to(turned_by(kick, 16)) == turned_by(answer_to(kick), 16));
  }
}

TEST_CASE("with the model an answer is the best of all snares that were scored, each visited from one before it") {
  core::Rng rng(12);
  agent::Agent agent = random_shared_agent(true);
  for (const int steps : {5, 12, 16, 31}) {
    const rhythm::Row kick = test::random_row(rng, steps, 3);
    const rhythm::Row start = test::random_row(rng, steps, 4);
    float best = -1.0F;
    const agent::ScoreFunction plain = score_against(kick);
    const agent::ScoreFunction score = [&](std::span<const std::uint8_t> snare) {
      const agent::Score scored = plain(snare);
      best = std::max(best, scored.reward);
      return scored;
    };
    for (const int most : {0, 1, 2, 7}) {
      best = -1.0F;
      const agent::Answer answer = agent::answer(agent.network, {kick, start, {}, the_original(), score}, most);
      CHECK(answer.reward == doctest::Approx(best));
      CHECK(answer.reward == plain(answer.snare).reward);
      CHECK(std::ssize(answer.toggled) <= most);
      REQUIRE(answer.visited.size() == answer.toggled.size() + 1);
      for (std::size_t i = 1; i < answer.visited.size(); ++i) {
        const auto is_before = [&](rhythm::Row snare) {
          rhythm::toggle(snare[static_cast<std::size_t>(answer.toggled[i - 1])]);
          return rhythm::StepSet::from_row(snare) == rhythm::StepSet::from_row(answer.visited[i]);
        };
        CHECK(std::any_of(answer.visited.begin(), answer.visited.begin() + static_cast<std::ptrdiff_t>(i), is_before));
      }
    }
  }
}

TEST_CASE(
    "the next snare is the most promising that was seen, wherever it is, less for each from the same snare before") {
  agent::Agent agent(shared_config(true));  // all weights 0: no future, so by the reward alone
  const rhythm::Row kick = test::row("....");
  const auto visits = [&](float of_second) {
    // Of one onset each step has a reward; more onsets are worth nothing.
    const agent::ScoreFunction score = [=](std::span<const std::uint8_t> snare) {
      const std::vector<float> alone{0.50F, of_second, 0.05F, 0.05F};
      rhythm::TermValues values{};
      float& reward = values[0];
      if (std::ranges::count_if(snare, [](int velocity) { return velocity != 0; }) == 1) {
        for (std::size_t step = 0; step < snare.size(); ++step) reward = snare[step] != 0 ? alone[step] : reward;
      }
      return agent::Score{.reward = rhythm::reward(values, the_original()), .values = values};
    };
    return agent::answer(agent.network, {kick, kick, {}, the_original(), score}, 4).visited;
  };
  // The first sibling costs 0.3 toggles, which is 0.075 of the reward of 4 steps.
  CHECK(visits(0.45F)[1] == test::row("x..."));
  CHECK(visits(0.45F)[2] == test::row(".x.."));
  CHECK(visits(0.08F)[2] == test::row(".x.."));
  CHECK(visits(0.07F)[2] == test::row("xx.."));
}

TEST_CASE("a long pattern is answered within the turns that are given, by the best of all that was scored") {
  core::Rng rng(13);
  agent::Agent agent = random_shared_agent(true);
  const rhythm::Row kick = test::random_row(rng, 96, 3);
  const rhythm::Row empty(96, 0);
  for (const int most : {0, 1, 2, 5}) {
    float best = -1.0F;
    const agent::ScoreFunction score = [&](std::span<const std::uint8_t> snare) {
      const agent::Score scored = score_against(kick)(snare);
      best = std::max(best, scored.reward);
      return scored;
    };
    const agent::Answer answer = agent::answer(agent.network, {kick, empty, {}, the_original(), score}, most);
    CHECK(std::ssize(answer.toggled) <= most);
    CHECK((answer.toggled.empty() == (most == 0)));
    CHECK(answer.reward == doctest::Approx(best));
  }
}

TEST_CASE("a shared network answers every length from 2 to 1024 steps and leaves what is locked") {
  core::Rng rng(10);
  agent::Agent agent = random_shared_agent(true);
  for (const int steps : {2, 3, 7, 16, 33, 64, 65, 130, 1024}) {
    CAPTURE(steps);
    const rhythm::Row kick = test::random_row(rng, steps, 3);
    const rhythm::Row locked = test::random_row(rng, steps, 4);
    rhythm::Row start = test::random_row(rng, steps, 3);
    for (std::size_t i = 0; i < start.size(); ++i) start[i] = locked[i] != 0 ? start[i] : std::uint8_t{0};
    const agent::ScoreFunction score = score_against(kick);
    const auto found = agent::answer(agent.network, {kick, start, locked, the_original(), score}, steps > 64 ? 40 : 8);
    REQUIRE(found.snare.size() == kick.size());
    CHECK(found.reward >= found.rewards.front());
    CHECK(found.reward == *std::ranges::max_element(found.rewards));
    CHECK(found.reward == score(found.snare).reward);
    for (std::size_t i = 0; i < start.size(); ++i) {
      if (locked[i] != 0) CHECK((found.snare[i] != 0) == (start[i] != 0));
    }
  }
}

TEST_CASE("with the model alone a long answer to the difference is the exact complement, in few turns") {
  core::Rng rng(11);
  agent::Agent agent(shared_config(true));  // all weights 0
  const rhythm::Row kick = test::random_row(rng, 512, 2);
  const rhythm::Row empty(512, 0);
  const agent::ScoreFunction score = score_against(kick);
  const auto found = agent::answer(agent.network, {kick, empty, {}, the_original(), score}, 1024);
  CHECK(found.reward == doctest::Approx(1.0));
  CHECK(std::ranges::max_element(found.rewards) - found.rewards.begin() <= 16);
}

TEST_CASE("a shared network's file gives the same network back, bit for bit, and refuses damage and missing tensors") {
  for (const bool model : {true, false}) {
    const agent::Agent agent = random_shared_agent(model);
    const auto bytes = agent::encode_agent(agent);
    const auto back = agent::decode_agent(bytes);
    REQUIRE(back.has_value());
    CHECK(back->network.is_shared());
    CHECK(back->network.uses_model() == model);
    CHECK(back->network.parameters() == agent.network.parameters());
    for (const std::size_t from_end : {1U, 200U, 2000U}) {
      auto damaged = bytes;
      damaged[damaged.size() - from_end] ^= 32U;
      CHECK_FALSE(agent::decode_agent(damaged).has_value());
    }
  }
}

TEST_CASE("what a step shows a shared network is the same at any length, but for how long the pattern is") {
  const rhythm::Row bar = test::row("x...x..xx...x...");
  const auto inputs_of = [](const rhythm::Row& row) {
    const auto set = rhythm::StepSet::from_row(row);
    const rhythm::StepSet none;
    const rhythm::Metre metre = rhythm::Metre::default_for(set.steps());
    nn::Signal inputs(agent::step_inputs(false), 1, set.steps());
    nn::PanelMatrix globals(agent::global_inputs(false), 1);
    agent::write_shared_input({set, set, none, none, metre, the_original(), {}, {}}, false, {}, inputs.view(),
                              globals.view(), 0);
    return inputs;
  };
  rhythm::Row twice = bar;
  twice.insert(twice.end(), bar.begin(), bar.end());
  const nn::Signal once = inputs_of(bar);
  const nn::Signal long_one = inputs_of(twice);
  for (nn::Index step = 0; step < 32; ++step) {
    for (nn::Index i = 0; i < once.channels(); ++i) CHECK(long_one.view()(i, step) == once.view()(i, step % 16));
  }
}

TEST_CASE("of a pattern's steps the best are taken that are not near each other, around the seam too") {
  std::vector<float> values(40, 0.0F);
  values[1] = 3.0F;
  values[39] = 2.0F;  // two steps before 1
  values[9] = 1.0F;
  std::vector<int> steps;
  for (int step = 0; step < 40; ++step) steps.push_back(step);
  CHECK(agent::best_apart(steps, 2, values) == std::vector<int>{1, 9});
  CHECK(agent::best_apart(steps, 1, values) == std::vector<int>{1});
  CHECK(agent::best_apart({}, 3, values).empty());
}

TEST_CASE("the density fader has its paths on a long pattern, too, each step once") {
  core::Rng rng(12);
  agent::Agent agent = random_shared_agent(true);
  const rhythm::Row kick = test::random_row(rng, 256, 3);
  const rhythm::Row snare = test::random_row(rng, 256, 4);
  const agent::ScoreFunction score = score_against(kick);
  for (const bool denser : {true, false}) {
    const auto path = agent::density_path(agent.network, {kick, snare, {}, the_original(), score}, denser);
    std::vector<int> steps = path.steps;
    CHECK(path.gains.size() == steps.size());
    for (const int step : steps) CHECK((snare[static_cast<std::size_t>(step)] == 0) == denser);
    std::ranges::sort(steps);
    CHECK(std::ranges::adjacent_find(steps) == steps.end());
  }
}
