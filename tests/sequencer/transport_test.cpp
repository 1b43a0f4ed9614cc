#include "sequencer/transport.h"

#include <doctest/doctest.h>

namespace {

using sequencer::TapTempo;
using sequencer::Transport;

TEST_CASE("a step at 120 BPM lasts 125 ms") {
  Transport transport;
  transport.start(1000.0);
  CHECK(transport.step_ms() == 125.0);
  CHECK(transport.time_of(0) == 1000.0);
  CHECK(transport.time_of(16) == 3000.0);
  CHECK(transport.position(1500.0) == 4.0);
  CHECK(transport.position(937.5) == -0.5);
}

TEST_CASE("a tempo change keeps the position and what came before it") {
  Transport transport;
  transport.start(1000.0);
  transport.set_tempo(60.0, 1500.0);
  CHECK(transport.position(1500.0) == 4.0);
  CHECK(transport.position(1250.0) == 2.0);
  CHECK(transport.time_of(3) == 1375.0);
  CHECK(transport.time_of(4) == 1500.0);
  CHECK(transport.time_of(5) == 1750.0);
}

TEST_CASE("a tempo change ahead of time leaves the time until then as it was") {
  Transport transport;
  transport.start(0.0);
  transport.set_tempo(240.0, 1100.0);  // at position 8.8
  CHECK(transport.position(1000.0) == 8.0);
  CHECK(transport.time_of(8.4) == doctest::Approx(1050.0));
  CHECK(transport.time_of(9) == doctest::Approx(1112.5));  // 0.2 steps of 62.5 ms later
}

TEST_CASE("a later tempo change for the same moment replaces the earlier one") {
  Transport transport;
  transport.start(0.0);
  transport.set_tempo(240.0, 1000.0);
  transport.set_tempo(60.0, 1000.0);
  CHECK(transport.time_of(8) == 1000.0);
  CHECK(transport.time_of(9) == 1250.0);
}

TEST_CASE("a tempo change before the start leaves the start where it is") {
  Transport transport;
  transport.start(1000.0);
  transport.set_tempo(60.0, 900.0);
  CHECK(transport.time_of(0) == 1000.0);
  CHECK(transport.time_of(1) == 1250.0);
}

TEST_CASE("a long drag of the tempo forgets the past but not the position") {
  Transport transport;
  transport.start(0.0);
  double expected = 0.0;
  double now_ms = 0.0;
  for (int i = 0; i < 2000; ++i) {
    const double tempo_bpm = i % 2 == 0 ? 240.0 : 60.0;  // 62.5 and 250 ms a step
    transport.set_tempo(tempo_bpm, now_ms);
    now_ms += 25.0;
    expected += 25.0 / Transport::step_ms_of(tempo_bpm);
  }
  CHECK(transport.position(now_ms) == doctest::Approx(expected));
}

TEST_CASE("two taps half a second apart are 120 BPM") {
  TapTempo taps;
  CHECK_FALSE(taps.tap(100.0));
  CHECK(taps.tap(600.0) == 120.0);
}

TEST_CASE("uneven taps average out") {
  TapTempo taps;
  taps.tap(0.0);
  taps.tap(520.0);
  taps.tap(980.0);
  CHECK(taps.tap(1500.0) == 120.0);
}

TEST_CASE("taps older than the last eight do not count") {
  TapTempo taps;
  double now_ms = 0.0;
  for (int i = 0; i < 8; ++i) taps.tap(now_ms += 1000.0);
  std::optional<double> tempo_bpm;
  for (int i = 0; i < 8; ++i) tempo_bpm = taps.tap(now_ms += 500.0);
  CHECK(tempo_bpm == doctest::Approx(120.0));
}

TEST_CASE("taps start anew after two seconds") {
  TapTempo taps;
  taps.tap(0.0);
  taps.tap(500.0);
  CHECK_FALSE(taps.tap(2501.0));
  CHECK(taps.tap(3501.0) == 60.0);
}

TEST_CASE("taps stay within the tempo's limits") {
  TapTempo taps;
  taps.tap(0.0);
  CHECK(taps.tap(100.0) == sequencer::kMaxTempoBpm);
}

}  // namespace
