// The course of a training, for its curves and its policy waterfall, in bounded memory.
//
// When a series is full, every other point is folded away and points are taken half as often, so the whole training
// stays visible however long it is.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "session/player/rewarding.h"

namespace session {

// One point of the curves. Numbers that a stretch of training did not give (no episode ended, no gradient step) are
// absent.
struct CurvePoint {
  double env_steps = 0.0;  // at the end of the stretch
  std::optional<double> episode_return = std::nullopt;
  std::optional<double> final_reward = std::nullopt;
  std::optional<double> delta_reward = std::nullopt;
  std::optional<double> loss = std::nullopt;
  std::optional<double> mean_q = std::nullopt;
  std::optional<double> exploration = std::nullopt;
};

// What each term contributed to the last patterns of the episodes that ended in a stretch, by the weights of that time.
struct TermPoint {
  double env_steps = 0.0;  // at the end of the stretch
  TermAmounts contribution{};
  double possible = 0.0;                      // sum of |w_t|
  std::optional<double> best = std::nullopt;  // the best total there is, mean over kicks, where it is known
};

// Point: CurvePoint or TermPoint.
template <class Point>
class FoldingHistory {
 public:
  // capacity: points that are kept, even.
  explicit FoldingHistory(std::size_t capacity = 512) : capacity_(capacity) {}

  void add(const Point& point);
  void clear();

  // Rising in env_steps, at most the capacity; each the mean over its stretch. The last may still be growing.
  std::span<const Point> points() const { return points_; }

 private:
  std::size_t capacity_;
  std::size_t stride_ = 1;   // additions folded into one point
  std::size_t in_last_ = 0;  // additions in the last point so far
  std::vector<Point> points_;
};

using CurveHistory = FoldingHistory<CurvePoint>;
using TermHistory = FoldingHistory<TermPoint>;

class WaterfallHistory {
 public:
  // capacity: rows that are kept, at least 2.
  explicit WaterfallHistory(std::size_t capacity = 256) : capacity_(capacity) {}

  // One row: the policy's probability of toggling each step, (n), 0-1. A row of another n clears what was there.
  void add(std::span<const float> row);
  void clear();

  int steps() const { return steps_; }
  int row_count() const { return steps_ == 0 ? 0 : static_cast<int>(cells_.size()) / steps_; }
  // row in [0, row_count()), oldest first; the last is always the newest that came.
  std::span<const float> row(int row) const;
  // All rows one after another: (row_count, steps), row-major, for a texture.
  std::span<const float> cells() const { return cells_; }
  // Rises with every change.
  std::uint64_t revision() const { return revision_; }

 private:
  void halve();

  std::size_t capacity_;
  std::size_t stride_ = 1;    // snapshots between two rows that are kept
  std::size_t received_ = 0;  // snapshots since clear()
  int steps_ = 0;
  std::vector<float> cells_;
  std::uint64_t revision_ = 0;
};

}  // namespace session
