// TermScorer::score_toggles: every term after every toggle, by what the toggle changes.
//
// Counts change by one. Syncopation and the distance to the beat are sums over neighbouring onsets, so a toggle splits
// or joins one pair. The groove index is a sum over steps that look two steps ahead. The C-score counts accents, which
// depend on the run of onsets around a step, for every clock. Balance is a sum over onsets; evenness numbers them, so
// every later onset moves: it is taken as a sum of those before and those after, turned. So all n toggles cost O(n) a
// term, however the pattern lies; only a union of kick and snare with one rest or none is scored anew for the C-score.
// n steps, K onsets.
#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <complex>
#include <cstdint>
#include <limits>
#include <numbers>
#include <utility>

#include "env/reward.h"
#include "env/term_tables.h"
#include "rhythm/clock.h"
#include "rhythm/groove.h"
#include "rhythm/syncopation.h"

namespace env {
namespace {

using rhythm::Onsets;
using rhythm::StepSet;
using rhythm::Term;

constexpr double kTurn = 2.0 * std::numbers::pi;

class Toggles {
 public:
  Toggles(Term term, std::span<TermValues> toggled) : term_(static_cast<std::size_t>(term)), toggled_(toggled) {}

  void put(int step, double value) {
    toggled_[static_cast<std::size_t>(step)][term_] = static_cast<float>(std::clamp(value, 0.0, 1.0));
  }

 private:
  std::size_t term_;
  std::span<TermValues> toggled_;
};

// value(step, change) for a term that counts onsets: change is +1 where an onset comes, -1 where one goes.
template <class Value>
void put_counts(const StepSet& snare, Toggles out, const Value& value) {
  for (int step = 0; step < snare.steps(); ++step) out.put(step, value(step, snare.test(step) ? -1 : 1));
}

// A sum over neighbouring onsets: pair(a, b, strongest) is what onset a adds when b >= a is the next one (beyond n - 1
// on the next round) and `strongest` the lowest level strictly between them, kNone if there is nothing. total(sum, K)
// makes the value of it.
constexpr int kNone = 255;

template <class Pair, class Total>
void put_pairs(const Onsets& snare, const rhythm::Metre& metre, Toggles out, const Pair& pair, const Total& total) {
  const int n = snare.steps();
  const int count = snare.count();
  const auto level = [&](int step) { return metre.level(step); };
  if (count == 0) {
    for (int step = 0; step < n; ++step) {
      const bool lone_bar_line = level(step) == 0 && metre.bars(n) == 1;
      const int others = lone_bar_line ? (n > 1 ? 1 : kNone) : 0;
      out.put(step, total(pair(step, step + n, others), 1));
    }
    return;
  }
  std::array<std::uint8_t, rhythm::kMaxSteps + 1> strongest_after{};  // within a gap, from its end backwards
  std::array<std::uint8_t, rhythm::kMaxSteps> strongest{};            // of each gap
  double sum = 0.0;
  for (int k = 0; k < count; ++k) {
    int lowest = kNone;
    const int a = snare.position(k);
    for (int step = a + 1; step < a + snare.interval(k); ++step) lowest = std::min(lowest, level(step));
    strongest[static_cast<std::size_t>(k)] = static_cast<std::uint8_t>(lowest);
    sum += pair(a, a + snare.interval(k), lowest);
  }
  const auto gap = [&](int k) { return static_cast<int>(strongest[static_cast<std::size_t>(k)]); };
  for (int k = 0; k < count; ++k) {
    const int a = snare.position(k);
    const int length = snare.interval(k);
    const double without = sum - pair(a, a + length, gap(k));
    // An onset more between this one and the next.
    strongest_after[static_cast<std::size_t>(length)] = kNone;
    for (int i = length - 1; i > 0; --i) {
      strongest_after[static_cast<std::size_t>(i)] =
          static_cast<std::uint8_t>(std::min<int>(strongest_after[static_cast<std::size_t>(i) + 1], level(a + i)));
    }
    int before = kNone;
    for (int i = 1; i < length; ++i) {
      const int step = (a + i) % n;
      const int after = strongest_after[static_cast<std::size_t>(i) + 1];
      const double both = pair(a, a + i, before) + pair(step, step + length - i, after);
      out.put(step, total(without + both, count + 1));
      before = std::min(before, level(a + i));
    }
    // This onset gone: the one before it reaches the next.
    if (count == 1) {
      out.put(a, total(0.0, 0));
      continue;
    }
    const int previous = (k + count - 1) % count;
    const int from = snare.position(previous);
    const int reach = snare.interval(previous);
    const double joined = pair(from, from + reach + length, std::min({gap(previous), level(a), gap(k)}));
    out.put(a, total(without - pair(from, from + reach, gap(previous)) + joined, count - 1));
  }
}

// The C-score's clocks: counter-evidence by unit and phase.
class Clocks {
 public:
  explicit Clocks(const Onsets& onsets) : steps_(onsets.steps()) {
    const StepSet accented = rhythm::accents(onsets);
    for (std::size_t u = 0; u < rhythm::kClockUnits.size(); ++u) {
      const int unit = rhythm::kClockUnits[u];
      if (steps_ % unit != 0) continue;
      for (int phase = 0; phase < unit; ++phase) {
        evidence_[u][static_cast<std::size_t>(phase)] =
            rhythm::count_clock(onsets, accented, unit, phase).counter_evidence();
      }
    }
  }

  void add(int step, int change) {
    for (std::size_t u = 0; u < rhythm::kClockUnits.size(); ++u) {
      evidence_[u][static_cast<std::size_t>(step % rhythm::kClockUnits[u])] += change;
    }
  }

  int least() const {
    int least = std::numeric_limits<int>::max();
    for (std::size_t u = 0; u < rhythm::kClockUnits.size(); ++u) {
      const int unit = rhythm::kClockUnits[u];
      if (steps_ % unit != 0) continue;
      for (int phase = 0; phase < unit; ++phase) least = std::min(least, evidence_[u][static_cast<std::size_t>(phase)]);
    }
    return least;
  }

 private:
  static constexpr std::size_t kLongestUnit = 4;

  int steps_;
  std::array<std::array<int, kLongestUnit>, rhythm::kClockUnits.size()> evidence_{};
};

// Whether onset i of a run of so many is accented (rhythm::accents).
bool is_accented(int length, int i) { return length == 2 ? i == 1 : i == 0 || i == length - 1; }

// Ticks on silence weigh 4, on onsets without an accent 1.
constexpr int kSilent = 4;

// What changes for the clocks when `step`, between a run of `left` onsets and one of `right`, becomes an onset; `sign`
// is -1 for the way back.
void join_runs(Clocks& clocks, int steps, int step, int left, int right, int sign) {
  const int length = left + right + 1;
  const auto wrapped = [&](int at) { return (at % steps + steps) % steps; };
  const auto unaccented = [](int run, int i) { return is_accented(run, i) ? 0 : 1; };
  clocks.add(step, sign * (unaccented(length, left) - kSilent));
  const auto change = [&](int run, int i, int first) {  // the run's onset i, which begins at `first` of the long one
    clocks.add(wrapped(step - left + first + i), sign * (unaccented(length, first + i) - unaccented(run, i)));
  };
  for (const auto& [run, first] : {std::pair(left, 0), std::pair(right, left + 1)}) {
    if (run > 0) change(run, 0, first);
    if (run > 1) change(run, run - 1, first);
  }
}

template <class Value>
void put_cscore(const StepSet& kick, const StepSet& snare, Toggles out, const Value& value) {
  const StepSet both = kick | snare;
  const Onsets united(both);
  const int n = snare.steps();
  const Clocks now(united);
  const bool almost_full = united.count() + 1 >= n;
  std::array<std::uint16_t, rhythm::kMaxSteps> before{};  // onsets in a row that end just before a step
  std::array<std::uint16_t, rhythm::kMaxSteps> after{};
  for (int i = 0; i < 2 * n && !almost_full; ++i) {
    const auto from = [&](auto& runs, int step, int neighbour) {
      runs[static_cast<std::size_t>(step)] =
          static_cast<std::uint16_t>(both.test(neighbour) ? runs[static_cast<std::size_t>(neighbour)] + 1 : 0);
    };
    from(before, i % n, (i + n - 1) % n);
    from(after, n - 1 - i % n, (n - i % n) % n);
  }
  for (int step = 0; step < n; ++step) {
    if (kick.test(step)) {
      out.put(step, value(now.least()));
      continue;
    }
    if (almost_full) {
      StepSet changed = both;
      changed.flip(step);
      out.put(step, value(*rhythm::cscore(Onsets(changed))));
      continue;
    }
    Clocks clocks = now;
    join_runs(clocks, n, step, before[static_cast<std::size_t>(step)], after[static_cast<std::size_t>(step)],
              both.test(step) ? -1 : 1);
    out.put(step, value(clocks.least()));
  }
}

void put_witek(const StepSet& kick, const StepSet& snare, const rhythm::Metre& metre, double scale, Toggles out) {
  const int n = snare.steps();
  StepSet changed = snare;
  int sum = 0;
  for (int step = 0; step < n; ++step) sum += rhythm::witek_at(kick, snare, metre, step);
  for (int step = 0; step < n; ++step) {
    const auto around = [&](const StepSet& own) {
      int part = 0;
      for (int back = 0; back < std::min(3, n); ++back) {
        part += rhythm::witek_at(kick, own, metre, (step - back + n) % n);
      }
      return part;
    };
    const int before = around(snare);
    changed.flip(step);
    out.put(step, (sum - before + around(changed)) * scale);
    changed.flip(step);
  }
}

using Complex = std::complex<double>;

// The points e^(2 pi i k / count) one after the other.
class Turning {
 public:
  explicit Turning(double share) : step_(std::polar(1.0, kTurn * share)) {}
  Complex next() { return std::exchange(at_, at_ * step_); }
  Complex step() const { return step_; }

 private:
  Complex step_;
  Complex at_ = 1.0;
};

void put_balance(const StepSet& snare, Toggles out) {
  const int n = snare.steps();
  const int count = snare.count();
  Complex sum;
  Turning circle(1.0 / n);
  for (int step = 0; step < n; ++step) {
    const Complex point = circle.next();
    if (snare.test(step)) sum += point;
  }
  Turning again(1.0 / n);
  for (int step = 0; step < n; ++step) {
    const double change = snare.test(step) ? -1.0 : 1.0;
    const double onsets = count + change;
    const Complex point = again.next();
    out.put(step, onsets == 0.0 ? 0.0 : 1.0 - std::abs(sum + change * point) / onsets);
  }
}

// The sum over onsets of e^(2 pi i (o_k / n - k / count)) for another count than there are.
class Lead {
 public:
  Lead(const StepSet& snare, int count) : ranks_(count > 0 ? -1.0 / count : 0.0) {
    Turning circle(1.0 / snare.steps());
    Turning ranks = ranks_;
    for (int step = 0; step < snare.steps(); ++step) {
      const Complex point = circle.next();
      if (snare.test(step)) total_ += point * ranks.next();
    }
  }

  // With one onset more, at `point` after those that were passed.
  double with(Complex point) const { return std::abs(passed_ + point * rank_ + ranks_.step() * (total_ - passed_)); }
  // Without the onset at `point`, the next to be passed.
  double without(Complex point) const {
    return std::abs(passed_ + std::conj(ranks_.step()) * (total_ - passed_ - point * rank_));
  }
  void pass(Complex point) {
    passed_ += point * rank_;
    rank_ *= ranks_.step();
  }

 private:
  Turning ranks_;
  Complex rank_ = 1.0;
  Complex passed_;
  Complex total_;
};

void put_evenness(const StepSet& snare, Toggles out) {
  const int n = snare.steps();
  const int count = snare.count();
  Lead more(snare, count + 1);
  Lead fewer(snare, count - 1);
  Turning circle(1.0 / n);
  for (int step = 0; step < n; ++step) {
    const Complex point = circle.next();
    if (!snare.test(step)) {
      out.put(step, more.with(point) / (count + 1));
      continue;
    }
    out.put(step, count == 1 ? 0.0 : fewer.without(point) / (count - 1));
    more.pass(point);
    fewer.pass(point);
  }
}

}  // namespace

void TermScorer::score_toggles(const StepSet& kick, const StepSet& snare, const rhythm::RewardSettings& asked,
                               const StepSet& liked, std::span<TermValues> toggled) const {
  assert(std::ssize(toggled) == steps_ && kick.steps() == steps_ && snare.steps() == steps_);
  if (tables_ != nullptr) {
    StepSet changed = snare;
    for (int step = 0; step < steps_; ++step) {
      changed.flip(step);
      toggled[static_cast<std::size_t>(step)] = score(kick, changed, liked);
      changed.flip(step);
    }
    return;
  }
  std::ranges::fill(toggled, TermValues{});
  const auto is_asked = [&](Term term) { return asked[term].weight != 0.0F && applies(term); };
  const auto out = [&](Term term) { return Toggles(term, toggled); };
  const double steps = steps_;
  const int count = snare.count();
  const Onsets onsets(snare);
  if (is_asked(Term::difference)) {
    const int now = rhythm::hamming(kick, snare);
    put_counts(snare, out(Term::difference),
               [&](int step, int) { return (now + (kick.test(step) == snare.test(step) ? 1 : -1)) / steps; });
  }
  if (is_asked(Term::lhl)) {
    const double scale = lhl_scale_ / metre_.bars(steps_);
    put_pairs(
        onsets, metre_, out(Term::lhl),
        [&](int a, int, int strongest) { return std::max(0.0, static_cast<double>(metre_.level(a) - strongest)); },
        [&](double sum, int) { return sum * scale; });
  }
  if (is_asked(Term::cscore)) {
    put_cscore(kick, snare, out(Term::cscore), [&](int evidence) { return evidence * cscore_scale_; });
  }
  if (is_asked(Term::witek)) put_witek(kick, snare, metre_, witek_scale_, out(Term::witek));
  if (is_asked(Term::wnbd)) {
    const int beat = metre_.beat_steps();
    put_pairs(
        onsets, metre_, out(Term::wnbd), [&](int a, int b, int) { return rhythm::wnbd_of_note(a, b - a, beat); },
        [&](double sum, int notes) { return notes == 0 ? 0.0 : sum / notes * wnbd_scale_; });
  }
  if (is_asked(Term::density)) {
    put_counts(snare, out(Term::density), [&](int, int change) { return (count + change) / steps; });
  }
  if (is_asked(Term::overlap)) {
    const int common = rhythm::common(kick, snare);
    const int kicks = kick.count();
    put_counts(snare, out(Term::overlap), [&](int step, int change) {
      return kicks == 0 ? 0.0 : static_cast<double>(common + (kick.test(step) ? change : 0)) / kicks;
    });
  }
  if (is_asked(Term::backbeat)) {
    const int common = rhythm::common(backbeats_, snare);
    const double backbeats = backbeats_.count();
    put_counts(snare, out(Term::backbeat),
               [&](int step, int change) { return (common + (backbeats_.test(step) ? change : 0)) / backbeats; });
  }
  if (is_asked(Term::evenness)) put_evenness(snare, out(Term::evenness));
  if (is_asked(Term::balance)) put_balance(snare, out(Term::balance));
  if (is_asked(Term::similarity) && !style_.empty()) {
    std::array<double, rhythm::kMaxSteps> nearness{};
    style_.nearness_of_toggles(snare, std::span(nearness).first(static_cast<std::size_t>(steps_)));
    put_counts(snare, out(Term::similarity), [&](int step, int) { return nearness[static_cast<std::size_t>(step)]; });
  } else if (is_asked(Term::similarity) && !liked.empty()) {
    const int now = rhythm::hamming(liked, snare);
    put_counts(snare, out(Term::similarity),
               [&](int step, int) { return 1.0 - (now + (liked.test(step) == snare.test(step) ? 1 : -1)) / steps; });
  }
}

}  // namespace env
