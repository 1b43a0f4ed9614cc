#include "rhythm/metric_table.h"

#include <doctest/doctest.h>

#include <set>
#include <string>
#include <vector>

#include "tests/rhythm/patterns.h"

namespace rhythm {

TEST_CASE("the table has every metric under its json key, in order") {
  const std::vector<std::string_view> keys = {
      "difference", "lhl",      "cscore",  "tmc",     "keith_full",    "keith_count", "tob",  "wnbd",
      "sg",         "pressing", "witek",   "ps_like", "lz76",          "ioi_entropy", "npvi", "balance",
      "evenness",   "density",  "hamming", "swap",    "directed_swap", "chronotonic"};
  std::vector<std::string_view> found;
  for (const Metric& metric : metric_table()) found.push_back(metric.key);
  CHECK(found == keys);
}

TEST_CASE("every metric is introduced in words of its own") {
  std::set<std::string_view> names;
  for (const Metric& metric : metric_table()) {
    CAPTURE(metric.key);
    CHECK(names.insert(metric.name).second);
    CHECK_FALSE(metric.term.empty());
    CHECK(metric.help.ends_with("."));
    CHECK(metric.help.find('\n') == std::string_view::npos);
    CHECK(metric.help.size() <= 120);
    CHECK_FALSE(metric.source.empty());
    CHECK((metric.needs.empty() || metric.needs.ends_with(".")));
  }
}

TEST_CASE("scores come out of the table as from the functions") {
  const Onsets snare = read("x..x..x...x.x...");
  const Onsets kick = read("x...x...x...x...");
  const Metre common = metre("2,2,2,2");
  const MetricInput input{.snare = snare, .metre = common, .kick = &kick};
  CHECK(score(metric_of("lhl"), input).value() == 4.0);
  CHECK(score(metric_of("wnbd"), input).value() == doctest::Approx(2.8));
  CHECK(score(metric_of("cscore"), input).value() == 8.0);
  CHECK(score(metric_of("hamming"), input).value() == 5.0);
  CHECK(score(metric_of("difference"), input).value() == 2.0 * 5.0 / 16.0 - 1.0);
}

TEST_CASE("without a kick the kit metrics hear silence and the distances ask for one") {
  const Onsets snare = read("...x............");
  const Metre common = metre("2,2,2,2");
  const MetricInput input{.snare = snare, .metre = common};
  CHECK(score(metric_of("difference"), input).value() == 2.0 / 16.0 - 1.0);
  CHECK(score(metric_of("witek"), input).value() == 7.0);
  CHECK(score(metric_of("chronotonic"), input).error().message ==
        "Chronotonic distance compares the snare with a kick: give one.");
}

TEST_CASE("where a metric does not apply it says what to do") {
  const Onsets five = read("x.x..");
  const Metre metre_of_five = metre("5");
  const MetricInput input{.snare = five, .metre = metre_of_five};
  for (const char* key : {"cscore", "ps_like", "pressing", "witek"}) {
    CAPTURE(key);
    const auto result = score(metric_of(key), input);
    REQUIRE_FALSE(result.has_value());
    CHECK(result.error().message.find("choose") != std::string::npos);
  }
  const Onsets kick = read("x....");
  const MetricInput unequal{.snare = five, .metre = metre_of_five, .kick = &kick};
  CHECK_FALSE(score(metric_of("swap"), unequal).has_value());
  CHECK(score(metric_of("directed_swap"), unequal).value() == 2.0);
}

TEST_CASE("voices of unequal length and a metre that does not fit are refused for every metric") {
  const Onsets snare = read("x..x..x.");
  const Onsets longer = read("x..x..x..");
  const Metre good = metre("2,2,2");
  const Metre bad = metre("2,2,2,2");
  for (const Metric& metric : metric_table()) {
    CAPTURE(metric.key);
    CHECK(score(metric, {.snare = snare, .metre = good, .kick = &longer}).error().message ==
          "The kick has 9 steps and the snare 8: write them with the same length.");
    CHECK_FALSE(score(metric, {.snare = snare, .metre = good, .kick = &snare, .hat = &longer}).has_value());
    CHECK_FALSE(score(metric, {.snare = snare, .metre = bad, .kick = &snare}).has_value());
    CHECK(score(metric, {.snare = snare, .metre = good, .kick = &snare}).has_value());
  }
}

}  // namespace rhythm
