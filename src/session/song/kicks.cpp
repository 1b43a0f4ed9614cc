#include "session/song/kicks.h"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

#include "core/rng.h"

namespace session {
namespace {

using rhythm::Style;

// A bar of kicks: X always, a digit in so many of ten bars, a rest never.
struct Profile {
  Style style;
  std::string_view chances;
};

// The accents of the answer stay free, but where a style wants the kick under them: one drop, motor, steppers.
constexpr std::array kProfiles = std::to_array<Profile>({
    {Style::none, "X.23..3.4.32..3."},      {Style::none, "X..3..4...6.3.2."},
    {Style::straight, "X...X...X...X..1"},  {Style::straight, "X..2..3.6.3...2."},
    {Style::straight, "X.....5.8..3...."},  {Style::backbeat, "X.31..32..83..2."},
    {Style::backbeat, "X..4...2.36..2.."},  {Style::backbeat, "X.2.....2.8..3.."},
    {Style::half_time, "X..2..43..4..2.3"}, {Style::half_time, "X.....5...3.2..3"},
    {Style::one_drop, "........X.....2."},  {Style::one_drop, "X...X...X...X..1"},
    {Style::dembow, "X...X...X...X.1."},    {Style::dembow, "X..2X...X..2X..."},
    {Style::motor, "X.....4.X.3...4."},     {Style::motor, "X..3..4.4.4..3.."},
    {Style::clave, "X..4X..3X..4X..4"},     {Style::clave, "2.....X..2..X..."},
    {Style::clave, "X..2..4.X..2..4."},     {Style::bell, "X.....X....."},
    {Style::bell, "X..3..X..4.."},          {Style::busy, "X.3...42.34...3."},
    {Style::busy, "X..4...3.24..3.."},      {Style::sparse, "X.....3...4....."},
    {Style::sparse, "X.........5..2.."},
});

// The chance of each step of a bar whose number of steps is the profile's or that many times or parts of it; between
// the profile's steps there is none.
int tenths(std::string_view chances, int step, int bar) {
  const int units = static_cast<int>(chances.size());
  if (step * units % bar != 0) return 0;
  const char c = chances[static_cast<std::size_t>(step * units / bar)];
  return c == 'X' ? 10 : c == '.' ? 0 : c - '0';
}

// Whether every onset of the profile has a step of the bar to stand on.
bool fits(std::string_view chances, int bar) {
  const int units = static_cast<int>(chances.size());
  for (int unit = 0; unit < units; ++unit) {
    if (chances[static_cast<std::size_t>(unit)] == 'X' && unit * bar % units != 0) return false;
  }
  return bar % units == 0 || units % bar == 0;
}

// Without a profile, by the metre alone: the bar line, sometimes another beat, seldom what lies between.
std::vector<int> plain_chances(const rhythm::Metre& metre) {
  std::vector<int> chances;
  for (int step = 0; step < metre.bar_steps(); ++step) {
    chances.push_back(step == 0 ? 10 : step % metre.beat_steps() == 0 ? 3 : 2);
  }
  return chances;
}

std::vector<int> chances_of(Style style, const rhythm::Metre& metre, core::Rng& rng) {
  const int bar = metre.bar_steps();
  const bool four = bar == 4 * metre.beat_steps();
  std::vector<std::string_view> fitting;
  for (const Style wanted : {style, Style::none}) {
    for (const Profile& profile : kProfiles) {
      if (profile.style == wanted && (four || wanted == Style::bell) && fits(profile.chances, bar)) {
        fitting.push_back(profile.chances);
      }
    }
    if (!fitting.empty()) break;
  }
  if (fitting.empty()) return plain_chances(metre);
  const std::string_view chosen = fitting[rng.below(static_cast<std::uint32_t>(fitting.size()))];
  std::vector<int> chances;
  for (int step = 0; step < bar; ++step) chances.push_back(tenths(chosen, step, bar));
  return chances;
}

void draw_bar(std::span<const int> chances, std::span<std::uint8_t> bar, core::Rng& rng) {
  for (std::size_t step = 0; step < bar.size(); ++step) {
    const bool onset = static_cast<int>(rng.below(10)) < chances[step];
    bar[step] = !onset ? std::uint8_t{0} : step == 0 ? rhythm::kAccentVelocity : rhythm::kPlainVelocity;
  }
}

}  // namespace

rhythm::Row draw_kick(Style style, const rhythm::Metre& metre, int steps, std::uint32_t seed) {
  constexpr std::size_t kPhrase = 4;  // bars
  core::Rng rng(seed);
  const std::vector<int> chances = chances_of(style, metre, rng);
  rhythm::Row first(chances.size(), 0);
  draw_bar(chances, first, rng);
  rhythm::Row row;
  for (std::size_t bar = 0; std::ssize(row) < steps; ++bar) {
    rhythm::Row next = first;
    if (bar % kPhrase == kPhrase - 1) draw_bar(chances, next, rng);
    row.insert(row.end(), next.begin(), next.end());
  }
  row.resize(static_cast<std::size_t>(steps));
  return row;
}

}  // namespace session
