// What the musician asks of an answer, and what the page shows of it.
#include <algorithm>
#include <utility>

#include "session/player/answering.h"
#include "session/session.h"
#include "session/wire/json_read.h"
#include "session/wire/state_json.h"

namespace session {
namespace {

constexpr float kLikedWeight = 0.5F;

// Whether the same terms count, in the same way: the mode and level of a term without weight play no part.
bool counts_alike(const rhythm::RewardSettings& a, const rhythm::RewardSettings& b) {
  for (const rhythm::TermInfo& info : rhythm::term_table()) {
    const rhythm::TermSetting& x = a[info.term];
    const rhythm::TermSetting& y = b[info.term];
    if (x.weight != y.weight) return false;
    if (x.weight == 0.0F) continue;
    if (x.mode != y.mode || (x.mode == rhythm::TermMode::target && x.level != y.level)) return false;
    if (info.term == rhythm::Term::similarity && a.liked != b.liked) return false;
  }
  return true;
}

}  // namespace

core::Status Session::set_reward(const rhythm::RewardSettings& reward) {
  if (auto status = rhythm::check_settings(reward); !status) return status;
  if (reward == document_.reward) return {};
  document_.reward = reward;
  reward_changed();
  return {};
}

core::Status Session::set_term(rhythm::Term term, const rhythm::TermSetting& setting) {
  rhythm::RewardSettings reward = document_.reward;
  reward[term] = setting;
  return set_reward(reward);
}

core::Status Session::set_preset(std::string_view name) {
  core::Result<rhythm::RewardSettings> reward = rhythm::preset_settings(name);
  if (!reward) return core::fail(reward.error().message);
  reward->liked = document_.reward.liked;  // it is the musician's, not the preset's
  return set_reward(*reward);
}

core::Status Session::like_snare() {
  if (document_.pattern().onset_count(rhythm::kSnare) == 0) {
    return core::fail("There is no snare to like yet: let the agent answer, or set some steps.");
  }
  rhythm::RewardSettings reward = document_.reward;
  reward.liked = rhythm::onsets_of(document_.pattern().row(rhythm::kSnare));
  float& weight = reward[rhythm::Term::similarity].weight;
  if (weight == 0.0F) weight = kLikedWeight;
  return set_reward(reward);
}

void Session::forget_liked() {
  if (document_.reward.liked.empty()) return;
  document_.reward.liked.clear();
  reward_changed();
}

void Session::set_think(bool think) {
  if (think == document_.think) return;
  document_.think = think;
  document_changed();
  if (!playing()) answer_soon();
}

void Session::want_previews() { wants_previews_ = true; }

void Session::apply_reward() { rewarding_.set(document_.reward, document_.pattern().steps()); }

void Session::reward_changed() {
  apply_reward();
  send_reward();
  document_changed();
  if (!playing()) answer_soon();
}

const RewardView& Session::reward_view() {
  truth_wanted_ = true;
  if (reward_view_revision_ == revision_) return reward_view_;
  reward_view_revision_ = revision_;
  RewardView& view = reward_view_;
  for (const rhythm::TermInfo& info : rhythm::term_table()) {
    const auto t = static_cast<std::size_t>(info.term);
    view.applies[t] = rewarding_.applies(info.term);
    view.weights[t] = rewarding_.settings().terms[t].weight;
  }
  view.values = rewarding_.values(document_.pattern().row(rhythm::kKick), document_.pattern().row(rhythm::kSnare));
  view.contribution = rewarding_.contributions(view.values);
  view.total = 0.0;
  for (const float amount : view.contribution) view.total += static_cast<double>(amount);
  view.possible = rewarding_.possible();
  view.thought = heard_ ? heard_->thought : 0.0;
  show_truth(view);
  return view;
}

TermAmounts Session::toggle_effect(int step) const {
  return rewarding_.toggle_effect(document_.pattern().row(rhythm::kKick), document_.pattern().row(rhythm::kSnare),
                                  step);
}

std::string Session::reward_name() const { return name_of(document_.reward); }

std::string Session::reward_note() const {
  // A training that runs learns the settings as they are, for side A.
  const bool learns = training_.status == TrainingStatus::training && side_ == Side::a;
  if (!why_no_answer().empty() || learns) return {};
  const agent::Agent& agent = answerer()->agent();
  if (agent.network.conditioned()) return {};
  Rewarding learned(document_.pattern().steps());
  learned.set(agent.info.reward, document_.pattern().steps());
  if (counts_alike(learned.settings(), rewarding_.settings())) return {};
  return "This agent learned other weights: press Train, and it learns these.";
}

void Session::take_reward_of(const agent::AgentInfo& info) {
  rhythm::RewardSettings reward = info.reward;
  if (reward.liked.empty()) reward.liked = document_.reward.liked;
  if (reward == document_.reward) return;
  document_.reward = std::move(reward);
  apply_reward();
  send_reward();
  document_changed();
}

// --- The truth ----------------------------------------------------------------------------------------------------

Session::TruthQuestion Session::truth_question() const {
  return {.kick = rhythm::onsets_of(document_.pattern().row(rhythm::kKick)),
          .reward = rewarding_.settings(),
          .previews = wants_previews_};
}

// One question at a time, and only about what somebody looks at: whatever changes meanwhile is asked when the answer is
// there.
void Session::ask_truth() {
  if (!truth_wanted_ || truth_asked_) return;
  truth_wanted_ = false;
  TruthQuestion question = truth_question();
  if (truth_known_ == question) return;
  outbox_.push("truth", to_text({{"type", "truth"},
                                 {"kick", rhythm::format_row(question.kick)},
                                 {"reward", reward_json(question.reward)},
                                 {"previews", question.previews}}));
  truth_asked_ = std::move(question);
}

void Session::show_truth(RewardView& view) const {
  const auto steps = static_cast<std::size_t>(document_.pattern().steps());
  view.truth.reset();
  view.previews = {};
  if (!truth_known_ || truth_known_->kick.size() != steps) return;
  view.previews = previews_;
  view.truth = truth_;
  if (!view.truth) return;
  const TruthQuestion question = truth_question();
  view.truth->current = truth_known_->kick == question.kick && truth_known_->reward == question.reward;
}

core::Status Session::truth_result(std::string_view result_json) {
  if (!truth_asked_) return core::fail("Nobody asked for the best answer.");
  const TruthQuestion question = *std::exchange(truth_asked_, std::nullopt);
  truth_known_ = question;
  truth_.reset();
  previews_ = {};
  changed();
  const Json root = Json::parse(result_json, nullptr, false);
  const auto read_snare = [&](const Json& object, const char* key) -> core::Result<rhythm::Row> {
    auto snare = read_row(object, key);
    if (snare && snare->size() != question.kick.size()) return core::fail("The best answer has another length.");
    return snare;
  };
  if (const Json* best = find(root, "best"); best != nullptr && !best->is_null()) {
    auto snare = read_snare(*best, "snare");
    if (!snare) return core::fail(snare.error().message);
    Rewarding asked(static_cast<int>(question.kick.size()));
    asked.set(question.reward, asked.steps());
    const double total = asked.total_of(static_cast<double>(asked.reward(question.kick, *snare)));
    truth_ = Truth{.snare = std::move(*snare), .total = total};
  }
  const Json* previews = find(root, "previews");
  if (previews == nullptr || !previews->is_object()) return {};
  for (const rhythm::TermInfo& info : rhythm::term_table()) {
    const std::string key(info.key);
    if (find(*previews, key.c_str()) == nullptr) continue;
    auto snare = read_snare(*previews, key.c_str());
    if (!snare) return core::fail(snare.error().message);
    previews_[static_cast<std::size_t>(info.term)] = std::move(*snare);
  }
  return {};
}

void Session::truth_failed() {
  if (!truth_asked_) return;
  truth_known_ = std::exchange(truth_asked_, std::nullopt);
  truth_.reset();
  previews_ = {};
  changed();
}

}  // namespace session
