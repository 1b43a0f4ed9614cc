// What must hold for every pattern, tried on all of them where that is possible.

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "rhythm/clock.h"
#include "rhythm/groove.h"
#include "rhythm/intervals.h"
#include "rhythm/metric_table.h"
#include "rhythm/syncopation.h"
#include "tests/rhythm/patterns.h"
#include "tests/rounds.h"

namespace rhythm {
namespace {

constexpr double kTiny = 1e-9;

// Where every pattern is tried alike; under sanitizers one in seven.
constexpr std::uint64_t kEvery = test::kSanitized ? 7 : 1;

// The least and largest value a metric really takes.
struct Seen {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();
  int values = 0;

  void add(double value) {
    low = std::min(low, value);
    high = std::max(high, value);
    ++values;
  }
};

// All 2^steps patterns of one voice, for every metric that reads one.
std::vector<Seen> seen_by_voice_metrics(int steps, const Metre& metre) {
  std::vector<Seen> seen(metric_table().size());
  for (std::uint64_t bits = 0; bits < std::uint64_t{1} << steps; ++bits) {
    const Onsets onsets = Onsets::from_bits(bits, steps);
    const MetricInput input{.snare = onsets, .metre = metre};
    for (std::size_t i = 0; i < seen.size(); ++i) {
      if (metric_table()[i].scope != MetricScope::kVoice) continue;
      if (const auto value = metric_table()[i].value(input)) seen[i].add(*value);
    }
  }
  return seen;
}

// Bounds are attained, except SG's for odd bars, which is a bound only.
void check_ranges_of_voice_metrics(int steps, const Metre& metre) {
  const std::vector<Seen> seen = seen_by_voice_metrics(steps, metre);
  const Onsets any = none(steps);
  for (std::size_t i = 0; i < seen.size(); ++i) {
    const Metric& metric = metric_table()[i];
    if (metric.scope != MetricScope::kVoice || seen[i].values == 0) continue;
    CAPTURE(metric.key);
    CAPTURE(steps);
    CAPTURE(metre.text());
    const Range range = metric.range({.snare = any, .metre = metre});
    CHECK(seen[i].low == doctest::Approx(range.low).epsilon(kTiny));
    CHECK(seen[i].high <= range.high + kTiny);
    const bool bound_only = metric.key == "sg" && metre.bar_steps() % 2 != 0;
    if (!bound_only) CHECK(seen[i].high == doctest::Approx(range.high).epsilon(kTiny));
  }
}

// Every ordered way to write `bar` as a product of numbers from 2 up.
std::vector<Metre> all_metres(int bar) {
  std::vector<Metre> metres = {metre(std::to_string(bar))};
  for (int first = 2; first < bar; ++first) {
    if (bar % first != 0) continue;
    for (const Metre& rest : all_metres(bar / first))
      metres.push_back(metre(std::to_string(first) + "," + rest.text()));
  }
  return metres;
}

// `key` of one voice.
double value_of(std::string_view key, const Onsets& onsets, const Metre& metre) {
  return metric_of(key).value({.snare = onsets, .metre = metre}).value();
}

}  // namespace

TEST_CASE("all 65,536 patterns of 16 steps stay in the stated ranges and reach both ends") {
  check_ranges_of_voice_metrics(16, metre("2,2,2,2"));
}

TEST_CASE("the ranges hold and are reached for other lengths, metres and numbers of bars") {
  for (int steps = 2; steps <= 12; ++steps) {
    for (const Metre& metre : all_metres(steps)) check_ranges_of_voice_metrics(steps, metre);
  }
  // Several bars: the largest average is that of the best bar.
  for (const char* text : {"2", "3", "2,2", "2,3", "3,2", "5"}) {
    for (int steps = 2 * metre(text).bar_steps(); steps <= 12; steps += metre(text).bar_steps()) {
      check_ranges_of_voice_metrics(steps, metre(text));
    }
  }
}

TEST_CASE("all pairs of 8-step patterns stay in the stated ranges and reach both ends") {
  const Metre bar = metre("2,2,2");
  std::vector<Seen> seen(metric_table().size());
  for (std::uint64_t bits = 0; bits < 65536; ++bits) {
    const Onsets kick = Onsets::from_bits(bits & 255, 8);
    const Onsets snare = Onsets::from_bits(bits >> 8, 8);
    const MetricInput input{.snare = snare, .metre = bar, .kick = &kick};
    for (std::size_t i = 0; i < seen.size(); ++i) {
      if (metric_table()[i].scope == MetricScope::kVoice) continue;
      if (const auto value = metric_table()[i].value(input)) seen[i].add(*value);
    }
  }
  const Onsets any = none(8);
  for (std::size_t i = 0; i < seen.size(); ++i) {
    const Metric& metric = metric_table()[i];
    if (metric.scope == MetricScope::kVoice) continue;
    CAPTURE(metric.key);
    const Range range = metric.range({.snare = any, .metre = bar, .kick = &any});
    CHECK(seen[i].low == range.low);
    CHECK(seen[i].high == range.high);
  }
}

TEST_CASE("long patterns stay in the stated ranges") {
  core::Rng rng(5);
  for (const int steps : {21, 34, 48, 64, 96, 300, 1023, 1024}) {
    const Metre bar = Metre::default_for(steps);
    for (int i = 0; i < 4; ++i) {
      const Onsets kick = random_onsets(rng, steps);
      const Onsets snare = random_onsets(rng, steps);
      const MetricInput input{.snare = snare, .metre = bar, .kick = &kick};
      for (const Metric& metric : metric_table()) {
        const auto value = metric.value(input);
        if (!value) continue;
        CAPTURE(metric.key);
        CAPTURE(steps);
        const Range range = metric.range(input);
        CHECK(*value >= range.low - kTiny);
        CHECK(*value <= range.high + kTiny);
      }
    }
  }
}

TEST_CASE("rotation by a bar changes nothing that has no first bar") {
  // Two bars of 8, every pattern. nPVI leaves out one pair, LZ76 hears the pattern once and PS-like has a first
  // segment: these may change. Keith's pulse can be longer than the bar when a note is.
  const Metre bar = metre("2,2,2");
  const std::vector<std::string_view> keys = {"lhl",      "cscore",      "tmc",     "tob",      "wnbd",   "sg",
                                              "pressing", "ioi_entropy", "balance", "evenness", "density"};
  std::vector<int> changed(keys.size(), 0);
  int keith_changed = 0;
  int witek_changed = 0;
  for (std::uint64_t bits = 0; bits < 65536; bits += kEvery) {
    const Onsets onsets = Onsets::from_bits(bits, 16);
    const Onsets moved = rotated(onsets, 8);
    for (std::size_t i = 0; i < keys.size(); ++i) {
      changed[i] += std::abs(value_of(keys[i], onsets, bar) - value_of(keys[i], moved, bar)) > kTiny ? 1 : 0;
    }
    if (onsets.count() > 1) keith_changed += keith_full(onsets) != keith_full(moved) ? 1 : 0;
    const Onsets kick = Onsets::from_bits(bits * 40503, 16);  // any other pattern
    witek_changed += witek(kick, onsets, bar) != witek(rotated(kick, 8), moved, bar) ? 1 : 0;
  }
  for (std::size_t i = 0; i < keys.size(); ++i) {
    CAPTURE(keys[i]);
    CHECK(changed[i] == 0);
  }
  CHECK(keith_changed == 0);
  CHECK(witek_changed == 0);
}

TEST_CASE("a bar played twice is as syncopated as once and costs twice as much") {
  const Metre bar = metre("2,2,2");
  for (std::uint64_t bits = 1; bits < 256; ++bits) {
    const Onsets once = Onsets::from_bits(bits, 8);
    const Onsets twice = Onsets::from_bits(bits | bits << 8, 16);
    CAPTURE(write(once));
    for (const char* key : {"lhl", "tmc", "sg", "wnbd", "ioi_entropy", "density"}) {
      CAPTURE(key);
      CHECK(value_of(key, twice, bar) == doctest::Approx(value_of(key, once, bar)));
    }
    for (const char* key : {"cscore", "keith_full", "keith_count", "tob", "pressing", "witek"}) {
      CAPTURE(key);
      CHECK(value_of(key, twice, bar) == 2.0 * value_of(key, once, bar));
    }
  }
}

TEST_CASE("what is measured on the circle does not know where it starts") {
  core::Rng rng(13);
  const Metre bar = metre("2,2,2,2");
  for (int i = 0; i < 500; ++i) {
    const Onsets onsets = random_onsets(rng, 16);
    const Onsets moved = rotated(onsets, 1 + static_cast<int>(rng.below(15)));
    for (const char* key : {"cscore", "ioi_entropy", "balance", "evenness", "density"}) {
      CAPTURE(key);
      CHECK(value_of(key, moved, bar) == doctest::Approx(value_of(key, onsets, bar)));
    }
  }
}

TEST_CASE("another onset adds to density and never takes from off-beatness") {
  int wrong = 0;
  for (std::uint64_t bits = 0; bits < 65536; bits += kEvery) {
    const Onsets before = Onsets::from_bits(bits, 16);
    for (int step = 0; step < 16; ++step) {
      if (before.at(step)) continue;
      const Onsets after = Onsets::from_bits(bits | std::uint64_t{1} << step, 16);
      wrong += std::abs(density(after) - density(before) - 1.0 / 16.0) > kTiny ? 1 : 0;
      wrong += tob(after) - tob(before) != step % 2 ? 1 : 0;
    }
  }
  CHECK(wrong == 0);
}

TEST_CASE("the off-beat pulse is the extreme of four metrics and hides a perfect beat") {
  const Onsets off = read(".x.x.x.x.x.x.x.x");
  const Metre bar = metre("2,2,2,2");
  for (const char* key : {"lhl", "tmc", "keith_full", "tob"}) {
    CAPTURE(key);
    CHECK(value_of(key, off, bar) == metric_of(key).range({.snare = off, .metre = bar}).high);
  }
  CHECK(value_of("cscore", off, bar) == 0.0);
}

}  // namespace rhythm
