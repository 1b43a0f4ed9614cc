// Pulses of an external clock that are held back on their way and then arrive together.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "core/rng.h"
#include "sequencer/clock_follower.h"
#include "sequencer/midi_clock.h"
#include "tests/sequencer/clock_master.h"

namespace {

using namespace sequencer;
using sequencer_test::follow;
using sequencer_test::kTwoBars;
using sequencer_test::Master;
using sequencer_test::phase_error_ms;

// Pulses on their way: those that are sent during a stall arrive at its end, one after the other as a cable has them.
struct Stall {
  double from_ms;
  double ms;
};

struct Delivery {
  double tempo_bpm = 120.0;
  double jitter_ms = 0.0;
  double guess_bpm = 120.0;
  double apart_ms = 0.3;  // a message of one byte, at the speed of a MIDI cable
  std::vector<Stall> stalls = {};
};

struct Followed {
  double phase_ms = 0.0;   // worst error of the song's place
  double tempo_bpm = 0.0;  // worst error of the tempo
  double least_bpm = 1e9;  // the lowest tempo that was reported
  std::string sentence;
};

// Follows for `beats`, and gives the worst of what was reported from the time `settled_ms` on.
Followed follow_delivery(const Delivery& delivery, double beats, double settled_ms) {
  ClockFollower follower;
  follower.reset(delivery.guess_bpm);
  follower.start(-1.0);
  core::Rng rng(7);
  const double tick_ms = 60000.0 / delivery.tempo_bpm / kTicksPerBeat;
  const int pulses = static_cast<int>(beats * kTicksPerBeat);
  Followed worst;
  double last_ms = -1.0;
  for (int k = 0; k < pulses; ++k) {
    double arrives_ms = k * tick_ms + delivery.jitter_ms * (2.0 * rng.uniform() - 1.0);
    for (const Stall& stall : delivery.stalls) {
      if (arrives_ms >= stall.from_ms) arrives_ms = std::max(arrives_ms, stall.from_ms + stall.ms);
    }
    last_ms = arrives_ms = std::max(arrives_ms, last_ms + delivery.apart_ms);
    follower.advance(arrives_ms);
    follower.pulse(arrives_ms);
    if (const std::string sentence = follower.take_sentence(); !sentence.empty()) worst.sentence = sentence;
    const double tempo_bpm = follower.tempo_bpm().value_or(0.0);
    if (follower.steady()) worst.least_bpm = std::min(worst.least_bpm, tempo_bpm);
    if (arrives_ms < settled_ms) continue;
    worst.tempo_bpm = std::max(worst.tempo_bpm, std::abs(tempo_bpm - delivery.tempo_bpm));
    const double wanted_ms = (k + 1) * tick_ms;
    const double phase_ms = follower.running() ? follower.time_of((k + 1.0) / kTicksPerStep) - wanted_ms : 1e9;
    worst.phase_ms = std::max(worst.phase_ms, std::abs(phase_ms));
  }
  return worst;
}

TEST_CASE("pulses that are held back and then arrive together are all counted, and tell no time") {
  for (const double tempo_bpm : {20.0, 60.0, 83.3, 120.0, 174.0, 300.0}) {
    for (const double stall_ms : {30.0, 60.0, 120.0, 150.0, 200.0, 400.0}) {
      for (const double jitter_ms : {0.0, 1.0, 3.0}) {
        for (const double apart_ms : {0.0, 0.3, 1.0}) {
          const double beat_ms = 60000.0 / tempo_bpm;
          Delivery delivery{.tempo_bpm = tempo_bpm, .jitter_ms = jitter_ms, .apart_ms = apart_ms};
          delivery.stalls = {{8.31 * beat_ms, stall_ms}};
          CAPTURE(tempo_bpm);
          CAPTURE(stall_ms);
          CAPTURE(jitter_ms);
          CAPTURE(apart_ms);
          // Count and tempo stay through it, from two bars on.
          const Followed followed = follow_delivery(delivery, 24.0, 8.0 * beat_ms);
          CHECK(followed.phase_ms < 4.0);
          CHECK(followed.tempo_bpm < 0.005 * tempo_bpm);
          CHECK(followed.sentence.empty());
        }
      }
    }
  }
}

TEST_CASE("stall after stall leaves count and tempo") {
  for (const double tempo_bpm : {20.0, 83.3, 120.0, 300.0}) {
    const double beat_ms = 60000.0 / tempo_bpm;
    Delivery delivery{.tempo_bpm = tempo_bpm, .jitter_ms = 1.0};
    for (int i = 0; i < 40; ++i) {
      delivery.stalls.push_back({8.2 * beat_ms + i * 437.0, 120.0 + 20.0 * (i % 5)});
    }
    const Followed followed = follow_delivery(delivery, 8.0 + 20000.0 / beat_ms, 8.0 * beat_ms);
    CAPTURE(tempo_bpm);
    CHECK(followed.phase_ms < 5.0);
    CHECK(followed.tempo_bpm < 0.01 * tempo_bpm);
    CHECK(followed.sentence.empty());
  }
}

TEST_CASE("a stall at the start, with any idea of the tempo, is got over within two beats") {
  for (const double tempo_bpm : {20.0, 60.0, 83.3, 120.0, 174.0, 300.0}) {
    for (const double guess_bpm : {20.0, 120.0, 300.0}) {
      for (const double stall_ms : {0.0, 120.0, 150.0, 200.0}) {
        for (const double from_ticks : {-0.5, 0.5, 1.5, 5.5, 11.5, 20.5}) {
          const double beat_ms = 60000.0 / tempo_bpm;
          Delivery delivery{.tempo_bpm = tempo_bpm, .jitter_ms = 0.5, .guess_bpm = guess_bpm};
          delivery.stalls = {{from_ticks * beat_ms / kTicksPerBeat, stall_ms}};
          CAPTURE(tempo_bpm);
          CAPTURE(guess_bpm);
          CAPTURE(stall_ms);
          CAPTURE(from_ticks);
          const double over_ms = delivery.stalls[0].from_ms + stall_ms;
          const Followed followed = follow_delivery(delivery, 12.0, over_ms + 2.0 * beat_ms);
          CHECK(followed.phase_ms < 5.0);
          CHECK(followed.tempo_bpm < 0.02 * tempo_bpm);
          CHECK(followed.least_bpm > 19.0);
        }
      }
    }
  }
}

TEST_CASE("where pulses come only in bunches, the tempo of the bunches is followed") {
  for (const double tempo_bpm : {60.0, 83.3333, 120.0}) {
    const double beat_ms = 60000.0 / tempo_bpm;
    Delivery delivery{.tempo_bpm = tempo_bpm};
    for (int i = 0; i < 200; ++i) delivery.stalls.push_back({i * 150.0 - 4.0, 149.9});
    const Followed followed = follow_delivery(delivery, 24.0, 8.0 * beat_ms);
    CAPTURE(tempo_bpm);
    CHECK(followed.tempo_bpm < 0.03 * tempo_bpm);
    CHECK(followed.phase_ms < 150.0);
    CHECK(followed.least_bpm > 19.0);
  }
}

TEST_CASE("of a backlog of which a part was lost, the rest is counted by where the next pulses fall") {
  for (const int lost : {1, 2, 4}) {
    Master master(120.0, 0.0, 3);
    ClockFollower follower;
    follower.reset(120.0);
    follower.start(-1.0);
    follow(follower, master, kTwoBars, 1.0);
    const double over_ms = master.next_ms() + 170.0;
    int tick = kTwoBars + lost;
    master.advance(lost);
    for (; master.next_ms() < over_ms; ++tick) {
      master.advance();
      follower.pulse(over_ms);
    }
    follow(follower, master, kTicksPerBeat, 1.0);
    CHECK(std::abs(phase_error_ms(follower, master, tick + kTicksPerBeat)) < 3.0);
    CHECK(std::abs(*follower.tempo_bpm() - 120.0) < 0.5);
  }
}

}  // namespace
