// One pattern of the bank, with everything that belongs to it.
//
// A Slot is a plain value. n steps, V = kVoices voices.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rhythm/band.h"
#include "rhythm/pattern.h"
#include "rhythm/reward_settings.h"
#include "rhythm/timing.h"
#include "sequencer/groove.h"

namespace session {

inline constexpr int kVoices = rhythm::kVoices;
using rhythm::kMaxSteps;
using rhythm::kMinSteps;
inline constexpr int kFirstSteps = 16;  // of an empty slot

using rhythm::kVoiceNames;
std::optional<int> find_voice(std::string_view name);
std::string voice_key(int voice);
// As sentences write it: "open hat".
std::string spoken_name(int voice);

using rhythm::only;
using rhythm::VoiceSet;

// What an agent plays in a pattern: which voice, what it hears, what is asked of it.
//
// Plain values that undo keeps and documents carry. What it answered last is none: an answer is made anew from this
// whenever it is asked for (player/answers.h).
struct Part {
  int voice = rhythm::kSnare;            // what it plays
  VoiceSet hears = only(rhythm::kKick);  // the voices that it is wired to, never its own
  std::vector<std::uint8_t> locks;       // (n) nonzero: this step of its voice is the musician's, an onset or a rest
  rhythm::RewardSettings reward;         // what the musician asks of an answer
  double density = 0.0;                  // -1 (sparser) to 1 (denser) than the agent answers by itself
  bool dynamics = true;                  // its onsets are accents and ghost notes; else all alike
  bool think = false;                    // search a little around its answer
  std::string agent;                     // the kept one that plays it (player/agents.h); empty: the one at hand, A or B

  explicit Part(int steps);  // nothing is locked; the reward is the preset "Backbeat"

  bool operator==(const Part&) const = default;

  bool locked(int step) const { return locks[static_cast<std::size_t>(step)] != 0; }
};

// The sets of sounds that the built-in drums have (web/voices.js), in that order.
enum class Kit : std::uint8_t { studio, eight, nine, acoustic, lo_fi };
struct KitInfo {
  Kit kit;
  std::string_view key;    // in JSON
  std::string_view label;  // for a musician
  std::string_view help;   // one line
};
std::span<const KitInfo> kit_table();           // by Kit
const KitInfo* find_kit(std::string_view key);  // null: there is none

// Tempo and swing.
struct Feel {
  double tempo_bpm = 120.0;     // sequencer::kMinTempoBpm to kMaxTempoBpm
  double swing_percent = 50.0;  // as in sequencer::Groove

  bool operator==(const Feel&) const = default;
};

struct Slot {
  rhythm::Pattern pattern;  // (V, n); of a part's voice it has what is shown, the agent's steps and the musician's
  std::vector<sequencer::StepDetail> details;  // (V, n), row-major
  std::array<sequencer::VoiceSettings, kVoices> voices;
  std::vector<Part> parts;   // of the agents that play in it, at least one, in the order in which they answer
  int shown_part = 0;        // of the parts: whose wishes and thoughts are shown
  rhythm::Timing timing;     // n need not be whole bars of it
  std::optional<Feel> feel;  // its own; absent: the document's
  Kit kit = Kit::studio;

  explicit Slot(int steps = kFirstSteps);  // empty

  bool operator==(const Slot&) const = default;

  int steps() const { return pattern.steps(); }
  int ticks() const { return steps() * timing.step_ticks(); }
  rhythm::Metre metre() const { return timing.metre(steps()); }
  // The one that is shown.
  Part& part() { return parts[static_cast<std::size_t>(shown_part)]; }
  const Part& part() const { return parts[static_cast<std::size_t>(shown_part)]; }
  // Whose agent plays this voice; null: nobody's, it is the musician's.
  Part* part_of(int voice);
  const Part* part_of(int voice) const;
  // Shows the part of this voice, if there is one.
  void show(int voice);
  // The voice that is played in to be answered: the first that the shown part hears and no agent plays, else the first
  // that it hears, else the kick, or for the kick's agent the snare.
  int called_voice() const;
  // voice in [0, V), step in [0, n).
  const sequencer::StepDetail& detail(int voice, int step) const { return details[index(voice, step)]; }
  sequencer::StepDetail& detail(int voice, int step) { return details[index(voice, step)]; }

  // Changes the number of steps (kMinSteps to kMaxSteps). What still fits stays; new steps are rests and belong to
  // the agent. A voice's own cycle is cut to the new length.
  void resize(int steps);

 private:
  std::size_t index(int voice, int step) const;
};

// The onsets of all voices that a part hears, (n): a step is one if any of them has one there. Of the shown part.
rhythm::Row heard_row(const rhythm::Pattern& pattern, const Part& part);
rhythm::Row heard_row(const Slot& slot);
// Whether a step of this voice is an agent's: it may play there what it likes.
bool agents_step(const Slot& slot, int voice, int step);
// What is asked of `other` is asked of `part`.
void take_wishes(Part& part, const Part& other);
// A row, (n), that a person made is the person's: in an agent's voice every step is locked, onset or rest.
void set_by_hand(Slot& slot, int voice, std::span<const std::uint8_t> row);
// Silences what is the agents'.
void clear_answers(Slot& slot);
// How many steps a network learns at a time for this slot: all of them, or as many whole bars as networks are made for.
int learned_steps(const Slot& slot);
// The metre of so many steps of it.
rhythm::Metre learned_metre(const Slot& slot);

// Whether two slots are the same but for what is asked of agents in them.
bool same_pattern(const Slot& a, const Slot& b);

// Whether a musician made something of it: an onset that is not an agent's answer.
bool holds_something(const Slot& slot);

// The band whose rows, and no others, agents play in it; null: none.
const rhythm::Band* matching_band(const Slot& slot);

std::string lock_text(const Part& part);  // x locked, . the agent's

// By how many sixteenths the earliest onset of any of these slots is early, 0 to 1.
double earliest_micro(std::span<const Slot> slots);

}  // namespace session
