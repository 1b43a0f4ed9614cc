#include "session/player/answers.h"

#include <algorithm>
#include <utility>

#include "session/player/together.h"

namespace session {
namespace {

// Whether the same terms count, in the same way: the mode and level of a term without weight play no part.
bool counts_alike(const rhythm::RewardSettings& a, const rhythm::RewardSettings& b) {
  for (const rhythm::TermInfo& info : rhythm::term_table()) {
    const rhythm::TermSetting& x = a[info.term];
    const rhythm::TermSetting& y = b[info.term];
    if (x.weight != y.weight) return false;
    if (x.weight == 0.0F) continue;
    if (x.mode != y.mode || (x.mode == rhythm::TermMode::target && x.level != y.level)) return false;
    if (info.term == rhythm::Term::similarity && (a.style != b.style || a.liked != b.liked)) return false;
  }
  return true;
}

AnswerSettings settings_of(const Part& part) {
  return {.think = part.think, .density = part.density, .dynamics = part.dynamics};
}

}  // namespace

const Heard* Answers::heard(int voice) const {
  const auto found = std::ranges::find(heard_, voice, &Heard::voice);
  return found == heard_.end() ? nullptr : &*found;
}

Answers::Seat Answers::seat_of(const Part& part, Side side) const {
  Seat seat{.answerer = agents_.answerer(side), .as = {.voice = part.voice, .answer = nullptr, .side = side}};
  // One that was kept, but is not in the list any more, gives way to the one at hand.
  if (const KeptAgent* own = agents_.find_kept(part.agent)) {
    seat.answerer = own->line->answerer.get();
    seat.as.origin = own->line->origin;
    seat.as.gradient_steps = static_cast<double>(seat.answerer->agent().info.gradient_steps);
  } else if (const std::optional<AgentCard>& card = agents_.card(side)) {
    seat.as.origin = card->origin;
    seat.as.gradient_steps = card->gradient_steps;
  }
  return seat;
}

Answerer* Answers::shown_answerer() const { return seat_of(bench_.document().part(), agents_.side()).answerer; }

rhythm::Row Answers::answer_of(Side side) {
  const Slot& slot = bench_.document().current();
  const Part& part = slot.part();
  Answerer* answerer = agents_.answerer(side);
  if (answerer == nullptr) return {};
  return answerer
      ->answer(heard_row(slot), slot.pattern.row(part.voice), part.locks, rewarding_for(slot, part), settings_of(part))
      ->row;
}

std::string Answers::why_no_answer() const {
  if (shown_answerer() != nullptr) return {};
  return "No agent is loaded: press Train for a new one, or open an agent file.";
}

std::span<const float> Answers::why() {
  Answerer* answerer = shown_answerer();
  if (answerer == nullptr) return {};
  const Slot& slot = bench_.document().current();
  return answerer->gains(heard_row(slot), slot.pattern.row(slot.part().voice), rewarding_);
}

std::string Answers::learned_note(bool learns) const {
  const Answerer* answerer = shown_answerer();
  if (answerer == nullptr || learns) return {};
  const int steps = rewarding_.steps();
  if (answerer->window_steps(steps) != steps) {
    const std::string learned = std::to_string(answerer->steps());
    return (steps > answerer->steps() ? "This agent has learned " + learned + " steps and answers so many at a time"
                                      : "This agent has learned " + learned + " steps and answers the first of them") +
           ": press Train for one that learns " + std::to_string(learned_steps(bench_.document().current())) + ".";
  }
  const agent::Agent& agent = answerer->agent();
  if (agent.network.conditioned()) return {};
  Rewarding learned(steps);
  learned.set(agent.info.reward, steps, rewarding_.metre());
  if (counts_alike(learned.settings(), rewarding_.settings())) return {};
  return "This agent learned other weights: press Train, and it learns these.";
}

void Answers::apply_reward() {
  const Slot& slot = bench_.document().current();
  rewarding_.set(slot.part().reward, slot.steps(), slot.metre());
}

const Rewarding& Answers::rewarding_for(const Slot& slot, const Part& part) {
  std::optional<Rewarding>& rewarding = rewardings_[static_cast<std::size_t>(part.voice)];
  if (!rewarding) rewarding.emplace(slot.steps());
  rewarding->set(part.reward, slot.steps(), slot.metre());
  return *rewarding;
}

// The mean of what each part earns of what it could.
double Answers::shared_reward(const Slot& slot, const rhythm::Pattern& pattern) {
  double sum = 0.0;
  for (const Part& part : slot.parts) {
    const Rewarding& rewarding = rewarding_for(slot, part);
    const double possible = rewarding.possible();
    if (possible <= 0.0) continue;
    const auto reward = static_cast<double>(rewarding.reward(heard_row(pattern, part), pattern.row(part.voice)));
    sum += rewarding.total_of(reward) / possible;
  }
  return sum / static_cast<double>(slot.parts.size());
}

std::vector<Heard> Answers::answer_all(const Slot& slot, bool may_try) {
  const Side side = agents_.side();
  const bool tries = may_try && temperature_ && side == Side::a && slot.steps() <= kMostAttemptedSteps &&
                     agents_.card(side) && agents_.card(side)->origin == AgentOrigin::trained;
  const auto is_tried = [&](const Part& part) { return tries && part.voice == tried_voice_ && part.agent.empty(); };
  const TakeTurn take_turn = [&](const rhythm::Pattern& pattern, const Part& part) -> AnswerRef {
    Answerer* answerer = seat_of(part, side).answerer;
    if (answerer == nullptr) return nullptr;
    const Rewarding& rewarding = rewarding_for(slot, part);
    const rhythm::Row heard = heard_row(pattern, part);
    const auto own = slot.pattern.row(part.voice);
    if (is_tried(part)) return answerer->attempt(heard, own, part.locks, rewarding, *temperature_, attempts_);
    return answerer->answer(heard, own, part.locks, rewarding, settings_of(part));
  };
  // What is tried out is another each time, so there is nothing to wait for; who thinks is waited for twice at most.
  const int rounds = std::ranges::any_of(slot.parts, is_tried)       ? 1
                     : std::ranges::any_of(slot.parts, &Part::think) ? 2
                                                                     : kMostRounds;
  const Together together = answer_together(
      slot, take_turn, [&](const rhythm::Pattern& pattern) { return shared_reward(slot, pattern); }, rounds);
  std::vector<Heard> heard;
  for (std::size_t i = 0; i < slot.parts.size(); ++i) {
    if (together.answers[i] == nullptr) continue;
    heard.push_back(seat_of(slot.parts[i], side).as);
    heard.back().answer = together.answers[i];
    heard.back().attempt = is_tried(slot.parts[i]);
  }
  return heard;
}

void Answers::answer_soon() {
  const bool any_thinks = std::ranges::any_of(bench_.document().current().parts, &Part::think);
  if (any_thinks) {
    owed_ = true;
  } else {
    answer_now();
  }
}

void Answers::answer_if_owed(bool playing) {
  if (owed_ && !playing) answer_now();
}

void Answers::answer_now() {
  owed_ = false;
  heard_ = answer_all(bench_.document().current(), false);
  if (!heard_.empty()) show(std::vector<Heard>(heard_));
}

void Answers::show(std::span<const Heard> heard) {
  const Document& document = bench_.document();
  Document answered = document;
  for (const Heard& each : heard) {
    const rhythm::Row& row = each.answer->row;
    if (row.size() != static_cast<std::size_t>(document.pattern().steps())) return;
    for (int step = 0; step < document.pattern().steps(); ++step) {
      // What the musician locked, or took back, since the answer was computed stays.
      if (!agents_step(document.current(), each.voice, step)) continue;
      answered.pattern().set(each.voice, step, row[static_cast<std::size_t>(step)]);
    }
  }
  bench_.take(std::move(answered), Author::agent);
}

}  // namespace session
