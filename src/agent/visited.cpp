#include "agent/visited.h"

#include <bit>
#include <cassert>
#include <cstddef>
#include <span>

namespace agent {

using rhythm::StepSet;

Visited::Visited(int steps, int expected)
    : steps_(steps), places_(std::bit_ceil(static_cast<std::size_t>(expected) * 2)) {
  assert(expected >= 1);
  words_.reserve(static_cast<std::size_t>(expected) * static_cast<std::size_t>(StepSet::words_for(steps)));
}

StepSet Visited::at(int snare) const {
  const auto count = static_cast<std::size_t>(StepSet::words_for(steps_));
  return StepSet::from_words(std::span(words_).subspan(static_cast<std::size_t>(snare) * count, count), steps_);
}

template <class IsSame>
std::size_t Visited::find(std::uint64_t hash, const IsSame& is_same) const {
  const std::size_t mask = places_.size() - 1;
  std::size_t place = static_cast<std::size_t>(hash) & mask;
  while (places_[place].snare >= 0 && !(places_[place].hash == hash && is_same(at(places_[place].snare)))) {
    place = (place + 1) & mask;
  }
  return place;
}

bool Visited::insert(const StepSet& snare) {
  assert(snare.steps() == steps_);
  if (static_cast<std::size_t>(size_ + 1) * 2 > places_.size()) grow();
  const std::uint64_t hash = snare.hash();
  Place& place = places_[find(hash, [&](const StepSet& other) { return other == snare; })];
  if (place.snare >= 0) return false;
  place = {.hash = hash, .snare = size_++};
  words_.insert(words_.end(), snare.words().begin(), snare.words().end());
  return true;
}

bool Visited::has(const StepSet& snare) const {
  return places_[find(snare.hash(), [&](const StepSet& other) { return other == snare; })].snare >= 0;
}

bool Visited::has_neighbour(const StepSet& snare, std::uint64_t hash, int step) const {
  assert(hash == snare.hash());
  const auto is_neighbour = [&](StepSet other) {
    other.flip(step);
    return other == snare;
  };
  return places_[find(hash ^ StepSet::step_hash(step), is_neighbour)].snare >= 0;
}

void Visited::grow() {
  std::vector<Place> before(places_.size() * 2);
  before.swap(places_);
  for (const Place& place : before) {
    if (place.snare >= 0) places_[find(place.hash, [](const StepSet& /*other*/) { return false; })] = place;
  }
}

}  // namespace agent
