// The agents that a person keeps.
#include <algorithm>

#include "agent/agent_file.h"
#include "session/player/agents.h"
#include "session/player/answering.h"

namespace session {
namespace {

auto no_such_agent() { return core::fail("There is no such agent in the list."); }

bool is_shipped(const KeptAgent& agent) { return agent.line->origin == AgentOrigin::shipped; }

// One that nothing else changes: a training goes on in the line of a side.
KeptAgent copy_of(const AgentHandle& agent) {
  return {.line = std::make_shared<AgentLine>(*agent.line), .text = std::make_shared<AgentText>(*agent.text)};
}

}  // namespace

void put_kept(std::vector<KeptAgent>& list, const KeptAgent& agent) {
  if (is_shipped(agent)) {
    std::erase_if(list, is_shipped);
    list.insert(list.begin(), agent);
  } else {
    list.push_back(agent);
  }
}

std::size_t Agents::count_kept() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(kept_, [](const KeptAgent& agent) { return !is_shipped(agent); }));
}

// An agent that comes back from an earlier visit is another object, but the same network.
bool Agents::plays(Side side, const KeptAgent& agent) const {
  const Answerer* playing = answerer(side);
  const Answerer* kept = agent.line->answerer.get();
  if (playing == nullptr || playing == kept) return playing != nullptr;
  const agent::QNetwork& a = playing->agent().network;
  const agent::QNetwork& b = kept->agent().network;
  return a.is_shared() == b.is_shared() && a.steps() == b.steps() && std::ranges::equal(a.parameters(), b.parameters());
}

const KeptAgent* Agents::find_kept(std::string_view key) const {
  if (key.empty()) return nullptr;
  const auto found =
      std::ranges::find_if(kept_, [&](const KeptAgent& agent) { return agent.line->answerer->key() == key; });
  return found == kept_.end() ? nullptr : &*found;
}

core::Status Agents::keep(Side side) {
  if (answerer(side) == nullptr) return core::fail("There is no agent to keep yet: press Train, or open one.");
  const auto is_kept = [&](const KeptAgent& agent) { return plays(side, agent); };
  if (std::ranges::any_of(kept_, is_kept)) return core::fail("This agent is in the list already.");
  if (count_kept() >= kMostKept) {
    return core::fail("The list has room for " + std::to_string(kMostKept) + " agents: delete one first.");
  }
  KeptAgent kept = copy_of(handles_[index(side)]);
  kept.line->origin = AgentOrigin::stored;
  if (kept.text->name.empty()) {
    const auto updates = static_cast<std::int64_t>(cards_[index(side)]->gradient_steps);
    kept.text->name = "Agent of " + std::to_string(updates) + " updates";
  }
  kept_.push_back(std::move(kept));
  kept_unsaved_ = true;
  return {};
}

core::Result<KeptAgent> Agents::add_kept(std::shared_ptr<Answerer> answerer, AgentOrigin origin) {
  const bool shipped = origin == AgentOrigin::shipped;
  if (!shipped && count_kept() >= kMostKept)
    return core::fail("The list has room for " + std::to_string(kMostKept) + " agents: delete one first.");
  KeptAgent kept;
  *kept.text = {.name = answerer->info().name, .note = answerer->info().note};
  *kept.line = {.answerer = std::move(answerer), .origin = origin};
  put_kept(kept_, kept);
  return kept;
}

core::Status Agents::keep_file(std::shared_ptr<Answerer> answerer) {
  const auto added = add_kept(std::move(answerer), AgentOrigin::stored);
  if (!added) return core::fail(added.error().message);
  kept_unsaved_ = true;
  return {};
}

core::Status Agents::take_kept(std::size_t at) {
  if (at >= kept_.size()) return no_such_agent();
  handles_[index(Side::a)] = copy_of(kept_[at]);
  show(Side::a);
  show_text(Side::a);
  return {};
}

core::Status Agents::rename_kept(std::size_t at, std::string_view name) {
  if (at >= kept_.size()) return no_such_agent();
  if (is_shipped(kept_[at])) return core::fail("The agent that comes with the page keeps its name.");
  if (name.size() > agent::kMaxNameBytes) return core::fail("That name is too long.");
  kept_[at].text = std::make_shared<AgentText>(AgentText{.name = std::string(name), .note = kept_[at].text->note});
  kept_unsaved_ = true;
  return {};
}

core::Status Agents::forget_kept(std::size_t at) {
  if (at >= kept_.size()) return no_such_agent();
  if (is_shipped(kept_[at])) return core::fail("The agent that comes with the page stays.");
  kept_.erase(kept_.begin() + static_cast<std::ptrdiff_t>(at));
  kept_unsaved_ = true;
  return {};
}

void Agents::bring_back_kept(std::vector<KeptAgent> kept) {
  if (kept == kept_) return;
  kept_ = std::move(kept);
  kept_unsaved_ = true;
}

core::Result<std::vector<std::uint8_t>> Agents::kept_file(std::size_t at) const {
  if (at >= kept_.size()) return no_such_agent();
  agent::Agent agent = kept_[at].line->answerer->agent();
  agent.info.name = kept_[at].text->name;
  agent.info.note = kept_[at].text->note;
  return agent::encode_agent(agent);
}

}  // namespace session
