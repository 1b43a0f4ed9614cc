#include "rhythm/step_set.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <vector>

#include "core/rng.h"

namespace rhythm {
namespace {

// On both sides of every seam between words, and the ends.
constexpr int kLengths[] = {2, 15, 16, 63, 64, 65, 127, 128, 1000, 1024};

using Bools = std::vector<bool>;

Bools random_bools(core::Rng& rng, int steps) {
  Bools bools(static_cast<std::size_t>(steps));
  for (std::size_t step = 0; step < bools.size(); ++step) bools[step] = rng.below(3) == 0;
  return bools;
}

StepSet set_of(const Bools& bools) {
  StepSet set(static_cast<int>(bools.size()));
  for (std::size_t step = 0; step < bools.size(); ++step) {
    if (bools[step]) set.set(static_cast<int>(step));
  }
  return set;
}

Bools bools_of(const StepSet& set) {
  Bools bools;
  for (int step = 0; step < set.steps(); ++step) bools.push_back(set.test(step));
  return bools;
}

template <class Operation>
Bools combined(const Bools& a, const Bools& b, const Operation& operation) {
  Bools result;
  for (std::size_t step = 0; step < a.size(); ++step) result.push_back(operation(a[step], b[step]));
  return result;
}

int count(const Bools& bools) { return static_cast<int>(std::ranges::count(bools, true)); }

}  // namespace

TEST_CASE("a step set does what a plain list of steps does, at every length") {
  core::Rng rng(1);
  for (const int steps : kLengths) {
    CAPTURE(steps);
    for (int i = 0; i < 20; ++i) {
      const Bools a = random_bools(rng, steps);
      const Bools b = random_bools(rng, steps);
      const StepSet set = set_of(a);
      CHECK(set.steps() == steps);
      CHECK(bools_of(set) == a);
      CHECK(set.count() == count(a));
      CHECK(set.any() == (count(a) > 0));
      CHECK(bools_of(set & set_of(b)) == combined(a, b, [](bool x, bool y) { return x && y; }));
      CHECK(bools_of(set | set_of(b)) == combined(a, b, [](bool x, bool y) { return x || y; }));
      CHECK(bools_of(set ^ set_of(b)) == combined(a, b, [](bool x, bool y) { return x != y; }));
      CHECK(bools_of(~set) == combined(a, b, [](bool x, bool) { return !x; }));
      CHECK((~set).count() == steps - set.count());
      CHECK(common(set, set_of(b)) == count(combined(a, b, [](bool x, bool y) { return x && y; })));
      CHECK(hamming(set, set_of(b)) == count(combined(a, b, [](bool x, bool y) { return x != y; })));
      CHECK((set == set_of(b)) == (a == b));
      std::vector<int> visited;
      set.for_each([&](int step) { visited.push_back(step); });
      std::vector<int> onsets;
      for (int step = 0; step < steps; ++step) {
        if (a[static_cast<std::size_t>(step)]) onsets.push_back(step);
      }
      CHECK(visited == onsets);
    }
  }
}

TEST_CASE("flipping a step twice changes nothing, once that step alone and the hash by the step's own") {
  core::Rng rng(3);
  for (const int steps : kLengths) {
    CAPTURE(steps);
    const StepSet set = set_of(random_bools(rng, steps));
    for (int step = 0; step < steps; ++step) {
      StepSet flipped = set;
      flipped.flip(step);
      REQUIRE(flipped.test(step) != set.test(step));
      REQUIRE(hamming(flipped, set) == 1);
      REQUIRE(flipped.hash() == (set.hash() ^ StepSet::step_hash(step)));
      flipped.flip(step);
      REQUIRE(flipped == set);
      REQUIRE(flipped.hash() == set.hash());
    }
  }
}

TEST_CASE("all patterns of twelve steps have different hashes, and so have silences of different lengths") {
  std::set<std::uint64_t> hashes;
  for (StepSet::Word bits = 0; bits < 4096; ++bits) hashes.insert(StepSet::from_words({&bits, 1}, 12).hash());
  CHECK(hashes.size() == 4096);
  hashes.clear();
  for (int steps = kMinSteps; steps <= kMaxSteps; ++steps) hashes.insert(StepSet(steps).hash());
  CHECK(hashes.size() == kMaxSteps - kMinSteps + 1);
}

TEST_CASE("rows and words come back as they went, and what lies beyond the steps is ignored") {
  core::Rng rng(4);
  for (const int steps : kLengths) {
    CAPTURE(steps);
    const StepSet set = set_of(random_bools(rng, steps));
    CHECK(StepSet::from_row(row_of(set)) == set);
    std::vector<StepSet::Word> words(set.words().begin(), set.words().end());
    CHECK(std::ssize(words) == StepSet::words_for(steps));
    CHECK(StepSet::from_words(words, steps) == set);
    std::ranges::fill(words, ~StepSet::Word{0});
    CHECK(StepSet::from_words(words, steps) == ~StepSet(steps));
    CHECK(StepSet::from_words(words, steps).count() == steps);
  }
}

TEST_CASE("of a row every velocity above 0 is an onset") {
  const StepSet set = StepSet::from_row(Row{0, 1, 127, 0});
  CHECK(bools_of(set) == Bools{false, true, true, false});
  CHECK(row_of(set) == Row{0, kPlainVelocity, kPlainVelocity, 0});
  CHECK(StepSet::from_row({}).empty());
  CHECK(StepSet().empty());
  CHECK_FALSE(StepSet(2).empty());
}

}  // namespace rhythm
