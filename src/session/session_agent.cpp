// The agent that plays and its evaluation, as the page sees them.
#include <algorithm>
#include <utility>

#include "agent/agent_file.h"
#include "core/text.h"
#include "session/player/answering.h"
#include "session/session.h"
#include "session/wire/evaluation_json.h"
#include "session/wire/json_read.h"
#include "session/wire/state_json.h"

namespace session {
namespace {

constexpr int kMaxIterations = 256;
constexpr int kMaxStarts = 100000;
constexpr int kMaxKicks = 1000;

// The part of a file's name before its extension.
std::string stem(std::string_view file_name) {
  const std::size_t slash = file_name.find_last_of("/\\");
  if (slash != std::string_view::npos) file_name.remove_prefix(slash + 1);
  const std::size_t dot = file_name.rfind('.');
  if (dot != std::string_view::npos && dot > 0) file_name = file_name.substr(0, dot);
  return std::string(file_name);
}

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

// --- Agent --------------------------------------------------------------------------------------------------------

void Session::set_agent(Side side, agent::Agent agent, AgentOrigin origin) {
  AgentHandle& at = handle(side);
  *at.text = {.name = agent.info.name, .note = agent.info.note};
  *at.line = {.answerer = std::make_shared<Answerer>(std::move(agent)), .origin = origin};
  show_agent(side);
}

// Its line has one.
void Session::show_agent(Side side) {
  const agent::Agent& agent = answerer(side)->agent();
  AgentCard card;
  card.origin = handle(side).line->origin;
  card.name = agent.info.name;
  card.note = agent.info.note;
  card.conditioned = agent.network.conditioned();
  card.reward_name = name_of(agent.info.reward);
  card.steps = agent.network.steps();
  card.layer_sizes = agent.network.mlp().sizes();
  card.parameters = static_cast<int>(agent.network.mlp().parameter_count());
  card.env_steps = static_cast<double>(agent.info.env_steps);
  card.gradient_steps = static_cast<double>(agent.info.gradient_steps);
  cards_[static_cast<std::size_t>(side)] = std::move(card);
  if (!playing() && side == side_) answer_now();
  changed();
}

core::Status Session::load_agent(std::span<const std::uint8_t> bytes, AgentOrigin origin, std::string_view file_name) {
  if (origin == AgentOrigin::trained) return core::fail("Agents of the training come with the command \"agent\".");
  core::Result<agent::Agent> agent = agent::decode_agent(bytes);
  if (!agent) return core::fail(agent.error().message);
  if (agent->info.name.empty()) agent->info.name = stem(file_name);
  // Someone's groove comes with its taste. What this browser or the page itself brings leaves the sliders alone.
  if (origin == AgentOrigin::file) take_reward_of(agent->info);
  // What this browser or the page itself brings is nothing that a person did.
  if (origin == AgentOrigin::file) begin_line(Side::a);
  side_ = Side::a;
  set_agent(Side::a, std::move(*agent), origin);
  agent_unsaved_ = origin == AgentOrigin::file;
  learner_follows_agent(true);
  return {};
}

void Session::learner_follows_agent(bool continues) {
  if (racing()) {
    stop_race();
    training_.sentence = "The race is over because another agent plays: Train lets it learn on.";
    notify(training_.sentence, NoticeLevel::info);
  }
  if (!training_.learner) return;
  const bool fits = answers(Side::a, training_.learner->steps);
  if (fits && continues) {
    continue_from_agent();
    return;
  }
  // Its next agent would take the place of the one that plays now.
  if (training_.status == TrainingStatus::training) {
    pause_because(fits || answerer(Side::a) == nullptr
                      ? "Training is paused because the agent from before it plays again."
                      : "Training is paused because the agent you opened answers " +
                            std::to_string(answerer(Side::a)->steps()) + " steps.");
  }
  training_.learner.reset();
}

core::Status Session::load_agent_b(std::span<const std::uint8_t> bytes, std::string_view file_name) {
  core::Result<agent::Agent> agent = agent::decode_agent(bytes);
  if (!agent) return core::fail(agent.error().message);
  if (agent->info.name.empty()) agent->info.name = stem(file_name);
  set_agent(Side::b, std::move(*agent), AgentOrigin::stored);
  return {};
}

core::Status Session::set_agent_text(std::string_view name, std::string_view note) {
  if (answerer() == nullptr) return core::fail("There is no agent to name yet.");
  if (name.size() > agent::kMaxNameBytes) return core::fail("That name is too long.");
  if (note.size() > agent::kMaxNoteBytes) return core::fail("That note is too long.");
  AgentHandle& at = handle(side_);
  if (name == at.text->name && note == at.text->note) return {};
  at.text = std::make_shared<AgentText>(AgentText{.name = std::string(name), .note = std::string(note)});
  show_agent_text(side_);
  return {};
}

core::Result<std::vector<std::uint8_t>> Session::export_agent(Side side) const {
  if (answerer(side) == nullptr) return core::fail("There is no agent to download yet: press Train, or open one.");
  const agent::Agent& agent = answerer(side)->agent();
  if (!agent.network.conditioned() || agent.info.reward == document_.reward) return agent::encode_agent(agent);
  // It answers every setting, so its taste is where the sliders stand.
  agent::Agent copy = agent;
  copy.info.reward = document_.reward;
  return agent::encode_agent(copy);
}

std::string Session::agent_file_name(Side side) const {
  const std::optional<AgentCard>& card = agent(side);
  if (!card || card->name.empty()) {
    const int steps = card ? card->steps : document_.pattern().steps();
    return "backbeat-" + std::to_string(steps) + ".safetensors";
  }
  return safe_file_stem(card->name) + ".safetensors";
}

core::Status Session::download_agent() {
  if (answerer() == nullptr) return core::fail("There is no agent to download yet: press Train, or open one.");
  outbox_.push("download", to_text({{"type", "download"}, {"what", "agent"}, {"name", agent_file_name()}}));
  return {};
}

void Session::open_agent() { outbox_.push_latest("open_file", R"({"type":"open_file"})"); }

// --- Evaluation ---------------------------------------------------------------------------------------------------

core::Status Session::evaluate(int iterations, int starts, int kicks) {
  if (answerer() == nullptr) return core::fail("There is no agent to evaluate yet: press Train, or open one.");
  if (iterations < 1 || iterations > kMaxIterations) {
    return core::fail("An evaluation has from 1 to " + std::to_string(kMaxIterations) + " iterations.");
  }
  if (starts < 1 || starts > kMaxStarts) {
    return core::fail("An evaluation has from 1 to " + std::to_string(kMaxStarts) + " random starts.");
  }
  if (kicks < 1 || kicks > kMaxKicks) {
    return core::fail("An evaluation has from 1 to " + std::to_string(kMaxKicks) + " kicks.");
  }
  if (evaluation_status_ == EvaluationStatus::running) return core::fail("An evaluation is running already.");
  outbox_.push("evaluate", to_text({{"type", "evaluate"},
                                    {"iterations", iterations},
                                    {"starts", starts},
                                    {"kicks", kicks},
                                    {"think", true},  // costs a tenth of the rest, and says whether thinking would help
                                    {"reward", reward_json(document_.reward)},
                                    {"seed", seed_}}));
  evaluation_status_ = EvaluationStatus::running;
  evaluation_sentence_.clear();
  evaluated_agent_ = agent()->name;
  evaluated_reward_ = reward_name();
  changed();
  return {};
}

core::Status Session::evaluation_result(std::string_view result_json) {
  core::Result<Evaluation> evaluation = evaluation_from_json(result_json);
  if (!evaluation) {
    evaluation_failed(evaluation.error().message);
    return core::fail(evaluation.error().message);
  }
  evaluation->agent_name = evaluated_agent_;
  evaluation->reward_name = evaluated_reward_;
  evaluation_ = std::move(*evaluation);
  evaluation_status_ = EvaluationStatus::ready;
  evaluation_sentence_.clear();
  changed();
  return {};
}

void Session::evaluation_failed(std::string_view sentence) {
  evaluation_status_ = EvaluationStatus::failed;
  evaluation_sentence_ = sentence;
  changed();
}

core::Status Session::download_evaluation(bool as_png) {
  if (!evaluation_) return core::fail("There is no evaluation to save yet: press Evaluate first.");
  outbox_.push("download", to_text({{"type", "download"},
                                    {"what", as_png ? "evaluation_png" : "evaluation_csv"},
                                    {"name", as_png ? "backbeat-evaluation.png" : "backbeat-evaluation.csv"}}));
  return {};
}

}  // namespace session
