#include "rhythm/style.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cmath>
#include <numeric>
#include <optional>
#include <string>

namespace rhythm {
namespace {

constexpr int kSixteenths = 16;  // of the bar that rules are written for
constexpr int kBellSteps = 12;
constexpr int kLongestRun = 3;  // that a hand plays without hurry

constexpr std::array<StyleInfo, 10> kStyles = {{
    {Style::straight, "straight", "Straight", "2 and 4, and nothing else."},
    {Style::backbeat, "backbeat", "Backbeat", "2 and 4, and up to four ghost notes on weak sixteenths."},
    {Style::half_time, "half_time", "Half-time", "3, and up to two ghost notes before it or before the bar line."},
    {Style::one_drop, "one_drop", "One drop", "3, with the kick, and up to two ghost notes."},
    {Style::dembow, "dembow", "Dembow", "The 3-3-2 of reggaeton against four kicks."},
    {Style::motor, "motor", "Motor", "Every beat."},
    {Style::clave, "clave", "Clave", "Son, rumba or bossa nova, from the 3- or the 2-side."},
    {Style::bell, "bell", "Bell", "A West African bell pattern in twelve steps, from any of its hits."},
    {Style::busy, "busy", "Busy", "2 and 4, and up to eight more, three in a row at most."},
    {Style::sparse, "sparse", "Sparse", "2 and 4 or just 3, at most one more, and never the bar line."},
}};

// Where 16 sixteenths lie in a bar of `bar` steps; nothing where they lie between two steps.
std::optional<int> placed(int sixteenth, int bar) {
  if (sixteenth * bar % kSixteenths != 0) return std::nullopt;
  return sixteenth * bar / kSixteenths;
}

std::vector<int> all_placed(std::span<const int> sixteenths, int bar) {
  std::vector<int> steps;
  for (const int sixteenth : sixteenths) {
    if (const auto step = placed(sixteenth, bar)) steps.push_back(*step);
  }
  return steps;
}

// Onsets that come after `longest` others in a row, around a bar of `steps`.
int too_many_in_a_row(StepSet::Word bar, int steps, int longest) {
  StepSet::Word late = bar;
  for (int back = 1; back <= longest; ++back) {
    const auto shift = static_cast<unsigned>(back % steps);
    late &= shift == 0 ? bar : bar << shift | bar >> (static_cast<unsigned>(steps) - shift);
  }
  return std::popcount(late);
}

bool four_beats(const Metre& metre) { return metre.bar_steps() == 4 * metre.beat_steps(); }

}  // namespace

std::span<const StyleInfo> style_table() { return kStyles; }

const StyleInfo* find_style(std::string_view key) {
  const auto found = std::ranges::find(kStyles, key, &StyleInfo::key);
  return found == kStyles.end() ? nullptr : &*found;
}

std::string_view style_key(Style style) {
  const auto found = std::ranges::find(kStyles, style, &StyleInfo::style);
  return found == kStyles.end() ? std::string_view() : found->key;
}

StyleRule::StyleRule(Style style, const Metre& metre, int steps) : bar_(metre.bar_steps()), bars_(metre.bars(steps)) {
  assert(metre.fits(steps));
  make(style, metre);
}

StyleRule::Figure& StyleRule::add(std::span<const int> must, std::span<const int> may, int most) {
  Figure& figure = figures_.emplace_back(Figure{.must = StepSet(bar_), .may = StepSet(bar_), .most = most});
  for (const int step : must) figure.must.set(step);
  for (const int step : may) {
    if (!figure.must.test(step)) figure.may.set(step);
  }
  return figure;
}

// Of so many characters as a bar has steps, or sixteenths.
void StyleRule::add_pattern(std::string_view pattern) {
  std::vector<int> must;
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    if (pattern[at] != 'x') continue;
    const int units = static_cast<int>(pattern.size());
    const int step = static_cast<int>(at) * bar_;
    if (step % units != 0) return;
    must.push_back(step / units);
  }
  add(must, {}, 0);
}

void StyleRule::make(Style style, const Metre& metre) {
  const int beat = metre.beat_steps();
  std::vector<int> every(static_cast<std::size_t>(bar_));
  std::iota(every.begin(), every.end(), 0);
  std::vector<int> beats;
  std::vector<int> backbeats;
  for (int step = 0; step < bar_; step += beat) {
    beats.push_back(step);
    if (step / beat % 2 == 1) backbeats.push_back(step);
  }
  const std::array weak = {1, 3, 5, 7, 9, 11, 13, 15};
  const auto in_four = [&](std::initializer_list<int> must, std::initializer_list<int> may, int most) {
    if (!four_beats(metre)) return;
    const std::vector<int> placed_must = all_placed(must, bar_);
    if (placed_must.size() == must.size()) add(placed_must, all_placed(may, bar_), most);
  };
  switch (style) {
    case Style::none:
      return;
    case Style::straight:
      if (!backbeats.empty()) add(backbeats, {}, 0);
      return;
    case Style::backbeat:
      if (!backbeats.empty()) add(backbeats, four_beats(metre) ? all_placed(weak, bar_) : std::vector<int>(), 4);
      return;
    case Style::half_time:
      return in_four({8}, {6, 7, 14, 15}, 2);
    case Style::one_drop:
      return in_four({8}, {7, 14, 15}, 2);
    case Style::dembow:
      return in_four({3, 6, 11, 14}, {7, 15}, 2);
    case Style::motor:
      add(beats, {}, 0);
      return;
    case Style::clave:
      // Son, rumba, bossa nova, each as written (3-2) and turned by half a bar (2-3).
      if (!four_beats(metre)) return;
      for (const char* clave : {"x..x..x...x.x...", "..x.x...x..x..x.", "x..x...x..x.x...", "..x.x...x..x...x",
                                "x..x..x...x..x..", "..x..x..x..x..x."}) {
        add_pattern(clave);
      }
      return;
    case Style::bell:
      if (bar_ != kBellSteps) return;
      for (const std::string_view bell : {"x.x.xx.x.x.x", "x.x.x..x.x.."}) {
        for (std::size_t first = 0; first < bell.size(); ++first) {
          if (bell[first] == 'x') add_pattern(std::string(bell.substr(first)) + std::string(bell.substr(0, first)));
        }
      }
      return;
    case Style::busy:
      if (backbeats.empty()) return;
      add(backbeats, every, bar_ / 2).longest_run = bar_ <= StepSet::kWordSteps ? kLongestRun : 0;
      return;
    case Style::sparse: {
      const std::span but_first = std::span(every).subspan(1);
      if (!backbeats.empty()) add(backbeats, but_first, 1);
      if (four_beats(metre)) add(std::array{2 * beat}, but_first, 1);
      return;
    }
  }
}

int StyleRule::away(const Figure& figure, const StepSet& row, int first) const {
  int missing = 0;
  int wrong = 0;
  int extra = 0;
  for (int step = 0; step < bar_; step += StepSet::kWordSteps) {
    const int count = std::min(StepSet::kWordSteps, bar_ - step);
    const StepSet::Word own = row.bits(first + step, count);
    const StepSet::Word must = figure.must.bits(step, count);
    const StepSet::Word may = figure.may.bits(step, count);
    missing += std::popcount(must & ~own);
    wrong += std::popcount(own & ~(must | may));
    extra += std::popcount(own & may);
  }
  const int mistakes = missing + wrong + std::max(0, extra - figure.most);
  return figure.longest_run == 0 ? mistakes
                                 : mistakes + too_many_in_a_row(row.bits(first, bar_), bar_, figure.longest_run);
}

std::vector<StepSet> StyleRule::patterns() const {
  std::vector<StepSet> patterns;
  for (const Figure& figure : figures_) {
    StepSet& pattern = patterns.emplace_back(bars_ * bar_);
    for (int first = 0; first < pattern.steps(); first += bar_) {
      figure.must.for_each([&](int step) { pattern.set(first + step); });
    }
  }
  return patterns;
}

int StyleRule::violations(const StepSet& row) const {
  assert(!empty());
  int fewest = row.steps();
  for (const Figure& figure : figures_) {
    int sum = 0;
    for (int bar = 0; bar < bars_; ++bar) sum += away(figure, row, bar * bar_);
    fewest = std::min(fewest, sum);
  }
  return fewest;
}

double StyleRule::nearness(const StepSet& row) const {
  assert(!empty() && row.steps() == bars_ * bar_);
  double nearest = 0.0;
  for (const Figure& figure : figures_) {
    double sum = 0.0;
    for (int bar = 0; bar < bars_; ++bar) sum += std::ldexp(1.0, -away(figure, row, bar * bar_));
    nearest = std::max(nearest, sum / bars_);
  }
  return nearest;
}

void StyleRule::nearness_of_toggles(const StepSet& row, std::span<double> toggled) const {
  assert(!empty() && row.steps() == bars_ * bar_ && std::ssize(toggled) == row.steps());
  std::ranges::fill(toggled, 0.0);
  StepSet changed = row;
  for (const Figure& figure : figures_) {
    double sum = 0.0;
    for (int bar = 0; bar < bars_; ++bar) sum += std::ldexp(1.0, -away(figure, row, bar * bar_));
    for (int first = 0; first < row.steps(); first += bar_) {
      const double others = sum - std::ldexp(1.0, -away(figure, row, first));
      for (int step = first; step < first + bar_; ++step) {
        changed.flip(step);
        const double all = others + std::ldexp(1.0, -away(figure, changed, first));
        changed.flip(step);
        double& nearest = toggled[static_cast<std::size_t>(step)];
        nearest = std::max(nearest, all / bars_);
      }
    }
  }
}

}  // namespace rhythm
