#include "rhythm/pattern.h"

#include <algorithm>
#include <cassert>

namespace rhythm {
namespace {

// Velocities from here up are written 'X'. Below 127 so that a hand-played accent survives text and back.
constexpr std::uint8_t kAccentThreshold = 120;

constexpr std::string_view kRests = ".-oO0";

}  // namespace

Row onsets_of(std::span<const std::uint8_t> row) {
  Row onsets;
  onsets.reserve(row.size());
  for (const std::uint8_t velocity : row) onsets.push_back(velocity != 0 ? kPlainVelocity : std::uint8_t{0});
  return onsets;
}

Pattern::Pattern(int voices, int steps)
    : voices_(voices), steps_(steps), cells_(static_cast<std::size_t>(voices) * static_cast<std::size_t>(steps), 0) {
  assert(voices >= 1 && voices <= kMaxVoices);
  assert(steps >= kMinSteps && steps <= kMaxSteps);
}

std::size_t Pattern::index(int voice, int step) const {
  assert(voice >= 0 && voice < voices_);
  assert(step >= 0 && step < steps_);
  return static_cast<std::size_t>(voice) * static_cast<std::size_t>(steps_) + static_cast<std::size_t>(step);
}

void Pattern::set(int voice, int step, std::uint8_t velocity) {
  assert(velocity <= 127);
  cells_[index(voice, step)] = velocity;
}

void Pattern::toggle(int voice, int step, std::uint8_t velocity) {
  std::uint8_t& cell = cells_[index(voice, step)];
  cell = cell != 0 ? std::uint8_t{0} : velocity;
}

std::span<const std::uint8_t> Pattern::row(int voice) const {
  return {&cells_[index(voice, 0)], static_cast<std::size_t>(steps_)};
}

void Pattern::set_row(int voice, std::span<const std::uint8_t> row) {
  assert(row.size() == static_cast<std::size_t>(steps_));
  std::ranges::copy(row, &cells_[index(voice, 0)]);
}

void Pattern::clear(int voice) { std::fill_n(&cells_[index(voice, 0)], steps_, std::uint8_t{0}); }

int Pattern::onset_count(int voice) const {
  return static_cast<int>(std::ranges::count_if(row(voice), [](std::uint8_t v) { return v != 0; }));
}

void Pattern::resize(int steps) {
  Pattern resized(voices_, steps);
  for (int voice = 0; voice < voices_; ++voice) {
    std::copy_n(row(voice).begin(), std::min(steps, steps_), &resized.cells_[resized.index(voice, 0)]);
  }
  *this = std::move(resized);
}

core::Result<Row> parse_row(std::string_view text) {
  Row row;
  for (const char c : text) {
    if (c == ' ' || c == '|') continue;
    if (c == 'x' || c == '1') {
      row.push_back(kPlainVelocity);
    } else if (c == 'X') {
      row.push_back(kAccentVelocity);
    } else if (kRests.find(c) != std::string_view::npos) {
      row.push_back(0);
    } else {
      return core::fail("A pattern is written with x for a hit and . for a rest; it has the character '" +
                        std::string(1, c) + "'.");
    }
  }
  if (row.size() < kMinSteps || row.size() > kMaxSteps) {
    return core::fail("A pattern has from " + std::to_string(kMinSteps) + " to " + std::to_string(kMaxSteps) +
                      " steps; this one has " + std::to_string(row.size()) + ".");
  }
  return row;
}

std::uint8_t random_cell(core::Rng& rng) { return rng.below(2) != 0 ? kPlainVelocity : std::uint8_t{0}; }

void fill_randomly(core::Rng& rng, std::span<std::uint8_t> row) {
  for (std::uint8_t& cell : row) cell = random_cell(rng);
}

Row random_row(core::Rng& rng, int steps) {
  Row row(static_cast<std::size_t>(steps));
  fill_randomly(rng, row);
  return row;
}

Row window(std::span<const std::uint8_t> row, std::size_t first, int steps) {
  Row cells;
  if (row.empty()) return cells;
  cells.reserve(static_cast<std::size_t>(steps));
  for (std::size_t step = first; cells.size() < static_cast<std::size_t>(steps); ++step) {
    cells.push_back(row[step % row.size()]);
  }
  return cells;
}

Row euclidean_rhythm(int onsets, int steps) {
  assert(onsets >= 0 && onsets <= steps);
  Row row(static_cast<std::size_t>(steps), 0);
  for (int k = 0; k < onsets; ++k) row[static_cast<std::size_t>((k * steps + onsets - 1) / onsets)] = kPlainVelocity;
  return row;
}

std::string format_row(std::span<const std::uint8_t> row) {
  std::string text;
  text.reserve(row.size());
  for (const std::uint8_t velocity : row) text += velocity == 0 ? '.' : velocity >= kAccentThreshold ? 'X' : 'x';
  return text;
}

std::string render_row(std::span<const std::uint8_t> row) {
  std::string text;
  text.reserve(row.size() * 2);
  for (const std::uint8_t velocity : row) {
    if (!text.empty()) text += ' ';
    text += velocity == 0 ? 'o' : 'x';
  }
  return text;
}

}  // namespace rhythm
