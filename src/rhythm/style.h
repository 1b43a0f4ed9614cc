// Styles: what a drummer plays in one, as a rule for a bar. Where accents must stand, where ghost notes may, and
// nothing else.
//
// A style is a set of figures, such as the six claves; a row is as near to the style as to the nearest of them. Rules
// are written for a bar of four beats in sixteenths and read in any other resolution by where they lie in the bar. Some
// hold in any metre, on its beats. n steps.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "rhythm/metre.h"
#include "rhythm/step_set.h"

namespace rhythm {

enum class Style : std::uint8_t {
  none,
  straight,
  backbeat,
  half_time,
  one_drop,
  dembow,
  motor,
  clave,
  bell,
  busy,
  sparse,
};

struct StyleInfo {
  Style style;
  std::string_view key;    // in JSON: "half_time"
  std::string_view label;  // for a musician: "Half-time"
  std::string_view help;   // one line: what it asks for in 4/4
};

// All but `none`, in their order.
std::span<const StyleInfo> style_table();

// Null for an unknown key, and for `none`.
const StyleInfo* find_style(std::string_view key);
std::string_view style_key(Style style);  // "" of none

// A style in patterns of n steps of a metre.
class StyleRule {
 public:
  StyleRule() = default;  // of no style
  // `metre` must fit `steps`.
  StyleRule(Style style, const Metre& metre, int steps);

  // No style, or one that this metre does not have: a clave needs sixteenths of 4/4, a bell twelve steps in the bar.
  bool empty() const { return figures_.empty(); }

  // The figures themselves: rows of n steps with what must sound in every bar.
  std::vector<StepSet> patterns() const;

  // By how many mistakes, over all bars, the row is away from the nearest figure; each bar counts by the same one.
  // A mistake is an accent that is missing, an onset where none may be, one too many of those that may, or one that
  // makes a run too long. 0 if it keeps to the style. Row of n steps, rule not empty.
  int violations(const StepSet& row) const;

  // How near it is, in (0, 1]: 1 if it keeps to the style, halved by each mistake, averaged over bars.
  // A first mistake so costs half of what there is to win, more than mixes of other terms can make good.
  double nearness(const StepSet& row) const;

  // The same after toggling each step (n), each at the cost of one bar.
  void nearness_of_toggles(const StepSet& row, std::span<double> toggled) const;

 private:
  // One bar. What is neither a must nor a may must be silent.
  struct Figure {
    StepSet must;
    StepSet may;
    int most = 0;         // of those that may
    int longest_run = 0;  // onsets in a row, around a bar of at most 64 steps; 0: as many as there are
  };

  Figure& add(std::span<const int> must, std::span<const int> may, int most);
  void add_pattern(std::string_view pattern);
  void make(Style style, const Metre& metre);
  int away(const Figure& figure, const StepSet& row, int first) const;

  int bar_ = 0;   // steps
  int bars_ = 0;  // of the row
  std::vector<Figure> figures_;
};

}  // namespace rhythm
