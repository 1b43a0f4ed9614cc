#include "rhythm/metre.h"

#include <algorithm>
#include <cassert>

namespace rhythm {
namespace {

// The bars people mean most often, longest first: 16 sixteenths, 12 (12/8 or triplets), 8.
constexpr std::array kUsualBars = {16, 12, 8};
constexpr int kLongestUnnamedBar = 16;
constexpr int kShortestBar = 3;

int default_bar(int steps) {
  if (steps <= kLongestUnnamedBar) return steps;
  for (const int bar : kUsualBars) {
    if (steps % bar == 0) return bar;
  }
  for (int bar = kLongestUnnamedBar; bar >= kShortestBar; --bar) {
    if (steps % bar == 0) return bar;
  }
  return steps;
}

core::Result<Metre> refuse(std::string_view text) {
  return core::fail(
      "A metre is written as numbers with commas, such as 2,2,2,2, or 3,2,2/4 with the steps of a beat; this one is '" +
      std::string(text) + "'.");
}

}  // namespace

std::vector<int> prime_factors(int number) {
  std::vector<int> factors;
  for (int factor = 2; number > 1;) {
    if (number % factor == 0) {
      factors.push_back(factor);
      number /= factor;
    } else {
      ++factor;
    }
  }
  return factors;
}

Metre::Metre(std::span<const int> subdivisions) : subdivisions_(subdivisions.begin(), subdivisions.end()) {
  int bar = 1;
  for (const int parts : subdivisions_) bar *= parts;
  // Weakest first; each level above overwrites the steps it reaches earlier.
  levels_.assign(static_cast<std::size_t>(bar), static_cast<std::uint8_t>(subdivisions_.size()));
  int reached = bar;
  int stride = 1;
  for (int level = deepest_level(); level >= 0; --level) {
    for (int step = 0; step < bar; step += stride)
      levels_[static_cast<std::size_t>(step)] = static_cast<std::uint8_t>(level);
    const int parts = level > 0 ? subdivisions_[static_cast<std::size_t>(level - 1)] : 1;
    const int reached_above = level > 0 ? reached / parts : 0;
    counts_[static_cast<std::size_t>(level)] = reached - reached_above;
    reached = reached_above;
    stride *= parts;
  }
}

core::Result<Metre> Metre::make(std::span<const int> subdivisions) {
  if (subdivisions.empty()) return core::fail("A metre needs at least one number, such as 2,2,2,2.");
  int bar = 1;
  for (const int parts : subdivisions) {
    if (parts < 2)
      return core::fail("Every number of a metre is 2 or more; this one has " + std::to_string(parts) + ".");
    if (parts > kMaxSteps / bar) {
      return core::fail("The numbers of a metre multiply to the steps of a bar, at most " + std::to_string(kMaxSteps) +
                        "; these make more.");
    }
    bar *= parts;
  }
  return Metre(subdivisions);
}

core::Result<Metre> Metre::parse(std::string_view text) {
  std::vector<int> numbers;
  bool in_number = false;
  bool has_beat = false;
  for (const char c : text) {
    if (c == ' ') continue;
    if (c >= '0' && c <= '9') {
      if (!in_number) numbers.push_back(0);
      in_number = true;
      if (numbers.back() > kMaxSteps) return refuse(text);
      numbers.back() = numbers.back() * 10 + (c - '0');
      continue;
    }
    // A separator follows a number, and after the beat there is none.
    if (!in_number || has_beat || (c != ',' && c != '/')) return refuse(text);
    has_beat = c == '/';
    in_number = false;
  }
  if (!in_number) return refuse(text);
  if (!has_beat) return make(numbers);
  const int beat = numbers.back();
  numbers.pop_back();
  const core::Result<Metre> metre = make(numbers);
  if (!metre) return metre;
  if (beat < 1 || metre->bar_steps() % beat != 0) {
    return core::fail("A beat of " + std::to_string(beat) + " steps does not divide a bar of " +
                      std::to_string(metre->bar_steps()) + ".");
  }
  return metre->with_beat(beat);
}

Metre Metre::default_for(int steps) {
  assert(steps >= kMinSteps && steps <= kMaxSteps);
  return Metre(prime_factors(default_bar(steps)));
}

std::string Metre::text() const {
  std::string text;
  for (const int parts : subdivisions_) {
    if (!text.empty()) text += ',';
    text += std::to_string(parts);
  }
  if (beat_ > 0 && beat_ != Metre(subdivisions_).beat_steps()) text += '/' + std::to_string(beat_);
  return text;
}

Metre Metre::with_beat(int beat_steps) const {
  Metre metre = *this;
  metre.beat_ = beat_steps;
  return metre;
}

int Metre::beat_steps() const {
  if (beat_ > 0) return beat_;
  const int last = subdivisions_.back();
  if (last > 2 || subdivisions_.size() == 1) return last;
  return subdivisions_[subdivisions_.size() - 2] == 2 ? 4 : 2;
}

core::Status check_metre(const Metre& metre, int steps) {
  if (metre.fits(steps)) return {};
  return core::fail("The metre " + metre.text() + " has bars of " + std::to_string(metre.bar_steps()) +
                    " steps and the pattern has " + std::to_string(steps) + ": choose a metre whose bar goes into " +
                    std::to_string(steps) + " a whole number of times.");
}

}  // namespace rhythm
