// The pattern that is shown: its steps, their details, its voices; and the groove over all patterns.
#include <algorithm>

#include "session/session.h"

namespace session {

// --- Pattern ------------------------------------------------------------------------------------------------------

core::Status Session::check_cell(int voice, int step) const {
  if (auto status = check_voice(voice); !status) return status;
  if (step >= 0 && step < document_.pattern().steps()) return {};
  return core::fail("The pattern has steps 0 to " + std::to_string(document_.pattern().steps() - 1) + ".");
}

core::Status Session::set_step(int voice, int step, int velocity) {
  if (auto status = check_cell(voice, step); !status) return status;
  if (auto status = check_velocity(velocity); !status) return status;
  const auto value = static_cast<std::uint8_t>(velocity);
  const bool locks_now = voice == rhythm::kSnare && !locked(step);
  if (document_.pattern().velocity(voice, step) == value && !locks_now) return {};
  document_.pattern().set(voice, step, value);
  if (voice == rhythm::kSnare) document_.locks()[static_cast<std::size_t>(step)] = 1;
  pattern_changed();
  return {};
}

core::Status Session::set_lock(int step, bool lock) {
  if (auto status = check_cell(rhythm::kSnare, step); !status) return status;
  if (locked(step) == lock) return {};
  document_.locks()[static_cast<std::size_t>(step)] = lock ? 1 : 0;
  pattern_changed();
  return {};
}

void Session::unlock_all() {
  if (std::ranges::count(document_.locks(), 0) == std::ssize(document_.locks())) return;
  std::ranges::fill(document_.locks(), std::uint8_t{0});
  pattern_changed();
}

core::Status Session::set_steps(int steps) {
  if (auto status = check_steps(steps); !status) return status;
  if (steps == document_.pattern().steps()) return {};
  document_.resize(steps);
  document_replaced();
  return {};
}

core::Status Session::set_row(int voice, std::span<const std::uint8_t> row, std::span<const std::uint8_t> locks) {
  if (auto status = check_cell(voice, 0); !status) return status;
  if (auto status = check_steps(static_cast<double>(row.size())); !status) return status;
  if (std::ranges::any_of(row, [](std::uint8_t velocity) { return velocity > 127; })) {
    return core::fail("A velocity goes from 0 (no hit) to 127.");
  }
  if (!locks.empty() && locks.size() != row.size()) return core::fail("The locks have another length than the row.");
  document_.resize(static_cast<int>(row.size()));
  document_.pattern().set_row(voice, row);
  if (voice == rhythm::kSnare) {
    for (std::size_t i = 0; i < row.size(); ++i) document_.locks()[i] = locks.empty() || locks[i] != 0 ? 1 : 0;
  }
  document_replaced();
  return {};
}

core::Status Session::set_detail(int voice, int step, const sequencer::StepDetail& detail) {
  if (auto status = check_cell(voice, step); !status) return status;
  if (auto status = check_detail(detail.probability, detail.micro, detail.ratchets); !status) return status;
  sequencer::StepDetail& target = document_.current().detail(voice, step);
  if (target == detail) return {};
  target = detail;
  document_changed();
  return {};
}

core::Status Session::set_voice(int voice, const sequencer::VoiceSettings& settings) {
  if (auto status = check_voice(voice); !status) return status;
  if (auto status = check_voice_settings(settings, document_.pattern().steps()); !status) return status;
  sequencer::VoiceSettings& target = document_.current().voices[static_cast<std::size_t>(voice)];
  if (target == settings) return {};
  target = settings;
  document_changed();
  return {};
}

core::Status Session::set_groove(const sequencer::Groove& groove) {
  if (auto status = check_groove(groove); !status) return status;
  if (groove == document_.groove) return {};
  document_.groove = groove;
  document_changed();
  return {};
}

}  // namespace session
