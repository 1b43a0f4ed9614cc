#include "env/band_env.h"

#include <cassert>
#include <cmath>
#include <utility>

#include "env/held_out.h"
#include "env/term_tables.h"
#include "rhythm/observation.h"

namespace env {
namespace {

rhythm::StepSet draw_row(core::Rng& rng, int steps) {
  rhythm::StepSet row(steps);
  for (int step = 0; step < steps; ++step) {
    if (rhythm::random_cell(rng) != 0) row.set(step);
  }
  return row;
}

}  // namespace

// --- What rows are worth ------------------------------------------------------------------------------------------

BandScorer::BandScorer(std::span<const rhythm::BandPart> parts, int steps) : steps_(steps) {
  assert(!parts.empty());
  const auto tables = TermTables::make(TermScorer(steps));
  for (const rhythm::BandPart& part : parts) {
    assert(!part.hears.test(static_cast<std::size_t>(part.voice)));
    Seat seat{.voice = part.voice,
              .hears = part.hears,
              .scorer = TermScorer(steps),
              .reward = {},
              .liked = {},
              .possible = 0.0};
    seat.reward = effective_settings(part.reward, seat.scorer);
    if (!seat.reward.liked.empty()) seat.liked = rhythm::StepSet::from_row(seat.reward.liked);
    seat.scorer.use_tables(tables);
    for (const rhythm::TermSetting& term : seat.reward.terms)
      seat.possible += static_cast<double>(std::abs(term.weight));
    seats_.push_back(std::move(seat));
  }
}

rhythm::StepSet BandScorer::heard(const BandRows& rows, std::size_t agent) const {
  rhythm::StepSet heard(steps_);
  for (int voice = 0; voice < rhythm::kVoices; ++voice) {
    if (hears(agent, voice)) heard |= rows[static_cast<std::size_t>(voice)];
  }
  return heard;
}

TermValues BandScorer::values(const BandRows& rows, std::size_t agent) const {
  const Seat& seat = seats_[agent];
  return seat.scorer.score(heard(rows, agent), rows[static_cast<std::size_t>(seat.voice)], seat.liked);
}

double BandScorer::share(const BandRows& rows, std::size_t agent) const {
  const Seat& seat = seats_[agent];
  if (seat.possible <= 0.0) return 0.0;
  const TermValues rewards = term_rewards(values(rows, agent), seat.reward);
  double sum = 0.0;
  for (std::size_t t = 0; t < rewards.size(); ++t) {
    sum += static_cast<double>(contribution(seat.reward.terms[t].weight, rewards[t]));
  }
  return sum / seat.possible;
}

double BandScorer::shared(const BandRows& rows) const {
  double sum = 0.0;
  for (std::size_t agent = 0; agent < agents(); ++agent) sum += share(rows, agent);
  return sum / static_cast<double>(agents());
}

rhythm::VoiceSet BandScorer::drawn() const {
  rhythm::VoiceSet drawn;
  for (const Seat& seat : seats_) drawn |= rhythm::VoiceSet(seat.hears).set(static_cast<std::size_t>(seat.voice));
  return drawn;
}

void BandScorer::shared_gains(BandRows& rows, std::size_t agent, std::span<double> gains) const {
  const int own = voice(agent);
  rhythm::StepSet& row = rows[static_cast<std::size_t>(own)];
  // Only those that play the row or hear it notice.
  const auto noticed = [&] {
    double sum = 0.0;
    for (std::size_t other = 0; other < agents(); ++other) {
      if (other == agent || hears(other, own)) sum += share(rows, other);
    }
    return sum / static_cast<double>(agents());
  };
  const double before = noticed();
  for (int step = 0; step < steps_; ++step) {
    row.flip(step);
    gains[static_cast<std::size_t>(step)] = noticed() - before;
    row.flip(step);
  }
}

// --- The environment ----------------------------------------------------------------------------------------------

BandEnv::BandEnv(BandScorer scorer, const BandEnvOptions& options)
    : options_(options),
      scorer_(std::move(scorer)),
      drawn_(scorer_.drawn()),
      rows_(rhythm::kVoices, rhythm::StepSet(scorer_.steps())),
      levels_(agents(), 0.0) {
  last_.observations.assign(agents(), std::vector<float>(static_cast<std::size_t>(observation_size(0))));
  last_.rewards.assign(agents(), 0.0F);
  last_.terminations.assign(agents(), false);
  last_.truncations.assign(agents(), false);
  last_.shares.assign(agents(), 0.0);
}

std::string BandEnv::agent_name(std::size_t agent) const {
  return std::string(rhythm::kVoiceNames[static_cast<std::size_t>(scorer_.voice(agent))]);
}

// As the single environment has it: by the centred reward, which a change of the shares doubles.
double BandEnv::level(std::size_t agent) const {
  if (options_.shared_reward) return 2.0 * scorer_.shared(rows_);
  return static_cast<double>(centred_reward(scorer_.values(rows_, agent), scorer_.reward(agent)));
}

void BandEnv::observe(std::size_t agent) {
  const rhythm::StepSet& own = rows_[static_cast<std::size_t>(scorer_.voice(agent))];
  rhythm::write_pattern(scorer_.heard(rows_, agent), own, last_.observations[agent]);
  last_.shares[agent] = scorer_.share(rows_, agent);
}

const std::vector<std::vector<float>>& BandEnv::reset(std::optional<std::uint64_t> seed,
                                                      std::span<const rhythm::Row> rows) {
  if (seed) rng_ = core::Rng(*seed);
  env_steps_ = 0;
  for (std::size_t voice = 0; voice < rows_.size(); ++voice) {
    rows_[voice] = rhythm::StepSet(scorer_.steps());
    if (voice < rows.size() && !rows[voice].empty()) {
      rows_[voice] = rhythm::StepSet::from_row(rows[voice]);
    } else if (drawn_.test(voice)) {
      do {
        rows_[voice] = draw_row(rng_, scorer_.steps());
      } while (voice == static_cast<std::size_t>(rhythm::kKick) && is_held_out(rows_[voice]));
    }
  }
  for (std::size_t agent = 0; agent < agents(); ++agent) {
    levels_[agent] = level(agent);
    observe(agent);
  }
  return last_.observations;
}

const BandStep& BandEnv::step(std::span<const int> actions) {
  assert(actions.size() == agents());
  for (std::size_t agent = 0; agent < agents(); ++agent) {
    assert(actions[agent] >= 0 && actions[agent] < action_count(agent));
    if (actions[agent] < scorer_.steps()) rows_[static_cast<std::size_t>(scorer_.voice(agent))].flip(actions[agent]);
  }
  ++env_steps_;
  for (std::size_t agent = 0; agent < agents(); ++agent) {
    const double now = level(agent);
    last_.rewards[agent] = static_cast<float>(now - levels_[agent]);
    levels_[agent] = now;
    last_.truncations[agent] = truncated();
    observe(agent);
  }
  last_.shared = scorer_.shared(rows_);
  return last_;
}

}  // namespace env
