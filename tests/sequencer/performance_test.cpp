#include "sequencer/performance.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

namespace {

using namespace sequencer;
using rhythm::kKick;
using rhythm::kSnare;

constexpr double kStepMs = 125.0;  // at 120 BPM

// A pattern with everything around it; a step every 125 ms from 0.
struct Player {
  rhythm::Pattern pattern;
  std::vector<StepDetail> details;
  std::vector<VoiceSettings> voices{rhythm::kVoices};
  Groove groove;
  rhythm::Resolution resolution = rhythm::Resolution::sixteenths;
  Transport transport;

  explicit Player(const char* kick) : pattern(rhythm::kVoices, static_cast<int>(std::string_view(kick).size())) {
    const auto row = rhythm::parse_row(kick);
    REQUIRE(row);
    pattern.set_row(kKick, *row);
    details.resize(static_cast<std::size_t>(rhythm::kVoices * pattern.steps()));
    transport.start(0.0);
  }

  StepDetail& detail(int voice, int step) { return details[static_cast<std::size_t>(voice * pattern.steps() + step)]; }

  // Ranges, cycle and origin in sixteenths.
  std::vector<Onset> onsets(TickRange range, std::int64_t cycle_start = 0, std::int64_t origin = 0) const {
    const Score score{.pattern = pattern,
                      .details = details,
                      .voices = voices,
                      .groove = groove,
                      .resolution = resolution,
                      .cycle_start = cycle_start * kTicksPerSixteenth,
                      .origin = origin * kTicksPerSixteenth};
    std::vector<Onset> onsets;
    append_onsets(score, transport, {range.first * kTicksPerSixteenth, range.last * kTicksPerSixteenth}, onsets);
    sort_onsets(onsets);
    return onsets;
  }

  std::vector<double> times(TickRange range, std::int64_t cycle_start = 0, std::int64_t origin = 0) const {
    std::vector<double> times;
    for (const Onset& onset : onsets(range, cycle_start, origin)) times.push_back(onset.time_ms);
    return times;
  }
};

TEST_CASE("without a groove onsets lie on the grid with their velocities") {
  const auto onsets = Player("x..X").onsets({0, 8});
  REQUIRE(onsets.size() == 4);
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(onsets[i].time_ms == std::array{0.0, 375.0, 500.0, 875.0}[i]);
    CHECK(onsets[i].velocity == (i % 2 == 0 ? 100 : 127));
  }
}

TEST_CASE("swing moves every second step of the bar") {
  Player player("xxxx");
  player.groove.swing_percent = 50.0;
  CHECK(player.times({0, 4}) == std::vector<double>{0.0, 125.0, 250.0, 375.0});
  player.groove.swing_percent = 75.0;
  CHECK(player.times({0, 4}) == std::vector<double>{0.0, 187.5, 250.0, 437.5});
  SUBCASE("to two thirds of the eighth at 66.7 percent") {
    player.groove.swing_percent = 200.0 / 3.0;
    CHECK(player.times({1, 2})[0] == doctest::Approx(250.0 * 2 / 3));
  }
  SUBCASE("counted from where the cycle begins") {
    CHECK(player.times({1, 3}, 1) == std::vector<double>{125.0, 312.5});
  }
}

TEST_CASE("micro-timing moves one step by its part of a step, early or late") {
  Player player("xxx");
  player.detail(kKick, 1).micro = -50;
  player.detail(kKick, 2).micro = 20;
  CHECK(player.times({0, 3}) == std::vector<double>{0.0, 62.5, 275.0});
}

TEST_CASE("ratchets are spread evenly over the step, as long as swing makes it") {
  Player player("xx..");
  player.detail(kKick, 0).ratchets = 4;
  player.detail(kKick, 1).ratchets = 2;
  CHECK(player.times({0, 2}) == std::vector<double>{0.0, 31.25, 62.5, 93.75, 125.0, 187.5});
  player.groove.swing_percent = 75.0;
  CHECK(player.times({0, 2}) == std::vector<double>{0.0, 46.875, 93.75, 140.625, 187.5, 218.75});
}

TEST_CASE("the latest onset there can be is less than three steps and humanise late") {
  Player player("x.");
  player.groove.swing_percent = kMaxSwingPercent;
  player.detail(kKick, 0) = {.micro = kMaxMicro, .ratchets = kMaxRatchets};
  for (const std::int64_t cycle_start : {0, 1}) {
    for (const double time : player.times({0, 2}, cycle_start))
      CHECK(time < (1 + kMostTicksLate / 12) * kStepMs - 50.0);
  }
}

TEST_CASE("a step sounds in as many cycles as its probability says") {
  Player player("xx");
  player.detail(kKick, 0).probability = 30;
  const auto onsets = player.onsets({0, 20000});
  const auto chosen =
      std::ranges::count_if(onsets, [](const Onset& onset) { return onset.tick / kTicksPerSixteenth % 2 == 0; });
  CHECK(std::ssize(onsets) - chosen == 10000);
  CHECK(std::abs(chosen - 3000) < 4 * 46);  // four standard deviations
  player.detail(kKick, 0).probability = 0;
  CHECK(player.onsets({0, 2000}).size() == 1000);
  SUBCASE("and another seed chooses others") {
    player.detail(kKick, 0).probability = 30;
    player.groove.seed = 2;
    const auto others = player.onsets({0, 20000});
    const auto same_steps = std::ranges::equal(onsets, others, {}, &Onset::tick, &Onset::tick);
    CHECK_FALSE(same_steps);
  }
}

TEST_CASE("humanise stays within its bounds and uses them") {
  Player player("x.");
  player.groove.humanise_ms = 10.0;
  player.groove.humanise_velocity = 20;
  double earliest = 0.0;
  double latest = 0.0;
  double sum = 0.0;
  int softest = 127;
  int loudest = 0;
  for (const Onset& onset : player.onsets({0, 4000})) {
    const double off_ms = onset.time_ms - static_cast<double>(onset.tick) / kTicksPerSixteenth * kStepMs;
    earliest = std::min(earliest, off_ms);
    latest = std::max(latest, off_ms);
    sum += off_ms;
    softest = std::min<int>(softest, onset.velocity);
    loudest = std::max<int>(loudest, onset.velocity);
  }
  CHECK(earliest >= -10.0);
  CHECK(earliest < -9.0);
  CHECK(latest <= 10.0);
  CHECK(latest > 9.0);
  CHECK(std::abs(sum / 2000) < 0.4);  // four standard errors
  CHECK(softest >= 80);
  CHECK(softest < 85);
  CHECK(loudest <= 120);
  CHECK(loudest > 115);
}

TEST_CASE("humanised velocities stay velocities") {
  Player player("xx");
  player.pattern.set(kKick, 0, 127);
  player.pattern.set(kKick, 1, 1);
  player.groove.humanise_velocity = kMaxHumaniseVelocity;
  for (const Onset& onset : player.onsets({0, 2000})) {
    CHECK(onset.velocity >= 1);
    CHECK(onset.velocity <= 127);
  }
}

TEST_CASE("a voice with a cycle of its own runs on freely from where its slot began") {
  Player player("x.......");
  player.voices[kKick].length = 3;
  CHECK(player.times({0, 16}, 0) == std::vector<double>{0.0, 375.0, 750.0, 1125.0, 1500.0, 1875.0});
  CHECK(player.times({8, 16}, 8) == std::vector<double>{1125.0, 1500.0, 1875.0});
  CHECK(player.times({8, 16}, 8, 8) == std::vector<double>{1000.0, 1375.0, 1750.0});
}

TEST_CASE("a voice as long as its pattern or longer follows the pattern") {
  Player player("x..");
  for (const int length : {0, 3, 64}) {
    player.voices[kKick].length = length;
    CHECK(player.times({4, 10}, 4) == std::vector<double>{500.0, 875.0});
  }
}

TEST_CASE("what is muted is not heard, and beside a solo nothing else is") {
  Player player("x.");
  player.pattern.set(kSnare, 1, 90);
  const auto voices = [&] {
    std::vector<int> heard;
    for (const Onset& onset : player.onsets({0, 2})) heard.push_back(onset.voice);
    return heard;
  };
  CHECK(voices() == std::vector<int>{kKick, kSnare});
  player.voices[kKick].mute = true;
  CHECK(voices() == std::vector<int>{kSnare});
  player.voices[kKick] = {.solo = true};
  CHECK(voices() == std::vector<int>{kKick});
  player.voices[kSnare].solo = true;
  CHECK(voices() == std::vector<int>{kKick, kSnare});
  player.voices[kKick].mute = true;
  CHECK(voices() == std::vector<int>{kSnare});
}

TEST_CASE("a step lasts as long as its resolution says, and the transport goes on in sixteenths") {
  const std::pair<rhythm::Resolution, double> lengths[] = {{rhythm::Resolution::eighths, 2 * kStepMs},
                                                           {rhythm::Resolution::sixteenths, kStepMs},
                                                           {rhythm::Resolution::triplets, kStepMs * 4 / 3},
                                                           {rhythm::Resolution::thirty_seconds, kStepMs / 2}};
  for (const auto& [resolution, step_ms] : lengths) {
    Player player("xx.");
    player.resolution = resolution;
    const auto times = player.times({0, 24});
    REQUIRE(times.size() >= 6);
    for (std::size_t i = 0; i < 6; ++i) {
      CHECK(times[i] == doctest::Approx(static_cast<double>(i / 2 * 3 + i % 2) * step_ms));
    }
    player.detail(kKick, 1).micro = 50;
    player.detail(kKick, 0).ratchets = 2;
    const auto moved = player.times({0, 2});
    CHECK(moved[1] == doctest::Approx(step_ms / 2));
    if (resolution != rhythm::Resolution::eighths) CHECK(moved[2] == doctest::Approx(1.5 * step_ms));
  }
}

TEST_CASE("swing is that of eighths or sixteenths, 32nds lie between them, and triplets are straight") {
  const auto swung = [](const char* row, rhythm::Resolution resolution) {
    Player player(row);
    player.resolution = resolution;
    player.groove.swing_percent = 75.0;
    return player.times({0, 4});
  };
  CHECK(swung("xxxx", rhythm::Resolution::sixteenths) == std::vector<double>{0.0, 187.5, 250.0, 437.5});
  CHECK(swung("xx", rhythm::Resolution::eighths) == std::vector<double>{0.0, 375.0});
  CHECK(swung("xxxx", rhythm::Resolution::thirty_seconds) ==
        std::vector<double>{0.0, 93.75, 187.5, 218.75, 250.0, 343.75, 437.5, 468.75});
  const auto straight = swung("xxx", rhythm::Resolution::triplets);
  CHECK(straight[1] == doctest::Approx(500.0 / 3));
}

}  // namespace
