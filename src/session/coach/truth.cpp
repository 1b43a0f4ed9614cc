#include "session/coach/truth.h"

#include <algorithm>
#include <utility>

namespace session {

AskTruth TruthDesk::question() const {
  return {.heard = heard_row(bench_.document().current()),
          .brief = {.reward = rewarding_.settings(), .metre = rewarding_.metre()},
          .previews = wants_previews_};
}

void TruthDesk::ask() {
  if (!wanted_ || asked_) return;
  wanted_ = false;
  AskTruth asking = question();
  if (known_ == asking) return;
  // Of longer ones the worker knows no best answer, and the search for previews would take it minutes.
  if (asking.heard.size() > static_cast<std::size_t>(core::kMaxAgentSteps)) return;
  bench_.outbox().push(asking);
  asked_ = std::move(asking);
}

void TruthDesk::show(RewardView& view) const {
  view.truth.reset();
  view.previews = {};
  const auto steps = static_cast<std::size_t>(bench_.document().pattern().steps());
  if (!known_ || known_->heard.size() != steps || known_->brief.metre != rewarding_.metre()) return;
  view.previews = previews_;
  view.truth = truth_;
  if (!view.truth) return;
  const AskTruth now = question();
  view.truth->current = known_->heard == now.heard && known_->brief == now.brief;
}

std::optional<int> TruthDesk::asked_steps() const {
  return asked_ ? std::optional(static_cast<int>(asked_->heard.size())) : std::nullopt;
}

core::Status TruthDesk::take(TruthAnswer answer) {
  if (!asked_) return core::fail("Nobody asked for the best answer.");
  fail();
  const std::size_t steps = known_->heard.size();
  const auto fits = [&](const rhythm::Row& row) { return row.empty() || row.size() == steps; };
  if ((answer.best && answer.best->size() != steps) || !std::ranges::all_of(answer.previews, fits)) {
    return core::fail("The best answer has another length.");
  }
  previews_ = std::move(answer.previews);
  if (!answer.best) return {};
  Rewarding asked(static_cast<int>(steps));
  asked.set(known_->brief.reward, asked.steps(), known_->brief.metre);
  const double total = asked.total_of(static_cast<double>(asked.reward(known_->heard, *answer.best)));
  truth_ = Truth{.row = std::move(*answer.best), .total = total};
  return {};
}

void TruthDesk::fail() {
  if (!asked_) return;
  known_ = std::exchange(asked_, std::nullopt);
  truth_.reset();
  previews_ = {};
  bench_.changed();
}

}  // namespace session
