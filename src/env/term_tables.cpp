#include "env/term_tables.h"

#include <bit>
#include <cassert>
#include <cmath>
#include <cstddef>

#include "rhythm/groove.h"

namespace env {

using rhythm::Onsets;
using rhythm::Term;

namespace {

constexpr int kBeat = 4;       // the only beat that the groove index is defined for
constexpr int kLookAhead = 2;  // steps from an onset to the next eighth at most

float value_of(const TermValues& values, Term term) { return values[static_cast<std::size_t>(term)]; }

StepBits ones(int count) { return (StepBits{1} << count) - 1; }

std::size_t onsets_in(StepBits bits) { return static_cast<std::size_t>(std::popcount(bits)); }

}  // namespace

StepBits bits_of(const rhythm::StepSet& set) {
  assert(set.steps() <= kMaxTableSteps);
  return set.empty() ? StepBits{0} : static_cast<StepBits>(set.words().front());
}

StepBits bits_of(std::span<const std::uint8_t> row) { return bits_of(rhythm::StepSet::from_row(row)); }

rhythm::Row row_of(StepBits bits, int steps) {
  assert(steps <= kMaxTableSteps);
  const rhythm::StepSet::Word word = bits;
  return rhythm::row_of(rhythm::StepSet::from_words({&word, 1}, steps));
}

std::shared_ptr<const TermTables> TermTables::make(const TermScorer& scorer) {
  if (scorer.steps() > kMaxTableSteps) return nullptr;
  return std::shared_ptr<const TermTables>(new TermTables(scorer));
}

TermTables::TermTables(const TermScorer& scorer) : steps_(scorer.steps()) {
  assert(steps_ <= kMaxTableSteps);
  const Onsets silence = Onsets::from_bits(0, steps_);
  voices_.reserve(snares());
  cscore_.reserve(snares());
  for (StepBits snare = 0; snare < snares(); ++snare) {
    const TermValues values = scorer.score(silence, Onsets::from_bits(snare, steps_), nullptr);
    voices_.push_back({.lhl = value_of(values, Term::lhl),
                       .wnbd = value_of(values, Term::wnbd),
                       .density = value_of(values, Term::density),
                       .backbeat = value_of(values, Term::backbeat),
                       .evenness = value_of(values, Term::evenness),
                       .balance = value_of(values, Term::balance)});
    cscore_.push_back(value_of(values, Term::cscore));
  }
  // The shares come out of the scorer too, so that both round alike: k steps that differ, k of m onsets in common.
  overlap_.resize(static_cast<std::size_t>((steps_ + 1) * (steps_ + 1)));
  for (int onsets = 0; onsets <= steps_; ++onsets) {
    const Onsets kick = Onsets::from_bits(ones(onsets), steps_);
    const TermValues alone = scorer.score(kick, silence, &kick);
    step_share_[static_cast<std::size_t>(onsets)] = value_of(alone, Term::difference);
    inverse_share_[static_cast<std::size_t>(onsets)] = value_of(alone, Term::similarity);
    for (int common = 0; common <= onsets; ++common) {
      const TermValues values = scorer.score(kick, Onsets::from_bits(ones(common), steps_), nullptr);
      overlap_[static_cast<std::size_t>(onsets * (steps_ + 1) + common)] = value_of(values, Term::overlap);
    }
  }
  if (scorer.applies(Term::witek)) fill_witek(scorer);
}

StepBits TermTables::window(StepBits bits, int first) const {
  return (bits >> first | bits << (steps_ - first)) & ones(window_bits_);
}

void TermTables::fill_witek(const TermScorer& scorer) {
  const auto index_of = [&](StepBits kick, StepBits snare) {
    return static_cast<int>(
        *rhythm::witek(Onsets::from_bits(kick, steps_), Onsets::from_bits(snare, steps_), scorer.metre()));
  };
  const double maximum = rhythm::witek_maximum(scorer.metre(), steps_, false);
  for (int index = 0; index <= static_cast<int>(maximum); ++index) {
    witek_values_.push_back(static_cast<float>(index * (1.0 / maximum)));
  }
  // A pattern of a single beat is its own window. Else what the last two steps of the window find ahead is taken off
  // again: nothing is there, and the next window asks for them.
  const bool one_beat = steps_ == kBeat;
  window_bits_ = one_beat ? kBeat : kBeat + kLookAhead;
  const StepBits own = ones(kBeat);
  for (int first = 0; first < steps_; first += kBeat) {
    const auto place = [&](StepBits bits) { return (bits << first | bits >> (steps_ - first)) & ones(steps_); };
    for (StepBits kick = 0; kick <= ones(window_bits_); ++kick) {
      for (StepBits snare = 0; snare <= ones(window_bits_); ++snare) {
        int index = index_of(place(kick), place(snare));
        if (!one_beat) index -= index_of(place(kick & ~own), place(snare & ~own));
        windows_.push_back(static_cast<std::int16_t>(index));
      }
    }
  }
}

float TermTables::witek(StepBits kick, StepBits snare) const {
  int index = 0;
  std::size_t row = 0;
  for (int first = 0; first < steps_; first += kBeat) {
    const std::size_t cell = (row + window(kick, first)) << window_bits_ | window(snare, first);
    index += windows_[cell];
    row += std::size_t{1} << window_bits_;
  }
  return witek_values_[static_cast<std::size_t>(index)];
}

TermValues TermTables::score(StepBits kick, StepBits snare) const {
  assert(kick < snares() && snare < snares());
  const Voice& voice = voices_[snare];
  const std::size_t row = onsets_in(kick) * static_cast<std::size_t>(steps_ + 1);
  TermValues values{};
  const auto put = [&](Term term, float value) { values[static_cast<std::size_t>(term)] = value; };
  put(Term::difference, step_share_[onsets_in(kick ^ snare)]);
  put(Term::lhl, voice.lhl);
  put(Term::cscore, cscore_[kick | snare]);
  if (!windows_.empty()) put(Term::witek, witek(kick, snare));
  put(Term::wnbd, voice.wnbd);
  put(Term::density, voice.density);
  put(Term::overlap, overlap_[row + onsets_in(kick & snare)]);
  put(Term::backbeat, voice.backbeat);
  put(Term::evenness, voice.evenness);
  put(Term::balance, voice.balance);
  put(Term::similarity, 0.5F);
  return values;
}

TermValues TermTables::score(StepBits kick, StepBits snare, StepBits liked) const {
  TermValues values = score(kick, snare);
  values[static_cast<std::size_t>(Term::similarity)] = inverse_share_[onsets_in(liked ^ snare)];
  return values;
}

}  // namespace env
