#include "session/coach/history.h"

#include <algorithm>
#include <cassert>

namespace session {
namespace {

// The weighted mean of what is there: a with weight `a_weight`, b with weight `b_weight`.
std::optional<double> mean(const std::optional<double>& a, double a_weight, const std::optional<double>& b,
                           double b_weight) {
  if (!a) return b;
  if (!b) return a;
  return (*a * a_weight + *b * b_weight) / (a_weight + b_weight);
}

CurvePoint fold(const CurvePoint& a, double a_weight, const CurvePoint& b, double b_weight) {
  const auto of = [&](std::optional<double> CurvePoint::* member) {
    return mean(a.*member, a_weight, b.*member, b_weight);
  };
  return {.env_steps = b.env_steps,
          .episode_return = of(&CurvePoint::episode_return),
          .final_reward = of(&CurvePoint::final_reward),
          .delta_reward = of(&CurvePoint::delta_reward),
          .loss = of(&CurvePoint::loss),
          .mean_q = of(&CurvePoint::mean_q),
          .exploration = of(&CurvePoint::exploration)};
}

TermPoint fold(const TermPoint& a, double a_weight, const TermPoint& b, double b_weight) {
  TermPoint point{.env_steps = b.env_steps, .best = mean(a.best, a_weight, b.best, b_weight)};
  const auto of = [&](double x, double y) { return (x * a_weight + y * b_weight) / (a_weight + b_weight); };
  for (std::size_t t = 0; t < point.contribution.size(); ++t) {
    point.contribution[t] =
        static_cast<float>(of(static_cast<double>(a.contribution[t]), static_cast<double>(b.contribution[t])));
  }
  point.possible = of(a.possible, b.possible);
  return point;
}

}  // namespace

template <class Point>
void FoldingHistory<Point>::add(const Point& point) {
  assert(capacity_ >= 2 && capacity_ % 2 == 0);
  if (!points_.empty() && in_last_ < stride_) {
    points_.back() = fold(points_.back(), static_cast<double>(in_last_), point, 1.0);
    ++in_last_;
    return;
  }
  if (points_.size() == capacity_) {
    // Only whole points are here, so both of a pair weigh the same.
    for (std::size_t i = 0; i < capacity_ / 2; ++i) points_[i] = fold(points_[2 * i], 1.0, points_[2 * i + 1], 1.0);
    points_.resize(capacity_ / 2);
    stride_ *= 2;
  }
  points_.push_back(point);
  in_last_ = 1;
}

template <class Point>
void FoldingHistory<Point>::clear() {
  points_.clear();
  stride_ = 1;
  in_last_ = 0;
}

template class FoldingHistory<CurvePoint>;
template class FoldingHistory<TermPoint>;

void WaterfallHistory::add(std::span<const float> row) {
  assert(!row.empty());
  if (static_cast<int>(row.size()) != steps_) {
    clear();
    steps_ = static_cast<int>(row.size());
  }
  // Rows 0, stride, 2 stride … are kept for good; the newest stands behind them until it is kept or replaced.
  const bool last_is_kept = received_ == 0 || (received_ - 1) % stride_ == 0;
  if (!last_is_kept) cells_.resize(cells_.size() - row.size());
  cells_.insert(cells_.end(), row.begin(), row.end());
  ++received_;
  ++revision_;
  while (static_cast<std::size_t>(row_count()) > capacity_) halve();
}

void WaterfallHistory::halve() {
  const auto width = static_cast<std::size_t>(steps_);
  const std::size_t rows = cells_.size() / width;
  std::vector<float> kept;
  for (std::size_t i = 0; i < rows; ++i) {
    const bool newest = i + 1 == rows;
    if (i % 2 == 0 || newest) {
      kept.insert(kept.end(), cells_.begin() + static_cast<std::ptrdiff_t>(i * width),
                  cells_.begin() + static_cast<std::ptrdiff_t>((i + 1) * width));
    }
  }
  stride_ *= 2;
  cells_ = std::move(kept);
}

void WaterfallHistory::clear() {
  stride_ = 1;
  received_ = 0;
  steps_ = 0;
  cells_.clear();
  ++revision_;
}

std::span<const float> WaterfallHistory::row(int row) const {
  assert(row >= 0 && row < row_count());
  const auto width = static_cast<std::size_t>(steps_);
  return std::span<const float>(cells_).subspan(static_cast<std::size_t>(row) * width, width);
}

}  // namespace session
