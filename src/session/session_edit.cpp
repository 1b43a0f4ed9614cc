// What is done to a whole voice or pattern at once.
#include <algorithm>
#include <utility>

#include "core/rng.h"
#include "session/session.h"

namespace session {
namespace {

// A snare row that a person made is the person's: an onset or a rest, every step stays.
void hand_set(Slot& slot, int voice) {
  if (voice == rhythm::kSnare) std::ranges::fill(slot.locks, std::uint8_t{1});
}

bool any_lock(const Slot& slot) {
  return std::ranges::any_of(slot.locks, [](std::uint8_t lock) { return lock != 0; });
}

std::span<sequencer::StepDetail> detail_row(Slot& slot, int voice) {
  return {&slot.detail(voice, 0), static_cast<std::size_t>(slot.steps())};
}

// The voice `from` of another pattern, cut or filled up with rests to this one's length.
void take_voice(Slot& slot, int to, const Slot& source, int from) {
  const bool keeps_locks = from == rhythm::kSnare && to == rhythm::kSnare;
  slot.voices[static_cast<std::size_t>(to)] = source.voices[static_cast<std::size_t>(from)];
  int& length = slot.voices[static_cast<std::size_t>(to)].length;
  length = std::min(length, slot.steps());
  if (!keeps_locks) hand_set(slot, to);
  for (int step = 0; step < slot.steps(); ++step) {
    const bool there = step < source.steps();
    slot.pattern.set(to, step, there ? source.pattern.velocity(from, step) : std::uint8_t{0});
    slot.detail(to, step) = there ? source.detail(from, step) : sequencer::StepDetail{};
    const auto s = static_cast<std::size_t>(step);
    if (keeps_locks) slot.locks[s] = there ? source.locks[s] : std::uint8_t{0};
  }
}

}  // namespace

void Session::show_edited(Slot edited) {
  if (edited == document_.current()) return;
  document_.current() = std::move(edited);
  document_.config.steps = document_.pattern().steps();
  document_replaced();
}

core::Status Session::clear(int voice) {
  if (auto status = check_voice(voice); !status) return status;
  Slot edited = document_.current();
  if (voice == rhythm::kSnare) {
    std::ranges::fill(edited.locks, std::uint8_t{0});
  } else {
    edited.pattern.clear(voice);
  }
  std::ranges::fill(detail_row(edited, voice), sequencer::StepDetail{});
  if (edited == document_.current()) return {};
  document_.current() = std::move(edited);
  pattern_changed();
  return {};
}

core::Status Session::rotate(int voice, int by) {
  if (auto status = check_voice(voice); !status) return status;
  Slot edited = document_.current();
  const int steps = edited.steps();
  const int shift = ((by % steps) + steps) % steps;  // to the right
  rhythm::Row row(edited.pattern.row(voice).begin(), edited.pattern.row(voice).end());
  std::ranges::rotate(row, row.end() - shift);
  edited.pattern.set_row(voice, row);
  const auto details = detail_row(edited, voice);
  std::ranges::rotate(details, details.end() - shift);
  if (voice == rhythm::kSnare) std::ranges::rotate(edited.locks, edited.locks.end() - shift);
  // An answer that is all the agent's would be answered again at once: who rotates it wants it as it is.
  if (voice == rhythm::kSnare && shift != 0 && !any_lock(edited)) hand_set(edited, voice);
  show_edited(std::move(edited));
  return {};
}

core::Status Session::invert(int voice) {
  if (auto status = check_voice(voice); !status) return status;
  Slot edited = document_.current();
  for (int step = 0; step < edited.steps(); ++step) edited.pattern.toggle(voice, step);
  hand_set(edited, voice);
  show_edited(std::move(edited));
  return {};
}

core::Status Session::randomise(int voice, std::uint32_t seed, double share) {
  if (auto status = check_voice(voice); !status) return status;
  if (!(share >= 0.0 && share <= 1.0)) return core::fail("The share of hits goes from 0 to 1.");
  constexpr float kAccentShare = 0.25F;
  Slot edited = document_.current();
  core::Rng rng(seed);
  for (int step = 0; step < edited.steps(); ++step) {
    const bool onset = static_cast<double>(rng.uniform()) < share;
    const bool accent = rng.uniform() < kAccentShare;  // drawn for rests too, so that a larger share only adds hits
    const std::uint8_t velocity = accent ? rhythm::kAccentVelocity : rhythm::kPlainVelocity;
    edited.pattern.set(voice, step, onset ? velocity : std::uint8_t{0});
  }
  hand_set(edited, voice);
  show_edited(std::move(edited));
  return {};
}

core::Status Session::fill_evenly(int voice, int onsets, int rotation) {
  if (auto status = check_voice(voice); !status) return status;
  Slot edited = document_.current();
  const int steps = edited.steps();
  if (onsets < 0 || onsets > steps) {
    return core::fail("An even fill of this pattern has from 0 to " + std::to_string(steps) + " hits.");
  }
  rhythm::Row row = rhythm::euclidean_rhythm(onsets, steps);
  std::ranges::rotate(row, row.end() - ((rotation % steps) + steps) % steps);
  edited.pattern.set_row(voice, row);
  hand_set(edited, voice);
  show_edited(std::move(edited));
  return {};
}

core::Status Session::double_pattern() {
  const int steps = document_.pattern().steps();
  if (2 * steps > kMaxPageSteps) {
    return core::fail("A pattern here has at most " + std::to_string(kMaxPageSteps) +
                      " steps: this one cannot be doubled.");
  }
  Slot edited = document_.current();
  edited.resize(2 * steps);
  for (int step = 0; step < steps; ++step) {
    for (int voice = 0; voice < kVoices; ++voice) {
      edited.pattern.set(voice, steps + step, edited.pattern.velocity(voice, step));
      edited.detail(voice, steps + step) = edited.detail(voice, step);
    }
    edited.locks[static_cast<std::size_t>(steps + step)] = edited.locks[static_cast<std::size_t>(step)];
  }
  show_edited(std::move(edited));
  return {};
}

core::Status Session::halve_pattern() {
  const int steps = document_.pattern().steps();
  if (steps / 2 < kMinSteps) {
    return core::fail("A pattern has at least " + std::to_string(kMinSteps) + " steps: this one cannot be halved.");
  }
  return set_steps(steps / 2);
}

core::Status Session::copy(std::optional<int> voice) {
  if (voice) {
    if (auto status = check_voice(*voice); !status) return status;
  }
  clipboard_ = Clipboard{.slot = document_.current(), .voice = voice};
  return {};
}

core::Status Session::paste(std::optional<int> voice) {
  if (voice) {
    if (auto status = check_voice(*voice); !status) return status;
  }
  if (!clipboard_) return core::fail("There is nothing to paste yet: copy a pattern or a voice first.");
  if (!voice) voice = clipboard_->voice;
  Slot edited = clipboard_->slot;
  if (voice) {
    edited = document_.current();
    take_voice(edited, *voice, clipboard_->slot, clipboard_->voice.value_or(*voice));
  }
  show_edited(std::move(edited));
  return {};
}

}  // namespace session
