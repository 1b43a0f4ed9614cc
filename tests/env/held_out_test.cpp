#include "env/held_out.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "env/rhythm_env.h"
#include "env/term_tables.h"

namespace env {

namespace {

std::vector<std::string> texts(int steps, int count, std::uint64_t seed) {
  std::vector<std::string> result;
  for (const rhythm::Row& kick : held_out_kicks(steps, count, seed)) result.push_back(rhythm::format_row(kick));
  return result;
}

}  // namespace

TEST_CASE("one kick of sixteen is held out") {
  int held_out = 0;
  for (StepBits bits = 0; bits < 65536; ++bits) held_out += is_held_out(row_of(bits, 16)) ? 1 : 0;
  // Of 65,536 with chance 1/16: 4,096 within four standard deviations of 62.
  CHECK(held_out > 4096 - 248);
  CHECK(held_out < 4096 + 248);
}

TEST_CASE("the held-out set is the same in every version") {
  // Agents of today must not be judged tomorrow by kicks that they practised.
  int first[4] = {};
  int found = 0;
  for (StepBits bits = 0; found < 4; ++bits) {
    if (is_held_out(row_of(bits, 16))) first[found++] = static_cast<int>(bits);
  }
  CHECK(first[0] == 4);
  CHECK(first[1] == 49);
  CHECK(first[2] == 57);
  CHECK(first[3] == 68);
}

TEST_CASE("velocities, silence and short patterns play no part in what is held out") {
  for (const rhythm::Row& kick : held_out_kicks(16, 50, 1)) {
    rhythm::Row accented = kick;
    for (std::uint8_t& velocity : accented) velocity = velocity != 0 ? rhythm::kAccentVelocity : std::uint8_t{0};
    CHECK(is_held_out(accented));
  }
  for (int steps = 2; steps < 200; ++steps) CHECK_FALSE(is_held_out(rhythm::Row(static_cast<std::size_t>(steps), 0)));
  for (StepBits bits = 0; bits < 128; ++bits) CHECK_FALSE(is_held_out(row_of(bits, 7)));
}

TEST_CASE("held-out kicks are different ones, the same for the same seed") {
  for (const int steps : {16, 24, 64}) {
    CAPTURE(steps);
    const auto kicks = texts(steps, 300, 7);
    CHECK(kicks.size() == 300);
    CHECK(std::set(kicks.begin(), kicks.end()).size() == 300);
    CHECK(
        std::ranges::all_of(held_out_kicks(steps, 300, 7), [](const rhythm::Row& kick) { return is_held_out(kick); }));
    CHECK(kicks == texts(steps, 300, 7));
    CHECK(kicks != texts(steps, 300, 8));
    CHECK(std::ranges::equal(texts(steps, 10, 7), std::span(kicks).first(10)));
  }
}

TEST_CASE("where there are fewer held-out kicks than asked for, all of them come") {
  const auto eight = held_out_kicks(8, 200, 1);
  int all = 0;
  for (StepBits bits = 0; bits < 256; ++bits) all += is_held_out(row_of(bits, 8)) ? 1 : 0;
  CHECK(static_cast<int>(eight.size()) == all);
  CHECK(held_out_kicks(2, 200, 1).size() == 3);
}

TEST_CASE("an environment never draws a held-out kick but plays the musician's own") {
  RhythmEnv env({.steps = 16});
  env.reset(1);
  for (int i = 0; i < 2000; ++i) {
    env.reset();
    CHECK_FALSE(is_held_out(env.kick()));
  }
  const rhythm::Row own = held_out_kicks(16, 1, 1).front();
  env.set_kicks({&own, 1});
  env.set_start_state(core::StartState::user_kick);
  env.reset();
  CHECK(env.kick() == rhythm::StepSet::from_row(own));
}

}  // namespace env
