// The agents at hand: who they are, which of them plays, and what the page shows of them.
//
// Two may be at hand, to be compared. A is the workbench: what is trained or opened goes there. B was put aside.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/status.h"
#include "rhythm/reward_settings.h"

namespace agent {
struct Agent;
}

namespace session {

class Answerer;

enum class AgentOrigin : std::uint8_t {
  shipped,  // came with the page
  stored,   // was in this browser from an earlier visit
  file,     // opened or dropped by the musician
  trained,  // comes from the training that runs here
};

struct AgentCard {
  AgentOrigin origin = AgentOrigin::shipped;
  std::string name;  // the author's, or the file's
  std::string note;
  bool conditioned = false;      // it reads the reward's settings, so it answers whatever they are
  std::string reward_name;       // what it was trained for: a preset's name or "your mix"
  int steps = 0;                 // of the patterns it was trained with
  bool any_length = false;       // it answers any; else so many at a time
  std::vector<int> layer_sizes;  // e.g. {32, 64, 64, 17}: inputs first, then outputs of each layer
  int parameters = 0;
  double env_steps = 0.0;
  double gradient_steps = 0.0;  // "which training step is playing"
};

enum class Side : std::uint8_t { a, b };

// An agent, and what a training makes of it while it goes on: all of that is one line. A file that is
// opened, or a fresh agent, begins another.
struct AgentLine {
  std::shared_ptr<Answerer> answerer;  // the newest; null: none
  AgentOrigin origin = AgentOrigin::shipped;
};

// The name and note that the agent has until a person gives it others.
struct AgentText {
  std::string name;
  std::string note;
};

// Two are equal if they are the same, not if they only play alike.
struct AgentHandle {
  std::shared_ptr<AgentLine> line = std::make_shared<AgentLine>();
  std::shared_ptr<AgentText> text = std::make_shared<AgentText>();

  bool operator==(const AgentHandle&) const = default;
};
using AgentHandles = std::array<AgentHandle, 2>;  // by Side

using KeptAgent = AgentHandle;                // what it has is never made another one
inline constexpr std::size_t kMostKept = 24;  // beside the one that comes with the page
// To its end, or that of the page to its beginning, in place of the one there was.
void put_kept(std::vector<KeptAgent>& list, const KeptAgent& agent);

class Agents {
 public:
  // The side that is set to play.
  Side side() const { return side_; }
  void set_side(Side side) { side_ = side; }

  // Absent if the side has no agent.
  const std::optional<AgentCard>& card(Side side) const { return cards_[index(side)]; }
  // Null if the side has no agent.
  Answerer* answerer(Side side) const { return handles_[index(side)].line->answerer.get(); }
  bool learned(Side side, int steps) const;  // it has an agent that has learned patterns of this length
  const AgentHandles& handles() const { return handles_; }
  // The newest agent of this side's line.
  void put(Side side, std::shared_ptr<Answerer> answerer, AgentOrigin origin);
  // The side's agent from now on is another one by what a person did.
  void begin_line(Side side);
  void remove(Side side);

  // Agents that a person keeps, for as long as the page remembers, and those that come with it.
  std::span<const KeptAgent> kept() const { return kept_; }
  // Whether a kept agent plays on this side, as it was kept.
  bool plays(Side side, const KeptAgent& agent) const;
  const KeptAgent* find_kept(std::string_view key) const;  // by Answerer::key(); null: none, or an empty key
  // The agent of this side, as it is now, is kept. Errors: there is none, it is kept already, there are too many.
  core::Status keep(Side side);
  // What an earlier visit has kept, or what comes with the page, which is there once.
  core::Result<KeptAgent> add_kept(std::shared_ptr<Answerer> answerer, AgentOrigin origin);
  core::Status keep_file(std::shared_ptr<Answerer> answerer);  // one that the browser does not keep yet
  // It plays on side A from now on, as it was kept. Errors: no such agent.
  core::Status take_kept(std::size_t index);
  // Errors: no such agent; one that comes with the page; too long a name.
  core::Status rename_kept(std::size_t index, std::string_view name);
  core::Status forget_kept(std::size_t index);
  void bring_back_kept(std::vector<KeptAgent> kept);
  core::Result<std::vector<std::uint8_t>> kept_file(std::size_t index) const;  // Errors: no such agent.
  // Errors: there is none, too long.
  core::Status set_text(Side side, std::string_view name, std::string_view note);
  // Brings handles back, as undo keeps them. True if the side's agent is another one now.
  bool bring_back(Side side, const AgentHandle& handle);

  // A file: with what it was trained for or, if it answers every setting, with what is set. Errors: there is none.
  core::Result<std::vector<std::uint8_t>> file(Side side, const rhythm::RewardSettings& reward) const;
  // "name.safetensors", safe on every system; `steps`: of the pattern, where there is no agent.
  std::string file_name(Side side, int steps) const;

  // Which were changed since it was asked last.
  std::array<bool, 2> take_unsaved();
  void set_unsaved(Side side, bool unsaved) { unsaved_[index(side)] = unsaved; }
  bool take_kept_unsaved() { return std::exchange(kept_unsaved_, false); }

 private:
  std::size_t count_kept() const;  // those that a person keeps
  static std::size_t index(Side side) { return static_cast<std::size_t>(side); }
  void show(Side side);       // its line has an agent
  void show_text(Side side);  // if there is one

  AgentHandles handles_;
  std::array<std::optional<AgentCard>, 2> cards_;
  std::array<bool, 2> unsaved_{};
  std::vector<KeptAgent> kept_;
  bool kept_unsaved_ = false;
  Side side_ = Side::a;
};

// The part of a file's name before its extension.
std::string file_stem(std::string_view file_name);

// The preset that these settings are, or "your mix".
std::string name_of(const rhythm::RewardSettings& reward);

const char* name_of(AgentOrigin origin);  // "shipped", "stored", "file", "trained"
const char* name_of(Side side);           // "a", "b"

}  // namespace session
