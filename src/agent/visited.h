// The snares that a search has been at: a hash set of rhythm::StepSet, all of one length.
//
// Whether a snare's neighbour is among them costs one look-up, since the hash of a set with one step flipped follows
// from its own (rhythm::StepSet::hash). n steps, W words of a StepSet.
#pragma once

#include <cstdint>
#include <vector>

#include "rhythm/step_set.h"

namespace agent {

class Visited {
 public:
  // Snares of `steps` steps; room for `expected` >= 1 of them, and it grows beyond.
  Visited(int steps, int expected);

  // False if it was there before.
  bool insert(const rhythm::StepSet& snare);

  bool has(const rhythm::StepSet& snare) const;

  // Whether the snare with `step` flipped is there; `hash` is snare.hash().
  bool has_neighbour(const rhythm::StepSet& snare, std::uint64_t hash, int step) const;

 private:
  struct Place {
    std::uint64_t hash = 0;
    int snare = -1;  // index into words_; -1: free
  };

  // Where a snare with this hash is, or the free place where it belongs.
  template <class IsSame>
  std::size_t find(std::uint64_t hash, const IsSame& is_same) const;
  rhythm::StepSet at(int snare) const;
  void grow();

  int steps_;
  int size_ = 0;
  std::vector<Place> places_;                 // a power of two, at least half of them free
  std::vector<rhythm::StepSet::Word> words_;  // (size, W)
};

}  // namespace agent
