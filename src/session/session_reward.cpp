// What the musician asks of an answer, and what the page shows of it.
#include <algorithm>
#include <utility>

#include "session/answering.h"
#include "session/session.h"

namespace session {
namespace {

constexpr float kLikedWeight = 0.5F;
constexpr const char* kOwnMix = "your mix";

std::string name_of_reward(const rhythm::RewardSettings& reward) {
  const rhythm::RewardPreset* preset = rhythm::matching_preset(reward);
  return preset != nullptr ? std::string(preset->name) : std::string(kOwnMix);
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
  if (document_.pattern.onset_count(rhythm::kSnare) == 0) {
    return core::fail("There is no snare to like yet: let the agent answer, or set some steps.");
  }
  rhythm::RewardSettings reward = document_.reward;
  reward.liked.clear();
  for (const std::uint8_t velocity : document_.pattern.row(rhythm::kSnare)) {
    reward.liked.push_back(velocity != 0 ? rhythm::kPlainVelocity : std::uint8_t{0});
  }
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
  if (!playing()) answer_now();
}

void Session::want_previews() { wants_previews_ = true; }

void Session::reward_changed() {
  rewarding_.set(document_.reward, document_.pattern.steps());
  document_changed();
  if (!playing()) answer_now();
}

const RewardView& Session::reward_view() {
  if (reward_view_revision_ == revision_) return reward_view_;
  reward_view_revision_ = revision_;
  RewardView& view = reward_view_;
  for (const rhythm::TermInfo& info : rhythm::term_table()) {
    const auto t = static_cast<std::size_t>(info.term);
    view.applies[t] = rewarding_.applies(info.term);
    view.weights[t] = rewarding_.settings().terms[t].weight;
  }
  view.values = rewarding_.values(document_.pattern.row(rhythm::kKick), document_.pattern.row(rhythm::kSnare));
  view.contribution = rewarding_.contributions(view.values);
  view.total = 0.0;
  for (const float amount : view.contribution) view.total += static_cast<double>(amount);
  view.possible = rewarding_.possible();
  return view;
}

TermAmounts Session::toggle_effect(int step) const {
  return rewarding_.toggle_effect(document_.pattern.row(rhythm::kKick), document_.pattern.row(rhythm::kSnare), step);
}

std::string Session::reward_name() const { return name_of_reward(document_.reward); }

std::string Session::reward_note() const { return {}; }

}  // namespace session
