#include "session/song/slot.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "core/config.h"
#include "sequencer/transport.h"

namespace session {
namespace {

std::size_t cells(int steps) { return static_cast<std::size_t>(kVoices) * static_cast<std::size_t>(steps); }

}  // namespace

std::optional<int> find_voice(std::string_view name) {
  const auto found = std::ranges::find(kVoiceNames, name);
  if (found == kVoiceNames.end()) return std::nullopt;
  return static_cast<int>(found - kVoiceNames.begin());
}

std::string voice_key(int voice) { return std::string(kVoiceNames[static_cast<std::size_t>(voice)]); }

std::span<const KitInfo> kit_table() {
  static constexpr std::array<KitInfo, 5> kKits = {{
      {Kit::studio, "studio", "Studio", "Tight and clear, between drums and machine."},
      {Kit::eight, "eight", "Eight", "Like an analogue machine of 1980: a kick that rings long, thin hats."},
      {Kit::nine, "nine", "Nine", "Like a machine of 1983: a hard kick, a bright snare, long hats."},
      {Kit::acoustic, "acoustic", "Acoustic", "Wood and skin: a drum kit in a room."},
      {Kit::lo_fi, "lo_fi", "Lo-fi", "Dark and worn, as from an old sampler."},
  }};
  return kKits;
}

const KitInfo* find_kit(std::string_view key) {
  const auto found = std::ranges::find(kit_table(), key, &KitInfo::key);
  return found == kit_table().end() ? nullptr : &*found;
}

std::string spoken_name(int voice) {
  std::string name = voice_key(voice);
  std::ranges::replace(name, '_', ' ');
  return name;
}

rhythm::Row heard_row(const rhythm::Pattern& pattern, const Part& part) {
  rhythm::Row row(static_cast<std::size_t>(pattern.steps()), 0);
  for (int voice = 0; voice < kVoices; ++voice) {
    if (!part.hears.test(static_cast<std::size_t>(voice))) continue;
    const auto heard = pattern.row(voice);
    for (std::size_t step = 0; step < row.size(); ++step) {
      if (heard[step] != 0) row[step] = rhythm::kPlainVelocity;
    }
  }
  return row;
}

rhythm::Row heard_row(const Slot& slot) { return heard_row(slot.pattern, slot.part()); }

bool agents_step(const Slot& slot, int voice, int step) {
  const Part* part = slot.part_of(voice);
  return part != nullptr && !part->locked(step);
}

void take_wishes(Part& part, const Part& other) {
  part.reward = other.reward;
  part.density = other.density;
  part.dynamics = other.dynamics;
  part.think = other.think;
}

void set_by_hand(Slot& slot, int voice, std::span<const std::uint8_t> row) {
  slot.pattern.set_row(voice, row);
  if (Part* part = slot.part_of(voice)) std::ranges::fill(part->locks, std::uint8_t{1});
}

void clear_answers(Slot& slot) {
  for (const Part& part : slot.parts) {
    for (int step = 0; step < slot.steps(); ++step) {
      if (!part.locked(step)) slot.pattern.set(part.voice, step, 0);
    }
  }
}

int learned_steps(const Slot& slot) {
  if (slot.steps() <= core::kMaxAgentSteps) return slot.steps();
  const int bar = slot.metre().bar_steps();
  return bar > core::kMaxAgentSteps ? core::kMaxAgentSteps : core::kMaxAgentSteps / bar * bar;
}

rhythm::Metre learned_metre(const Slot& slot) {
  const int steps = learned_steps(slot);
  const rhythm::Metre metre = slot.metre();
  return metre.fits(steps) ? metre : rhythm::Metre::default_for(steps);
}

bool same_pattern(const Slot& a, const Slot& b) {
  const auto wired_alike = [](const Part& x, const Part& y) {
    return x.voice == y.voice && x.hears == y.hears && x.locks == y.locks && x.agent == y.agent;
  };
  return a.pattern == b.pattern && a.timing == b.timing && a.feel == b.feel && a.kit == b.kit &&
         a.details == b.details && a.voices == b.voices && std::ranges::equal(a.parts, b.parts, wired_alike);
}

bool holds_something(const Slot& slot) {
  for (int voice = 0; voice < kVoices; ++voice) {
    // What an agent answered is nobody's work: it answers an empty kick, too.
    for (int step = 0; step < slot.steps(); ++step) {
      if (slot.pattern.onset(voice, step) && !agents_step(slot, voice, step)) return true;
    }
  }
  return false;
}

const rhythm::Band* matching_band(const Slot& slot) {
  VoiceSet played;
  for (const Part& part : slot.parts) played.set(static_cast<std::size_t>(part.voice));
  const auto found = std::ranges::find(rhythm::bands(), played, &rhythm::Band::voices);
  return found == rhythm::bands().end() ? nullptr : &*found;
}

std::string lock_text(const Part& part) {
  std::string text;
  for (const std::uint8_t lock : part.locks) text += lock != 0 ? 'x' : '.';
  return text;
}

double earliest_micro(std::span<const Slot> slots) {
  double earliest = 0.0;
  for (const Slot& slot : slots) {
    int micro = 0;
    for (const sequencer::StepDetail& detail : slot.details) micro = std::min(micro, static_cast<int>(detail.micro));
    earliest = std::max(earliest, -micro / 100.0 * slot.timing.step_ticks() / sequencer::kTicksPerSixteenth);
  }
  return earliest;
}

Part::Part(int steps) : locks(static_cast<std::size_t>(steps), 0) {
  const rhythm::RewardPreset* preset = rhythm::find_preset("Backbeat");
  assert(preset != nullptr);
  reward = preset->settings;
}

Slot::Slot(int steps)
    : pattern(kVoices, steps), details(cells(steps)), voices{}, parts{Part(steps)}, timing{}, feel{} {}

std::size_t Slot::index(int voice, int step) const {
  assert(voice >= 0 && voice < kVoices && step >= 0 && step < steps());
  return static_cast<std::size_t>(voice) * static_cast<std::size_t>(steps()) + static_cast<std::size_t>(step);
}

const Part* Slot::part_of(int voice) const {
  const auto found = std::ranges::find(parts, voice, &Part::voice);
  return found == parts.end() ? nullptr : &*found;
}

Part* Slot::part_of(int voice) { return const_cast<Part*>(std::as_const(*this).part_of(voice)); }

void Slot::show(int voice) {
  const auto found = std::ranges::find(parts, voice, &Part::voice);
  if (found != parts.end()) shown_part = static_cast<int>(found - parts.begin());
}

int Slot::called_voice() const {
  std::optional<int> heard;
  for (int voice = kVoices - 1; voice >= 0; --voice) {
    if (!part().hears.test(static_cast<std::size_t>(voice))) continue;
    const bool better = !heard || part_of(voice) == nullptr || part_of(*heard) != nullptr;
    if (better) heard = voice;
  }
  return heard.value_or(part().voice == rhythm::kKick ? rhythm::kSnare : rhythm::kKick);
}

void Slot::resize(int steps) {
  assert(steps >= kMinSteps && steps <= kMaxSteps);
  std::vector<sequencer::StepDetail> resized(cells(steps));
  for (int voice = 0; voice < kVoices; ++voice) {
    for (int step = 0; step < std::min(steps, pattern.steps()); ++step) {
      resized[static_cast<std::size_t>(voice * steps + step)] = detail(voice, step);
    }
  }
  details = std::move(resized);
  pattern.resize(steps);
  for (Part& part : parts) part.locks.resize(static_cast<std::size_t>(steps), 0);
  for (sequencer::VoiceSettings& voice : voices) voice.length = std::min(voice.length, steps);
}

}  // namespace session
