#include "session/player/answers.h"

#include <algorithm>

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

}  // namespace

rhythm::Row Answers::answer_of(Side side) {
  const Slot& slot = bench_.document().current();
  return agents_.answerer(side) != nullptr ? ask(side, slot)->row : rhythm::Row{};
}

std::string Answers::why_no_answer() const {
  if (agents_.answerer(agents_.side()) != nullptr) return {};
  return "No agent is loaded: press Train for a new one, or open an agent file.";
}

std::span<const float> Answers::why() {
  Answerer* answerer = agents_.answerer(agents_.side());
  if (answerer == nullptr) return {};
  const Slot& slot = bench_.document().current();
  return answerer->gains(slot.pattern.row(slot.part().listens_to), slot.pattern.row(slot.part().voice), rewarding_);
}

std::string Answers::learned_note(bool learns) const {
  const Answerer* answerer = agents_.answerer(agents_.side());
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

// A slot that is to come may have another length or metre than the one that is shown.
const Rewarding& Answers::rewarding_for(const Slot& slot) {
  if (slot.steps() == rewarding_.steps() && slot.metre() == rewarding_.metre()) return rewarding_;
  rewarding_ahead_.set(slot.part().reward, slot.steps(), slot.metre());
  return rewarding_ahead_;
}

AnswerRef Answers::ask(Side side, const Slot& slot) {
  const Part& part = slot.part();
  const AnswerSettings settings{.think = part.think, .density = part.density, .dynamics = part.dynamics};
  return agents_.answerer(side)->answer(slot.pattern.row(part.listens_to), slot.pattern.row(part.voice), part.locks,
                                        rewarding_for(slot), settings);
}

Heard Answers::by_this_side(AnswerRef answer) const {
  const AgentCard& card = *agents_.card(agents_.side());
  return {.answer = std::move(answer),
          .side = agents_.side(),
          .origin = card.origin,
          .gradient_steps = card.gradient_steps};
}

std::optional<Heard> Answers::answer_bar(const Slot& slot) {
  const Side side = agents_.side();
  Answerer* answerer = agents_.answerer(side);
  if (answerer == nullptr) return std::nullopt;
  const bool tries = temperature_ && side == Side::a && agents_.card(side)->origin == AgentOrigin::trained;
  if (!tries || slot.steps() > kMostAttemptedSteps) return by_this_side(ask(side, slot));
  const Part& part = slot.part();
  Heard heard = by_this_side(answerer->attempt(slot.pattern.row(part.listens_to), slot.pattern.row(part.voice),
                                               part.locks, rewarding_for(slot), *temperature_, attempts_));
  heard.attempt = true;
  return heard;
}

void Answers::answer_soon() {
  if (bench_.document().part().think) {
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
  heard_.reset();
  const Slot& slot = bench_.document().current();
  if (agents_.answerer(agents_.side()) == nullptr) return;
  const AnswerRef answer = ask(agents_.side(), slot);
  heard_ = by_this_side(answer);
  show(*answer);
}

void Answers::show(const Answer& answer) {
  const Document& document = bench_.document();
  const rhythm::Row& row = answer.row;
  if (row.size() != static_cast<std::size_t>(document.pattern().steps())) return;
  Document answered = document;
  for (int step = 0; step < document.pattern().steps(); ++step) {
    // What the musician locked since the answer was computed stays.
    if (document.part().locked(step)) continue;
    answered.pattern().set(document.part().voice, step, row[static_cast<std::size_t>(step)]);
  }
  bench_.take(std::move(answered), Author::agent);
}

}  // namespace session
