#include "env/reward.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

#include "env/term_tables.h"
#include "rhythm/clock.h"
#include "rhythm/distance.h"
#include "rhythm/groove.h"
#include "rhythm/intervals.h"
#include "rhythm/syncopation.h"

namespace env {

using rhythm::Onsets;
using rhythm::StepSet;
using rhythm::Term;

namespace {

constexpr float kNeutralSimilarity = 0.5F;

double inverse(double range) { return range > 0.0 ? 1.0 / range : 0.0; }

// 2 and 4 in 4/4: the second, fourth, … beat of each bar.
StepSet find_backbeats(const rhythm::Metre& metre, int steps) {
  StepSet found(steps);
  const int beat = metre.beat_steps();
  for (int step = 0; step < steps; ++step) {
    const int in_bar = step % metre.bar_steps();
    if (in_bar % beat == 0 && in_bar / beat % 2 == 1) found.set(step);
  }
  return found;
}

}  // namespace

TermScorer::TermScorer(int steps) : TermScorer(steps, rhythm::Metre::default_for(steps)) {}

TermScorer::TermScorer(int steps, const rhythm::Metre& metre)
    : steps_(steps), metre_(metre), backbeats_(find_backbeats(metre, steps)) {
  assert(metre.fits(steps));
  lhl_scale_ = inverse(rhythm::lhl_maximum(metre));
  cscore_scale_ = inverse(rhythm::cscore_maximum_with_onsets(steps));
  witek_scale_ = inverse(rhythm::witek_maximum(metre, steps, false));
  wnbd_scale_ = inverse(rhythm::wnbd_maximum(metre.beat_steps()));
  applies_.fill(true);
  applies_[static_cast<std::size_t>(Term::cscore)] = rhythm::has_clock(steps);
  applies_[static_cast<std::size_t>(Term::witek)] = witek_scale_ > 0.0;
  applies_[static_cast<std::size_t>(Term::wnbd)] = wnbd_scale_ > 0.0;
  applies_[static_cast<std::size_t>(Term::backbeat)] = backbeats_.any();
}

TermValues TermScorer::score(const Onsets& kick, const Onsets& snare, const Onsets* liked,
                             const rhythm::RewardSettings* asked) const {
  assert(kick.steps() == steps_ && snare.steps() == steps_ && (liked == nullptr || liked->steps() == steps_));
  TermValues values{};
  const auto put = [&](Term term, const auto& value) {
    if (asked != nullptr && (*asked)[term].weight == 0.0F) return;
    values[static_cast<std::size_t>(term)] = static_cast<float>(std::clamp(static_cast<double>(value()), 0.0, 1.0));
  };
  const double steps = steps_;
  const auto common = static_cast<double>(rhythm::common(kick.set(), snare.set()));
  const auto on_backbeats = static_cast<double>(rhythm::common(backbeats_, snare.set()));
  put(Term::difference, [&] { return rhythm::hamming(kick, snare) / steps; });
  put(Term::lhl, [&] { return rhythm::lhl(snare, metre_) * lhl_scale_; });
  put(Term::cscore, [&] { return rhythm::cscore(united(kick, snare)).value_or(0) * cscore_scale_; });
  put(Term::witek, [&] { return rhythm::witek(kick, snare, metre_).value_or(0.0) * witek_scale_; });
  put(Term::wnbd, [&] { return rhythm::wnbd(snare, metre_.beat_steps()).value_or(0.0) * wnbd_scale_; });
  put(Term::density, [&] { return rhythm::density(snare); });
  put(Term::overlap, [&] { return common * inverse(kick.count()); });
  put(Term::backbeat, [&] { return on_backbeats * inverse(static_cast<double>(backbeats_.count())); });
  put(Term::evenness, [&] { return rhythm::evenness(snare); });
  put(Term::balance, [&] { return rhythm::balance(snare); });
  put(Term::similarity, [&] {
    if (has_style()) return static_cast<double>(style_value(snare.set()));
    return liked != nullptr ? 1.0 - rhythm::hamming(*liked, snare) / steps : static_cast<double>(kNeutralSimilarity);
  });
  return values;
}

TermValues TermScorer::score_asked(std::span<const std::uint8_t> kick, std::span<const std::uint8_t> snare,
                                   const rhythm::RewardSettings& asked) const {
  const Onsets kick_onsets = Onsets::from_row(kick);
  const Onsets snare_onsets = Onsets::from_row(snare);
  if (asked.liked.empty()) return score(kick_onsets, snare_onsets, nullptr, &asked);
  const Onsets liked_onsets = Onsets::from_row(asked.liked);
  return score(kick_onsets, snare_onsets, &liked_onsets, &asked);
}

TermValues TermScorer::score(std::span<const std::uint8_t> kick, std::span<const std::uint8_t> snare,
                             std::span<const std::uint8_t> liked) const {
  return score(StepSet::from_row(kick), StepSet::from_row(snare), StepSet::from_row(liked));
}

TermValues TermScorer::score(const StepSet& kick, const StepSet& snare, const StepSet& liked) const {
  if (tables_ != nullptr) {
    TermValues values = liked.empty() ? tables_->score(bits_of(kick), bits_of(snare))
                                      : tables_->score(bits_of(kick), bits_of(snare), bits_of(liked));
    // Tables know no style.
    if (has_style()) values[static_cast<std::size_t>(Term::similarity)] = style_value(snare);
    return values;
  }
  const Onsets kick_onsets(kick);
  const Onsets snare_onsets(snare);
  if (liked.empty()) return score(kick_onsets, snare_onsets, nullptr);
  const Onsets liked_onsets(liked);
  return score(kick_onsets, snare_onsets, &liked_onsets);
}

void TermScorer::use_style(rhythm::Style style) {
  if (style == style_name_) return;
  style_name_ = style;
  style_ = rhythm::StyleRule(style, metre_, steps_);
  applies_[static_cast<std::size_t>(Term::similarity)] = style == rhythm::Style::none || !style_.empty();
}

void TermScorer::use_tables(std::shared_ptr<const TermTables> tables) {
  assert(tables == nullptr || tables->steps() == steps_);
  tables_ = std::move(tables);
}

TermValues score_terms(std::span<const std::uint8_t> kick, std::span<const std::uint8_t> snare,
                       std::span<const std::uint8_t> liked) {
  return TermScorer(static_cast<int>(kick.size())).score(kick, snare, liked);
}

void make_effective(rhythm::RewardSettings& settings, TermScorer& scorer) {
  scorer.use_style(settings.style);
  for (const rhythm::TermInfo& info : rhythm::term_table()) {
    if (!scorer.applies(info.term)) settings[info.term].weight = 0.0F;
  }
  if (settings.style != rhythm::Style::none) {
    settings.liked.clear();
  } else if (settings.liked.size() != static_cast<std::size_t>(scorer.steps())) {
    settings[Term::similarity].weight = 0.0F;
    settings.liked.clear();
  }
}

rhythm::RewardSettings effective_settings(const rhythm::RewardSettings& settings, TermScorer& scorer) {
  rhythm::RewardSettings effective = settings;
  make_effective(effective, scorer);
  return effective;
}

TermValues term_rewards(const TermValues& values, const rhythm::RewardSettings& settings) {
  TermValues rewards{};
  for (std::size_t t = 0; t < kTermCount; ++t) rewards[t] = term_reward(values[t], settings.terms[t]);
  return rewards;
}

float weight_sum(const rhythm::RewardSettings& settings) {
  float sum = 0.0F;
  for (const rhythm::TermSetting& setting : settings.terms) sum += setting.weight;
  return sum;
}

float centred_reward(const TermValues& values, const rhythm::RewardSettings& settings) {
  return 2.0F * reward(values, settings) - weight_sum(settings);
}

}  // namespace env
