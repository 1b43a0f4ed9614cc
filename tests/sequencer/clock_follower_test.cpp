// Against a simulated master: its pulses are where they should be, plus jitter.
#include "sequencer/clock_follower.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "core/rng.h"
#include "sequencer/midi_clock.h"
#include "tests/sequencer/clock_master.h"

namespace {

using namespace sequencer;
using sequencer_test::follow;
using sequencer_test::kTwoBars;
using sequencer_test::Master;
using sequencer_test::phase_error_ms;

TEST_CASE("with 3 ms of jitter: tempo within 0.1 BPM and phase within 2 ms after two bars") {
  for (const double tempo_bpm : {40.0, 90.0, 120.0, 174.0}) {
    int tempo_missed = 0;
    for (std::uint64_t seed = 1; seed <= 50; ++seed) {
      Master master(tempo_bpm, 1000.0, seed);
      ClockFollower follower;
      follower.reset(120.0);
      follower.start(990.0);
      follow(follower, master, kTwoBars, 3.0);
      REQUIRE(follower.running());
      REQUIRE(follower.steady());
      double worst_bpm = 0.0;
      double worst_ms = 0.0;
      for (int tick = kTwoBars; tick < 5 * kTwoBars; ++tick) {
        worst_bpm = std::max(worst_bpm, std::abs(*follower.tempo_bpm() - tempo_bpm));
        worst_ms = std::max(worst_ms, std::abs(phase_error_ms(follower, master, tick)));
        follower.pulse(master.pulse(3.0));
      }
      if (worst_bpm >= 0.1) ++tempo_missed;
      CHECK(worst_bpm < 0.15);
      CHECK(worst_ms < 2.0);
      CHECK(follower.take_sentence().empty());
    }
    // At 174 BPM a standard error of the best possible estimate is 0.03 BPM: one start in fifty may lie beyond 0.1.
    CHECK(tempo_missed <= (tempo_bpm > 150.0 ? 1 : 0));
  }
}

TEST_CASE("even with normally distributed jitter of 3 ms deviation the phase holds") {
  double worst_ms = 0.0;
  double squares = 0.0;
  int count = 0;
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    Master master(120.0, 0.0, seed);
    ClockFollower follower;
    follower.reset(120.0);
    follower.start(-10.0);
    for (int tick = 0; tick < 4 * kTwoBars; ++tick) {
      if (tick >= kTwoBars) {
        const double error_ms = phase_error_ms(follower, master, tick);
        worst_ms = std::max(worst_ms, std::abs(error_ms));
        squares += error_ms * error_ms;
        ++count;
      }
      follower.pulse(master.gaussian_pulse(3.0));
    }
  }
  CHECK(worst_ms < 2.5);
  CHECK(std::sqrt(squares / count) < 0.5);
}

TEST_CASE("the first pulse after start is the first step, whatever came before") {
  Master master(120.0, 0.0, 1);
  ClockFollower follower;
  follower.reset(100.0);
  SUBCASE("no pulse at all: it begins at the first, at the tempo that was thought") {
    follower.start(-5.0);
    CHECK_FALSE(follower.running());
    follower.pulse(master.pulse(0.0));
    REQUIRE(follower.running());
    CHECK(follower.time_of(0.0) == doctest::Approx(0.0));
    CHECK(follower.step_ms() == doctest::Approx(150.0));
  }
  SUBCASE("a master whose clock runs all the time: it can be foretold") {
    follow(follower, master, 100, 0.0);
    follower.start(master.next_ms() - 3.0);
    REQUIRE(follower.running());
    CHECK(follower.time_of(0.0) == doctest::Approx(master.next_ms()));
  }
  SUBCASE("a master that sends pulses only while it plays, and was away for long") {
    follow(follower, master, 100, 0.0);
    follower.stop();
    master.advance(4321.3);
    follower.advance(master.next_ms() - 10.0);
    follower.start(master.next_ms() - 2.0);
    CHECK_FALSE(follower.running());
    const double first_ms = master.next_ms();
    follower.pulse(master.pulse(0.0));
    REQUIRE(follower.running());
    CHECK(follower.time_of(0.0) == doctest::Approx(first_ms));
    CHECK(follower.take_sentence().empty());
  }
}

TEST_CASE("a continue goes on from the very tick where it was stopped, in the middle of a sixteenth too") {
  for (const int ticks : {96, 97, 99, 101}) {
    CAPTURE(ticks);
    Master master(120.0, 0.0, 1);
    ClockFollower follower;
    follower.reset(120.0);
    follower.start(-1.0);
    follow(follower, master, ticks, 0.0);
    follower.stop();
    follow(follower, master, 20, 0.0);
    follower.resume(master.next_ms() - 1.0);
    follow(follower, master, kTicksPerBeat, 0.0);
    CHECK(std::abs(phase_error_ms(follower, master, ticks + kTicksPerBeat)) < 0.5);
  }
}

TEST_CASE("song position and continue go on where they say; stop keeps the place") {
  Master master(120.0, 0.0, 1);
  ClockFollower follower;
  follower.reset(120.0);
  follow(follower, master, 48, 0.0);
  follower.set_position(20, master.next_ms() - 2.0);
  CHECK_FALSE(follower.running());
  const auto before = follower.relocations();
  follower.resume(master.next_ms() - 1.0);
  CHECK(follower.relocations() > before);
  CHECK(follower.time_of(20.0) == doctest::Approx(master.next_ms()));
  follow(follower, master, 2 * kTicksPerStep, 0.0);
  follower.stop();
  CHECK_FALSE(follower.running());
  follower.resume(master.next_ms() - 1.0);
  CHECK(follower.time_of(22.0) == doctest::Approx(master.next_ms()));
}

TEST_CASE("lost pulses, few or many, do not move the beat") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    core::Rng rng(seed);
    Master master(125.0, 0.0, seed);
    ClockFollower follower;
    follower.reset(120.0);
    follower.start(-1.0);
    int tick = 0;
    const auto play = [&](int pulses) {
      follow(follower, master, pulses, 1.0);
      tick += pulses;
    };
    play(kTwoBars);
    for (int drop = 0; drop < 12; ++drop) {
      const int lost = 1 + static_cast<int>(rng.below(drop % 2 == 0 ? 3 : 80));
      master.advance(lost);
      follower.advance(master.next_ms());
      tick += lost;
      play(2 * kTicksPerBeat);
      CHECK(std::abs(phase_error_ms(follower, master, tick)) < 2.0);
      CHECK(std::abs(*follower.tempo_bpm() - 125.0) < 0.3);
    }
  }
}

TEST_CASE("a long drop-out is told, and the beat is held meanwhile") {
  Master master(120.0, 0.0, 1);
  ClockFollower follower;
  follower.reset(120.0);
  follower.start(-1.0);
  follow(follower, master, kTwoBars, 1.0);
  master.advance(100);
  follower.advance(master.next_ms());
  CHECK(follower.take_sentence().find("gone") != std::string::npos);
  CHECK(follower.running());
  CHECK(std::abs(phase_error_ms(follower, master, kTwoBars + 100)) < 2.0);
  follow(follower, master, 1, 1.0);
  CHECK(follower.take_sentence().empty());
}

TEST_CASE("a clock that jumps gets its sentence and is followed from there") {
  Master master(120.0, 0.0, 1);
  ClockFollower follower;
  follower.reset(120.0);
  follower.start(-1.0);
  follow(follower, master, kTwoBars, 0.5);
  master.advance(40.5);
  follow(follower, master, 3, 0.5);  // closer together they would be a backlog
  CHECK(follower.take_sentence().find("jumped") != std::string::npos);
  follow(follower, master, kTwoBars, 0.5);
  CHECK(follower.take_sentence().empty());
  const double ticks = (follower.time_of(0.0) - master.next_ms()) / master.tick_ms();
  CHECK(std::abs(ticks - std::round(ticks)) * master.tick_ms() < 1.0);
  CHECK(std::abs(*follower.tempo_bpm() - 120.0) < 0.1);
}

TEST_CASE("a change of tempo is followed within a bar") {
  for (const double tempo_bpm : {60.0, 118.0, 123.0, 140.0, 200.0}) {
    Master master(120.0, 0.0, 7);
    ClockFollower follower;
    follower.reset(120.0);
    follower.start(-1.0);
    follow(follower, master, 3 * kTwoBars, 1.0);
    master.set_tempo(tempo_bpm);
    follow(follower, master, kTwoBars / 2, 1.0);
    CAPTURE(tempo_bpm);
    CHECK(std::abs(*follower.tempo_bpm() - tempo_bpm) < 0.01 * tempo_bpm);
    CHECK(std::abs(phase_error_ms(follower, master, 3 * kTwoBars + kTwoBars / 2)) < 5.0);
  }
}

TEST_CASE("a tempo that nothing here plays is refused in a sentence, once") {
  Master master(900.0, 0.0, 1);
  ClockFollower follower;
  follower.reset(120.0);
  follower.start(-1.0);
  follow(follower, master, 1000, 0.0);
  CHECK_FALSE(follower.running());
  CHECK(follower.take_sentence().find("20 to 300") != std::string::npos);
  follow(follower, master, 100, 0.0);
  CHECK(follower.take_sentence().empty());
}

TEST_CASE("whatever comes, in whatever order, the estimate stays finite and in range") {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    core::Rng rng(seed);
    ClockFollower follower;
    follower.reset(120.0);
    double now_ms = 0.0;
    for (int i = 0; i < 2000; ++i) {
      now_ms += rng.below(50) == 0 ? 3000.0 * rng.uniform() : 40.0 * rng.uniform();
      switch (rng.below(40)) {
        case 0:
          follower.start(now_ms);
          break;
        case 1:
          follower.resume(now_ms);
          break;
        case 2:
          follower.stop();
          break;
        case 3:
          follower.set_position(static_cast<int>(rng.below(16384)), now_ms);
          break;
        case 4:
          follower.advance(now_ms);
          break;
        default:
          follower.pulse(now_ms - 5.0 * rng.uniform());
      }
      if (const auto tempo_bpm = follower.tempo_bpm()) {
        REQUIRE(*tempo_bpm >= 19.9);
        REQUIRE(*tempo_bpm <= 300.1);
      }
      if (follower.running()) {
        REQUIRE(std::isfinite(follower.time_of(1e4)));
        REQUIRE(follower.step_ms() > 0.0);
      }
    }
  }
}

}  // namespace
