#include "session/song/document.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

namespace session {
namespace {

// Four on the floor with pick-ups between: busy enough that an agent that fills the gaps plays a groove.
constexpr const char* kFirstKick = "x..xx.x.x..xx.x.";

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

Document::Document() {
  const core::Result<rhythm::Row> kick = rhythm::parse_row(kFirstKick);
  assert(kick);
  pattern().set_row(rhythm::kKick, *kick);
  config.steps = kFirstSteps;
}

void Document::select(int which) {
  assert(which >= 0 && which < kSlots);
  slot = which;
  follow_length();
}

void Document::follow_length() { config.steps = learned_steps(current()); }

Feel Document::feel_of(int which) const {
  return bank[static_cast<std::size_t>(which)].feel.value_or(
      Feel{.tempo_bpm = tempo_bpm, .swing_percent = groove.swing_percent});
}

sequencer::Groove Document::shown_groove() const {
  sequencer::Groove shown = groove;
  shown.swing_percent = feel().swing_percent;
  return shown;
}

void Document::resize(int steps) {
  current().resize(steps);
  follow_length();
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
  for (std::size_t voice = 0; voice < midi.note.size(); ++voice) {
    const std::string what = "The note of the " + spoken_name(static_cast<int>(voice));
    if (auto status = check_range(what.c_str(), midi.note[voice], 0, 127, ""); !status) return status;
  }
  if (auto status = check_range("The MIDI channel", midi.channel, 1, 16, ""); !status) return status;
  if (auto status = check_range("The note length", midi.note_length_ms, sequencer::kMinNoteLengthMs,
                                sequencer::kMaxNoteLengthMs, " ms");
      !status) {
    return status;
  }
  return check_range("The MIDI latency", midi.latency_ms, sequencer::kMinLatencyMs, sequencer::kMaxLatencyMs, " ms");
}

core::Status check_voice(int voice) {
  if (voice >= 0 && voice < kVoices) return {};
  return core::fail("There are eight voices: kick, snare, rim, hat, open hat, clap, low tom and high tom.");
}

core::Status check_velocity(int velocity) {
  if (velocity >= 0 && velocity <= 127) return {};
  return core::fail("A velocity goes from 0 (no hit) to 127.");
}

core::Status check_slot(int slot) {
  if (slot >= 0 && slot < kSlots) return {};
  return core::fail("The bank has patterns 0 to " + std::to_string(kSlots - 1) + ".");
}

core::Status check_song(std::span<const int> song, bool on) {
  if (song.size() > kMaxSong) return core::fail("A song has at most " + std::to_string(kMaxSong) + " patterns.");
  for (const int slot : song) {
    if (auto status = check_slot(slot); !status) return status;
  }
  if (on && song.empty()) return core::fail("The song is empty: put a pattern into it first.");
  return {};
}

core::Status check_groove(const sequencer::Groove& groove) {
  if (auto status = check_range("Swing", groove.swing_percent, sequencer::kMinSwingPercent, sequencer::kMaxSwingPercent,
                                " percent");
      !status) {
    return status;
  }
  if (auto status = check_range("Humanise", groove.humanise_ms, 0.0, sequencer::kMaxHumaniseMs, " ms"); !status) {
    return status;
  }
  return check_range("Humanise of velocities", groove.humanise_velocity, 0, sequencer::kMaxHumaniseVelocity, "");
}

core::Status check_detail(int probability, int micro, int ratchets) {
  if (auto status = check_range("A probability", probability, 0, 100, " percent"); !status) return status;
  if (auto status =
          check_range("Micro-timing", micro, -sequencer::kMaxMicro, sequencer::kMaxMicro, " percent of a step");
      !status) {
    return status;
  }
  return check_range("The number of ratchets", ratchets, 1, sequencer::kMaxRatchets, "");
}

core::Status check_voice_settings(const sequencer::VoiceSettings& settings, int steps) {
  if (settings.length == 0) return {};
  return check_range("The length of a voice", settings.length, 1, steps, " steps, or 0 for the pattern's");
}

core::Status check_sound(const VoiceSound& sound) {
  for (const auto& [what, value] :
       {std::pair{"The pitch", sound.pitch}, std::pair{"The decay", sound.decay}, std::pair{"The tone", sound.tone},
        std::pair{"The level", sound.level}, std::pair{"The pan", sound.pan}, std::pair{"The room", sound.room}}) {
    if (auto status = check_range(what, value, 0.0, 1.0, ""); !status) return status;
  }
  return {};
}

core::Status check_drive(double drive) { return check_range("The drive", drive, 0.0, 1.0, ""); }

core::Status check_sample(const Sample& sample) {
  constexpr std::size_t kMostBytes = 200;
  if (sample.id.size() <= kMostBytes && sample.name.size() <= kMostBytes) return {};
  return core::fail("The name of a sound is too long: at most " + std::to_string(kMostBytes) + " bytes.");
}

core::Status check_density(double density) { return check_range("The density", density, -1.0, 1.0, ""); }

}  // namespace session
