#include "session/document.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace session {
namespace {

constexpr int kFirstSteps = 16;

// Four on the floor with pick-ups between: busy enough that an agent that fills the gaps plays a groove.
constexpr const char* kFirstKick = "x..xx.x.x..xx.x.";

constexpr const char* kFirstPreset = "Backbeat";

bool within(double value, double min, double max) { return std::isfinite(value) && value >= min && value <= max; }

std::string number_text(double value) {
  std::string text = std::to_string(value);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text;
}

core::Status check_range(const char* what, double value, double min, double max, const char* unit) {
  if (within(value, min, max)) return {};
  return core::fail(std::string(what) + " goes from " + number_text(min) + " to " + number_text(max) + unit + ".");
}

}  // namespace

Document::Document() : pattern(kVoices, kFirstSteps), locks(kFirstSteps, 0) {
  const core::Result<rhythm::Row> kick = rhythm::parse_row(kFirstKick);
  assert(kick);
  pattern.set_row(rhythm::kKick, *kick);
  config.steps = kFirstSteps;
  const rhythm::RewardPreset* preset = rhythm::find_preset(kFirstPreset);
  assert(preset != nullptr);
  reward = preset->settings;
}

void Document::resize(int steps) {
  assert(steps >= kMinSteps && steps <= kMaxSteps);
  pattern.resize(steps);
  locks.resize(static_cast<std::size_t>(steps), 0);
  config.steps = steps;
}

std::string Document::kick_text() const { return rhythm::format_row(pattern.row(rhythm::kKick)); }
std::string Document::snare_text() const { return rhythm::format_row(pattern.row(rhythm::kSnare)); }

std::string Document::lock_text() const {
  std::string text;
  for (const std::uint8_t lock : locks) text += lock != 0 ? 'x' : '.';
  return text;
}

core::Status check_steps(double steps) {
  if (within(steps, kMinSteps, kMaxSteps) && steps == std::floor(steps)) return {};
  return core::fail("A pattern here has from " + std::to_string(kMinSteps) + " to " + std::to_string(kMaxSteps) +
                    " steps.");
}

core::Status check_tempo(double tempo_bpm) {
  return check_range("The tempo", tempo_bpm, sequencer::kMinTempoBpm, sequencer::kMaxTempoBpm, " BPM");
}

core::Status check_volume(double volume) { return check_range("The volume", volume, 0.0, 1.0, ""); }

core::Status check_midi(const sequencer::MidiSettings& midi) {
  if (auto status = check_range("The snare note", midi.snare_note, 0, 127, ""); !status) return status;
  if (auto status = check_range("The kick note", midi.kick_note, 0, 127, ""); !status) return status;
  if (auto status = check_range("The MIDI channel", midi.channel, 1, 16, ""); !status) return status;
  if (auto status = check_range("The note length", midi.note_length_ms, sequencer::kMinNoteLengthMs,
                                sequencer::kMaxNoteLengthMs, " ms");
      !status) {
    return status;
  }
  return check_range("The MIDI latency", midi.latency_ms, sequencer::kMinLatencyMs, sequencer::kMaxLatencyMs, " ms");
}

}  // namespace session
