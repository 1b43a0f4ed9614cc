// Answers as they were recorded before the walk learned to hash and to update its observation: a later change may make
// it quicker, never another one. A new record is written, where that is meant, by
//
//   BACKBEAT_RECORD_ANSWERS=1 build/…/backbeat_tests -tc='*recorded answers*'
#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "agent/agent_file.h"
#include "agent/answer.h"
#include "agent/density.h"
#include "agent/think.h"
#include "core/rng.h"
#include "env/reward.h"
#include "tests/agent/hand_made_network.h"
#include "tests/rows.h"

using test::random_row;

namespace {

constexpr const char* kRecord = BACKBEAT_SOURCE_DIR "/tests/agent/answers.golden.txt";

std::vector<std::uint8_t> file_bytes(const char* path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string joined(const std::vector<int>& steps) {
  std::string text;
  for (const int step : steps) text += (text.empty() ? "" : ",") + std::to_string(step);
  return text;
}

// Everything that is answered to one question, in words: the walk's toggles, what is played, both ends of the density
// fader and what thinking finds.
std::string answers_of(agent::QNetwork& network, const rhythm::RewardSettings& settings, core::Rng& rng) {
  const int steps = network.steps();
  env::TermScorer scorer(steps);
  rhythm::RewardSettings asked = env::effective_settings(settings, scorer);
  const rhythm::Row kick = random_row(rng, steps, 3);
  const rhythm::Row snare = random_row(rng, steps, 2 + rng.below(4));
  const rhythm::Row locked = rng.below(2) == 0 ? rhythm::Row() : random_row(rng, steps, 4);
  const agent::ScoreFunction score = [&](std::span<const std::uint8_t> candidate) {
    const env::TermValues values = scorer.score_asked(kick, candidate, asked);
    return agent::Score{.reward = env::reward(values, asked), .values = values};
  };
  const agent::Answer answer = agent::answer(network, {kick, snare, locked, asked, score}, 2 * steps);
  const agent::Task around{kick, answer.snare, locked, asked, score};
  const agent::Thought thought = agent::think(network, {kick, snare, locked, asked, score}, 300);
  return "walk " + joined(answer.toggled) + " snare " + rhythm::format_row(answer.snare) + " denser " +
         joined(agent::density_path(network, around, true).steps) + " sparser " +
         joined(agent::density_path(network, around, false).steps) + " thought " + rhythm::format_row(thought.snare) +
         " of " + std::to_string(thought.evaluations);
}

std::string all_answers() {
  std::ostringstream text;
  auto mlp = agent::decode_agent(file_bytes(BACKBEAT_SOURCE_DIR "/tests/golden/79a5763/shipped.safetensors"));
  REQUIRE(mlp);
  core::Rng rng(20);
  for (const rhythm::RewardPreset& preset : rhythm::reward_mixes()) {
    for (int question = 0; question < 6; ++question) {
      rhythm::RewardSettings settings = preset.settings;
      if (question == 5) settings.liked = random_row(rng, 16, 3);
      text << preset.name << ": " << answers_of(mlp->network, settings, rng) << '\n';
    }
  }
  for (const int steps : {2, 15, 24, 64}) {
    for (const bool leave_it : {true, false}) {
      agent::Agent agent = agent_test::random_agent(steps, leave_it, 8, static_cast<std::uint64_t>(steps));
      text << steps << (leave_it ? " steps: " : " steps, no leave it: ")
           << answers_of(agent.network, rhythm::find_preset("Syncopated answer")->settings, rng) << '\n';
    }
  }
  return text.str();
}

}  // namespace

TEST_CASE("agents give the recorded answers, toggle by toggle") {
  const std::string now = all_answers();
  if (std::getenv("BACKBEAT_RECORD_ANSWERS") != nullptr) std::ofstream(kRecord) << now;
  std::istringstream lines(now);
  std::ifstream record(kRecord);
  REQUIRE(record);
  std::string line;
  std::string expected;
  int count = 0;
  while (std::getline(record, expected)) {
    REQUIRE(std::getline(lines, line));
    CHECK(line == expected);
    ++count;
  }
  CHECK(count > 40);
  CHECK_FALSE(std::getline(lines, line));
}
