// Terms by table: every snare of up to 16 steps scored once, so that a pair of kick and snare costs a few lookups.
//
// A TermTables holds what its TermScorer says and nothing else: the same floats, bit for bit. About 1.9 MB at 16 steps;
// immutable, so environments and the search for the optimum share one. Patterns are bits: bit i is step i.
// n steps, S = 2^n snares.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "env/reward.h"

namespace env {

using StepBits = std::uint32_t;  // up to kMaxTableSteps steps

inline constexpr int kMaxTableSteps = 16;

// A pattern of at most kMaxTableSteps steps and back; an empty one has no bits. Onsets get rhythm::kPlainVelocity.
StepBits bits_of(const rhythm::StepSet& set);
StepBits bits_of(std::span<const std::uint8_t> row);
rhythm::Row row_of(StepBits bits, int steps);

class TermTables {
 public:
  // Scores every snare: 0.1 s for 16 steps. Null above kMaxTableSteps steps, where there are too many.
  static std::shared_ptr<const TermTables> make(const TermScorer& scorer);

  int steps() const { return steps_; }
  StepBits snares() const { return StepBits{1} << steps_; }  // S

  // As TermScorer::score. Without a liked pattern `similarity` is 1/2.
  TermValues score(StepBits kick, StepBits snare) const;
  TermValues score(StepBits kick, StepBits snare, StepBits liked) const;

 private:
  explicit TermTables(const TermScorer& scorer);

  // The groove index adds up what each onset finds at most two steps ahead, since a hat plays every eighth. So it is a
  // sum over windows of one beat, each read from the beat's four steps and the two after it, of kick and snare.
  void fill_witek(const TermScorer& scorer);
  float witek(StepBits kick, StepBits snare) const;
  StepBits window(StepBits bits, int first) const;

  // The terms that only listen to the snare.
  struct Voice {
    float lhl, wnbd, density, backbeat, evenness, balance;
  };

  int steps_;
  std::vector<Voice> voices_;                              // (S)
  std::vector<float> cscore_;                              // (S), of kick or snare
  std::array<float, kMaxTableSteps + 1> step_share_{};     // k / n
  std::array<float, kMaxTableSteps + 1> inverse_share_{};  // 1 - k / n
  std::vector<float> overlap_;                             // (n + 1, n + 1): kick's onsets, common ones
  std::vector<std::int16_t> windows_;                      // (beats, kick's bits, snare's bits); empty: no index
  std::vector<float> witek_values_;                        // index -> value
  int window_bits_ = 0;
};

}  // namespace env
