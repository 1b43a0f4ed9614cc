#include "sequencer/midi_clock.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "core/rng.h"

namespace {

using namespace sequencer;

struct Message {
  double time_ms;
  MidiBytes bytes;
  bool operator==(const Message&) const = default;
};

class Clock {
 public:
  std::vector<Message> take(const Transport& transport, double now_ms, double end_ms, double latency_ms = 0.0) {
    events_.clear();
    out.append(transport, now_ms, end_ms, latency_ms, events_);
    std::vector<Message> messages;
    for (const TimedEvent& event : events_) messages.push_back({.time_ms = event.time_ms, .bytes = event.bytes});
    return messages;
  }

  ClockOut out;

 private:
  std::vector<TimedEvent> events_;
};

bool is(const Message& message, int status) { return message.bytes[0] == status; }

TEST_CASE("start comes a millisecond before the first pulse, and pulses are on the grid") {
  Transport transport;
  transport.start(100.0);
  Clock clock;
  const auto messages = clock.take(transport, 0.0, 600.0);
  REQUIRE(messages.size() == 1 + 24);
  CHECK(messages[0] == Message{.time_ms = 99.0, .bytes = {0xFA, 0, 0}});
  for (std::size_t i = 1; i < messages.size(); ++i) {
    CHECK(is(messages[i], 0xF8));
    CHECK(messages[i].time_ms == doctest::Approx(100.0 + static_cast<double>(i - 1) * 500.0 / 24.0).epsilon(1e-12));
  }
}

TEST_CASE("a start is handed over together with its first pulse") {
  Transport transport;
  transport.start(100.0);
  Clock clock;
  // The horizon ends between the two: a page that stalls here would have the pulse overtake the waiting start.
  CHECK(clock.take(transport, 0.0, 99.5).empty());
  const auto messages = clock.take(transport, 20.0, 120.0);
  REQUIRE(messages.size() == 2);
  CHECK(is(messages[0], 0xFA));
  CHECK(is(messages[1], 0xF8));
}

TEST_CASE("a late start goes out a moment from now, and its pulses wait for it in order") {
  Transport transport;
  transport.set_tempo(kMaxTempoBpm, 0.0);
  transport.start(100.0);
  for (const double now_ms : {98.5, 99.5, 100.0, 105.0, 109.9}) {
    CAPTURE(now_ms);
    Clock clock;
    const auto messages = clock.take(transport, now_ms, now_ms + 100.0);
    REQUIRE(messages.size() > 4);
    CHECK(messages[0] == Message{.time_ms = now_ms + kStartGapMs, .bytes = {0xFA, 0, 0}});
    CHECK(messages[1].time_ms == now_ms + 2 * kStartGapMs);
    CHECK(std::ranges::is_sorted(messages, {}, &Message::time_ms));
    CHECK(messages.back().time_ms > now_ms + 90.0);
  }
}

TEST_CASE("the latency moves start and pulses") {
  Transport transport;
  transport.start(100.0);
  Clock clock;
  const auto messages = clock.take(transport, 0.0, 101.0, -20.0);
  REQUIRE(messages.size() == 2);
  CHECK(messages[0].time_ms == 79.0);
  CHECK(messages[1].time_ms == 80.0);
}

TEST_CASE("a time line cut anywhere gives the same pulses") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    core::Rng rng(seed);
    Transport whole_transport;
    Transport cut_transport;
    whole_transport.start(50.0);
    cut_transport.start(50.0);
    Clock whole;
    Clock cut;
    std::vector<Message> one;
    std::vector<Message> other;
    double begin_ms = 0.0;
    for (int part = 0; part < 20; ++part) {
      const double end_ms = begin_ms + 400.0;
      for (const Message& message : whole.take(whole_transport, begin_ms, end_ms)) one.push_back(message);
      for (double now_ms = begin_ms; now_ms < end_ms;) {
        now_ms = std::min(end_ms, now_ms + 1.0 + 60.0 * rng.uniform());
        for (const Message& message : cut.take(cut_transport, begin_ms, now_ms)) other.push_back(message);
      }
      const double tempo_bpm = 60.0 + rng.below(200);
      whole_transport.set_tempo(tempo_bpm, end_ms);
      cut_transport.set_tempo(tempo_bpm, end_ms);
      begin_ms = end_ms;
    }
    CHECK(one == other);
    CHECK(std::ranges::count_if(one, [](const Message& message) { return is(message, 0xFA); }) == 1);
  }
}

TEST_CASE("pulses stay on the ideal grid through tempo changes") {
  Transport transport;
  transport.start(0.0);
  Clock clock;
  core::Rng rng(3);
  std::int64_t tick = 0;
  double worst_ms = 0.0;
  for (double now_ms = -100.0; now_ms < 60000.0; now_ms += 25.0) {
    for (const Message& message : clock.take(transport, now_ms, now_ms + 100.0)) {
      if (!is(message, 0xF8)) continue;
      worst_ms = std::max(worst_ms, std::abs(message.time_ms - transport.time_of(static_cast<double>(tick) / 6.0)));
      ++tick;
    }
    if (now_ms > 0.0 && rng.below(20) == 0) transport.set_tempo(20.0 + rng.below(281), now_ms + 100.0);
  }
  CHECK(tick > 1000);
  CHECK(worst_ms < 0.001);
  CHECK(tick == static_cast<std::int64_t>(std::floor(transport.position(60075.0) * 6.0)) + 1);
}

TEST_CASE("a receiver that comes in later gets the song position and a continue on the next step") {
  Transport transport;
  transport.start(0.0);
  Clock clock;
  // 16,400 steps later: the pointer has 14 bits.
  const double now_ms = 16400 * 125.0 + 30.0;
  const auto messages = clock.take(transport, now_ms, now_ms + 100.0);
  REQUIRE(messages.size() >= 3);
  CHECK(messages[0] == Message{.time_ms = 16401 * 125.0 - 1.0, .bytes = {0xF2, 17, 0}});
  CHECK(messages[1] == Message{.time_ms = 16401 * 125.0 - 1.0, .bytes = {0xFB, 0, 0}});
  CHECK(messages[2] == Message{.time_ms = 16401 * 125.0, .bytes = {0xF8, 0, 0}});
}

TEST_CASE("after a stall the receiver is set right instead of staying behind") {
  Transport transport;
  transport.start(0.0);
  Clock clock;
  clock.take(transport, 0.0, 100.0);
  const auto messages = clock.take(transport, 1000.0, 1130.0);
  REQUIRE(messages.size() >= 4);
  CHECK(is(messages[0], 0xFC));
  CHECK(is(messages[1], 0xF2));
  CHECK(is(messages[2], 0xFB));
  CHECK(messages[0].time_ms >= 990.0);
  CHECK(std::ranges::all_of(messages, [](const Message& message) { return message.time_ms >= 990.0; }));
}

TEST_CASE("stop tells a receiver that plays, after a start that lies ahead") {
  Transport transport;
  transport.start(100.0);
  Clock clock;
  CHECK(clock.out.stop(0.0).empty());
  clock.take(transport, 0.0, 120.0);
  SUBCASE("while it plays") {
    const auto messages = clock.out.stop(150.0);
    REQUIRE(messages.size() == 1);
    CHECK(messages[0].bytes == MidiBytes{0xFC, 0, 0});
    CHECK(messages[0].time_ms == 150.0);
    CHECK(clock.out.stop(151.0).empty());
  }
  SUBCASE("before it has begun") {
    const auto messages = clock.out.stop(20.0);
    REQUIRE(messages.size() == 1);
    CHECK(messages[0].time_ms > 99.0);
    CHECK(messages[0].time_ms < 100.0);
  }
}

TEST_CASE("started again, it begins with start") {
  Transport transport;
  transport.start(0.0);
  Clock clock;
  clock.take(transport, 0.0, 500.0);
  clock.out.stop(450.0);
  clock.out.restart();
  transport.start(1000.0);
  const auto messages = clock.take(transport, 900.0, 1010.0);
  REQUIRE(messages.size() == 2);
  CHECK(is(messages[0], 0xFA));
}

}  // namespace
