// Edits of steps, voices and whole patterns.
#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "core/rng.h"
#include "session/song/edit.h"
#include "session/song/kicks.h"

namespace session {
namespace {

core::Status check_cell(const Document& document, int voice, int step) {
  if (auto status = check_voice(voice); !status) return status;
  if (step >= 0 && step < document.pattern().steps()) return {};
  return core::fail("The pattern has steps 0 to " + std::to_string(document.pattern().steps() - 1) + ".");
}

// A row of an agent's voice that a person made is the person's: an onset or a rest, every step stays.
void hand_set(Slot& slot, int voice) {
  if (Part* part = slot.part_of(voice)) std::ranges::fill(part->locks, std::uint8_t{1});
}

bool any_lock(const Part& part) {
  return std::ranges::any_of(part.locks, [](std::uint8_t lock) { return lock != 0; });
}

core::Status no_part(int voice) { return core::fail("No agent plays the " + spoken_name(voice) + "."); }

std::span<sequencer::StepDetail> detail_row(Slot& slot, int voice) {
  return {&slot.detail(voice, 0), static_cast<std::size_t>(slot.steps())};
}

// The voice `from` of another pattern, cut or filled up with rests to this one's length.
void take_voice(Slot& slot, int to, const Slot& source, int from) {
  const Part* source_part = source.part_of(from);
  Part* part = slot.part_of(to);
  const bool keeps_locks = source_part != nullptr && part != nullptr;
  slot.voices[static_cast<std::size_t>(to)] = source.voices[static_cast<std::size_t>(from)];
  int& length = slot.voices[static_cast<std::size_t>(to)].length;
  length = std::min(length, slot.steps());
  if (!keeps_locks) hand_set(slot, to);
  for (int step = 0; step < slot.steps(); ++step) {
    const bool there = step < source.steps();
    slot.pattern.set(to, step, there ? source.pattern.velocity(from, step) : std::uint8_t{0});
    slot.detail(to, step) = there ? source.detail(from, step) : sequencer::StepDetail{};
    if (keeps_locks) part->locks[static_cast<std::size_t>(step)] = there && source_part->locked(step) ? 1 : 0;
  }
}

// The same in steps that are 1 / `ratio` times as long: what is there sounds when it did, as near as micro-timing
// comes.
Slot resampled(const Slot& slot, int steps, double ratio) {
  Slot made = slot;
  made.pattern = rhythm::Pattern(kVoices, steps);
  made.details.assign(static_cast<std::size_t>(kVoices * steps), {});
  for (Part& part : made.parts) part.locks.assign(static_cast<std::size_t>(steps), 0);
  for (int step = 0; step < slot.steps(); ++step) {
    for (int voice = 0; voice < kVoices; ++voice) {
      const std::uint8_t velocity = slot.pattern.velocity(voice, step);
      const Part* part = slot.part_of(voice);
      const bool locked = part != nullptr && part->locked(step);
      if (velocity == 0 && !locked) continue;
      sequencer::StepDetail detail = slot.detail(voice, step);
      const double at = (step + detail.micro / 100.0) * ratio;
      const int to = std::clamp(static_cast<int>(std::lround(at)), 0, steps - 1);
      detail.micro = static_cast<std::int8_t>(
          std::clamp<long>(std::lround((at - to) * 100.0), -sequencer::kMaxMicro, sequencer::kMaxMicro));
      if (locked) made.part_of(voice)->locks[static_cast<std::size_t>(to)] = 1;
      if (velocity == 0 || velocity <= made.pattern.velocity(voice, to)) continue;
      made.pattern.set(voice, to, velocity);
      made.detail(voice, to) = detail;
    }
  }
  for (sequencer::VoiceSettings& voice : made.voices) {
    if (voice.length > 0) voice.length = std::clamp(static_cast<int>(std::lround(voice.length * ratio)), 1, steps);
  }
  return made;
}

core::Status check_row(int voice, std::span<const std::uint8_t> row) {
  if (auto status = check_voice(voice); !status) return status;
  if (auto status = check_steps(static_cast<double>(row.size())); !status) return status;
  if (std::ranges::any_of(row, [](std::uint8_t velocity) { return velocity > 127; })) return check_velocity(128);
  return {};
}

}  // namespace

core::Status set_step(Document& document, int voice, int step, int velocity) {
  if (auto status = check_cell(document, voice, step); !status) return status;
  if (auto status = check_velocity(velocity); !status) return status;
  document.pattern().set(voice, step, static_cast<std::uint8_t>(velocity));
  if (Part* part = document.current().part_of(voice)) part->locks[static_cast<std::size_t>(step)] = 1;
  return {};
}

core::Status set_lock(Document& document, int voice, int step, bool locked) {
  if (auto status = check_cell(document, voice, step); !status) return status;
  Part* part = document.current().part_of(voice);
  if (part == nullptr) return no_part(voice);
  part->locks[static_cast<std::size_t>(step)] = locked ? 1 : 0;
  return {};
}

core::Status unlock_all(Document& document, int voice) {
  if (auto status = check_voice(voice); !status) return status;
  Part* part = document.current().part_of(voice);
  if (part == nullptr) return no_part(voice);
  std::ranges::fill(part->locks, std::uint8_t{0});
  return {};
}

core::Status set_detail(Document& document, int voice, int step, const sequencer::StepDetail& detail) {
  if (auto status = check_cell(document, voice, step); !status) return status;
  if (auto status = check_detail(detail.probability, detail.micro, detail.ratchets); !status) return status;
  document.current().detail(voice, step) = detail;
  return {};
}

core::Status set_row(Document& document, int voice, std::span<const std::uint8_t> row) {
  if (auto status = check_row(voice, row); !status) return status;
  document.resize(static_cast<int>(row.size()));
  document.pattern().set_row(voice, row);
  hand_set(document.current(), voice);
  return {};
}

core::Status set_locked_row(Document& document, int voice, std::span<const std::uint8_t> row,
                            std::span<const std::uint8_t> locks) {
  if (auto status = check_row(voice, row); !status) return status;
  if (document.current().part_of(voice) == nullptr) return no_part(voice);
  if (locks.size() != row.size()) return core::fail("The locks have another length than the row.");
  document.resize(static_cast<int>(row.size()));
  document.pattern().set_row(voice, row);
  std::ranges::transform(locks, document.current().part_of(voice)->locks.begin(),
                         [](std::uint8_t lock) { return lock != 0 ? 1 : 0; });
  return {};
}

core::Status clear(Document& document, int voice) {
  if (auto status = check_voice(voice); !status) return status;
  if (Part* part = document.current().part_of(voice)) {
    std::ranges::fill(part->locks, std::uint8_t{0});
  } else {
    document.pattern().clear(voice);
  }
  std::ranges::fill(detail_row(document.current(), voice), sequencer::StepDetail{});
  return {};
}

core::Status rotate(Document& document, int voice, int by) {
  if (auto status = check_voice(voice); !status) return status;
  Slot& slot = document.current();
  const int steps = slot.steps();
  const int shift = ((by % steps) + steps) % steps;  // to the right
  rhythm::Row row(slot.pattern.row(voice).begin(), slot.pattern.row(voice).end());
  std::ranges::rotate(row, row.end() - shift);
  slot.pattern.set_row(voice, row);
  const auto details = detail_row(slot, voice);
  std::ranges::rotate(details, details.end() - shift);
  Part* part = slot.part_of(voice);
  if (part == nullptr) return {};
  std::ranges::rotate(part->locks, part->locks.end() - shift);
  // An answer that is all the agent's would be answered again at once: who rotates it wants it as it is.
  if (shift != 0 && !any_lock(*part)) hand_set(slot, voice);
  return {};
}

core::Status invert(Document& document, int voice) {
  if (auto status = check_voice(voice); !status) return status;
  Slot& slot = document.current();
  for (int step = 0; step < slot.steps(); ++step) slot.pattern.toggle(voice, step);
  hand_set(slot, voice);
  return {};
}

core::Status randomise(Document& document, int voice, std::uint32_t seed, double share) {
  if (auto status = check_voice(voice); !status) return status;
  if (!(share >= 0.0 && share <= 1.0)) return core::fail("The share of hits goes from 0 to 1.");
  constexpr float kAccentShare = 0.25F;
  Slot& slot = document.current();
  core::Rng rng(seed);
  for (int step = 0; step < slot.steps(); ++step) {
    const bool onset = static_cast<double>(rng.uniform()) < share;
    const bool accent = rng.uniform() < kAccentShare;  // drawn for rests too, so that a larger share only adds hits
    const std::uint8_t velocity = accent ? rhythm::kAccentVelocity : rhythm::kPlainVelocity;
    slot.pattern.set(voice, step, onset ? velocity : std::uint8_t{0});
  }
  hand_set(slot, voice);
  return {};
}

core::Status draw_another_kick(Document& document, std::uint32_t seed) {
  Slot& slot = document.current();
  const int voice = slot.called_voice();
  rhythm::Row row(slot.pattern.row(voice).begin(), slot.pattern.row(voice).end());
  // By chance it may be the one that is there; another is what was asked for.
  constexpr std::uint32_t kTries = 20;
  for (std::uint32_t turn = 0; turn < kTries && std::ranges::equal(row, slot.pattern.row(voice)); ++turn) {
    row = draw_kick(slot.part().reward.style, slot.metre(), slot.steps(), seed + (turn << 16U));
  }
  set_by_hand(slot, voice, row);
  std::ranges::fill(detail_row(slot, voice), sequencer::StepDetail{});
  return {};
}

core::Status fill_evenly(Document& document, int voice, int onsets, int rotation) {
  if (auto status = check_voice(voice); !status) return status;
  Slot& slot = document.current();
  const int steps = slot.steps();
  if (onsets < 0 || onsets > steps) {
    return core::fail("An even fill of this pattern has from 0 to " + std::to_string(steps) + " hits.");
  }
  rhythm::Row row = rhythm::euclidean_rhythm(onsets, steps);
  std::ranges::rotate(row, row.end() - ((rotation % steps) + steps) % steps);
  set_by_hand(slot, voice, row);
  return {};
}

core::Status set_voice(Document& document, int voice, const sequencer::VoiceSettings& settings) {
  if (auto status = check_voice(voice); !status) return status;
  if (auto status = check_voice_settings(settings, document.pattern().steps()); !status) return status;
  document.current().voices[static_cast<std::size_t>(voice)] = settings;
  return {};
}

core::Status set_steps(Document& document, int steps) {
  if (auto status = check_steps(steps); !status) return status;
  document.resize(steps);
  return {};
}

core::Status set_timing(Document& document, const rhythm::Timing& timing) {
  if (auto status = rhythm::check_timing(timing); !status) return status;
  Slot& slot = document.current();
  const rhythm::Timing before = slot.timing;
  if (timing == before) return {};
  const bool whole = before.whole_bars(slot.steps());
  if (timing.resolution != before.resolution) {
    const double ratio = static_cast<double>(before.step_ticks()) / timing.step_ticks();
    const int steps = static_cast<int>(std::ceil(slot.steps() * ratio - 1e-9));
    if (auto status = check_steps(steps); !status) return status;
    slot = resampled(slot, steps, ratio);
  }
  slot.timing = timing;
  document.follow_length();
  if (!whole || timing.signature == before.signature) return {};
  const rhythm::Timing was{.signature = before.signature, .resolution = timing.resolution};
  return set_bars(document, slot.steps() / was.bar_steps());
}

core::Status set_bars(Document& document, int bars) {
  const int most = kMaxSteps / document.current().timing.bar_steps();
  if (bars < 1 || bars > most) {
    return core::fail("Of bars like these a pattern has from 1 to " + std::to_string(most) + ".");
  }
  return set_steps(document, bars * document.current().timing.bar_steps());
}

core::Status set_timing_and_bars(Document& document, const rhythm::Timing& timing, std::optional<int> bars) {
  if (auto status = set_timing(document, timing); !status || !bars) return status;
  return set_bars(document, *bars);
}

core::Status double_pattern(Document& document) {
  const int steps = document.pattern().steps();
  if (2 * steps > kMaxSteps) {
    return core::fail("A pattern here has at most " + std::to_string(kMaxSteps) +
                      " steps: this one cannot be doubled.");
  }
  document.resize(2 * steps);
  Slot& slot = document.current();
  for (int step = 0; step < steps; ++step) {
    for (int voice = 0; voice < kVoices; ++voice) {
      slot.pattern.set(voice, steps + step, slot.pattern.velocity(voice, step));
      slot.detail(voice, steps + step) = slot.detail(voice, step);
    }
    for (Part& part : slot.parts) {
      part.locks[static_cast<std::size_t>(steps + step)] = part.locks[static_cast<std::size_t>(step)];
    }
  }
  return {};
}

core::Status halve_pattern(Document& document) {
  const int steps = document.pattern().steps();
  if (steps / 2 < kMinSteps) {
    return core::fail("A pattern has at least " + std::to_string(kMinSteps) + " steps: this one cannot be halved.");
  }
  return set_steps(document, steps / 2);
}

core::Status paste(Document& document, const Clipboard& clipboard, std::optional<int> voice) {
  if (voice) {
    if (auto status = check_voice(*voice); !status) return status;
  }
  if (!voice) voice = clipboard.voice;
  if (voice) {
    take_voice(document.current(), *voice, clipboard.slot, clipboard.voice.value_or(*voice));
    return {};
  }
  // What is asked of agents may have changed since it was copied.
  Slot pasted = clipboard.slot;
  for (Part& part : pasted.parts) {
    if (const Part* asked = part_in_bank(document, part.voice)) take_wishes(part, *asked);
  }
  document.current() = std::move(pasted);
  document.follow_length();
  return {};
}

core::Status copy_slot(Document& document, int from, int to) {
  if (auto status = check_slot(from); !status) return status;
  if (auto status = check_slot(to); !status) return status;
  document.bank[static_cast<std::size_t>(to)] = document.bank[static_cast<std::size_t>(from)];
  document.follow_length();
  return {};
}

core::Status set_song(Document& document, std::span<const int> slots, bool on) {
  if (auto status = check_song(slots, on); !status) return status;
  document.song.assign(slots.begin(), slots.end());
  document.song_on = on;
  return {};
}

}  // namespace session
