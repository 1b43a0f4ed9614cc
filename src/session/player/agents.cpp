#include "session/player/agents.h"

#include <utility>

#include "agent/agent_file.h"
#include "core/text.h"
#include "session/player/answering.h"

namespace session {
namespace {

// A name that every file system takes: no control characters, no separators, no dot or space at its ends, not too long.
std::string safe_file_stem(std::string_view name) {
  constexpr std::string_view kForbidden = "<>:\"/\\|?*";
  constexpr std::size_t kMaxBytes = 80;
  std::string stem = core::clipped(name, kMaxBytes);
  for (char& c : stem) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F || kForbidden.find(c) != std::string_view::npos) c = '-';
  }
  const std::size_t first = stem.find_first_not_of(". ");
  if (first == std::string::npos) return "agent";
  return stem.substr(first, stem.find_last_not_of(". ") - first + 1);
}

}  // namespace

bool Agents::learned(Side side, int steps) const {
  return answerer(side) != nullptr && answerer(side)->window_steps(steps) == steps;
}

void Agents::put(Side side, std::shared_ptr<Answerer> answerer, AgentOrigin origin) {
  AgentHandle& at = handles_[index(side)];
  *at.text = {.name = answerer->info().name, .note = answerer->info().note};
  *at.line = {.answerer = std::move(answerer), .origin = origin};
  show(side);
}

void Agents::begin_line(Side side) {
  AgentHandle& at = handles_[index(side)];
  at = {.line = std::make_shared<AgentLine>(*at.line), .text = std::make_shared<AgentText>(*at.text)};
}

void Agents::remove(Side side) {
  begin_line(side);
  handles_[index(side)].line->answerer.reset();
  cards_[index(side)].reset();
}

core::Status Agents::set_text(Side side, std::string_view name, std::string_view note) {
  if (answerer(side) == nullptr) return core::fail("There is no agent to name yet.");
  if (name.size() > agent::kMaxNameBytes) return core::fail("That name is too long.");
  if (note.size() > agent::kMaxNoteBytes) return core::fail("That note is too long.");
  AgentHandle& at = handles_[index(side)];
  if (name == at.text->name && note == at.text->note) return {};
  at.text = std::make_shared<AgentText>(AgentText{.name = std::string(name), .note = std::string(note)});
  show_text(side);
  return {};
}

bool Agents::bring_back(Side side, const AgentHandle& handle) {
  const AgentHandle before = std::exchange(handles_[index(side)], handle);
  const bool another = before.line != handle.line;
  if (another) {
    if (answerer(side) != nullptr) {
      show(side);
    } else {
      cards_[index(side)].reset();
    }
  }
  if (before != handle) show_text(side);
  return another;
}

void Agents::show(Side side) {
  const AgentHandle& at = handles_[index(side)];
  const agent::Agent& agent = at.line->answerer->agent();
  AgentCard card;
  card.origin = at.line->origin;
  card.name = agent.info.name;
  card.note = agent.info.note;
  card.conditioned = agent.network.conditioned();
  card.reward_name = name_of(agent.info.reward);
  card.steps = agent.network.steps();
  card.any_length = agent.network.is_shared();
  card.layer_sizes = agent.network.widths();
  card.parameters = static_cast<int>(agent.network.parameter_count());
  card.env_steps = static_cast<double>(agent.info.env_steps);
  card.gradient_steps = static_cast<double>(agent.info.gradient_steps);
  cards_[index(side)] = std::move(card);
}

void Agents::show_text(Side side) {
  if (answerer(side) == nullptr) return;
  const AgentText& text = *handles_[index(side)].text;
  answerer(side)->info().name = text.name;
  answerer(side)->info().note = text.note;
  cards_[index(side)]->name = text.name;
  cards_[index(side)]->note = text.note;
  set_unsaved(side, true);
}

core::Result<std::vector<std::uint8_t>> Agents::file(Side side, const rhythm::RewardSettings& reward) const {
  if (answerer(side) == nullptr) return core::fail("There is no agent to download yet: press Train, or open one.");
  const agent::Agent& agent = answerer(side)->agent();
  if (!agent.network.conditioned() || agent.info.reward == reward) return agent::encode_agent(agent);
  // It answers every setting, so its taste is where the sliders stand.
  agent::Agent copy = agent;
  copy.info.reward = reward;
  return agent::encode_agent(copy);
}

std::string Agents::file_name(Side side, int steps) const {
  const std::optional<AgentCard>& at = card(side);
  if (at && !at->name.empty()) return safe_file_stem(at->name) + ".safetensors";
  return "backbeat-" + std::to_string(at ? at->steps : steps) + ".safetensors";
}

std::array<bool, 2> Agents::take_unsaved() { return std::exchange(unsaved_, {}); }

std::string file_stem(std::string_view file_name) {
  const std::size_t slash = file_name.find_last_of("/\\");
  if (slash != std::string_view::npos) file_name.remove_prefix(slash + 1);
  const std::size_t dot = file_name.rfind('.');
  if (dot != std::string_view::npos && dot > 0) file_name = file_name.substr(0, dot);
  return std::string(file_name);
}

std::string name_of(const rhythm::RewardSettings& reward) {
  const rhythm::RewardPreset* preset = rhythm::matching_preset(reward);
  return preset != nullptr ? std::string(preset->name) : "your mix";
}

const char* name_of(AgentOrigin origin) {
  switch (origin) {
    case AgentOrigin::shipped:
      return "shipped";
    case AgentOrigin::stored:
      return "stored";
    case AgentOrigin::file:
      return "file";
    case AgentOrigin::trained:
      return "trained";
  }
  return "";
}

const char* name_of(Side side) { return side == Side::a ? "a" : "b"; }

}  // namespace session
